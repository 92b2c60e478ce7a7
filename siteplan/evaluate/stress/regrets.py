"""Regret: what a plan leaves in each outlook to the best plan there, and which sites are in the best plans of most."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.errors.params import Params, within
from siteplan.formulate.network import Network
from siteplan.formulate.objectives import objective_of
from siteplan.formulate.outcome import Answer, Figures, restored
from siteplan.formulate.outlook_questions import outlook_questions
from siteplan.groundwork import Groundwork
from siteplan.optimise import Selection, SiteProblem, SolveStatus, solve
from siteplan.optimise.allowance import Allowance

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
    exceeds; so the regret of the plan lies between what `best` and what `bound` has more than it (in the goal's unit).
    """
    if told.empty:
        return told, CoreSites()
    figures = told["figure"].to_list()
    futures = [there for _, there in answer.ground.outlooks()]
    questions = outlook_questions(answer.ground, answer.problem)
    order = told["probability"].sort_values(ascending=False, kind="stable").index
    rows: dict[int, dict[str, float | str]] = {}
    plans: dict[int, NDArray[np.bool_]] = {}
    for asked, number in enumerate(order):
        part = allowance.within(allowance.left / (len(order) - asked))
        known = answer.alone[int(number)] if answer.alone else None
        rows[number], plan = _best(answer, futures[number], known or questions[number], figures[number], part)
        if rows[number]["status"] == SolveStatus.OPTIMAL:
            plans[number] = plan
    best = pd.DataFrame.from_dict(rows, orient="index").reindex(told.index)
    return told.assign(**{name: best[name] for name in (*RE_SOLVED, "status")}), _core(answer, told, plans)


def _best(
    answer: Answer, there: Groundwork, asked: SiteProblem | Selection, figure: float, allowance: Allowance
) -> tuple[dict[str, float | str], NDArray[np.bool_]]:
    """Return what the best plan of an outlook reaches, and which options it opens; it may be known, or is asked for."""
    nothing: dict[str, float | str] = {**dict.fromkeys(RE_SOLVED, math.nan), "status": ""}
    if isinstance(asked, SiteProblem) and allowance.is_due():
        return nothing, answer.is_open
    goal = answer.goal
    found = asked if isinstance(asked, Selection) else _solved(answer, asked, allowance)
    if not found.found or not np.isfinite(found.bound):
        return nothing, answer.is_open
    plan = restored(answer.ground, found).open.to_numpy(dtype=bool)
    best = max(objective_of(there).value(Network(there, plan)), figure)
    bound = max(goal.figure(found.bound), best)
    told = {"best": best, "bound": bound, "regret_low": best - figure, "regret_high": bound - figure}
    return {**told, "status": str(found.status)}, plan


def _solved(answer: Answer, question: SiteProblem, allowance: Allowance) -> Selection:
    asked, seconds, due = answer.ground.study.plan, allowance.by_the_clock, allowance.is_due
    return solve(question, asked.gap, seconds, cancel=due, seed=asked.seed, start=answer.selection)


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
