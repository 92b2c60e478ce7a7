"""Invent what the census does not tell: valleys between seats, hills, and the towns that lie in them."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from .mesh import gabriel
from .places import METRES, WGS84

__all__ = ["lowland", "metres", "towns"]

Floats = NDArray[np.float64]

WAVELENGTH = 28_000.0  # metres between one invented ridge and the next
VALLEY = 5_000.0  # metres over which a valley's pull fades by e
PER_TOWN = 42_000.0  # persons outside the seat for one town


def metres(lon: pd.Series, lat: pd.Series) -> Floats:
    """Return positions in metres, shape (n, 2)."""
    points = gpd.GeoSeries(gpd.points_from_xy(lon, lat), crs=WGS84).to_crs(METRES)
    return np.column_stack([points.x, points.y])


def lowland(cells: pd.DataFrame, counties: gpd.GeoDataFrame, rng: np.random.Generator) -> pd.Series:
    """Return how easily people live in each cell: high in valleys that join two seats, low on ridges."""
    seats = metres(counties["seat_lon"], counties["seat_lat"])
    roads = shapely.multilinestrings([seats[[a, b]] for a, b in gabriel(seats)])
    here = metres(cells["lon"], cells["lat"])
    away = shapely.distance(shapely.points(here), roads)
    return pd.Series((0.15 + np.exp(-away / VALLEY)) * np.exp(1.1 * _relief(here, rng)), index=cells.index)


def towns(
    cells: pd.DataFrame, counties: gpd.GeoDataFrame, listed: pd.DataFrame, low: pd.Series, rng: np.random.Generator
) -> pd.DataFrame:
    """Return the listed towns and invented ones beside them: adcode, lon, lat, size (weight), real (bool)."""
    invented = [
        _invent(cells[cells["adcode"] == code], county, listed, low, rng) for code, county in counties.iterrows()
    ]
    return pd.concat([listed.assign(real=True), *invented], ignore_index=True).drop(columns="town")


def _relief(here: Floats, rng: np.random.Generator) -> Floats:
    """Return a smooth random field of mean 0 and variance 1: a sum of waves in all directions."""
    turn, phase = rng.uniform(0, 2 * np.pi, (2, 24))
    wave = 2 * np.pi / (WAVELENGTH * rng.uniform(0.6, 1.8, 24))
    along = here[:, :1] * np.cos(turn) + here[:, 1:] * np.sin(turn)
    return np.sqrt(2 / 24) * np.cos(along * wave + phase).sum(axis=1)


def _invent(
    cells: pd.DataFrame, county: pd.Series, listed: pd.DataFrame, low: pd.Series, rng: np.random.Generator
) -> pd.DataFrame:
    """Return a county's invented towns: in its lowlands, apart from each other, sizes falling with rank."""
    known = int((listed["adcode"] == county.name).sum())
    wanted = int(np.clip(county["pop"] / PER_TOWN, 3, 24)) - known * 2
    picks = _apart(cells, low[cells.index], max(wanted, 0), rng)
    size = 1.0 / np.sqrt(np.arange(1, len(picks) + 1))
    return picks[["adcode", "lon", "lat"]].assign(town="", size=size, real=False).reset_index(drop=True)


def _apart(cells: pd.DataFrame, low: pd.Series, wanted: int, rng: np.random.Generator) -> pd.DataFrame:
    """Return up to `wanted` cells drawn by lowland, no two of them neighbours."""
    here = metres(cells["lon"], cells["lat"])
    apart = 1.6 * np.sqrt(cells["area_km2"].median() * 1e6)
    order = rng.choice(len(cells), len(cells), replace=False, p=(low / low.sum()).to_numpy())
    kept: list[int] = []
    for spot in order:
        if len(kept) < wanted and all(np.hypot(*(here[spot] - here[other])) > apart for other in kept):
            kept.append(int(spot))
    return cells.iloc[kept]
