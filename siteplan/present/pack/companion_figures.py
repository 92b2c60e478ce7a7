"""The figures of a review and of frontiers that are told with a plan, with their ids."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from math import isfinite

from siteplan.evaluate import Curve
from siteplan.evaluate.review.reviewed import Reviewed
from siteplan.present.model_text.frontier_words import limit_text, step_text
from siteplan.present.pack import pack_vocabulary as p
from siteplan.present.pack.companion_entries import FRONTIER, REVIEW
from siteplan.present.pack.content import FigureGroup, KeyFigure
from siteplan.present.pack.figures import entry_figure
from siteplan.present.plan_text.rule_words import records
from siteplan.present.plan_text.sentences import gap_text
from siteplan.present.review.review_words import review_counts
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import TableColumn
from siteplan.present.tables.formats import WRITTEN
from siteplan.present.text.numbers import amount, change
from siteplan.present.text.reader import Reader

__all__ = ["frontier_group", "review_group"]

_POINT = (
    v.BUDGET, v.BEST_PLAN, v.BOUND, v.GAP_LEFT, v.MARGINAL, v.SITES, v.KEPT, v.CAPEX, v.COVERAGE, v.COVERAGE_RURAL,
)  # fmt: skip
"""What is told of each point of a curve."""
_TODAY, _ASKED = "today", "asked"


def review_group(found: Reviewed, reader: Reader) -> FigureGroup:
    """Return what a review counts: what becomes of today's sites, what that is worth, how many are weak."""
    sites, plan, period = found.sites, found.plan, reader.gettext("in the review")
    values: Mapping[str, float] = {
        "sites": len(sites),
        **review_counts(found),
        "npv": plan.business.worth["company"].npv,
        "gap": max(plan.proof.gap, 0.0),
        "compared": int(sites["alike"].notna().sum()),
        "weak": int(sites["weak"].sum()),
    }
    written = {"gap": gap_text(values["gap"], reader)}
    figures = [
        entry_figure(f"{REVIEW}.{name}", f"{REVIEW}.{name}", value, period, reader, text=written.get(name, ""))
        for name, value in values.items()
        if isfinite(value)
    ]
    title = reader.gettext("Figures of the review")
    return FigureGroup(REVIEW, title, figures, {"": p.FIGURE_VALUE}, [one.id for one in figures])


def frontier_group(curve: Curve, reader: Reader) -> FigureGroup:
    """Return the points of a curve, today's network and what the study asks: "frontier.budget.3.value"."""
    _, is_budget = reader.gettext, curve.name == "budget"
    limit = v.BUDGET if is_budget else v.SHARE_ASKED
    named: dict[str, TableColumn] = {"limit": limit} | {column.name: column for column in _POINT[1:]}
    named[v.MARGINAL.name] = v.MARGINAL.where(step=step_text(curve, reader))
    columns = {side: replace(column, format=WRITTEN, unit="") for side, column in named.items()}
    figures = [*_points(curve, reader), *_beside(curve, reader)]
    title = _("Figures of the plans by budget") if is_budget else _("Figures of the plans by coverage")
    return FigureGroup(FRONTIER, title, figures, columns, [one.id for one in figures])


def _points(curve: Curve, reader: Reader) -> Iterator[KeyFigure]:
    for n, point in enumerate(records(curve.points), start=1):
        period = reader.gettext("at the limit {limit}").format(limit=limit_text(point["limit"], curve, reader))
        for side in ("limit", *(column.name for column in _POINT[1:])):
            if isfinite(point[side]):
                yield _of_curve(f"{n}", side, point[side], period, curve, reader)


def _beside(curve: Curve, reader: Reader) -> Iterator[KeyFigure]:
    """Yield what today's network is worth, and the limit that the study asks, where it asks one."""
    _ = reader.gettext
    yield _of_curve(_TODAY, "value", curve.today, _("today"), curve, reader)
    if isfinite(curve.asked):
        yield _of_curve(_ASKED, "limit", curve.asked, _("as the study asks"), curve, reader)


def _of_curve(point: str, side: str, value: float, period: str, curve: Curve, reader: Reader) -> KeyFigure:
    goal, money = reader.column_unit(curve.goal.unit), reader.currency
    units = {"limit": money if curve.name == "budget" else "", "value": goal, "bound": goal, "marginal": goal}
    written = _WRITTEN.get(side)
    text = written(value, curve, reader) if written else ""
    id_ = f"{FRONTIER}.{curve.name}.{point}.{side}"
    figure = entry_figure(id_, f"{FRONTIER}.{side}", value, period, reader, text=text)
    return replace(figure, unit=units.get(side, figure.unit))


def _scaled(value: float, curve: Curve, reader: Reader) -> str:
    return amount(value, curve.goal.unit, reader, 4)


def _gap(value: float, _curve: Curve, reader: Reader) -> str:
    return gap_text(max(value, 0.0), reader)


def _gained(value: float, curve: Curve, reader: Reader) -> str:
    return change(value, curve.goal.unit, reader)


_WRITTEN: Mapping[str, Callable[[float, Curve, Reader], str]] = {
    "limit": limit_text, "value": _scaled, "bound": _scaled, "gap": _gap, "marginal": _gained,
}  # fmt: skip
"""How figures are written that are counted as the curve is."""
