"""Fill in what checked tables leave out: defaults, and the place a site's zone gives it."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.data.tables.columns import PLACE, TABLES, Column
from siteplan.market import WGS84
from siteplan.study import Study

__all__ = ["finished_sites", "finished_stations", "finished_zones", "widened"]

PLACES = tuple(column.name for column in PLACE)
CHOICES = {"status": "candidate", "keep": "keep"}


def widened(candidates: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Return candidates, each with the formats that study.toml lets stand where one that it names does (`fits`)."""
    wide = {name: spec.fits for name, spec in study.formats.items() if spec.fits}
    if "formats" not in candidates or not wide:
        return candidates
    also = {
        names: tuple(f for f, fits in wide.items() if set(fits) & set(names)) for names in set(candidates["formats"])
    }
    more = [tuple(dict.fromkeys((*names, *also[names]))) for names in candidates["formats"]]
    return candidates.assign(formats=pd.Series(more, index=candidates.index, dtype=object))


def finished_zones(zones: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return zones by zone_id, with place and rural filled; a column of numbers that says nothing is left out."""
    texts = {name: zones.get(name, "") for name in PLACES}
    rural = zones["rural"].eq(True) if "rural" in zones else False
    full = zones.assign(**texts, rural=rural)
    mute = [c.name for c in TABLES["zones"].columns if c.kind == "number" and c.name in full and _mute(full, c.name)]
    return full.drop(columns=mute).set_index("zone_id")


def _mute(zones: gpd.GeoDataFrame, column: str) -> bool:
    """Return whether a column says nothing: 0 is a number, but a mean income of 0 divides nothing."""
    if column == "income":
        return not (zones.loc[zones["population"] > 0, column] > 0).any()
    return bool(zones[column].isna().all())


def finished_sites(
    table: str, sites: pd.DataFrame | None, zones: gpd.GeoDataFrame, around: pd.DataFrame | None, study: Study
) -> gpd.GeoDataFrame:
    """Return a site table by site_id with every column of its kind; an absent table has no rows.

    `around` says which zone each site lies in (see places.py).
    """
    given = gpd.GeoDataFrame(_no_sites() if sites is None else sites)
    columns = {c.name: _filled(given, c, study) for c in TABLES[table].columns if c.name != "site_id"}
    full = _with(given, {**columns, "name": _named(given)})
    if table == "facilities":
        frozen = full["frozen"].eq(True).astype(bool)
        full = full.assign(frozen=frozen, keep=full["keep"].where(~frozen, "keep"))
    row = np.empty(0, dtype=int) if around is None else around["row"].to_numpy()
    return _placed(full, zones, row).set_index("site_id")


def finished_stations(stations: pd.DataFrame | None, study: Study) -> gpd.GeoDataFrame:
    """Return the charging stations by site_id with every column of theirs; an absent table has no rows."""
    given = gpd.GeoDataFrame(_no_sites() if stations is None else stations)
    columns = {c.name: _filled(given, c, study) for c in TABLES["stations"].columns if c.name != "site_id"}
    own = columns["own"].eq(True).astype(bool)
    return _with(given, {**columns, "own": own, "name": _named(given)}).set_index("site_id")


def _with(sites: gpd.GeoDataFrame, columns: dict[str, pd.Series]) -> gpd.GeoDataFrame:
    """Return sites with these columns: set one by one in a table with a geometry, each takes long."""
    return gpd.GeoDataFrame(pd.DataFrame(sites).assign(**columns), geometry=sites.geometry.name, crs=sites.crs)


def _no_sites() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"site_id": pd.Series(dtype=object)}, geometry=gpd.GeoSeries([], crs=WGS84))


def _filled(sites: pd.DataFrame, column: Column, study: Study) -> pd.Series:
    """Return a column of the table, with what stands for its absence or an empty cell."""
    if column.name in sites:
        given: pd.Series = sites[column.name]
        return given.replace("", CHOICES[column.name]) if column.name in CHOICES else given
    if column.kind == "number":
        return pd.Series(np.nan, index=sites.index)
    if column.kind == "date":
        return pd.Series(pd.NaT, index=sites.index)
    absent = tuple(study.formats) if column.kind == "formats" else CHOICES.get(column.name, "")
    return pd.Series([absent] * len(sites), index=sites.index, dtype=object)


def _named(sites: pd.DataFrame) -> pd.Series:
    names = sites["name"] if "name" in sites else pd.Series("", index=sites.index, dtype=object)
    return names.where(names != "", sites["site_id"])


def _placed(sites: gpd.GeoDataFrame, zones: gpd.GeoDataFrame, row: NDArray[np.intp]) -> gpd.GeoDataFrame:
    """Return sites with province, city, county and tier of their zone where they give none, and its rural flag."""
    around = {name: pd.Series(zones[name].to_numpy()[row], index=sites.index) for name in (*PLACES, "rural")}
    texts = {name: sites[name].where(sites[name] != "", around[name]) for name in PLACES}
    return sites.assign(**texts, rural=around["rural"].astype(bool))
