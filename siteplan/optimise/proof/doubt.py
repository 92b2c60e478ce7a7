"""Doubt: what a solver's word on whole numbers is worth, and how it is asked again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from siteplan.optimise.bounds.cuts import Cuts
from siteplan.optimise.bounds.master import Master
from siteplan.optimise.bounds.relaxation import Relaxed
from siteplan.optimise.heuristics.feasible import Feasible
from siteplan.optimise.incumbent import Incumbent
from siteplan.optimise.proof.exhaust import ExhaustParams, plan_within
from siteplan.optimise.proof.solve_request import SolveRequest
from siteplan.optimise.solvers.mip import solve_mip
from siteplan.optimise.solvers.mip_params import MipParams
from siteplan.optimise.stop import Stop
from siteplan.optimise.tolerances import BOUND_DOUBTED, SOLVER_FINEST
from siteplan.optimise.types import Bools

__all__ = ["asked_again", "refuted", "too_fine"]


def too_fine(incumbent: Incumbent, request: SolveRequest, unit: float, bound: float) -> bool:
    """Whether a gap as asked is less than a solver can tell, so many objective units being one of its own."""
    return incumbent.plan is not None and request.gap * max(abs(bound), abs(incumbent.value)) < SOLVER_FINEST * unit


def refuted(incumbent: Incumbent, bound: float) -> bool:
    """Whether a plan is better than a solver's bound on whole numbers.

    That rests on the solver's tolerances, and where numbers differ much in size these let it err.
    """
    return incumbent.plan is not None and bound < incumbent.value - BOUND_DOUBTED * max(
        abs(bound), abs(incumbent.value)
    )


def asked_again(
    feasible: Feasible,
    master: Master,
    relaxed: Relaxed,
    request: SolveRequest,
    stop: Stop,
    params: ExhaustParams = ExhaustParams(),
) -> list[Bools]:
    """Return plans (n_options,), some of which may meet the rules, where a solver says that there is none.

    Where nodes run out before that is proven, the solver's word is left.
    """
    plans = _plans_by_rules(master, request, stop)
    if any(map(feasible.holds, plans)):
        return plans
    plan = plan_within(master, relaxed.cuts, feasible, stop, params)
    return plans if plan is None else [*plans, plan]


def _plans_by_rules(master: Master, request: SolveRequest, stop: Stop) -> list[Bools]:
    """Return plans (n_options,) that the rows of the rules leave, found without what zones are worth.

    Worths far from 0 that hardly differ let a solver err, whole numbers alone do not.
    None where rules count captures: then the worths are part of the question.
    """
    if master.problem.rows.terms:
        return []
    model = master.model(Cuts.none(master.problem.n_options))
    bare = replace(model, value=np.zeros_like(model.value))
    answer = solve_mip(bare, stop, MipParams(solver=request.solver, seed=request.seed))
    return [master.plan(x) > 0.5 for x in answer.points]
