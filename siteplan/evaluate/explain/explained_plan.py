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
from siteplan.formulate.phases.roll_out import RollOut
from siteplan.optimise.allowance import Allowance

__all__ = ["ExplainedPlanParams", "explained_plan"]


@dataclass(frozen=True)
class ExplainedPlanParams(Params):
    """How the time that the study allows is shared out.

    Attributes
    ----------
    for_ranges : share kept for the ends of ranges, where there are any; they have what the rest leaves, too
    for_outlooks : share kept for the best plan in each outlook, where there are any
    """

    for_ranges: float = within(0.3, 0.0, 1.0)
    for_outlooks: float = within(0.3, 0.0, 1.0)


def explained_plan(
    answer: Answer,
    cancel: Callable[[], bool] | None = None,
    say: Callable[[str], None] = lambda _: None,
    params: ExplainedPlanParams = ExplainedPlanParams(),
) -> Plan:
    """Return the plan of an answer; `say` hears the stages, and `cancel` ends what is solved anew."""
    if answer.roll_out is not None:
        return _over_phases(answer, answer.roll_out, cancel, say)
    asked, explained = answer.ground.study, Explained()
    limit = asked.plan.explain_limit
    if limit:
        say("explanation")
        kept = params.for_ranges * bool(asked.all_ranges) + params.for_outlooks * bool(asked.outlooks)
        explained = explain(answer, Allowance.of(max(1.0 - kept, 0.0) * limit, cancel))
    say("evaluation")
    plan = evaluate(answer, explained)
    allowed = Allowance.of(params.for_outlooks * limit, cancel)
    outlooks, core = best_by_outlook(answer, plan.outlooks, allowed)
    plan = replace(plan, outlooks=outlooks, core=core, sites=core.of(plan.sites))
    plan = replace(plan, regret=worst_regret(answer), tail=tail_facts(answer, outlooks))
    spent = explained.seconds + (params.for_outlooks * limit - allowed.left if asked.outlooks else 0.0)
    left = Allowance.of(inf if asked.plan.re_solve_ranges else limit - spent, cancel)
    return replace(plan, ranges=re_solved(answer, plan.ranges, left))


def _over_phases(
    answer: Answer, roll_out: RollOut, cancel: Callable[[], bool] | None, say: Callable[[str], None]
) -> Plan:
    """Return a plan in phases: what is solved anew is what it costs that they build on each other."""
    limit, nesting = answer.ground.study.plan.explain_limit, None
    if limit:
        say("explanation")
        nesting = nesting_of(roll_out, answer.goal, Allowance.of(limit, cancel))
    say("evaluation")
    plan, phases = evaluate(answer), plan_phases(roll_out, nesting)
    return replace(plan, phases=phases, sites=phases.told(plan.sites), facilities=phases.told(plan.facilities))
