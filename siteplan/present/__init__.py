"""What a person looks at: maps, reports, and the words and colours they share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from siteplan.evaluate import Plan

__all__ = ["cell", "map", "report"]

# All import late: whoever needs only words or numbers shall not wait for folium.


def map(thing: object, language: str | None = None) -> str:  # noqa: A001 - the public name: sp.present.map(plan)
    """Return the map of a plan or market as one HTML file that makes no request; in the study's language unless given.

    Raises
    ------
    TypeError
        It has no map.
    ValueError
        It is a market that was read for no study: nothing says how its formats and sources are called.
    """
    from siteplan.present.reports.map_pages import map_page  # noqa: PLC0415 - see above

    return map_page(thing, language)


def report(plan: Plan, kind: Literal["html"] = "html", language: str | None = None) -> str:
    """Return the report of a plan as one HTML file that makes no request; in the study's language unless given.

    Raises
    ------
    ValueError
        `kind` is not "html".
    """
    from siteplan.present.reports.report_html import report_html  # noqa: PLC0415 - see above
    from siteplan.present.text.reader import Reader  # noqa: PLC0415

    if kind != "html":
        raise ValueError(f"no report of kind {kind!r}; known: 'html'")
    return report_html(plan, Reader.of(plan.study, language))


def cell(thing: object) -> str:
    """Return what a notebook shows of a study, market, scorecard, plan or frontiers; all that is of files escaped."""
    from siteplan.present.reports.notebook import cell  # noqa: PLC0415 - see above

    return cell(thing)
