"""The study's question in each outlook: what is counted is of that future alone, the rules are those of the market."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from siteplan.formulate.objectives import objective_of
from siteplan.groundwork import Groundwork
from siteplan.optimise import Progress, Selection, SiteProblem
from siteplan.optimise.analyses.regret import LeastRegret, least_regret
from siteplan.study.objectives import OBJECTIVES

__all__ = ["outlook_questions", "regret_plan"]


def outlook_questions(ground: Groundwork, problem: SiteProblem) -> list[SiteProblem]:
    """Return a study's question (see site_problem) as asked of each outlook alone, on the same zones.

    Its plans are those of the question itself: rules are kept in the market as it stands.
    """
    return [replace(problem, capture=aim.capture, fixed_value=aim.fixed_value) for aim in objective_of(ground).aims()]


def regret_plan(
    ground: Groundwork,
    problem: SiteProblem,
    solver: str = "highs",
    progress: Callable[[Progress], None] | None = None,
    cancel: Callable[[], bool] | None = None,
) -> tuple[Groundwork, LeastRegret | None, Selection]:
    """Return the plan of least worst regret over the study's outlooks, and what is proven of it; None without a plan.

    With them goes the market, its outlooks weighted as regrets ask.

    Regret is a part of what the best plan of an outlook sells, and an amount where the goal is money: that may be
    nothing, or less.
    """
    asked = ground.study.plan
    found = least_regret(
        outlook_questions(ground, problem),
        np.array([chance for chance, _ in ground.outlooks()]),
        asked.gap,
        asked.time_limit,
        not OBJECTIVES[asked.objective].money,
        seed=asked.seed,
        solver=solver,
        progress=progress,
        cancel=cancel,
        stands=ground.stands,
    )
    if not isinstance(found, LeastRegret):
        return ground, None, found
    return ground.weighing(found.weights.tolist()), found, found.selection
