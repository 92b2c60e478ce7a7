"""Regret: what a plan leaves in each outlook to the best plan there, and which sites are in the best plans of most."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.errors.params import Params, within
from siteplan.formulate.network import Network
from siteplan.formulate.objectives import objective_of
from siteplan.formulate.outcome import Answer, Figures, restored
from siteplan.formulate.outlook_questions import outlook_questions
from siteplan.formulate.phases.phased_problem import Phased
from siteplan.groundwork import Groundwork
from siteplan.optimise import Selection, SiteProblem, SolveStatus, solve
from siteplan.optimise.allowance import Allowance
from siteplan.study import PlanQuestion

__all__ = ["CoreParams", "CoreSites", "WorstRegret", "best_by_outlook", "told_outlooks", "worst_regret"]

RE_SOLVED = ["best", "bound", "regret_low", "regret_high"]
COLUMNS = ["name", "probability", "figure", "today", *RE_SOLVED, "status", "outlook_weight"]


@dataclass(frozen=True)
class CoreParams(Params):
    """When a site is called a core site.

    Attributes
    ----------
    core : share of the re-solved outlooks, by probability, whose best plan has the site in the same format [A]
    """

    core: float = within(0.8, 0.0, 1.0)


@dataclass(frozen=True)
class CoreSites:
    """In how many best plans of outlooks, re-solved to the study's gap, each option is.

    Attributes
    ----------
    counts, shares : by option; how many, and their part of the probability of those that were re-solved
    n : how many were
    """

    counts: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))
    shares: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))
    n: int = 0
    params: CoreParams = CoreParams()

    def of(self, sites: pd.DataFrame) -> pd.DataFrame:
        """Return the sites (site_id, format) with `core` and `core_share`; NaN where no outlook was re-solved."""
        labels = sites["site_id"] + ":" + sites["format"]
        found = {"core": self.counts, "core_share": self.shares}
        return sites.assign(**{name: known.reindex(labels).to_numpy(dtype=float) for name, known in found.items()})

    def core(self, sites: pd.DataFrame) -> pd.DataFrame:
        """Return those of the sites that are core sites."""
        return sites[sites["core_share"] >= self.params.core]


def told_outlooks(ground: Groundwork, judged: Figures) -> pd.DataFrame:
    """Return a row for each outlook that the study names, with the figures of the plan and of today; none re-solved."""
    named, rows = ground.study.outlooks, judged.by_outlook.tolist()
    facts = [(outlook.name, outlook.probability, *row) for outlook, row in zip(named, rows, strict=False)]
    told = pd.DataFrame(facts, columns=COLUMNS[:4])
    weights = judged.chances[: len(told)]  # without outlooks the market as it stands is the only one
    return told.assign(**dict.fromkeys(RE_SOLVED, math.nan), status="", outlook_weight=weights)


def best_by_outlook(answer: Answer, told: pd.DataFrame, allowance: Allowance) -> tuple[pd.DataFrame, CoreSites]:
    """Return the outlooks with the best plan of each, those re-solved for which the allowance lasts; and core sites.

    The likeliest are asked first. `best` is the value of the plan found there by the full model, `bound` what no plan
    exceeds; so the regret of the plan lies between what `best` and what `bound` has more than it (in the goal's unit;
    less, where less is better). In phases a plan is one of schedules, and figures are means over the horizon.
    """
    if told.empty:
        return told, CoreSites()
    figures, questions = told["figure"].to_list(), _questions(answer)
    order = told["probability"].sort_values(ascending=False, kind="stable").index
    rows: dict[int, dict[str, float | str]] = {}
    plans: dict[int, NDArray[np.bool_]] = {}
    for asked, number in enumerate(order):
        part = allowance.within(allowance.left / (len(order) - asked))
        rows[number], plan = _best(answer, questions[int(number)], figures[number], part)
        if plan is not None:
            plans[number] = plan
    best = pd.DataFrame.from_dict(rows, orient="index").reindex(told.index)
    return told.assign(**{name: best[name] for name in (*RE_SOLVED, "status")}), _core(answer, told, plans)


def _questions(answer: Answer) -> Sequence[_Alone]:
    if answer.roll_out is not None:
        return [_InPhases(phased, answer.roll_out.selection) for phased in answer.roll_out.phased.alone]
    futures = [there for _, there in answer.ground.outlooks()]
    questions = outlook_questions(answer.ground, answer.problem)
    known = answer.alone or [None] * len(futures)
    return [_AtOnce(answer, *each) for each in zip(futures, questions, known, strict=True)]


def _best(
    answer: Answer, asked: _Alone, figure: float, allowance: Allowance
) -> tuple[dict[str, float | str], NDArray[np.bool_] | None]:
    """Return what the best plan of an outlook reaches, and what then stands in the end, if it is proven."""
    nothing: dict[str, float | str] = {**dict.fromkeys(RE_SOLVED, math.nan), "status": ""}
    found = asked.solved(allowance)
    if found is None or not found.found or not np.isfinite(found.bound):
        return nothing, None
    goal, (plan, reached) = answer.goal, asked.counted(found)
    better = min if goal.least else max
    best = better(reached, figure)
    bound = better(goal.figure(found.bound), best)
    told = {"best": best, "bound": bound, "regret_low": abs(best - figure), "regret_high": abs(bound - figure)}
    return {**told, "status": str(found.status)}, plan if found.status is SolveStatus.OPTIMAL else None


class _Alone(Protocol):
    """The study's question in one outlook alone."""

    def solved(self, allowance: Allowance) -> Selection | None:
        """Return the best plan there; None where it is not known and no time is left to ask."""

    def counted(self, found: Selection) -> tuple[NDArray[np.bool_], float]:
        """Return what stands in the end (n_options,) and the goal's figure of it, by the full model."""


@dataclass(frozen=True, eq=False)
class _AtOnce:
    """Of networks that open at once; `known` is the best plan where the search has asked already."""

    answer: Answer
    there: Groundwork
    question: SiteProblem
    known: Selection | None

    def solved(self, allowance: Allowance) -> Selection | None:
        if self.known is not None:
            return self.known
        return _solved(self.answer.ground.study.plan, self.question, self.answer.selection, allowance)

    def counted(self, found: Selection) -> tuple[NDArray[np.bool_], float]:
        plan = restored(self.answer.ground, found).open.to_numpy(dtype=bool)
        return plan, objective_of(self.there).value(Network(self.there, plan))


@dataclass(frozen=True, eq=False)
class _InPhases:
    """Of a roll-out, beginning with that of the plan."""

    phased: Phased
    start: Selection

    def solved(self, allowance: Allowance) -> Selection | None:
        asked = self.phased.ground.study.plan
        return None if allowance.is_due() else _solved(asked, self.phased.problem, self.start, allowance)

    def counted(self, found: Selection) -> tuple[NDArray[np.bool_], float]:
        answer = Answer.over_phases(self.phased, found)
        return answer.is_open, answer.figures.mean[0]


def _solved(asked: PlanQuestion, question: SiteProblem, start: Selection, allowance: Allowance) -> Selection | None:
    if allowance.is_due():
        return None
    seconds, due = allowance.by_the_clock, allowance.is_due
    return solve(question, asked.gap, seconds, cancel=due, seed=asked.seed, start=start)


@dataclass(frozen=True)
class WorstRegret:
    """The worst regret of a plan that was chosen for the least, at least and at most, and the least there can be.

    Attributes
    ----------
    low, high : of the plan; a part of what the best plan of the outlook reaches, or an amount in the goal's unit
    bound : no plan's worst regret is less
    relative : whether it is a part
    within_gaps : whether no better plan was found in any outlook than the solves' gaps leave open
    rounds : means of outlooks that were solved for it
    """

    low: float
    high: float
    bound: float
    relative: bool
    within_gaps: bool
    rounds: int


def worst_regret(answer: Answer) -> WorstRegret | None:
    """Return what is proven of a plan's worst regret; None where it was chosen for the mean."""
    found = answer.regret
    if found is None:
        return None
    relative, per = found.regrets.relative, 1.0 if found.regrets.relative else answer.goal.per
    low, high, bound = (x / per for x in (found.low, found.high, found.bound))
    return WorstRegret(low, high, bound, relative, found.within_gaps, found.rounds)


def _core(answer: Answer, told: pd.DataFrame, plans: dict[int, NDArray[np.bool_]]) -> CoreSites:
    if not plans:
        return CoreSites()
    opens = pd.DataFrame(plans, index=answer.ground.options.index).astype(float)
    chances = told.loc[opens.columns, "probability"]
    return CoreSites(opens.sum(axis=1), opens @ chances / chances.sum(), len(plans))
