"""How far sites are from each other, and which lie too near, in kilometres or minutes."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.spatial import KDTree

from siteplan.market import Market
from siteplan.study import Travel
from siteplan.travel.endpoints import EARTH_RADIUS_M, Endpoints, metres_from_chord, sites_as_places
from siteplan.travel.times import minutes_source

__all__ = ["minutes_between", "nearest_sites", "sites_within_km", "sites_within_minutes"]


def sites_within_km(starts: gpd.GeoDataFrame, ends: gpd.GeoDataFrame, km: float) -> csr_array:
    """Return which sites are less than `km` apart by great circle: bool (n_starts, n_ends)."""
    here, there = sites_as_places(starts), sites_as_places(ends)
    if not len(here) or not len(there):
        return csr_array((len(here), len(there)), dtype=bool)
    chord = 2 * np.sin(min(km * 1000 / (2 * EARTH_RADIUS_M), np.pi / 2))
    trees = KDTree(here.unit_vectors()), KDTree(there.unit_vectors())
    pairs = trees[0].sparse_distance_matrix(trees[1], chord, output_type="ndarray")
    near = metres_from_chord(pairs["v"]) < km * 1000
    return _pairs(pairs["i"][near], pairs["j"][near], (len(here), len(there)))


def nearest_sites(here: gpd.GeoDataFrame, others: gpd.GeoDataFrame, most: int) -> pd.Series:
    """Return the km by great circle to the nearest of other sites, the nearest first; `here` is one site."""
    chords = np.linalg.norm(sites_as_places(others).unit_vectors() - sites_as_places(here).unit_vectors(), axis=1)
    km = pd.Series(metres_from_chord(chords) / 1000, others.index)
    return km.sort_values(kind="stable").head(most)


def sites_within_minutes(
    travel: Travel, market: Market, starts: gpd.GeoDataFrame, ends: gpd.GeoDataFrame, minutes: float
) -> csr_array:
    """Return which sites are less than `minutes` apart, there or back: bool (n_starts, n_ends).

    Minutes are those of the study's source, by road or straight line, up to `travel.max_minutes`. The user's own
    minutes say nothing about two sites, so none is near then.
    """
    here, there = sites_as_places(starts), sites_as_places(ends)
    return csr_array(
        _faster(travel, market, here, there, minutes) + _faster(travel, market, there, here, minutes).T, dtype=bool
    )


def minutes_between(
    travel: Travel, market: Market, starts: gpd.GeoDataFrame, ends: gpd.GeoDataFrame
) -> NDArray[np.float64]:
    """Return the minutes between sites, there or back, whichever is faster (n_starts, n_ends).

    Infinite beyond `travel.max_minutes`; NaN where the minutes are the user's own, which say nothing about two sites.
    """
    if travel.source == "minutes":
        return np.full((len(starts), len(ends)), np.nan)
    here, there = sites_as_places(starts), sites_as_places(ends)
    out = np.full((len(starts), len(ends)), np.inf)
    if out.size:
        source = minutes_source(travel, market)
        out = np.minimum(_stored(source(here, there)), _stored(source(there, here)).T)
    return out


def _stored(trips: csr_array) -> NDArray[np.float64]:
    """Return minutes with infinity where none is stored."""
    pairs, out = trips.tocoo(), np.full(trips.shape, np.inf)
    out[pairs.coords[0], pairs.coords[1]] = pairs.data
    return out


def _faster(travel: Travel, market: Market, starts: Endpoints, ends: Endpoints, minutes: float) -> csr_array:
    trips = minutes_source(travel, market)(starts, ends).tocoo()
    near = trips.data < minutes
    return _pairs(trips.coords[0][near], trips.coords[1][near], trips.shape)


def _pairs(rows: NDArray[np.integer[Any]], columns: NDArray[np.integer[Any]], shape: tuple[int, int]) -> csr_array:
    return csr_array(coo_array((np.ones(len(rows), dtype=bool), (rows, columns)), shape=shape))
