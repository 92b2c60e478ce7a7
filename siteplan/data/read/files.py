"""The only reader of tables: CSV, Excel, GeoJSON, GeoPackage, Shapefile, Parquet."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from pandas.api.types import is_object_dtype

from siteplan.data.limits import MOST_FILE_BYTES
from siteplan.data.read.delimited import read_delimited
from siteplan.data.read.features import read_geojson, read_geopackage, read_shapefile
from siteplan.data.read.guard import guarded, is_file, is_folder, refuse, short
from siteplan.data.read.header import checked_names
from siteplan.data.read.parquet import read_parquet
from siteplan.data.read.raw import RawTable
from siteplan.data.tables.columns import TABLES
from siteplan.data.tables.decimals import plain_numbers, without_blanks
from siteplan.errors import N_, Note, Problem, StudyError
from siteplan.study import FileEntry

__all__ = ["SUFFIXES", "checked_file", "read_table"]

NESTED = (list, dict, tuple, set, np.ndarray, bytes)


def read_table(path: Path, table: str = "", entry: FileEntry | None = None) -> RawTable:
    """Return a table as it stands in its file, its columns' names without blanks at their ends, without empty rows.

    Cells of CSV and Excel stay text, so that the id "007" keeps its zeros; an empty cell is NaN. `table` is the table's
    name in messages, the file's name if not given; `entry` says how the file is to be read where that is not plain.

    Raises
    ------
    StudyError
        The file is missing, of an unknown type, too large, ambiguous, or cannot be read.
    """
    name, how = table or short(path.name), entry or FileEntry(path=path.name)
    reader = READERS.get(checked_file(path, name).suffix.lower())
    if reader is None:
        what = f'the file {short(path.name)} has the unknown type "{short(path.suffix)}"'
        refuse(name, what, f"Save it as one of {', '.join(SUFFIXES)}.")
    _refuse_idle_keys(path, name, how)
    with guarded(name, f"the file {path.name} cannot be read"):
        raw = reader(path, name, how)
        frame, notes = _plain_cells(_tidy(raw.frame, name, path), name)
        told, said = plain_numbers(without_blanks(frame, how), name, how)
    return RawTable(told, (*raw.notes, *notes, *said))


def _refuse_idle_keys(path: Path, table: str, entry: FileEntry) -> None:
    """Refuse keys that say nothing of such a file: whoever wrote them expects something of them."""
    for key, suffixes in MEANT_FOR.items():
        if getattr(entry, key) and path.suffix.lower() not in suffixes:
            what = f"{key} means nothing for a {path.suffix.lower()} file, only for {' and '.join(suffixes)}"
            refuse(f"study.toml [files.{table}]", what, "Take it out, or name another file.", key)


def checked_file(path: Path, table: str) -> Path:
    """Return a path that leads to a file of a size that can be read.

    Raises
    ------
    StudyError
        There is none, or it is too large.
    """
    if not is_file(path):
        like = _alike(path)
        remedy = f"{like}Put the file there, or correct its path in study.toml."
        what = "is a folder" if is_folder(path) else "does not exist"
        refuse(table, f"the file {short(path, 200)} {what}", remedy)
    if (size := path.stat().st_size) > MOST_FILE_BYTES:
        what = f"the file {path.name} has {size / 1e6:,.0f} MB, and {MOST_FILE_BYTES / 1e6:,.0f} MB are the most"
        refuse(table, what, "Leave out rows and columns that the study does not need.")
    return path


def _alike(path: Path) -> str:
    """Ask whether a file beside it is meant: of the same name but for case, form of letters or kind of file."""
    folder = sorted(path.parent.iterdir()) if is_folder(path.parent) else []
    named = [file.name for file in folder if is_file(file) and _plain(file.stem) == _plain(path.stem)]
    return f'Did you mean "{short(named[0])}"? ' if named else ""


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().strip()


def _tidy(frame: pd.DataFrame, table: str, path: Path) -> pd.DataFrame:
    """Return the table with tidy names of columns, without empty rows and without empty columns that have no name."""
    _refuse_much_text(frame, table, path)
    named = frame.set_axis(checked_names(list(frame.columns), table, path.name), axis=1)
    nameless = [n for n in named.columns if n.startswith("(column ") and named[n].isna().all()]
    kept = named.drop(columns=nameless)
    if "geometry" in kept:
        return kept
    return kept[~kept.isna().all(axis=1)]


def _refuse_much_text(frame: pd.DataFrame, table: str, path: Path) -> None:
    """Refuse columns that repeat one long text: a workbook keeps it once, a table does not."""
    for name in (n for n, kind in frame.dtypes.items() if n != "geometry" and is_object_dtype(kind)):
        total = sum(len(cell) for cell in frame[name] if isinstance(cell, str))
        if total > MOST_FILE_BYTES:
            what = f"the texts of a column of {path.name} have {total / 1e6:,.0f} million letters"
            refuse(table, what, "Shorten them, or leave the column out.", str(name))


def _plain_cells(frame: pd.DataFrame, table: str) -> tuple[pd.DataFrame, tuple[Note, ...]]:
    """Return the table without columns that hold lists and the like, which no column here may.

    Raises
    ------
    StudyError
        A column that the study knows holds them.
    """
    objects = [str(n) for n, kind in frame.dtypes.items() if n != "geometry" and is_object_dtype(kind)]
    nested = [name for name in objects if frame[name].map(lambda cell: isinstance(cell, NESTED)).any()]
    known = {*(TABLES[table].names if table in TABLES else ()), "lon", "lat"}
    wrong = [name for name in nested if name in known]
    if wrong:
        remedy = "Give one number or text in each cell."
        raise StudyError([Problem(table, "cells contain lists or nested values", remedy, name) for name in wrong])
    said = N_("the column holds lists or nested values and was left out")
    plain = frame.drop(columns=nested)
    return gpd.GeoDataFrame(plain) if isinstance(frame, gpd.GeoDataFrame) else plain, tuple(
        Note(table, said, name) for name in nested
    )


def _read_workbook(path: Path, table: str, entry: FileEntry) -> RawTable:
    from siteplan.data.read.workbook import read_workbook  # noqa: PLC0415 - most studies hold no workbook

    return read_workbook(path, table, entry)


READERS: dict[str, Callable[[Path, str, FileEntry], RawTable]] = {
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".xlsx": _read_workbook,
    ".xlsm": _read_workbook,  # its macros are never run
    ".geojson": read_geojson,
    ".gpkg": read_geopackage,
    ".shp": read_shapefile,
    ".parquet": read_parquet,
}
SUFFIXES = tuple(READERS)
TEXT = (".csv", ".tsv")
BOOKS = (".xlsx", ".xlsm")
MEANT_FOR = {
    "separator": TEXT,
    "decimal": (*TEXT, *BOOKS),
    "na": (*TEXT, *BOOKS, ".shp", ".gpkg", ".geojson", ".parquet"),
    "encoding": (*TEXT, ".shp", ".geojson"),
    "layer": (".gpkg",),
    "sheet": BOOKS,
}  # fmt: skip
