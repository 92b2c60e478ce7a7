"""A site's area by customers, drive time, rings, probability or nearness: which zones, level by level."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array, triu

from siteplan.market import WGS84
from siteplan.study.section import AreaKind
from siteplan.travel.plane import Plane, discs
from siteplan.travel.shapes import Mosaic

__all__ = ["KINDS", "Catchment", "Kind", "at_least", "dissolved", "nearest_site", "overlaps", "rings", "within"]

Kind = AreaKind
KINDS: tuple[Kind, ...] = get_args(AreaKind)


@dataclass(frozen=True)
class Catchment:
    """The zones of one site's area; a polygon of it is for the eye, these are exact.

    Attributes
    ----------
    kind : what its levels are: shares of the site's sales, minutes, km, shares of a zone's demand; "nearest" has one.
    order : the levels, the innermost first
    levels : Series by zone_id
        The innermost level that holds each zone; the others are left out.
    """

    site_id: str
    kind: Kind
    order: tuple[float, ...]
    levels: pd.Series

    def inside(self, level: float) -> pd.Index:
        """Return the zones of a level, those farther in counted in."""
        return self.levels.index[np.isin(self.levels.to_numpy(), self.order[: self.order.index(level) + 1])]

    def figures(self, people: pd.Series, demand: pd.Series, capture: pd.Series) -> pd.DataFrame:
        """Return for each level its zones, people, demand and capture, by zones' series of these.

        `held` is the level's share of all that the site captures (NaN if that is nothing). Of customer shares
        `overshoot` is by how much that is more than asked: zones are not divided.
        """
        place = pd.Index(self.order).get_indexer(pd.Index(self.levels))
        sums = {
            name: np.bincount(place, values.loc[self.levels.index].to_numpy(dtype=float), len(self.order)).cumsum()
            for name, values in (("people", people), ("demand", demand), ("capture", capture))
        }
        zones = np.bincount(place, minlength=len(self.order)).cumsum()
        table = pd.DataFrame({"zones": zones, **sums}, index=pd.Index(self.order, name="level"))
        held = table["capture"] / (whole if (whole := float(capture.sum())) > 0 else np.nan)
        over = held - np.array(self.order) if self.kind == "customer_share" else np.nan
        return table.assign(held=held, overshoot=over)


def within(values: pd.Series, limits: tuple[float, ...]) -> pd.Series:
    """Return for each zone the smallest limit that its value does not exceed; zones beyond all are left out."""
    ordered = np.array(sorted(limits))
    place = np.searchsorted(ordered, values.to_numpy(dtype=float), side="left")
    inside = place < len(ordered)
    return pd.Series(ordered[place[inside]], index=values.index[inside], name="level", dtype=float)


def at_least(values: pd.Series, floors: tuple[float, ...]) -> pd.Series:
    """Return for each zone the largest floor that its value reaches; zones below all are left out."""
    lowered: pd.Series = -within(-values, tuple(-floor for floor in floors))
    return lowered


def nearest_site(minutes: csr_array, zone_ids: pd.Index, site_ids: pd.Index) -> pd.Series:
    """Return the site_id that each zone is nearest to, the first of equals; zones out of reach are left out.

    `minutes` (n_zones, n_sites) has stored pairs only within reach. This is Voronoi's diagram by minutes.
    """
    pairs = minutes.tocoo()
    order = np.lexsort((pairs.col, pairs.data, pairs.row))
    rows, first = np.unique(pairs.row[order], return_index=True)
    return pd.Series(site_ids[pairs.col[order][first]], index=zone_ids[rows], name="site_id")


def dissolved(zones: Mosaic, catchment: Catchment) -> gpd.GeoSeries:
    """Return the zones of each level merged, the inner ones with them; `zones` are all of them."""
    shapes = [zones.together(catchment.inside(level)) for level in catchment.order]
    return gpd.GeoSeries(shapes, index=pd.Index(catchment.order, name="level"), crs=WGS84)


def rings(lon: float, lat: float, km: tuple[float, ...]) -> gpd.GeoSeries:
    """Return a disc for each distance by great circle, in WGS-84, indexed by level."""
    plane, centre = Plane(lon, lat), np.zeros((1, 2))
    shapes = [plane.lonlat(discs(centre, np.array([k * 1000.0]), quad_segs=32)[0]) for k in km]
    return gpd.GeoSeries(shapes, index=pd.Index(km, name="level"), crs=WGS84)


def overlaps(inside: Mapping[Hashable, pd.Index], people: pd.Series, demand: pd.Series) -> pd.DataFrame:
    """Return a row for each pair of sites whose areas share zones, most people first.

    Parameters
    ----------
    inside : the zones of each site's area, by what the site is known by
    people, demand : Series on the index of all zones

    Returns
    -------
    DataFrame
        site_a, site_b (in the order given), zones, people and demand in both areas; people_a and people_b: what part
        of each area's people that is (NaN where nobody lives).
    """
    sites, held = [*inside], _members(inside, people.index)
    shared = csr_array(triu(held.T @ held, k=1)).tocoo()
    a, b = shared.coords
    both = {name: _shared(held, values, a, b) for name, values in (("people", people), ("demand", demand))}
    whole = held.T @ people.to_numpy(dtype=float)
    parts = {
        f"people_{side}": np.divide(both["people"], whole[of], out=np.full(len(of), np.nan), where=whole[of] > 0)
        for side, of in (("a", a), ("b", b))
    }
    ids = np.array(sites, dtype=object)
    table = pd.DataFrame({"site_a": ids[a], "site_b": ids[b], "zones": shared.data.astype(int), **both, **parts})
    return table.sort_values("people", ascending=False, kind="stable", ignore_index=True)


def _members(inside: Mapping[Hashable, pd.Index], zone_ids: pd.Index) -> csr_array:
    """Return which zones each area holds, as ones (n_zones, n_sites)."""
    rows = [zone_ids.get_indexer(ids) for ids in inside.values()]
    columns = np.repeat(np.arange(len(rows)), [len(r) for r in rows])
    at = np.concatenate([*rows, np.empty(0, dtype=np.intp)]).astype(np.intp)
    return csr_array((np.ones(len(at)), (at, columns)), shape=(len(zone_ids), len(rows)))


def _shared(
    held: csr_array, values: pd.Series, a: NDArray[np.integer[Any]], b: NDArray[np.integer[Any]]
) -> NDArray[np.float64]:
    """Return what each pair's areas have in common of these values (n_pairs,)."""
    sums = (held.T @ (diags_array(values.to_numpy(dtype=float)) @ held)).toarray()
    return np.asarray(sums[a, b], dtype=np.float64)
