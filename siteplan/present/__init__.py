"""What a person looks at: maps, reports, and the words and colours they share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from siteplan.evaluate import Plan

__all__ = ["map", "report"]

# Both import late: whoever needs only words or numbers shall not wait for folium.


def map(plan: Plan, language: str | None = None) -> str:  # noqa: A001 - the public name: sp.present.map(plan)
    """Return the map of a plan as one HTML file that makes no request; in the study's language unless given."""
    from siteplan.present.files.export import plan_page  # noqa: PLC0415 - see above
    from siteplan.present.text.sold import selling  # noqa: PLC0415

    with selling(plan.study):
        return plan_page(plan, language or plan.study.study.language)


def report(plan: Plan, kind: Literal["html"] = "html", language: str | None = None) -> str:
    """Return the report of a plan as one HTML file that makes no request; in the study's language unless given.

    Raises
    ------
    ValueError
        `kind` is not "html".
    """
    from siteplan.present.reports.report_html import report_html  # noqa: PLC0415 - see above
    from siteplan.present.text.sold import selling  # noqa: PLC0415

    if kind != "html":
        raise ValueError(f"no report of kind {kind!r}; known: 'html'")
    with selling(plan.study):
        return report_html(plan, language or plan.study.study.language)
