"""A visitor's own file of candidates: read and checked as the study's, its columns named as the visitor says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd

from siteplan.data.limits import MOST_OWN_BYTES, MOST_OWN_CELLS, MOST_OWN_SITES
from siteplan.data.read.files import read_table
from siteplan.data.read.guard import guarded
from siteplan.data.read.raw import RawTable
from siteplan.data.read.weight import cells_of
from siteplan.data.reading import Reading
from siteplan.data.tables.aliases import columns_like
from siteplan.data.tables.columns import TABLES
from siteplan.data.tables.more_candidates import UPLOADED, more_candidates
from siteplan.data.tables.one_table import checked_table
from siteplan.errors import Problem, StudyError
from siteplan.market import Market
from siteplan.study import FileEntry, Study

__all__ = ["own_candidates", "proposed_columns", "read_own_file"]

TABLE = "candidates"
ASKED = ("site_id", "lon", "lat", "name", "formats", "rent", "area_m2", "footfall", "city", "county", "tier", "status")
"""Columns that a visitor may point out, the most needed first."""
NUMBERED = "UP{n}"


def read_own_file(path: Path, entry: FileEntry) -> Reading[RawTable]:
    """Return the table in a file as it stands there; a file that is too large is refused before it is opened."""
    size, cells = path.stat().st_size, 0
    if size <= MOST_OWN_BYTES:
        cells = cells_of(path)
    remedy = "Leave out rows and columns that the candidates do not need, or add them to the study's own files."
    if size > MOST_OWN_BYTES:
        what = f"the file has {size / 1e6:,.0f} MB, and {MOST_OWN_BYTES / 1e6:,.0f} MB are the most"
        return Reading(None, (Problem(TABLE, what, remedy),))
    if cells > MOST_OWN_CELLS:
        what = f"the file has about {cells:,} cells, those of workbooks counted ten times"
        remedy = f"{MOST_OWN_CELLS:,} are the most. {remedy}"
        return Reading(None, (Problem(TABLE, what, remedy),))
    try:
        with guarded(TABLE, f"the file {path.name} cannot be read"):
            raw = read_table(path, TABLE, entry)
    except StudyError as error:
        return Reading(None, tuple(error.problems))
    if len(raw.frame) > MOST_OWN_SITES:
        what = f"the file has {len(raw.frame):,} rows, and {MOST_OWN_SITES:,} are the most"
        return Reading(None, (Problem(TABLE, what, remedy),))
    return Reading(raw)


def proposed_columns(frame: pd.DataFrame) -> dict[str, str | None]:
    """Return for each column of ASKED which one of a file stands for it: of its name, or a usual name, or none.

    Where the file has shapes, nobody asks for lon and lat.
    """
    spare = [str(name) for name in frame.columns if name not in {*TABLES[TABLE].names, "geometry", "lon", "lat"}]
    asked = [name for name in ASKED if not ("geometry" in frame and name in ("lon", "lat"))]
    return {name: name if name in frame else _like(name, spare) for name in asked}


def _like(name: str, spare: list[str]) -> str | None:
    """Return the column that stands for one: what own sites call their format does for formats, too."""
    usual = ["format"] if name == "formats" else []
    return next((like for known in (name, *usual) for like in columns_like(known, spare, TABLE)), None)


def own_candidates(
    study: Study, market: Market, raw: RawTable, columns: Mapping[str, str | None], entry: FileEntry
) -> Reading[gpd.GeoDataFrame]:
    """Return the candidates of a file by site_id as the market has its own, or all that is wrong with them.

    `columns` says which column of the file stands for which; sites without ids are numbered.
    """
    named = {name: column for name, column in columns.items() if column is not None}
    frame = raw.frame.drop(columns=[column for name, column in named.items() if column != name])
    frame = frame.assign(**{name: raw.frame[column] for name, column in named.items()})
    if "site_id" not in frame:
        frame = frame.assign(site_id=_numbers(market, len(frame)))
    found = checked_table(study, TABLE, TABLE, entry, replace(raw, frame=frame))
    if found.value is None or found.problems:
        return Reading(None, found.problems, found.notes)
    beside = more_candidates(study, market, gpd.GeoDataFrame(found.value))
    if beside.value is None:
        return Reading(None, beside.problems, found.notes)
    return Reading(beside.value.assign(**{UPLOADED: True}), (), found.notes)


def _numbers(market: Market, n: int) -> list[str]:
    """Return as many ids that no site of the study has."""
    taken = {*market.candidates.index, *market.facilities.index, *market.competitors.index}
    free = (name for k in range(1, n + len(taken) + 1) if (name := NUMBERED.format(n=k)) not in taken)
    return [next(free) for _ in range(n)]
