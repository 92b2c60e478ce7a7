"""Candidates side by side to take away: CSV, and a workbook of the table as it is read and of its numbers."""

from __future__ import annotations

from siteplan.present.candidates.candidate_tables import candidate_rows, side_table
from siteplan.present.candidates.side_by_side import SideBySide
from siteplan.present.files.spreadsheet import safe_csv
from siteplan.present.reports.workbook.book import Book
from siteplan.present.reports.workbook.table_sheet import table_sheet
from siteplan.present.tables.column import Table

__all__ = ["compared_csv", "compared_workbook", "listed_workbook"]


def compared_csv(found: SideBySide) -> bytes:
    """Return a row for each candidate, its figures as numbers under the names of the files' columns."""
    return safe_csv(candidate_rows(found).frame.reset_index())


def listed_workbook(table: Table, made: int) -> bytes:
    """Return an Excel workbook of a list of candidates, as it is read; `made` in seconds since 1970."""
    book = Book(table.caption, table.reader, made)
    table_sheet(book, table, "")
    return book.written()


def compared_workbook(found: SideBySide, made: int) -> bytes:
    """Return an Excel workbook of two sheets: a row a figure, and a row a candidate; `made` in seconds since 1970."""
    book = Book(found.reader.gettext("Candidates side by side"), found.reader, made)
    for table in (side_table(found), candidate_rows(found)):
        table_sheet(book, table, "")
    return book.written()
