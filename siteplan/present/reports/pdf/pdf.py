"""The board pack as a PDF."""

from __future__ import annotations

from siteplan.present.charts.charts import Chart
from siteplan.present.pack.content import Pack
from siteplan.present.reports.pdf.pdf_pages import pages_of
from siteplan.present.reports.pdf.typeset import typeset

__all__ = ["pdf_of"]


def pdf_of(pack: Pack, plan_map: Chart | None = None) -> bytes:
    """Return a pack as a tagged PDF/A-2a and PDF/UA-1; the same bytes whenever it is made of the same pack.

    `plan_map` stands on page one.

    Raises
    ------
    SiteplanError
        A font is missing, or a page cannot be set.
    """
    pages = pages_of(pack, plan_map)
    return typeset(pages.data, pages.drawings, pack.made)
