"""Limit: one thing that a rule asks, and the values to try in its place."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from siteplan.errors.params import Params, within
from siteplan.optimise.types import Floats

if TYPE_CHECKING:
    from siteplan.optimise.rules.rule import Rule, RuleReport

__all__ = ["LadderParams", "Limit", "amount_ladder", "share_ladder"]

COUNTED = ("sites", "zones")


@dataclass(frozen=True)
class LadderParams(Params):
    """In which steps a limit is loosened.

    Attributes
    ----------
    share_step : step of shares
    amount_step : part of an amount by which it is loosened
    digits : count; digits that amounts are told in
    """

    share_step: float = within(1e-3, 1e-6, 0.5)
    amount_step: float = within(1e-3, 1e-6, 1.0)
    digits: int = within(4, 1, 15)


@dataclass(frozen=True)
class Limit:
    """One thing a rule asks.

    Attributes
    ----------
    rule : the rule that asks it
    line : its report, whose achieved figure does not matter here
    asked, unit : the number that can be changed step by step, and its unit
    ladder : in which steps
    """

    rule: Rule
    line: RuleReport
    asked: float
    unit: str
    ladder: LadderParams = LadderParams()

    @property
    def sense(self) -> str:
        """Return "at_most", "at_least" or "exactly"."""
        return self.line.sense

    def looser(self, value: float) -> bool:
        """Whether a value lets more plans through than what is asked."""
        return value > self.asked if self.sense == "at_most" else value < self.asked

    def readable(self, value: float, *, beyond: bool = False) -> float:
        """Return a value of the limit in few digits, on the side that lets more through, or less; whole counts."""
        if self.unit in COUNTED:
            return float(math.floor(value + 1e-6) if self.sense == "at_least" else math.ceil(value - 1e-6))
        if value == 0:
            return value
        power = math.floor(math.log10(abs(value))) - self.ladder.digits + 1
        step = self.ladder.share_step if self.unit == "share" else 10.0**power
        steps = value / step
        down = (self.sense == "at_least") != beyond
        return float(f"{(math.floor(steps + 1e-9) if down else math.ceil(steps - 1e-9)) * step:.12g}")


def share_ladder(limit: Limit) -> tuple[float, ...]:
    """Return the looser shares, nearest first."""
    steps = round(1 / limit.ladder.share_step)
    grid = [step / steps for step in range(steps + 1)]
    return tuple(filter(limit.looser, grid if limit.sense == "at_most" else reversed(grid)))


def amount_ladder(limit: Limit, loosest: float) -> tuple[float, ...]:
    """Return looser amounts, nearest first, to the loosest: the one that asks nothing."""
    rungs = dict.fromkeys(limit.readable(value) for value in _amounts(limit.asked, loosest, limit.ladder.amount_step))
    return tuple(filter(limit.looser, rungs))


def _amounts(asked: float, loosest: float, step: float) -> Floats:
    """Return amounts in small steps; those far apart by their ratio."""
    if not np.isfinite([asked, loosest]).all():
        return np.array([])
    if asked > 0 and loosest > 2 * asked:
        return np.geomspace(asked, loosest, math.ceil(math.log(loosest / asked) / math.log1p(step)) + 1)
    return np.linspace(asked, loosest, round(1 / step) + 1)
