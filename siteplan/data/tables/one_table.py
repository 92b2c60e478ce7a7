"""One table of a study: read, typed, located, with everything wrong with it."""

from __future__ import annotations

from collections.abc import Collection

import geopandas as gpd
import pandas as pd

from siteplan.data.check.alike_ids import look_alike_notes
from siteplan.data.check.schema import table_problems, whole_names
from siteplan.data.read.files import read_table
from siteplan.data.read.guard import guarded
from siteplan.data.read.raw import RawTable
from siteplan.data.reading import Reading
from siteplan.data.tables.aliases import columns_like
from siteplan.data.tables.cells import typed
from siteplan.data.tables.columns import TABLES, TableSpec
from siteplan.data.tables.geometry import locate
from siteplan.errors import N_, Note, StudyError
from siteplan.study import FileEntry, Study

__all__ = ["checked_table", "table_reading"]

NEEDED = ("zones", "candidates", "minutes")  # without a row of these there is nothing to plan


def table_reading(study: Study, name: str, kind: str | None = None) -> Reading[pd.DataFrame]:
    """Return a table of the study with its columns typed and its shapes in WGS-84; `kind` is the table it is like.

    Beside problems the table holds what could be read: wrong numbers are NaN, wrong shapes None.
    """
    try:
        with guarded(name, f"the file {study.path(name).name} cannot be read"):
            return _reading(study, name, kind or name)
    except StudyError as error:
        return Reading(None, error.problems)


def _reading(study: Study, name: str, kind: str) -> Reading[pd.DataFrame]:
    entry = study.entries()[name]
    return checked_table(study, name, kind, entry, read_table(study.path(name), name, entry))


def checked_table(study: Study, name: str, kind: str, entry: FileEntry, read: RawTable) -> Reading[pd.DataFrame]:
    """Return a table as it stands in its file, typed and located, with all that is wrong with it."""
    spec = TABLES[kind]
    raw = whole_names(read.frame, spec)
    problems = tuple(table_problems(raw, spec, name))
    if not len(raw) and name in NEEDED:
        return Reading(None, problems)
    none = () if len(raw) else (Note(name, N_("the table has no rows")),)
    frame, notes = (
        typed(raw, spec),
        (*none, *read.notes, *look_alike_notes(raw, spec, name), *_near_misses(raw, spec, (name, kind), _used(study))),
    )
    if not spec.shapes:
        return Reading(frame, problems, notes)
    shapes = locate(raw, spec, name, entry, study.study.coordinates)
    if shapes.value is None:
        return Reading(frame, (*problems, *shapes.problems), notes)
    located = gpd.GeoDataFrame(frame, geometry=shapes.value)
    return Reading(located, (*problems, *shapes.problems), (*notes, *shapes.notes))


def _used(study: Study) -> set[str]:
    """Return the columns of the user's own that the model or the score goes by."""
    return {*study.trade_area.exponents, *study.score.names(), *study.score.gates}


def _near_misses(raw: pd.DataFrame, spec: TableSpec, named: tuple[str, str], used: Collection[str]) -> tuple[Note, ...]:
    """Return a note for each column that looks like one the table may have but does not; by its name and kind."""
    table, kind = named
    absent = [column.name for column in spec.columns if column.name not in raw and not column.required]
    spare = [str(name) for name in raw.columns if name not in {*spec.names, *used, "geometry", "lon", "lat"}]
    likes = [(name, like) for like in absent for name in columns_like(like, spare, kind)[:1]]
    text = N_("the column is kept but not used; if it holds {like}, give it that name")
    return tuple(Note(table, text, name, values={"like": like}) for name, like in likes)
