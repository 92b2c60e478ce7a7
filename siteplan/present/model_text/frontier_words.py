"""Frontiers in sentences: what the first part of a budget brings, what the last share of coverage costs."""

from __future__ import annotations

from typing import Any

import pandas as pd

from siteplan.evaluate import Curve, Frontiers
from siteplan.evaluate.frontiers import STEPS
from siteplan.present.phases.at_once import at_once_sentences
from siteplan.present.plan_text.rule_words import records, rule_name
from siteplan.present.plan_text.sentences import percent
from siteplan.present.text.goals import short_figure, unit_text
from siteplan.present.text.numbers import amount, change, difference, exact
from siteplan.present.text.reader import Reader

__all__ = ["finding", "limit_text", "lines", "measure", "sentences", "share_text", "step_text"]

_MOST = 0.8  # of the gain
_WHOLE = 1e-6


def finding(curve: Curve, reader: Reader) -> str:
    """Return what a curve shows."""
    found = curve.found
    if found.empty:
        return reader.gettext("No plan was found at any of these limits")
    return _budget_finding(curve, found, reader) if curve.name == "budget" else _share_finding(curve, found, reader)


def measure(curve: Curve, reader: Reader) -> str:
    """Return what is drawn, and in which unit."""
    _ = reader.gettext
    if curve.name == "budget":
        text = _("Best plan found and proven bound, {unit}, by the capex budget in {currency}; every other rule kept")
    else:
        text = _(
            "Least capex found and proven bound, {unit}, by the share required by: {rule}; other rules kept, "
            "budgets dropped"
        )
    return text.format(
        unit=unit_text(curve.goal, reader),
        currency=reader.money_word(),
        rule=rule_name(curve.rule, curve.study, reader),
    )


def sentences(curve: Curve, reader: Reader) -> list[str]:
    """Return what the last step brings, and whether plans grow out of each other."""
    found = curve.found
    if len(found) < 2:
        return []
    return [_last_step(curve, found, reader), _nesting(found, reader)]


def limit_text(limit: float, curve: Curve, reader: Reader) -> str:
    """Return a limit of the curve with its unit."""
    if curve.name == "budget":
        return amount(limit, reader.currency, reader)
    return share_text(limit, reader)


def share_text(share: float, reader: Reader) -> str:
    """Return a share that was asked: "60 %", "62.5 %"."""
    return percent(share, reader, 0 if abs(share * 100 - round(share * 100)) < _WHOLE else 1)


def figure_at(value: float, curve: Curve, reader: Reader) -> str:
    """Return a value of the curve with its unit."""
    return f"{short_figure(value, curve.goal)} {unit_text(curve.goal, reader)}"


def step_text(curve: Curve, reader: Reader) -> str:
    """Return the step of the limit by which the marginal figure is told."""
    if curve.name == "budget":
        return amount(STEPS["budget"], reader.currency, reader)
    return exact(STEPS["coverage"] * 100, 0, reader.gettext("pp"))


def lines(found: Frontiers, reader: Reader) -> list[str]:
    """Return the curves as lines of text: what each shows, then its points."""
    _ = reader.gettext
    said = [reader.study_name(found.study), *at_once_sentences(found.phases, reader)]
    for curve in found.curves:
        said += ["", _("{sentence}.").format(sentence=finding(curve, reader))]
        said += [_line(point, curve, reader) for point in records(curve.points)]
        said += sentences(curve, reader)
    return said


def _line(point: dict[str, Any], curve: Curve, reader: Reader) -> str:
    _ = reader.gettext
    limit, status = limit_text(point["limit"], curve, reader), reader.status_name(str(point["status"]))
    if point["value"] != point["value"]:
        return f"  {limit}  {status}"
    value, bound = (figure_at(point[key], curve, reader) for key in ("value", "bound"))
    return "  " + _("{limit}  {value}, bound {bound}; {status}").format(
        limit=limit, value=value, bound=bound, status=status
    )


def _budget_finding(curve: Curve, found: pd.DataFrame, reader: Reader) -> str:
    """Return the smallest budget that brings most of the gain; of a goal that only costs, where it moves to."""
    _ = reader.gettext
    gains = found["value"].map(lambda value: difference(value, curve.today)) * (-1 if curve.goal.least else 1)
    first, last = found.iloc[0], found.iloc[-1]
    if gains.iloc[-1] > 0:
        few = found.index[(gains >= _MOST * gains.iloc[-1]).to_numpy()][0]
        return _("The first {budget} bring {share} of the gain").format(
            budget=limit_text(found.loc[few, "limit"], curve, reader),
            share=percent(gains[few] / gains.iloc[-1], reader, 0),
        )
    if difference(first["value"], last["value"]) == 0:
        return _("More than {budget} changes nothing").format(budget=limit_text(first["limit"], curve, reader))
    return _("From {low} to {high}: from {before} to {after}").format(
        low=limit_text(first["limit"], curve, reader),
        high=limit_text(last["limit"], curve, reader),
        before=figure_at(first["value"], curve, reader),
        after=figure_at(last["value"], curve, reader),
    )


def _share_finding(curve: Curve, found: pd.DataFrame, reader: Reader) -> str:
    _ = reader.gettext
    last = found.iloc[-1]
    before = found.iloc[-2] if len(found) > 1 else last
    text = _("{share} coverage costs {capex}")
    if len(found) > 1:
        text = _("{share} coverage costs {capex}; the step to {more} costs {extra} more")
    return text.format(
        share=limit_text(before["limit"], curve, reader),
        capex=amount(before["value"], curve.goal.unit, reader),
        more=limit_text(last["limit"], curve, reader),
        extra=amount(difference(last["value"], before["value"]), curve.goal.unit, reader),
    )


def _last_step(curve: Curve, found: pd.DataFrame, reader: Reader) -> str:
    """Return what a unit of the last step brings, and what the bounds of its ends leave open."""
    before, last = found.iloc[-2], found.iloc[-1]
    text = reader.gettext("The last step, from {low} to {high}: {gain} per {step}; by the bounds {least} to {most}.")
    marginal = {"gain": last["marginal"], "least": last["marginal_least"], "most": last["marginal_most"]}
    return text.format(
        low=limit_text(before["limit"], curve, reader),
        high=limit_text(last["limit"], curve, reader),
        step=step_text(curve, reader),
        **{key: change(x, curve.goal.unit, reader) for key, x in marginal.items()},
    )


def _nesting(found: pd.DataFrame, reader: Reader) -> str:
    """Return in how many steps nothing that was opened has to be undone."""
    nested = int((found["kept"] == found["sites"].shift()).sum())
    steps = len(found) - 1
    said = reader.ngettext(
        "{nested} of {n} step keeps all sites of the plan before it.",
        "{nested} of {n} steps keep all sites of the plan before them.",
        steps,
    )
    return said.format(nested=nested, n=steps)
