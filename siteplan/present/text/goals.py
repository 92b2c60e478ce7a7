"""Goals in words: what is asked for, and a plan's figure in its unit."""

from __future__ import annotations

from siteplan.present.text.numbers import exact, share
from siteplan.present.text.reader import Reader
from siteplan.study import Study
from siteplan.study.objectives import OBJECTIVES, Goal

__all__ = ["figure_text", "goal_text", "short_figure", "unit_text"]

_DECIMALS = {"min": 2, "sites": 0}


def goal_text(study: Study, reader: Reader) -> str:
    """Return what the study's objective asks for, as "open the sites that ..."."""
    _ = reader.gettext
    function = study.plan.coverage
    said = _(OBJECTIVES[study.plan.objective].asks).format(
        reach=reader.reach_of(function), function=reader.function_name(function)
    )
    if study.plan.phases and not OBJECTIVES[study.plan.objective].over_years:
        said = _("{goal}, on the mean over {years} years").format(goal=said, years=study.plan.horizon_years)
    if not study.outlooks:
        return said
    text = {
        "worst_regret": _("{goal}, with the least worst regret over {n} outlooks"),
        "cvar": _("{goal}, on the mean of the worst of {n} outlooks, {tail} by probability"),
        "quantile": _("{goal}, with a probability of at least {sure} over {n} outlooks"),
    }.get(study.plan.for_outlooks, _("{goal}, on the mean of {n} outlooks"))
    tail = study.plan.tail or 0.0
    return text.format(goal=said, n=len(study.outlooks), tail=share(tail, reader), sure=share(1.0 - tail, reader))


def figure_text(x: float, goal: Goal, reader: Reader) -> str:
    """Return a figure of a goal with its unit, every digit of it: "2,913.4 vehicles/year"."""
    return exact(x, _DECIMALS.get(goal.unit, 1), unit_text(goal, reader))


def short_figure(x: float, goal: Goal) -> str:
    """Return a figure without its unit, as short as it can be told apart."""
    return exact(x, 2 if goal.unit == "min" else 0)


def unit_text(goal: Goal, reader: Reader) -> str:
    """Return the unit of a goal's figures as people read it."""
    return reader.unit_word(goal.unit)
