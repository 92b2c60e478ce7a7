"""Rule price: what a plan would gain without a rule, by solving anew without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from siteplan.errors import SolverError
from siteplan.optimise.allowance import Allowance
from siteplan.optimise.analyses.solved import Solved
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.rules import Rule
from siteplan.optimise.selection import SolveStatus
from siteplan.optimise.types import Bools

__all__ = ["Line", "RulePrice", "lines_of", "rule_price"]

Line = tuple[int, int]
"""One thing that a rule asks: number of the rule in its problem, and which of its reports."""


@dataclass(frozen=True)
class RulePrice:
    """What one limit, or several together, cost the plan.

    Attributes
    ----------
    gain : what the best plan found without them is worth more; 0 where that plan meets them all the same
    least, most : what the best plan of all gains, by what is proven of both
    binds : whether the plan found without them breaks one of them
    decided : whether that is settled: a plan was found that breaks them, or one that meets them is proven to the gap
        asked, so that they cost nothing, or `most` at most
    gap : to which that plan is proven
    plan : (n_options,) that plan, or None where none was found in time
    """

    lines: tuple[Line, ...]
    gain: float = float("nan")
    least: float = 0.0
    most: float = float("inf")
    binds: bool = False
    decided: bool = False
    gap: float = float("nan")
    plan: Bools | None = field(default=None, repr=False, compare=False)

    @property
    def known(self) -> bool:
        """Whether it was solved anew."""
        return self.gain == self.gain


def lines_of(problem: SiteProblem) -> list[Line]:
    """Return everything the rules ask, in the order of Selection.rules."""
    return [(number, k) for number, rule in enumerate(problem.rules) for k in range(len(rule.limits(problem.options)))]


def rule_price(solved: Solved, lines: Sequence[Line], allowance: Allowance) -> RulePrice:
    """Return what the plan gains without these limits, all at once.

    A limit whose absence changes nothing costs nothing: the best plan without it meets it. Where time ended before a
    plan without it was proven that is not decided.
    """
    lines = tuple(lines)
    if allowance.is_due():
        return RulePrice(lines)
    problem = _without(solved.problem, lines)
    try:
        found = solved.again(problem, solved.gap, allowance)
    except SolverError:  # it contradicts itself: nothing is known
        return RulePrice(lines)
    before, value, bound = solved.selection, found.objective, found.bound
    if not found.found:
        return RulePrice(lines)
    plan = found.open.to_numpy(dtype=bool)
    binds = not all(_met(solved.problem, line, plan) for line in lines)
    return RulePrice(
        lines,
        gain=max(value - before.objective, 0.0) if binds else 0.0,
        least=max(value - before.bound, 0.0) if binds else 0.0,
        most=max(bound - before.objective, 0.0),
        binds=binds,
        decided=binds or found.status is SolveStatus.OPTIMAL,
        gap=found.gap,
        plan=plan,
    )


def _without(problem: SiteProblem, lines: Sequence[Line]) -> SiteProblem:
    """Return the problem without these limits; what else a rule asks stays."""
    rules: list[Rule] = []
    for number, rule in enumerate(problem.rules):
        dropped = [k for at, k in lines if at == number]
        left = _left(problem, rule, dropped) if dropped else rule
        rules += [] if left is None else [left]
    return replace(problem, rules=rules)


def _left(problem: SiteProblem, rule: Rule, dropped: Sequence[int]) -> Rule | None:
    """Return what is left of a rule without some of its limits; None if that is nothing."""
    asked = rule.limits(problem.options)
    if len(dropped) == len(asked):
        return None
    (one,) = dropped
    return rule.without(asked[one])


def _met(problem: SiteProblem, line: Line, plan: Bools) -> bool:
    number, k = line
    return bool(np.all(problem.rules[number].reports(problem.options, plan)[k].met))
