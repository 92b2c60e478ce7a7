"""Tables as text: CSV as the standard has it, and as programs of other countries write it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import NoReturn

import pandas as pd

from siteplan.data.limits import MOST_CELLS
from siteplan.data.read.encodings import decoded
from siteplan.data.read.guard import refuse, short
from siteplan.data.read.header import ROWS_TRIED, checked_names, header_row, known_names, skipped_note
from siteplan.data.read.raw import RawTable
from siteplan.errors import N_, Note
from siteplan.study import FileEntry

__all__ = ["read_delimited"]

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
NO_TEXT = {
    b"PK\x03\x04": "a workbook or another archive",
    b"\xd0\xcf\x11\xe0": "an Excel file",
    b"SQLite": "a GeoPackage",
}
NO_TEXT |= {b"PAR1": "a Parquet file", b"%PDF": "a PDF", b"\x1f\x8b": "a packed file"}
SAYS = re.compile(r'^"?sep=(.)"?[,;\t]*\n', re.IGNORECASE)  # what Excel writes above a header
UNEVEN = re.compile(r"Expected (\d+) fields in line (\d+), saw (\d+)")
UNCLOSED = re.compile(r"EOF inside string starting at row (\d+)")


@dataclass(frozen=True)
class _Text:
    """A text with what a message about it needs; `separator` is known, or empty."""

    content: str
    table: str
    path: Path
    separator: str


@dataclass(frozen=True)
class _Layout:
    """Where a table begins in a text: its names, cells in its header, lines above its rows, rows above its header."""

    separator: str
    names: list[str]
    width: int
    lines_above: int
    rows_above: int


def read_delimited(path: Path, table: str, entry: FileEntry) -> RawTable:
    """Return a table of text cells; an empty one is NaN."""
    content = path.read_bytes()
    _refuse_other_files(content, table, path)
    text = decoded(content, table, path, entry.encoding)
    del content
    whole = text.text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    said = SAYS.match(whole)
    given = entry.separator or (said[1] if said else "\t" if path.suffix.lower() == ".tsv" else "")
    body = _Text(whole[said.end() :] if said else whole, table, path, given)
    layout = _layout(body)
    frame = _rows(body, layout, 1 if said else 0)
    return RawTable(frame, (*text.notes, *_notes(body, layout, entry)))


def _refuse_other_files(content: bytes, table: str, path: Path) -> None:
    kind = next((name for start, name in NO_TEXT.items() if content.startswith(start)), "")
    if not kind and content[:1000].lstrip().lower().startswith((b"<html", b"<!doctype", b"<?xml", b"<table")):
        kind = "a web page"
    if kind:
        refuse(
            table,
            f"the file {path.name} is {kind}, not a text table",
            "Save it as CSV, or give its name the ending of its type.",
        )
    if not content.strip():
        refuse(table, f"the file {path.name} is empty", "Give at least its header, the names of its columns.")


def _layout(text: _Text) -> _Layout:
    """Return the separator and the header: those that name the most columns the table may have."""
    separators = [text.separator] if text.separator else list(SEPARATORS)
    by_separator = {separator: _first_rows(text, separator) for separator in separators}
    best = max(separators, key=lambda separator: _fit([row for _, row in by_separator[separator]], text.table))
    rows = by_separator[best]
    if not rows:
        refuse(text.table, f"the file {text.path.name} has no rows", "Give at least the names of its columns.")
    header = header_row([row for _, row in rows], text.table)
    lines, cells = rows[header]
    names = checked_names(_without_last(cells), text.table, text.path.name)
    return _Layout(best, names, len(cells), lines, header)


def _first_rows(text: _Text, separator: str) -> list[tuple[int, list[str]]]:
    """Return the first rows that hold anything, each with the number of lines up to its end."""
    reader = csv.reader(StringIO(text.content), delimiter=separator)
    rows: list[tuple[int, list[str]]] = []
    with suppress(csv.Error):  # a very long cell, or a text without its closing quote: the rows above tell enough
        rows.extend((reader.line_num, row) for row in islice(reader, ROWS_TRIED))
    return [(number, row) for number, row in rows if any(cell.strip() for cell in row)]


def _fit(rows: list[list[str]], table: str) -> tuple[int, bool, int]:
    """Return how well rows look like a table: columns known in the header, rows of one length, cells."""
    if not rows:
        return -1, False, 0
    header = header_row(rows, table)
    lengths = {len(row) for row in rows[header:]}
    return known_names(rows[header], table), len(lengths) == 1 and lengths != {1}, min(lengths)


def _without_last(names: list[str]) -> list[str]:
    """Return the names without empty ones at their end: some programs close each row with a separator."""
    while names and not names[-1].strip():
        names = names[:-1]
    return names


def _rows(text: _Text, layout: _Layout, lines_before: int) -> pd.DataFrame:
    n = len(layout.names)
    rows = text.content.count("\n") - layout.lines_above
    if rows * n > MOST_CELLS:
        what = f"the file {text.path.name} has about {rows:,} rows of {n} cells; {MOST_CELLS:,} cells are the most"
        refuse(text.table, what, "Leave out rows and columns that the study does not need.")
    body = StringIO(text.content)
    for _ in range(layout.lines_above):
        body.readline()
    _refuse_wide_start(body, text, layout, lines_before)
    try:
        found: pd.DataFrame = pd.read_csv(
            body, sep=layout.separator, header=None, names=list(range(layout.width + 1)), index_col=False, dtype=str,
            keep_default_na=False, na_values=[""],
        )  # fmt: skip
    except pd.errors.EmptyDataError:
        return pd.DataFrame(columns=layout.names, dtype=object)
    except pd.errors.ParserError as error:
        _refuse_rows(str(error), text, layout, lines_before)
    return _of_width(found, text, layout)


def _refuse_wide_start(body: StringIO, text: _Text, layout: _Layout, lines_before: int) -> None:
    """Refuse a first row that is wider than the header; `body` stands at its start, and does so afterwards.

    Of the first row alone pandas takes any width: it makes a column of each cell, and then drops those without a name.
    """
    start, reader = body.tell(), csv.reader(body, delimiter=layout.separator)
    with suppress(csv.Error, StopIteration):  # a very long cell: pandas reads it, and a check of its column refuses it
        cells = next(len(row) for row in reader if len(row) > 1 or "".join(row).strip())
        if cells > layout.width + 1:
            _refuse_uneven(reader.line_num + layout.lines_above + lines_before, cells, text, layout)
    body.seek(start)


def _of_width(found: pd.DataFrame, text: _Text, layout: _Layout) -> pd.DataFrame:
    """Return rows as wide as the header; nothing may stand beyond it."""
    n = len(layout.names)
    beyond = found.iloc[:, n:].notna().any(axis=1)
    if beyond.any():
        rows = tuple(f"row {k + 1} of the data" for k in beyond.to_numpy().nonzero()[0])
        what = f"rows of {text.path.name} have more cells than the header, which names {n}"
        said = SEPARATORS.get(layout.separator, layout.separator)
        refuse(text.table, what, f"Put quotes round a cell that holds {said}, and name every column.", ids=rows)
    return found.iloc[:, :n].set_axis(layout.names, axis=1)


def _refuse_rows(said: str, text: _Text, layout: _Layout, lines_before: int) -> None:
    """Say in plain words what pandas' parser met."""
    first = layout.lines_above + lines_before
    if uneven := UNEVEN.search(said):
        _refuse_uneven(int(uneven[2]) + first, int(uneven[3]), text, layout)
    if unclosed := UNCLOSED.search(said):
        line = int(unclosed[1]) + 1 + first
        what = f"a quote that is opened in or after line {line:,} of {text.path.name} is never closed"
        refuse(text.table, what, 'Close it, or write a quote within a quoted cell twice, "".', ids=(f"line {line}",))
    refuse(text.table, f"the file {text.path.name} is not a text table ({short(said, 120)})", "Save it as CSV again.")


def _refuse_uneven(line: int, cells: int, text: _Text, layout: _Layout) -> NoReturn:
    what = f"line {line:,} of {text.path.name} has {cells} cells, and the header names {len(layout.names)}"
    refuse(text.table, what, "Put quotes round a cell that contains the separator.", ids=(f"line {line}",))


def _notes(text: _Text, layout: _Layout, entry: FileEntry) -> Iterator[Note]:
    yield from skipped_note(text.table, text.path.name, layout.rows_above)
    if layout.separator != "," and not entry.separator and text.path.suffix.lower() != ".tsv":
        said = N_('the cells of {file} are separated by "{separator}"')
        values = {"file": text.path.name, "separator": layout.separator.replace("\t", "\\t")}
        yield Note(text.table, said, values=values)
