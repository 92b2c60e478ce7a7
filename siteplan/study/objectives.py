"""Objectives that a study may name, and the goal that a plan is judged by: a figure, its unit, which way is better.

What each counts on arrays, and by the full model, stands in formulate/objectives, a class each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from siteplan.errors import N_
from siteplan.study.finance_spec import annuity_factor

if TYPE_CHECKING:
    from siteplan.study import Format, Study

__all__ = ["OBJECTIVES", "Goal", "Objective", "goal_of", "with_objective"]


@dataclass(frozen=True)
class Need:
    """What an objective asks of the study's formats; else `what` is wrong, and `remedy` helps."""

    met: Callable[[Iterable[Format]], bool]
    what: str
    remedy: str


@dataclass(frozen=True)
class ObjectiveKind:
    """What a plan may be judged by.

    Attributes
    ----------
    name : as study.toml has it
    unit : of the figure, as columns name it; "money" stands for the study's currency
    asks : what the optimiser is asked, in words; {reach} and {function} stand for the plan's function
    least : whether less is better
    per_person : whether the figure is a mean over all persons
    money : whether what an option costs counts in the figure, its capex as an annuity
    over_years : whether it is a yearly figure over all years of the plan, worth today
    by_outlook : whether the figure differs between outlooks
    need : what formats must have for it
    """

    name: str
    unit: str
    asks: str
    least: bool = False
    per_person: bool = False
    money: bool = False
    over_years: bool = False
    by_outlook: bool = False
    need: Need | None = None


def _some_sell(formats: Iterable[Format]) -> bool:
    given = list(formats)
    return not given or any(spec.sells for spec in given)  # that none is given is told elsewhere


def _some_earn(formats: Iterable[Format]) -> bool:
    return any(spec.sells and spec.margin > 0 for spec in formats)


_SALES = Need(
    _some_sell,
    "market_share is asked for, and no format sells; none has the function sale and an attractiveness",
    "Give a format both, or ask for another objective.",
)
_MARGIN = Need(
    _some_earn,
    "profit is asked for, and no format that sells earns a margin",
    "Give a format of [formats] that has the function sale, and attracts, its margin per vehicle.",
)
_KINDS = (
    ObjectiveKind(
        "market_share",
        "vehicles/year",
        N_("open the sites that win most vehicles a year"),
        by_outlook=True,
        need=_SALES,
    ),
    ObjectiveKind(
        "profit", "money/year", N_("open the sites that earn most a year"), money=True, by_outlook=True, need=_MARGIN
    ),
    ObjectiveKind(
        "npv",
        "money",
        N_("open the sites that are worth most today, over the years of the plan"),
        money=True,
        over_years=True,
        by_outlook=True,
        need=replace(_MARGIN, what=_MARGIN.what.replace("profit", "npv", 1)),
    ),
    ObjectiveKind("coverage", "persons", N_("open the sites that bring most people within reach of {reach}")),
    ObjectiveKind("minutes", "min", N_("open the sites that bring people nearest to {reach}"), True, per_person=True),
    ObjectiveKind("attendance", "persons", N_("open the sites that most people would go to for {function}")),
    ObjectiveKind(
        "cost", "money/year", N_("open the sites that meet every rule at the least yearly cost"), True, money=True
    ),
    ObjectiveKind("sites", "sites", N_("open the fewest sites that meet every rule"), least=True),
)
OBJECTIVES = {kind.name: kind for kind in _KINDS}
"""The kinds by their names, in the order of forms."""

if TYPE_CHECKING:
    Objective = str
else:
    Objective = Literal[tuple(OBJECTIVES)]


@dataclass(frozen=True)
class Goal:
    """The figure that a plan is judged by, and how it comes from what the optimiser maximises.

    Attributes
    ----------
    name : the objective, as study.toml names it
    unit : of the figure, as columns name it
    least : whether less is better; the optimiser then maximises minus the figure
    per : so many units of the optimiser make one of the figure
    """

    name: Objective
    unit: str
    least: bool = False
    per: float = 1.0

    def figure(self, maximised: float) -> float:
        """Return the figure of what the optimiser counts; also of its bound, and of what a rule's unit brings."""
        return (-maximised if self.least else maximised) / self.per

    def maximised(self, figure: float) -> float:
        """Return what the optimiser counts for a figure."""
        return (-figure if self.least else figure) * self.per


def goal_of(study: Study, population: float = 1.0) -> Goal:
    """Return the goal of a study's plan; what is a mean over persons is told of so many."""
    kind = OBJECTIVES[study.plan.objective]
    unit = kind.unit.replace("money", study.study.currency)
    per = population if kind.per_person else 1.0
    if kind.over_years:
        per /= annuity_factor(study.plan.horizon_years, study.plan.discount_rate)
    return Goal(kind.name, unit, kind.least, per)


def with_objective(study: Study, name: Objective) -> Study:
    """Return the study asking for another objective, all else as it is."""
    return study.model_copy(update={"plan": study.plan.model_copy(update={"objective": name})})
