"""The study's question in each outlook: what is counted is of that future alone, the rules are those of the market."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from siteplan.formulate.objectives import objective_of
from siteplan.groundwork import Groundwork
from siteplan.optimise import Progress, Selection, SiteProblem
from siteplan.optimise.analyses.best_tail import TailPlan, best_tail
from siteplan.optimise.analyses.regret import LeastRegret, least_regret
from siteplan.optimise.analyses.tails import TailMean, TailQuantile
from siteplan.optimise.types import Floats
from siteplan.study.objectives import OBJECTIVES

__all__ = ["outlook_plan", "outlook_questions"]


def outlook_questions(ground: Groundwork, problem: SiteProblem) -> list[SiteProblem]:
    """Return a study's question (see site_problem) as asked of each outlook alone, on the same zones.

    Its plans are those of the question itself: rules are kept in the market as it stands.
    """
    return [replace(problem, capture=aim.capture, fixed_value=aim.fixed_value) for aim in objective_of(ground).aims()]


def outlook_plan(
    ground: Groundwork,
    problem: SiteProblem,
    solver: str = "highs",
    progress: Callable[[Progress], None] | None = None,
    cancel: Callable[[], bool] | None = None,
) -> tuple[Groundwork, LeastRegret | TailPlan | None, Selection]:
    """Return the plan that `for_outlooks` asks for, and what is proven of it; None without a plan.

    With them goes the market, its outlooks weighted as in the mean of which the plan is the best.
    """
    asked = ground.study.plan
    told: dict[str, Any] = {
        "seed": asked.seed,
        "solver": solver,
        "progress": progress,
        "cancel": cancel,
        "stands": ground.stands,
    }
    given = outlook_questions(ground, problem), np.array([chance for chance, _ in ground.outlooks()])
    found = _least_regret(ground, *given, **told) if asked.tail is None else _best_tail(ground, *given, **told)
    if isinstance(found, Selection):
        return ground, None, found
    return ground.weighing(found.weights.tolist()), found, found.selection


def _least_regret(
    ground: Groundwork, questions: Sequence[SiteProblem], chances: Floats, **told: Any
) -> LeastRegret | Selection:
    """Regret is a part of what the best plan of an outlook sells, an amount where the goal is money.

    Money may be nothing, or less.
    """
    asked = ground.study.plan
    relative = not OBJECTIVES[asked.objective].money
    return least_regret(questions, chances, asked.gap, asked.time_limit, relative, **told)


def _best_tail(
    ground: Groundwork, questions: Sequence[SiteProblem], chances: Floats, **told: Any
) -> TailPlan | Selection:
    asked = ground.study.plan
    kind = TailQuantile if asked.for_outlooks == "quantile" else TailMean
    return best_tail(questions, kind(chances, asked.tail or 1.0), asked.gap, asked.time_limit, **told)
