"""Excel workbooks, row by row: a stray cell far out, or an archive that holds very much, is refused, not loaded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import numpy as np
import pandas as pd
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import get_column_letter

from siteplan.data.limits import MOST_COLUMNS, MOST_SHEET_BYTES, MOST_SHEET_CELLS
from siteplan.data.nearest import did_you_mean
from siteplan.data.read.guard import refuse, setting, short
from siteplan.data.read.header import ROWS_TRIED, checked_names, header_row, skipped_note
from siteplan.data.read.raw import RawTable
from siteplan.data.tables.columns import TABLES
from siteplan.errors import N_, Note, Problem, StudyError
from siteplan.study import FileEntry

__all__ = ["read_workbook"]

EXCEL_DIGITS = 15
OLE = b"\xd0\xcf\x11\xe0"  # an old workbook, or a new one behind a password
HIDDEN_ROW = re.compile(rb'<row\b[^>]{0,500}?\shidden="(?:1|true)"')
Moment = date | datetime | time | timedelta


@dataclass(frozen=True)
class _Sheet:
    """The rows of a sheet that hold anything, with their numbers; cells as text, NaN where empty."""

    title: str
    numbers: list[int]
    rows: list[list[Any]]


class _Cells(ExcelReader):  # type: ignore[misc]  # openpyxl is untyped
    """A reader of sheets of cells: what sheets that are charts hold, which may be broken, is no table's matter."""

    def read_chartsheet(self, sheet: Any, rel: Any) -> None:
        """Leave out a sheet that is a chart; openpyxl stumbles over one without a drawing."""


def _opened(path: Path, values: bool) -> Any:
    """Return a workbook whose rows are read as they are asked for; its `values`, or its formulas."""
    reader = _Cells(path, read_only=True, data_only=values)
    reader.read()
    return reader.wb


def read_workbook(path: Path, table: str, entry: FileEntry) -> RawTable:
    """Return the sheet of a workbook: the one named, or the only one that holds anything."""
    _refuse_no_workbook(path, table)
    with closing(_opened(path, values=True)) as book:
        title, notes = _chosen(book, path, table, entry)
        sheet = _sheet(book[title], path, table)
        part = book[title]._worksheet_path
    if not sheet.rows:
        refuse(table, f'the sheet "{short(title)}" of {path.name} is empty', "Give at least the names of its columns.")
    header = header_row(sheet.rows[:ROWS_TRIED], table)
    names = checked_names(_without_last(sheet.rows[header]), table, path.name)
    body = _Sheet(title, sheet.numbers[header + 1 :], sheet.rows[header + 1 :])
    problems = [*_wrong_cells(body, names, table), *_lost_formulas(path, title, body, names, table)]
    if problems:
        raise StudyError(problems)
    said = (*notes, *skipped_note(table, path.name, header), *_hidden_note(path, part, table))
    return RawTable(_frame(body, names, table, path), said)


def _refuse_no_workbook(path: Path, table: str) -> None:
    with path.open("rb") as content:
        start = content.read(8)
    if start.startswith(OLE):
        what = f"the file {path.name} is an old workbook (.xls), or is protected by a password"
        refuse(table, what, "Open it in Excel and save it as .xlsx, without a password.")
    try:
        with ZipFile(path) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        refuse(
            table, f"the file {path.name} is not a workbook, or is damaged", "Open it in Excel and save it as .xlsx."
        )
    if unpacked > MOST_SHEET_BYTES:
        most = MOST_SHEET_BYTES / 1e6
        what = f"the file {path.name} holds {unpacked / 1e6:,.0f} MB unpacked, and {most:,.0f} are the most"
        refuse(table, what, "Keep the one sheet, and the rows and columns, that the study needs.")


def _chosen(book: Any, path: Path, table: str, entry: FileEntry) -> tuple[str, tuple[Note, ...]]:
    """Return the title of the sheet to read."""
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    if entry.sheet:
        if entry.sheet not in sheets:
            remedy = did_you_mean(entry.sheet, sheets, "Its sheets are")
            refuse(f"study.toml [files.{table}]", f'{path.name} has no sheet "{short(entry.sheet)}"', remedy, "sheet")
        return entry.sheet, ()
    shown = [title for title, sheet in sheets.items() if sheet.sheet_state == "visible"] or list(sheets)
    filled = [title for title in shown if len(shown) == 1 or _holds_something(sheets[title])] or shown[:1]
    if not filled:
        refuse(table, f"the file {path.name} has no sheet of cells", "Save the table as a sheet, or as CSV.")
    if len(filled) > 1:
        names = ", ".join(f'"{short(title)}"' for title in filled[:10])
        remedy = f"Say which one {setting(table, path, 'sheet', filled[0])}."
        refuse(table, f"{path.name} has {len(filled)} sheets, {names}", remedy, "sheet")
    hidden = [title for title in sheets if title not in shown]
    said = N_('the sheet "{sheet}" was read; hidden ones were not ({others})')
    values = {"sheet": filled[0], "others": ", ".join(hidden)}
    return filled[0], (Note(table, said, values=values),) if hidden else ()


def _hidden_note(path: Path, part: str, table: str) -> tuple[Note, ...]:
    """Return a note on rows that a filter or a person has hidden: they are read like any."""
    with ZipFile(path) as archive:
        hidden = len(HIDDEN_ROW.findall(archive.read(part.lstrip("/"))))
    said = N_("hidden rows of {file} were read like all others ({n:,})")
    return (Note(table, said, values={"file": path.name, "n": hidden}),) if hidden else ()


def _holds_something(sheet: Any) -> bool:
    sheet.reset_dimensions()
    return any(cell is not None for row in islice(sheet.iter_rows(values_only=True), 1000) for cell in row)


def _sheet(sheet: Any, path: Path, table: str) -> _Sheet:
    """Return what a sheet holds, and stop as soon as it is too much."""
    sheet.reset_dimensions()  # what a file says of its own size need not be so
    numbers, rows, cells = [], [], 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        filled = _without_last(list(row))
        if len(filled) > MOST_COLUMNS:
            at = f"{get_column_letter(len(filled))}{number}"
            what = f"the sheet has a cell at {at}, {len(filled):,} columns, and {MOST_COLUMNS:,} are the most"
            refuse(table, f"in {path.name} {what}", "Delete the stray cell and save, or keep fewer columns.", ids=(at,))
        cells += len(filled)
        if cells > MOST_SHEET_CELLS:
            what = f"the file {path.name} has more than {MOST_SHEET_CELLS:,} cells in a sheet"
            refuse(table, what, "Save the sheet as CSV, or leave out rows and columns that the study does not need.")
        if filled:
            numbers.append(number)
            rows.append(filled)
    return _Sheet(sheet.title, numbers, rows)


def _without_last(cells: list[Any]) -> list[Any]:
    end = len(cells)
    while end and (cells[end - 1] is None or cells[end - 1] == ""):
        end -= 1
    return cells[:end]


def _frame(sheet: _Sheet, names: list[str], table: str, path: Path) -> pd.DataFrame:
    n = len(names)
    wide = tuple(f"row {number}" for number, row in zip(sheet.numbers, sheet.rows, strict=True) if len(row) > n)
    if wide:
        what = f"rows of {path.name} have more cells than the header, which names {n} columns"
        refuse(table, what, "Name every column, or delete what is beside the table.", ids=wide)
    cells = [[_text(cell) for cell in row] + [np.nan] * (n - len(row)) for row in sheet.rows]
    return pd.DataFrame(cells, columns=names, dtype=object)


def _text(cell: Any) -> Any:
    """Return a cell as text; a whole number as one looks, nothing as NaN."""
    if cell is None or cell == "":
        return np.nan
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


ERRORS = frozenset({"#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NUM!", "#NULL!", "#GETTING_DATA", "#SPILL!"})


def _wrong_cells(sheet: _Sheet, names: list[str], table: str) -> Iterator[Problem]:
    """Find errors of Excel in cells, and ids that Excel has made dates of."""
    ids = {c.name for c in TABLES[table].columns if c.kind == "id"} if table in TABLES else set()
    for k, name in enumerate(names):
        column = [(number, row[k]) for number, row in zip(sheet.numbers, sheet.rows, strict=True) if k < len(row)]
        wrong = [number for number, cell in column if isinstance(cell, str) and cell in ERRORS]
        if wrong:
            what = "cells contain an Excel error, such as #REF! or #DIV/0!"
            yield Problem(table, what, "Correct their formulas, or clear the cells.", name, _cells(k, wrong))
        long = [number for number, cell in column if name in ids and _is_long(cell)]
        if long:
            what = f"ids are numbers of more than {EXCEL_DIGITS} digits, of which Excel keeps no more"
            yield Problem(table, what, "Export the table again, with this column as text.", name, _cells(k, long))
        dates = [number for number, cell in column if name in ids and isinstance(cell, Moment)]
        if dates:
            what = "ids are dates; Excel makes a date of 1-2 or 3/4"
            yield Problem(
                table, what, "Give the column the format Text and type the ids again.", name, _cells(k, dates)
            )


def _is_long(cell: Any) -> bool:
    return isinstance(cell, int | float) and abs(cell) >= 10**EXCEL_DIGITS


def _lost_formulas(path: Path, title: str, sheet: _Sheet, names: list[str], table: str) -> Iterator[Problem]:
    """Find formulas whose value the file does not hold: a program has written it that does not compute."""
    with ZipFile(path) as archive:
        parts = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        if not any(b"<f" in archive.read(part) for part in parts):
            return
    known = dict(zip(sheet.numbers, sheet.rows, strict=True))
    lost: dict[int, list[int]] = {}
    with closing(_opened(path, values=False)) as book:
        book[title].reset_dimensions()
        for number, row in enumerate(book[title].iter_rows(), start=1):
            for k, cell in enumerate(row[: len(names)]):
                if cell.data_type == "f" and _empty_at(known.get(number, []), k):
                    lost.setdefault(k, []).append(number)
    for k, numbers in lost.items():
        what = "cells contain formulas without a value"
        yield Problem(table, what, "Open the file in Excel and save it, or type values.", names[k], _cells(k, numbers))


def _empty_at(row: list[Any], k: int) -> bool:
    return k >= len(row) or row[k] is None


def _cells(k: int, numbers: list[int]) -> tuple[str, ...]:
    return tuple(f"{get_column_letter(k + 1)}{number}" for number in numbers)
