"""A table's columns as values, and a table of them: the same for a report, the app, a terminal and files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Self

import pandas as pd

from siteplan.present.tables.formats import COUNT, WORDS, CellFormat, number
from siteplan.present.text.numbers import counted_in
from siteplan.present.text.reader import Reader
from siteplan.study.objectives import Goal

__all__ = ["Table", "TableColumn", "frame_of", "more_in", "others_in", "table_of", "units_said"]

_MOST_WITH_UNITS = 8  # columns of a report's page that have room for units in their headings
PRINTED = 8  # rows that a print shows of a table whose rows a file has, too
_MOST_ROWS_MORE = 3  # so few are printed as well: to say where they are takes as much room
_GOAL_DECIMALS = {"min": 2}  # of figures of a goal; others are told apart without


@dataclass(frozen=True)
class TableColumn:
    """One figure, or what it is about, wherever a table shows it.

    Attributes
    ----------
    name : the figure's id: the column of frames and of CSV files
    heading : what people read, a text of the catalogue; `{...}` is filled by `where`
    format : how values are written
    unit : as columns of files name it, "vehicles/year"; "currency" stands for the study's own
    help : what the figure means, a text of the catalogue
    fills : what is filled into heading and help
    optional : whether a table in which no row has it leaves it out
    """

    name: str
    heading: str
    format: CellFormat = WORDS
    unit: str = ""
    help: str = ""
    fills: tuple[tuple[str, str], ...] = ()
    optional: bool = False

    @property
    def alignment(self) -> Literal["left", "right"]:
        """Where values stand: words to the left, figures to the right."""
        return "left" if self.format.is_words else "right"

    def of_goal(self, goal: Goal) -> Self:
        """Return a figure that is counted as the plan's goal is."""
        counted = number(_GOAL_DECIMALS.get(goal.unit, 0)) if self.format is COUNT else self.format
        return replace(self, unit=goal.unit, format=counted)

    def where(self, **fills: object) -> Self:
        """Return the column with what its heading leaves open."""
        return replace(self, fills=tuple((key, str(value)) for key, value in fills.items()))

    def label(self, reader: Reader) -> str:
        """Return the heading alone."""
        return reader.gettext(self.heading).format(**dict(self.fills))

    def unit_text(self, reader: Reader) -> str:
        """Return the unit as people read it; "" where there is none."""
        return reader.unit_word(self._unit(reader))

    def counted_in(self, reader: Reader) -> tuple[float, str]:
        """Return by what its figures are counted in a workbook, and what that is called; see numbers.counted_in."""
        return (1.0, self.unit_text(reader)) if self.format.is_words else counted_in(self._unit(reader), reader)

    def title(self, reader: Reader) -> str:
        """Return the heading with its unit: "Wins, vehicles/year"."""
        label, unit = self.label(reader), self.unit_text(reader)
        return reader.gettext("{heading}, {unit}").format(heading=label, unit=unit) if unit else label

    def meaning(self, reader: Reader) -> str:
        """Return what the figure means, as the end of a sentence; "" where its heading says it."""
        return reader.gettext(self.help).format(**dict(self.fills)) if self.help else ""

    def said(self, reader: Reader) -> str:
        """Return heading and meaning as a sentence; "" where the heading says it."""
        said, meaning = reader.gettext("{heading}: {meaning}."), self.meaning(reader)
        return said.format(heading=self.label(reader), meaning=meaning) if meaning else ""

    def text(self, value: Any, reader: Reader) -> str:
        """Return a value as people read it in a cell below the heading."""
        return self.format.text(value, reader)

    def fact(self, value: Any, reader: Reader) -> tuple[str, str]:
        """Return heading and value of a figure that stands alone: "Capture", "1.2 k vehicles/year"."""
        return self.label(reader), self.format.alone(value, self._unit(reader), reader)

    def _unit(self, reader: Reader) -> str:
        return self.unit.replace("currency", reader.currency)


@dataclass(frozen=True)
class Table:
    """Rows of a frame under a caption, for a reader.

    Attributes
    ----------
    columns : those shown, each a column of `frame`
    below : a sentence that a report writes below each row, as wide as the table; a grid shows it as a column
    note : what stands below the table
    file : where all rows are, too; "" where nowhere else
    printed : rows, the first ones, that a print shows where a file has them all
    """

    caption: str
    columns: Sequence[TableColumn]
    frame: pd.DataFrame
    reader: Reader
    below: TableColumn | None = None
    note: str = ""
    file: str = ""
    printed: int = PRINTED

    def whole_in(self, file: str, printed: int = PRINTED) -> Self:
        """Return the table of rows that a file has, too: a print shows so many of them."""
        return replace(self, file=file, printed=printed)

    @property
    def titles(self) -> list[str]:
        """Return the headings, with units unless they stand in the footnote."""
        titled = TableColumn.label if self._is_wide else TableColumn.title
        return [titled(column, self.reader) for column in self.columns]

    @property
    def rows(self) -> list[list[str]]:
        """Return the cells as people read them, row by row."""
        return [list(row) for row in zip(*map(self._texts, self.columns), strict=True)]

    @property
    def details(self) -> list[str]:
        """Return what is said below each row; nothing where nothing is."""
        return [] if self.below is None else self._texts(self.below)

    @property
    def footnote(self) -> str:
        """Return the units of a wide table, the note, and what the figures mean whose heading does not say it."""
        units = units_said(self.columns, self.reader) if self._is_wide else ""
        sentence = self.reader.gettext("{sentence}.").format(sentence=units) if units else ""
        return _joined([sentence, self.explained], self.reader)

    @property
    def n_printed(self) -> int:
        """Return how many rows a print shows: the first ones of a long table that stands in a file, too."""
        n = len(self.frame)
        return self.printed if self.file and n > self.printed + _MOST_ROWS_MORE else n

    @property
    def print_note(self) -> str:
        """Return where the rows are that are not printed; "" where all are."""
        said = self.reader.gettext("Of these {all} rows the first {n} are printed; all are in {file}.")
        n, n_all = self.n_printed, len(self.frame)
        return said.format(all=n_all, n=n, file=self.file) if n < n_all else ""

    @property
    def explained(self) -> str:
        """Return the note, and what the figures mean whose heading does not say it."""
        return _joined([self.note, *(column.said(self.reader) for column in self.columns)], self.reader)

    @property
    def _is_wide(self) -> bool:
        return len(self.columns) > _MOST_WITH_UNITS

    def _texts(self, column: TableColumn) -> list[str]:
        return [column.text(value, self.reader) for value in self.frame[column.name]]


def table_of(
    caption: str,
    frame: pd.DataFrame,
    columns: Sequence[TableColumn],
    reader: Reader,
    *,
    below: TableColumn | None = None,
    note: str = "",
) -> Table:
    """Return a table of those columns that the frame has: a study without capacities has none above them."""
    shown = [column for column in columns if column.name in frame and not _is_left_out(column, frame)]
    return Table(caption, shown, frame, reader, below, note)


def _is_left_out(column: TableColumn, frame: pd.DataFrame) -> bool:
    """Return whether a table does without a column: no row has anything in it."""
    cells = frame[column.name]
    return column.optional and len(frame) > 0 and bool((cells.isna() | (cells == "")).all())


def units_said(columns: Iterable[TableColumn], reader: Reader) -> str:
    """Return which columns are counted in what: "vehicles/year: Capture, Net-new; CNY: Investment"."""
    _ = reader.gettext
    by_unit: dict[str, list[str]] = {}
    for column in columns:
        if unit := column.unit_text(reader):
            by_unit.setdefault(unit, []).append(column.label(reader))
    one = _("{unit}: {columns}")
    return _("; ").join(one.format(unit=unit, columns=_(", ").join(names)) for unit, names in by_unit.items())


def frame_of(columns: Sequence[TableColumn], rows: Iterable[Sequence[Any]]) -> pd.DataFrame:
    """Return rows whose cells are in the order of the columns as a frame."""
    return pd.DataFrame(rows, columns=[column.name for column in columns])


def _joined(sentences: Iterable[str], reader: Reader) -> str:
    return ("" if reader.is_chinese else " ").join(filter(None, sentences))


def others_in(file: str, n: int, reader: Reader) -> list[str]:
    """Return where the rows are that a table leaves out; nothing where it has all."""
    if n <= 0:
        return []
    said = reader.ngettext("{n} more site is in {file}.", "{n} more sites are in {file}.", n)
    return [said.format(n=n, file=file)]


def more_in(file: str, n: int, reader: Reader) -> list[str]:
    """Return where the rows are that a table leaves out, of whatever; nothing where it has all."""
    return [reader.gettext("{n} more are in {file}.").format(n=n, file=file)] if n > 0 else []
