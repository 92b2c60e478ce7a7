"""Areas where no candidate may open: which candidates lie in them, and what that contradicts."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from siteplan.data.check.score_checks import required
from siteplan.data.reading import Reading
from siteplan.errors import N_, Note, Problem
from siteplan.market import WGS84
from siteplan.study import Study

__all__ = ["BARRED", "allowed_reading", "barred", "finished_exclusions"]

BARRED = "barred_by"  # of candidates: what the area is called in which one lies, "" for none
LAID_DOWN, OF_TABLE = "exclusions", "candidates"


def finished_exclusions(table: pd.DataFrame | None) -> gpd.GeoDataFrame:
    """Return the areas with a name each: its own, else its reason, else its place in the table."""
    if table is None:
        return gpd.GeoDataFrame({"name": [], "reason": []}, geometry=[], crs=WGS84)
    given = gpd.GeoDataFrame(table)
    texts = {name: given[name] if name in given else pd.Series("", given.index) for name in ("name", "reason")}
    place = pd.Series([f"exclusion {n}" for n in range(1, len(given) + 1)], given.index)
    named = texts["name"].where(texts["name"] != "", texts["reason"])
    named = named.where(named != "", place)
    columns = {"name": named, "reason": texts["reason"]}
    return gpd.GeoDataFrame(columns, geometry=given.geometry, crs=WGS84).reset_index(drop=True)


def allowed_reading(study: Study, candidates: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> Reading[gpd.GeoDataFrame]:
    """Return candidates as `barred` has them, with a note of each area; or which of them must open all the same."""
    found = barred(candidates, areas)
    problems = tuple(_contradictions(study, found))
    return Reading(None, problems) if problems else Reading(found, (), _told(found, areas))


def barred(candidates: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return candidates, those that lie in an area, or on its edge, forbidden, with its name in BARRED."""
    if areas.empty:
        return candidates
    within = _within(candidates, areas)
    inside = within >= 0
    names = pd.Series(np.where(inside, areas["name"].to_numpy(dtype=object)[within], ""), candidates.index)
    status = candidates["status"].where(~inside | (candidates["status"] == "required"), "forbidden")
    return candidates.assign(**{"status": status, BARRED: names})


def _contradictions(study: Study, candidates: gpd.GeoDataFrame) -> Iterator[Problem]:
    """Find sites that must open and lie where none may."""
    sites = candidates.reset_index()
    inside = sites[BARRED] != "" if BARRED in sites else pd.Series(False, sites.index)
    wrong = inside & required(study, sites)
    if wrong.any():
        areas = ", ".join(f'"{name}"' for name in dict.fromkeys(sites.loc[wrong, BARRED]))
        what = f"the sites must open, and lie in an area where none may ({areas})"
        remedy = "Do not require them, or correct the area in exclusions."
        yield Problem(OF_TABLE, what, remedy, "status", tuple(sites.loc[wrong, "site_id"]))


def _told(candidates: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> tuple[Note, ...]:
    """Return for each area which candidates may not open for it, and of all others that they bar none."""
    if areas.empty:
        return ()
    said, found = N_('no site may open in the area "{area}", so these candidates are barred ({n:,})'), []
    for name, sites in candidates[candidates[BARRED] != ""].groupby(BARRED, sort=False):
        values: dict[str, str | float] = {"area": str(name), "n": len(sites)}
        found.append(Note(LAID_DOWN, said, ids=tuple(map(str, sites.index)), values=values))
    idle = tuple(str(name) for name in areas["name"] if name not in set(candidates[BARRED]))
    text = N_("areas in which no candidate lies bar none ({n:,})")
    return (*found, *([Note(LAID_DOWN, text, ids=idle, values={"n": len(idle)})] if idle else []))


def _within(sites: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> np.ndarray:
    """Return for each site the first area that holds it, -1 for none (n_sites,)."""
    site, area = shapely.STRtree(areas.geometry.to_numpy()).query(sites.geometry.to_numpy(), predicate="intersects")
    first = np.full(len(sites), len(areas))
    np.minimum.at(first, site, area)
    return np.where(first < len(areas), first, -1)
