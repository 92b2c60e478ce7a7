"""A plan re-evaluated, and explained by solving anew in the time that its study allows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf

from siteplan.errors.params import Params, within
from siteplan.evaluate.evaluate import evaluate
from siteplan.evaluate.explain.explained import Explained, explain
from siteplan.evaluate.over_time.nesting import nesting_of
from siteplan.evaluate.over_time.phase_table import plan_phases
from siteplan.evaluate.plan import Plan
from siteplan.evaluate.spread import re_solved
from siteplan.evaluate.stress.regrets import best_by_outlook, worst_regret
from siteplan.evaluate.stress.tail_facts import tail_facts
from siteplan.formulate.outcome import Answer
from siteplan.optimise.allowance import Allowance

__all__ = ["ExplainedPlanParams", "explained_plan"]


@dataclass(frozen=True)
class ExplainedPlanParams(Params):
    """How the time that the study allows is shared out.

    Attributes
    ----------
    for_ranges : share kept for the ends of ranges, where there are any; they have what the rest leaves, too
    for_outlooks : share kept for the best plan in each outlook, where there are any
    for_nesting : share of the rest, of a plan in phases, for what it costs that they build on each other
    """

    for_ranges: float = within(0.3, 0.0, 1.0)
    for_outlooks: float = within(0.3, 0.0, 1.0)
    for_nesting: float = within(0.5, 0.0, 1.0)


def explained_plan(
    answer: Answer,
    cancel: Callable[[], bool] | None = None,
    say: Callable[[str], None] = lambda _: None,
    params: ExplainedPlanParams = ExplainedPlanParams(),
) -> Plan:
    """Return the plan of an answer; `say` hears the stages, and `cancel` ends what is solved anew."""
    asked, explained, nesting = answer.ground.study, Explained(), None
    limit, roll_out = asked.plan.explain_limit, answer.roll_out
    for_outlooks = params.for_outlooks * limit * bool(asked.outlooks)
    if limit:
        say("explanation")
        for_ranges = params.for_ranges * limit * bool(asked.all_ranges and roll_out is None)
        allowed = Allowance.of(max(limit - for_outlooks - for_ranges, 0.0), cancel)
        if roll_out is not None:
            nesting = nesting_of(roll_out, answer.goal, allowed.within(params.for_nesting * allowed.left))
        explained = explain(answer, allowed)
    say("evaluation")
    plan = evaluate(answer, explained)
    allowed = Allowance.of(for_outlooks, cancel)
    outlooks, core = best_by_outlook(answer, plan.outlooks, allowed)
    plan = replace(plan, outlooks=outlooks, core=core, sites=core.of(plan.sites))
    if roll_out is not None:
        phases = plan_phases(roll_out, nesting)
        return replace(plan, phases=phases, sites=phases.told(plan.sites), facilities=phases.told(plan.facilities))
    plan = replace(plan, regret=worst_regret(answer), tail=tail_facts(answer, outlooks))
    left = inf if asked.plan.re_solve_ranges else limit - explained.seconds - for_outlooks + allowed.left
    return replace(plan, ranges=re_solved(answer, plan.ranges, Allowance.of(left, cancel)))
