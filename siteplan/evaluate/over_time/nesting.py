r"""The price of nesting: what a plan whose phases build on each other is worth less than the best network of each.

The free plan of a period is the best network for all that may be spent until then, whatever stood before:
:math:`F = \sum_s w_s \max_y V_s(y)`. No plan in phases is worth more, since what stands in each of its periods is one
of those networks. Both are proven within a gap, so the price lies between :math:`F_{plan} - N_{bound}`, or nothing,
and :math:`F_{bound} - N_{plan}`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from siteplan.formulate.phases.roll_out import RollOut
from siteplan.optimise import Selection, SiteProblem, SolveStatus, solve
from siteplan.optimise.allowance import Allowance
from siteplan.optimise.types import Bools
from siteplan.study.objectives import Goal

__all__ = ["Nesting", "nesting_of"]


@dataclass(frozen=True)
class Nesting:
    """What it costs that phases build on each other, in the unit of the goal; nothing where they cost nothing.

    Attributes
    ----------
    free, free_bound : what the free plans are worth, and what no free plans exceed
    nested, nested_bound : the same of the plan in phases
    """

    free: float
    free_bound: float
    nested: float
    nested_bound: float

    @property
    def price(self) -> float:
        """The difference of the plans found."""
        return abs(self.free - self.nested)

    @property
    def least(self) -> float:
        """What it costs at least, by both proofs."""
        sign = 1.0 if self.free_bound >= self.free else -1.0
        return max(sign * (self.free - self.nested_bound), 0.0)

    @property
    def most(self) -> float:
        """What it costs at most, by both proofs."""
        return abs(self.free_bound - self.nested)


def nesting_of(roll_out: RollOut, goal: Goal, allowance: Allowance) -> Nesting | None:
    """Return the price of nesting; None where a period's best network is not known in time."""
    free = bound = 0.0
    for period, counted in enumerate(roll_out.phased.counted):
        best = _best_of(roll_out, period, allowance)
        if best is None:
            return None
        free, bound = free + counted.weight * best[0], bound + counted.weight * best[1]
    nested = roll_out.selection
    return Nesting(goal.figure(free), goal.figure(bound), goal.figure(nested.objective), goal.figure(nested.bound))


def _best_of(roll_out: RollOut, period: int, allowance: Allowance) -> tuple[float, float] | None:
    """Return what the best network of a period is worth, and its bound; None where that is not known in time."""
    asked, phased = roll_out.phased.ground.study.plan, roll_out.phased
    counted = phased.counted[period]
    if not len(counted.option):  # too early for anything to have opened, and no site of today may change
        worth = phased.aims[period].capture.state_at(np.zeros(0, dtype=bool)).value()
        return worth, worth
    if allowance.is_due():
        return None
    problem = phased.free(period)
    start = _as_found(problem, counted.standing(roll_out.selection.open.to_numpy(dtype=bool)))
    found = solve(problem, asked.gap, allowance.by_the_clock, cancel=allowance.is_due, seed=asked.seed, start=start)
    return (found.objective, found.bound) if found.found and np.isfinite(found.bound) else None


def _as_found(problem: SiteProblem, plan: Bools) -> Selection:
    """Return a plan (n_options,) as a start: the free plan is never worth less than it."""
    opened = pd.Series(plan, index=problem.options.index, name="open")
    return Selection(opened, problem.value(plan), np.inf, np.inf, SolveStatus.FEASIBLE, 0.0, (), pd.DataFrame())
