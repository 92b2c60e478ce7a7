"""The page of a study's frontiers: charts, what they say, and their points as tables."""

from __future__ import annotations

from typing import Any

from siteplan.evaluate import Curve, Frontiers
from siteplan.present.charts.chart_frontier import frontier_chart
from siteplan.present.model_text.frontier_words import finding, limit_text, sentences, step_text
from siteplan.present.plan_text.rule_words import records
from siteplan.present.plan_text.sentences import gap_text, percent
from siteplan.present.reports.report_page import Document, document_page, figure_of
from siteplan.present.reports.report_parts import Heading, Part, Table
from siteplan.present.text.goals import goal_text, short_figure, unit_text
from siteplan.present.text.numbers import NO_NUMBER, amount, change, exact
from siteplan.present.text.reader import Reader

__all__ = ["frontiers_html"]


def frontiers_html(found: Frontiers, reader: Reader) -> str:
    """Return the curves of a study as one page that makes no request."""
    _ = reader.gettext
    stopped = [_("Stopped on request: points that were not reached are left out.")]
    rough = [_("Modelled approximately: {what}.").format(what=_("; ").join(found.approximations))]
    document = Document(
        study=found.study,
        title=_("{study}: what a budget buys").format(study=found.study.study.name),
        lead=_("{sentence}.").format(sentence=_("; ").join(finding(curve, reader) for curve in found.curves)),
        sentences=[
            _("Asked: {goal}.").format(goal=goal_text(found.study, reader)),
            *(stopped if found.cancelled else []),
            *(rough if found.approximations else []),
        ],
        parts=[_part(curve, reader) for curve in found.curves],
        input_hash=found.input_hash,
    )
    return document_page(document, reader)


def _part(curve: Curve, reader: Reader) -> Part:
    _ = reader.gettext
    title = _("Budget against value") if curve.name == "budget" else _("Cost against coverage")
    drawn = figure_of(frontier_chart(curve, reader))
    return Part(title, sentences(curve, reader), [drawn, _table(curve, reader)])


def _table(curve: Curve, reader: Reader) -> Table:
    """Return the points with their proof, and what the full model counts for each."""
    _ = reader.gettext
    titles = [
        _("Budget") if curve.name == "budget" else _("Share asked"),
        _("Best plan"),
        _("Bound"),
        _("Gap"),
        _("Per {step} more").format(step=step_text(curve, reader)),
        _("Sites"),
        _("Kept"),
        _("Investment"),
        _("Covered"),
        _("Covered, rural"),
    ]
    note = _(
        "Kept: sites of the plan before that stay. Covered: share of people within the standard, by the full model."
    )
    title = _("Plans by budget") if curve.name == "budget" else _("Least-cost plans by coverage")
    points = records(curve.points)
    return Table(
        f"{title} ({unit_text(curve.goal, reader)})",
        [Heading(title) for title in titles],
        [_row(point, curve, reader) for point in points],
        note,
        [reader.status_name(str(point["status"])) for point in points],
    )


def _row(point: dict[str, Any], curve: Curve, reader: Reader) -> list[str]:
    limit = limit_text(point["limit"], curve, reader)
    if point["value"] != point["value"]:
        return [limit, *[NO_NUMBER] * 9]
    return [
        limit,
        short_figure(point["value"], curve.goal),
        short_figure(point["bound"], curve.goal),
        gap_text(max(point["gap"], 0.0), reader),
        change(point["marginal"], "", reader),
        exact(point["sites"]),
        exact(point["kept"]),
        amount(point["capex"], reader.currency, reader),
        percent(point["coverage"], reader),
        percent(point["coverage_rural"], reader),
    ]
