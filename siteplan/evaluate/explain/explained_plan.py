"""A plan re-evaluated, and explained by solving anew in the time that its study allows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf

from siteplan.errors.params import Params, within
from siteplan.evaluate.evaluate import evaluate
from siteplan.evaluate.explain.explained import Explained, explain
from siteplan.evaluate.plan import Plan
from siteplan.evaluate.spread import re_solved
from siteplan.formulate.outcome import Answer
from siteplan.optimise.allowance import Allowance

__all__ = ["ExplainedPlanParams", "explained_plan"]


@dataclass(frozen=True)
class ExplainedPlanParams(Params):
    """How the time that the study allows is shared out.

    Attributes
    ----------
    for_ranges : share kept for the ends of ranges, where there are any; they have what the rest leaves, too
    """

    for_ranges: float = within(0.3, 0.0, 1.0)


def explained_plan(
    answer: Answer,
    cancel: Callable[[], bool] | None = None,
    say: Callable[[str], None] = lambda _: None,
    params: ExplainedPlanParams = ExplainedPlanParams(),
) -> Plan:
    """Return the plan of an answer; `say` hears the stages, and `cancel` ends what is solved anew."""
    asked, explained = answer.ground.study, Explained()
    limit = asked.plan.explain_limit
    if limit:
        say("explanation")
        kept = params.for_ranges * limit if asked.all_ranges else 0.0
        explained = explain(answer, Allowance.of(limit - kept, cancel))
    say("evaluation")
    plan = evaluate(answer, explained)
    left = Allowance.of(inf if asked.plan.re_solve_ranges else limit - explained.seconds, cancel)
    return replace(plan, ranges=re_solved(answer, plan.ranges, left))
