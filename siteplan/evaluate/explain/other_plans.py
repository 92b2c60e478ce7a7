"""Plans that really differ from one, and are worth nearly as much: each leaves out a part of its sites."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from siteplan.errors.params import Params, within
from siteplan.evaluate.evaluate import measured
from siteplan.evaluate.kpis import Kpis
from siteplan.formulate.objectives import objective_of
from siteplan.formulate.phases.at_once_only import refuse_phases
from siteplan.formulate.site_problem import site_problem
from siteplan.groundwork import Groundwork
from siteplan.optimise import SiteProblem, SolveStatus, solve
from siteplan.optimise.analyses.solved import unproven
from siteplan.optimise.rules import Count
from siteplan.optimise.types import Bools
from siteplan.study.objectives import Goal

__all__ = ["OtherPlan", "OtherPlans", "OtherPlansParams", "other_plans"]

APART = "apart"


@dataclass(frozen=True)
class OtherPlansParams(Params):
    """What counts as another plan.

    Attributes
    ----------
    apart : share of the sites that a plan opens of which another opens none, at least
    less : share of a plan's value that another may be worth less
    gap : share of the bound to which each is sought
    """

    apart: float = within(0.2, 0.0, 1.0)
    less: float = within(0.01, 0.0, 1.0)
    gap: float = within(0.003, 1e-9, 0.5)


@dataclass(frozen=True)
class OtherPlan:
    """Another plan: the options that open in it, what it brings, and how many of its sites the first plan opens too."""

    options: tuple[str, ...]
    kpis: Kpis
    figure: float
    gap: float
    sites: int
    shared: int


@dataclass(frozen=True)
class OtherPlans:
    """Plans beside one.

    Attributes
    ----------
    goal : of which `figure` is that of the first plan
    sites : how many it opens
    common : site_id of what opens in the first plan and in every other
    proven : whether it is proven that no more such plans exist
    """

    goal: Goal
    figure: float
    sites: int
    found: tuple[OtherPlan, ...]
    common: tuple[str, ...]
    proven: bool
    seconds: float
    params: OtherPlansParams


def other_plans(
    ground: Groundwork,
    is_open: Bools,
    most: int = 3,
    seconds: float = 60.0,
    cancel: Callable[[], bool] | None = None,
    params: OtherPlansParams = OtherPlansParams(),
) -> OtherPlans:
    """Return up to so many plans that leave out a part of the sites of a plan (n_options,), and of each other.

    Each is the best found under the study's rules and a cap on how many sites it shares with those before it (a
    distance constraint; with a part of one site it would be a no-good cut).
    """
    refuse_phases(ground.study, "alternatives")
    began, problem, goal = time.monotonic(), site_problem(ground), objective_of(ground).goal
    first = unproven(problem, _named(ground, is_open))
    least = first.objective - params.less * abs(first.objective)
    plans, found, status = [is_open], [], SolveStatus.UNDECIDED
    for left in range(most, 0, -1):
        asked = _apart(problem, ground, plans, params.apart)
        share = (seconds - (time.monotonic() - began)) / left
        if share <= 0 or (cancel is not None and cancel()):
            break
        selection = solve(asked, params.gap, share, cancel=cancel, seed=ground.study.plan.seed)
        none = selection.status is SolveStatus.INFEASIBLE or selection.bound < least
        status = SolveStatus.INFEASIBLE if none else selection.status
        if none or not selection.found or selection.objective < least:
            break
        plans.append(selection.open.to_numpy(dtype=bool))
        found.append(selection.gap)
    counted = measured(ground, plans)
    return OtherPlans(
        goal=goal,
        figure=counted[0][1],
        sites=len(_sites(ground, is_open)),
        found=tuple(
            _told(ground, plan, is_open, kpis, figure, gap)
            for plan, (kpis, figure), gap in zip(plans[1:], counted[1:], found, strict=True)
        ),
        common=tuple(sorted(set.intersection(*(_sites(ground, plan) for plan in plans)))),
        proven=status is SolveStatus.INFEASIBLE,
        seconds=time.monotonic() - began,
        params=params,
    )


def _named(ground: Groundwork, is_open: Bools) -> pd.Series:
    return pd.Series(is_open, index=ground.options.index, name="open")


def _apart(problem: SiteProblem, ground: Groundwork, plans: list[Bools], apart: float) -> SiteProblem:
    """Return the question with a cap on the sites shared with each plan."""
    sites = ground.options["site_id"]
    caps = []
    for n, plan in enumerate(plans):
        opened = _sites(ground, plan)
        where = sites.isin(opened).to_numpy(dtype=bool) & ground.options["new"].to_numpy(dtype=bool)
        caps.append(Count(at_most=math.floor((1 - apart) * len(opened)), where=where, name=f"{APART} {n}"))
    return replace(problem, rules=[*problem.rules, *caps])


def _sites(ground: Groundwork, plan: Bools) -> set[str]:
    """Return the sites that a plan opens."""
    new = ground.options["new"].to_numpy(dtype=bool)
    return set(ground.options["site_id"][np.asarray(plan, dtype=bool) & new])


def _told(ground: Groundwork, plan: Bools, first: Bools, kpis: Kpis, figure: float, gap: float) -> OtherPlan:
    sites = _sites(ground, plan)
    shared = len(sites & _sites(ground, first))
    return OtherPlan(tuple(ground.options.index[plan]), kpis, figure, gap, len(sites), shared)
