"""Read a study's tables into a Market, and say everything that is wrong with them."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd

from siteplan.data.check.fitting import fitting_notes
from siteplan.data.check.links import link_problems
from siteplan.data.check.money_checks import money_notes
from siteplan.data.check.option_checks import option_problems
from siteplan.data.check.people_checks import nobody_problems
from siteplan.data.check.rival_classes import rival_notes
from siteplan.data.check.score_checks import score_notes
from siteplan.data.check.station_checks import station_problems
from siteplan.data.outlooks.rival_tables import rival_table_problems, rival_tables, snapshot_notes
from siteplan.data.read.guard import guarded
from siteplan.data.read.weight import weight_problems
from siteplan.data.reading import Reading
from siteplan.data.road_graph.roads import Roads, read_roads
from siteplan.data.study_toml.reply_checks import reply_links, reply_tables
from siteplan.data.study_toml.study_file import study_reading
from siteplan.data.tables.columns import TABLES
from siteplan.data.tables.defaults import finished_sites, finished_stations, finished_zones, widened
from siteplan.data.tables.exclusions import allowed_reading, finished_exclusions
from siteplan.data.tables.filled_columns import filled_columns
from siteplan.data.tables.one_table import table_reading
from siteplan.data.tables.place_notes import place_notes
from siteplan.data.tables.zone_of_site import SITES, around_sites, outside_problems, overlap_notes
from siteplan.errors import N_, Note, Problem, StudyError
from siteplan.market import Market
from siteplan.study import Study

__all__ = ["Findings", "check_study", "read_market"]


@dataclass(frozen=True)
class Findings:
    """What checking a study folder gave; study and market are there only when nothing is wrong."""

    study: Study | None
    market: Market | None
    problems: tuple[Problem, ...]


def read_market(study: Study) -> Market:
    """Return the market that the study's files describe, checked, in WGS-84.

    Raises
    ------
    StudyError
        With every problem of every table.
    """
    return _market_reading(study).checked()


def check_study(path: str | Path) -> Findings:
    """Return the problems of a study and of its tables together.

    Where study.toml is wrong, its tables are checked against what is left of it.
    """
    study = study_reading(path)
    if study.value is None:
        return Findings(None, None, study.problems)
    market = _market_reading(study.value)
    problems = (*study.problems, *market.problems)
    return Findings(None, None, problems) if problems else Findings(study.value, market.value, ())


def _market_reading(study: Study) -> Reading[Market]:
    # A file without a path stands in for one that study.toml fails to name.
    named = [name for name, entry in study.files.given().items() if entry.path.strip()]
    arriving = rival_tables(study) | reply_tables(study)
    if heavy := weight_problems({name: study.path(name) for name in (*named, *arriving) if name != "roads"}):
        return Reading(None, tuple(heavy))
    readings = {name: table_reading(study, name) for name in TABLES if name in named}
    readings |= {name: table_reading(study, name, "competitors") for name in arriving}
    roads = _roads(study) if "roads" in named else Reading[Roads](None)
    tables = {name: reading.value for name, reading in readings.items() if reading.value is not None}
    if "candidates" in tables:
        tables["candidates"] = widened(tables["candidates"], study)
    found = [problem for reading in readings.values() for problem in reading.problems]
    notes = tuple(note for reading in readings.values() for note in reading.notes) + roads.notes
    notes += (*rival_notes(study, tables), *fitting_notes(study, tables), *overlap_notes(tables))
    notes += (*score_notes(study, tables), *_same_file_notes(study), *money_notes(study), *place_notes(tables))
    around = around_sites(tables, arriving)
    problems = (*found, *roads.problems, *outside_problems(tables, around), *link_problems(study, tables))
    problems += (*station_problems(study, tables), *rival_table_problems(study, tables), *reply_links(study, tables))
    if problems or not {"zones", "candidates"} <= set(tables):
        return Reading(None, problems)
    zones = finished_zones(gpd.GeoDataFrame(tables["zones"]))
    if nobody := tuple(nobody_problems(study, zones)):
        return Reading(None, nobody)
    areas = finished_exclusions(tables.get("exclusions"))
    sites = {name: finished_sites(name, tables.get(name), zones, around.get(name), study) for name in SITES}
    allowed = allowed_reading(study, sites["candidates"], areas)
    if allowed.value is None:
        return Reading(None, allowed.problems)
    sites["candidates"], notes = allowed.value, (*notes, *allowed.notes)
    entering = {
        outlook: finished_sites("competitors", tables[name], zones, around.get(name), study)
        for name, outlook in arriving.items()
    }
    stations = finished_stations(tables.get("stations"), study)
    market = Market(
        zones,
        **sites,
        **{name: tables.get(name) for name in ("minutes", "flows", "actuals")},
        roads=None if roads.value is None else roads.value.network,
        notes=notes,
        filled=filled_columns(tables),
        stations=stations,
        read_for=study,
        exclusions=areas,
        entering=entering,
    )
    if idle := tuple(option_problems(study, market)) if study.formats else ():
        return Reading(None, idle)
    return Reading(replace(market, notes=(*notes, *snapshot_notes(study, market))))


def _same_file_notes(study: Study) -> tuple[Note, ...]:
    """Return a note on tables that are read from the same place: own sites for rivals, by a slip."""
    files: dict[tuple[str, str, str], list[str]] = {}
    for name, entry in study.files.given().items():
        files.setdefault((os.path.normpath(study.path(name)), entry.layer, entry.sheet), []).append(name)
    said = N_("these tables are read from the same file, {tables}")
    alike = [(Path(path).name, names) for (path, _, _), names in files.items() if len(names) > 1]
    return tuple(Note(file, said, values={"tables": ", ".join(names)}) for file, names in alike)


def _roads(study: Study) -> Reading[Roads]:
    """Return the road graph where the study's minutes come from it; it takes a while to read."""
    path, entry = study.path("roads"), study.files.given()["roads"]
    if study.travel.source != "roads" and path.is_file():
        return Reading(None)
    try:
        with guarded("roads", f"the file {path.name} is not a road graph"):
            roads = read_roads(path, entry.coordinates or study.study.coordinates)
    except StudyError as error:
        return Reading(None, error.problems)
    return Reading(roads, (), roads.notes)
