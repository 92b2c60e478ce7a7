"""The workbook of a pack: its figures, then each table and chart of the report on a sheet of its own."""

from __future__ import annotations

from siteplan.present.charts.charts import Chart
from siteplan.present.pack.content import Pack
from siteplan.present.reports.workbook.book import Book
from siteplan.present.reports.workbook.chart_sheet import chart_sheet
from siteplan.present.reports.workbook.figure_sheet import figure_sheet
from siteplan.present.reports.workbook.table_sheet import table_sheet
from siteplan.present.tables.column import Table

__all__ = ["workbook_of"]


def workbook_of(pack: Pack) -> bytes:
    """Return a pack as an Excel workbook, the same bytes each time; no cell of it is a formula or a link."""
    book = Book(pack.page_one.title, pack.reader, pack.made)
    figure_sheet(book, pack)
    table_sheet(book, pack.page_one.table, pack.page_one.asked)
    for part in pack.document.parts:
        for item in part.items:
            if isinstance(item, Table):
                table_sheet(book, item, part.title)
            elif isinstance(item, Chart):
                chart_sheet(book, item, pack.reader)
    return book.written()
