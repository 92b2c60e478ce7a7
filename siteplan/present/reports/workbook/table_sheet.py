"""A table of the report as a sheet: all of its rows, its figures as numbers in their own format."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, log10
from typing import Any

from siteplan.present.reports.workbook.book import Book
from siteplan.present.reports.workbook.sheet_text import text_width
from siteplan.present.tables.column import Table, TableColumn
from siteplan.present.tables.formats import MONEY_MORE, SHARE_MORE, CellFormat
from siteplan.present.text.reader import Reader

__all__ = ["table_sheet"]

_MEASURED = 400  # rows by which columns are made wide


def table_sheet(book: Book, table: Table, part: str) -> None:
    """Write a table into a sheet of its own; `part` is the part of the report that it stands in."""
    _, reader = table.reader.gettext, table.reader
    columns = [*table.columns, *([] if table.below is None else [table.below])]
    sizes = [column.counted_in(reader)[0] for column in columns]
    patterns = [_pattern(column.format, 2 if size > 1 else 0) for column, size in zip(columns, sizes, strict=True)]
    values = [_cells(table.frame[column.name], column, reader) for column in columns]
    are_words = [column.format.is_words for column in columns]
    titles = [_title(column, reader) for column in columns]
    widths = [_wide(cells, column, reader) for cells, column in zip(values, columns, strict=True)]
    n = len(table.frame)
    sheet = book.sheet(table.caption)
    sheet.headed(titles, are_words, widths, n)
    before = book.texts.cut
    for row, cells in enumerate(zip(*values, strict=True)):
        sheet.row(row, list(zip(cells, patterns, strict=True)))
    cut = book.texts.cut - before
    said = _("{n} texts are longer than a cell holds, and are cut.").format(n=cut) if cut else ""
    source = _("In the report: {part}").format(part=part) if part else ""
    sheet.below(n, [table.note, *(column.said(reader) for column in columns), said, source])


def _cells(values: Any, column: TableColumn, reader: Reader) -> list[object]:
    """Return numbers as numbers, and all else as people read it; None where there is nothing."""
    size, _word = column.counted_in(reader)
    cells = [_cell(value, column, reader) for value in values.tolist()]
    return [cell / size if isinstance(cell, float) else cell for cell in cells]


def _title(column: TableColumn, reader: Reader) -> str:
    """Return the heading with its unit, and in what it is counted."""
    _size, unit = column.counted_in(reader)
    label = column.label(reader)
    return reader.gettext("{heading}, {unit}").format(heading=label, unit=unit) if unit else label


def _cell(value: Any, column: TableColumn, reader: Reader) -> object:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and not column.format.is_words:
        return float(value) if isfinite(value) else None
    if value is None or value != value or value == "":  # noqa: PLR0124 - NaN, and pandas' own nothing, is no text
        return None
    return column.text(value, reader)


def _pattern(form: CellFormat, least: int = 0) -> str:
    """Return a number format as spreadsheets write it, with so many decimals at least; "" of words."""
    if form.is_words:
        return ""
    cells = form.cells
    if cells.is_share:
        plain = "0" + _decimals(int((cells.pattern or "%.1f").split(".")[1][0])) + "%"
        return f"+{plain};-{plain};{plain}" if form is SHARE_MORE else plain
    plain = "#,##0" + _decimals(max(least, 0 if cells.step is None else -round(log10(cells.step))))
    return f"+{plain};-{plain};{plain}" if form is MONEY_MORE else plain


def _decimals(n: int) -> str:
    return "." + "0" * n if n > 0 else ""


def _wide(cells: Sequence[object], column: TableColumn, reader: Reader) -> float:
    some = [cell for cell in cells[:_MEASURED] if cell is not None]
    return max((text_width(cell if isinstance(cell, str) else _seen(cell, column, reader)) for cell in some), default=0)


def _seen(cell: object, column: TableColumn, reader: Reader) -> str:
    """Return a number as wide as a cell shows it."""
    return f"{cell:,.1f}" if isinstance(cell, float) and not column.format.cells.is_share else column.text(cell, reader)
