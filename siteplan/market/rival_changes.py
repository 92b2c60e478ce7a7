"""Two dated tables of rivals: who came, who went, who moved."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from siteplan.errors.params import Params, within
from siteplan.market.market import metric_crs

__all__ = ["RivalChangeParams", "rival_changes"]

COLUMNS = ["site_id", "site_id_before", "name", "brand", "change", "metres"]


@dataclass(frozen=True)
class RivalChangeParams(Params):
    """When two rows are the same rival.

    Attributes
    ----------
    same_m : metres; no farther from where it was, a rival has not moved: tables are located anew each time [A]
    moved_m : metres; so near, a site of the same brand under another id is one that moved, not one that came [A]
    """

    same_m: float = within(50.0, 0.0)
    moved_m: float = within(500.0, 0.0)


def rival_changes(
    before: gpd.GeoDataFrame, after: gpd.GeoDataFrame, params: RivalChangeParams = RivalChangeParams()
) -> pd.DataFrame:
    """Return what became of each rival of two tables, as competitors of a market (by site_id, in WGS-84).

    The same rival has the same id; or the same brand near by, the nearest two first, under ids that only one table has.

    Returns
    -------
    DataFrame
        A row each: site_id and site_id_before ("" where it is in one table alone), name, brand, change ("kept",
        "moved", "entered", "left") and metres (how far from where it was; NaN in one table alone).
    """
    pairs = _same_id(before, after) + _same_brand(before, after, params.moved_m)
    rows = [_pair(before, after, old, new, metres, params.same_m) for old, new, metres in pairs]
    known_before, known_after = {old for old, _, _ in pairs}, {new for _, new, _ in pairs}
    rows += [_alone(after, new, (new, ""), "entered") for new in after.index if new not in known_after]
    rows += [_alone(before, old, ("", old), "left") for old in before.index if old not in known_before]
    return pd.DataFrame(rows, columns=COLUMNS)


Pair = tuple[str, str, float]


def _same_id(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> list[Pair]:
    both = before.index.intersection(after.index)
    if both.empty:
        return []
    old, new = _metres(before.loc[both], before), _metres(after.loc[both], before)
    return list(zip(both, both, np.linalg.norm(old - new, axis=1).tolist(), strict=True))


def _same_brand(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame, within_m: float) -> list[Pair]:
    """Return rivals of one brand near each other that are in one table each, the nearest pairs first."""
    old, new = before[~before.index.isin(after.index)], after[~after.index.isin(before.index)]
    if old.empty or new.empty:
        return []
    near = cKDTree(_metres(old, before)).sparse_distance_matrix(
        cKDTree(_metres(new, before)), within_m, output_type="coo_matrix"
    )
    brands = old["brand"].to_numpy()[near.row]
    alike = (brands == new["brand"].to_numpy()[near.col]) & (brands != "")
    found: list[Pair] = []
    taken: set[tuple[str, int]] = set()
    for place in np.flatnonzero(alike)[np.argsort(near.data[alike], kind="stable")]:
        i, j = int(near.row[place]), int(near.col[place])
        if not taken & {("old", i), ("new", j)}:
            taken |= {("old", i), ("new", j)}
            found.append((str(old.index[i]), str(new.index[j]), float(near.data[place])))
    return found


def _metres(sites: gpd.GeoDataFrame, around: gpd.GeoDataFrame) -> NDArray[np.float64]:
    """Return where sites are (n_sites, 2), metres on a map of the area."""
    places = sites.geometry.to_crs(metric_crs(around))
    return np.column_stack([places.x, places.y])


def _pair(
    before: gpd.GeoDataFrame, after: gpd.GeoDataFrame, old: str, new: str, metres: float, same_m: float
) -> tuple[str, str, str, str, str, float]:
    change = "kept" if metres <= same_m else "moved"
    return (new, old, after.at[new, "name"], after.at[new, "brand"] or before.at[old, "brand"], change, metres)


def _alone(
    sites: gpd.GeoDataFrame, site: str, ids: tuple[str, str], change: str
) -> tuple[str, str, str, str, str, float]:
    return (*ids, sites.at[site, "name"], sites.at[site, "brand"], change, np.nan)
