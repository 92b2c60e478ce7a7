"""The page of a study's frontiers: charts, what they say, and their points as tables."""

from __future__ import annotations

from dataclasses import replace

from siteplan.evaluate import Curve, Frontiers
from siteplan.present.charts.chart_frontier import frontier_chart
from siteplan.present.model_text.frontier_words import finding, limit_text, sentences, step_text
from siteplan.present.phases.at_once import at_once_sentences
from siteplan.present.reports.report_page import document_page
from siteplan.present.reports.report_parts import Document, Part
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table, table_of
from siteplan.present.text.goals import goal_text
from siteplan.present.text.reader import Reader

__all__ = ["frontier_parts", "frontiers_html"]


def frontiers_html(found: Frontiers, reader: Reader) -> str:
    """Return the curves of a study as one page that makes no request."""
    _ = reader.gettext
    stopped = [_("Stopped on request: points that were not reached are left out.")]
    rough = [_("Modelled approximately: {what}.").format(what=_("; ").join(found.approximations))]
    document = Document(
        study=found.study,
        title=_("{study}: what a budget buys").format(study=reader.study_name(found.study)),
        lead=_("{sentence}.").format(sentence=_("; ").join(finding(curve, reader) for curve in found.curves)),
        sentences=[
            _("Goal: {goal}.").format(goal=goal_text(found.study, reader)),
            *(stopped if found.cancelled else []),
            *(rough if found.approximations else []),
        ],
        parts=frontier_parts(found, reader),
        input_hash=found.input_hash,
    )
    return document_page(document, reader)


def frontier_parts(found: Frontiers, reader: Reader) -> list[Part]:
    """Return a part for each curve: its chart, what it says, its points."""
    said = at_once_sentences(found.phases, reader)
    parts = [_part(curve, reader) for curve in found.curves]
    return [replace(part, sentences=[*part.sentences, *said]) for part in parts]


def _part(curve: Curve, reader: Reader) -> Part:
    _ = reader.gettext
    title = _("Budget against value") if curve.name == "budget" else _("Cost against coverage")
    drawn = frontier_chart(curve, reader)
    return Part(title, sentences(curve, reader), [drawn, _table(curve, reader)])


def _table(curve: Curve, reader: Reader) -> Table:
    """Return the points with their proof, and what the full model counts for each."""
    _ = reader.gettext
    budgets = curve.name == "budget"
    best, bound, more = (column.of_goal(curve.goal) for column in (v.BEST_PLAN, v.BOUND, v.MARGINAL))
    columns = (
        v.BUDGET if budgets else v.SHARE_ASKED, best, bound, v.GAP_LEFT, more.where(step=step_text(curve, reader)),
        v.SITES, v.KEPT, v.CAPEX, v.COVERAGE, v.COVERAGE_RURAL,
    )  # fmt: skip
    points = curve.points
    frame = points.assign(
        budget=points["limit"],
        share_asked=[limit_text(limit, curve, reader) for limit in points["limit"]],
        status=[reader.status_name(str(status)) for status in points["status"]],
    )
    note = _(
        "Kept: sites of the plan before that stay. Covered: share of people within the standard, by the full model."
    )
    caption = _("Plans by budget") if budgets else _("Least-cost plans by coverage")
    return table_of(caption, frame, columns, reader, below=v.STATUS, note=note)
