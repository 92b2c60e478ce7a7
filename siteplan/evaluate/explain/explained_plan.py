"""A plan re-evaluated, and explained by solving anew in the time that its study allows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from siteplan.evaluate.evaluate import evaluate
from siteplan.evaluate.explain.explained import Explained, explain
from siteplan.evaluate.plan import Plan
from siteplan.evaluate.spread import re_solved
from siteplan.formulate.outcome import Answer
from siteplan.optimise.allowance import Allowance

__all__ = ["explained_plan"]

FOR_RANGES = 0.3
"""Part of the time that is kept for the ends of ranges, where there are any; they have what the rest leaves, too."""


def explained_plan(
    answer: Answer,
    cancel: Callable[[], bool] | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Plan:
    """Return the plan of an answer; `say` hears the stages, and `cancel` ends what is solved anew."""
    asked, explained = answer.ground.study, Explained()
    limit = asked.plan.explain_limit
    if limit:
        say("explanation")
        kept = FOR_RANGES * limit if asked.ranges else 0.0
        explained = explain(answer, Allowance.of(limit - kept, cancel))
    say("evaluation")
    plan = evaluate(answer, explained)
    left = Allowance.of(limit - explained.seconds, cancel)
    return replace(plan, ranges=re_solved(answer, plan.ranges, left))
