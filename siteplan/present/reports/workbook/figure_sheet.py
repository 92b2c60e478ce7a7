"""The first sheet: every figure of the pack with its id, the dictionary of all that is told."""

from __future__ import annotations

from siteplan.present.pack.content import Pack
from siteplan.present.reports.workbook.book import Book
from siteplan.present.reports.workbook.sheet_text import text_width

__all__ = ["figure_sheet"]

_VALUE = "#,##0.####"


def figure_sheet(book: Book, pack: Pack) -> None:
    """Write id, name, value, text, unit, label, period, source and meaning of each figure."""
    _ = pack.reader.gettext
    titles = [
        _("id"), _("Figure"), _("Value"), _("As told"), _("Unit"), _("Label"), _("Period"), _("Source"), _("Counted by")
    ]  # fmt: skip
    rows = [
        (one.id, one.name, one.value, one.text, one.unit, f"[{one.label}]" if one.label else "", one.period, one.source,
         one.meaning)
        for one in pack.every_figure
    ]  # fmt: skip
    sheet = book.sheet(_("Figures"))
    widths = [max((text_width(str(row[k])) for row in rows), default=0.0) + 1 for k in range(len(titles))]
    widths[2] = 16.0
    sheet.headed(titles, [k != 2 for k in range(len(titles))], widths, len(rows))
    for n, row in enumerate(rows):
        sheet.row(n, [(cell, _VALUE if k == 2 else "") for k, cell in enumerate(row)])
    labels = _("Labels: [S] seen in a source, [D] derived, [A] assumed, [T] of a test.")
    page = pack.page_one
    sheet.below(len(rows), [labels, page.sources, page.foot])
