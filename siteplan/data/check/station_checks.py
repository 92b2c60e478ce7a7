"""Check the table of charging stations against the study and its zones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import geopandas as gpd
import numpy as np
import pandas as pd

from siteplan.errors import Problem
from siteplan.study import Study

__all__ = ["CHARGING_CRITERIA", "station_problems"]

Tables = Mapping[str, pd.DataFrame]
CHARGING_CRITERIA = ("charging_sessions", "charging_gap", "charging_leads")
FAR_DEGREES = 2.0  # a station this far from every zone serves none of them
SCORE = "study.toml [score]"


def station_problems(study: Study, tables: Tables) -> list[Problem]:
    """Return everything that is wrong with stations and with what is asked of them; tables may be missing."""
    return [problem for check in CHECKS for problem in check(study, tables)]


def _size(_study: Study, tables: Tables) -> Iterator[Problem]:
    """Find stations of which nothing says how much they can give."""
    stations = tables.get("stations")
    if stations is None:
        return
    if not {"piles", "kw"} & set(stations.columns):
        remedy = "Add a column piles (how many can charge at once) or kw (of all piles together)."
        yield Problem("stations", "nothing says how much the stations can give", remedy, "piles, kw")
        return
    sizes = [stations[name] for name in ("piles", "kw") if name in stations]
    unknown = pd.concat(sizes, axis=1).isna().all(axis=1)
    if unknown.any():
        remedy = "Fill in piles, or kw (of all piles together), or remove these stations."
        yield Problem("stations", "neither piles nor kw is given", remedy, "piles, kw", _ids(stations, unknown))


def _place(_study: Study, tables: Tables) -> Iterator[Problem]:
    """Find a table that lies elsewhere; single stations beyond the zones' edge may be there, and serve who is near."""
    stations, zones = tables.get("stations"), tables.get("zones")
    if not (isinstance(stations, gpd.GeoDataFrame) and isinstance(zones, gpd.GeoDataFrame)):
        return
    west, south, east, north = zones.total_bounds
    x, y = stations.geometry.x, stations.geometry.y
    near = x.between(west - FAR_DEGREES, east + FAR_DEGREES) & y.between(south - FAR_DEGREES, north + FAR_DEGREES)
    if not near.any() and x.notna().any():
        remedy = "Check lon and lat, and coordinates and crs in [files]."
        yield Problem("stations", "no station is near any zone", remedy, "geometry")


def _demand(_study: Study, tables: Tables) -> Iterator[Problem]:
    zones = tables.get("zones")
    if "stations" not in tables or zones is None or "charging_demand" not in zones:
        return
    if len(zones) and (zones["charging_demand"] == 0).all():
        remedy = "Give sessions a day, or leave the column out to derive them from the vehicles in use."
        yield Problem("zones", "no zone has any demand for charging", remedy, "charging_demand")


def _criteria(study: Study, _tables: Tables) -> Iterator[Problem]:
    """Criteria of charging need stations, and a format that charges."""
    asked = [name for name in (*study.score.names(), *study.score.gates) if name in CHARGING_CRITERIA]
    if not asked:
        return
    if study.files.stations is None:
        remedy = 'Name the table in [files], as stations = "stations.csv", or leave the criterion out.'
        yield Problem(SCORE, "it is measured beside charging stations, and none are named", remedy, asked[0])
    if study.formats and not any("charging" in spec.functions for spec in study.formats.values()):
        remedy = 'Add "charging" to the functions of a format, or leave the criterion out.'
        yield Problem(SCORE, "no format of the study has the function charging", remedy, asked[0])


def _settings(study: Study, _tables: Tables) -> Iterator[Problem]:
    """Find settings of [charging] that contradict each other."""
    spec, where = study.charging, "study.toml [charging]"
    if any(np.diff(spec.steps) > 0) or spec.steps[0] == 0:
        what = f"the steps {', '.join(f'{step:g}' for step in spec.steps)} rise, or begin at 0"
        yield Problem(where, what, "Let the weights fall with the minutes, as steps = [1.0, 0.68, 0.22].", "steps")
    if "minutes" in spec.model_fields_set and spec.minutes > study.travel.max_minutes:
        what = f"{spec.minutes:g} minutes are more than travel.max_minutes ({study.travel.max_minutes:g})"
        yield Problem(where, what, "Lower it, or raise max_minutes in [travel].", "minutes")
    for name in sorted(set(spec.piles) - {*study.formats, "default"}):
        known = ", ".join(study.formats)
        yield Problem(where, f'the format "{name}" does not exist', f"The study's formats are {known}.", "piles")


def _ids(stations: pd.DataFrame, rows: pd.Series) -> tuple[str, ...]:
    if "site_id" in stations:
        return tuple(stations.loc[rows, "site_id"])
    return tuple(f"row {n + 1} of the data" for n in np.flatnonzero(rows))


CHECKS: tuple[Callable[[Study, Tables], Iterator[Problem]], ...] = (_size, _place, _demand, _criteria, _settings)
