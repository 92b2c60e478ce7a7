"""Limit: one thing that a rule asks, and the values to try in its place."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from siteplan.optimise.types import Floats

if TYPE_CHECKING:
    from siteplan.optimise.rules.rule import Rule, RuleReport

__all__ = ["Limit", "amount_ladder", "share_ladder"]

SHARE_STEP = 1e-3
AMOUNT_STEP = 1e-3
"""Part of the limit by which amounts are loosened step by step."""
DIGITS = 4
COUNTED = ("sites", "zones")


@dataclass(frozen=True)
class Limit:
    """One thing a rule asks.

    Attributes
    ----------
    rule : the rule that asks it
    line : its report, whose achieved figure does not matter here
    asked, unit : the number that can be changed step by step, and its unit
    """

    rule: Rule
    line: RuleReport
    asked: float
    unit: str

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
        step = SHARE_STEP if self.unit == "share" else 10.0 ** (math.floor(math.log10(abs(value))) - DIGITS + 1)
        steps = value / step
        down = (self.sense == "at_least") != beyond
        return float(f"{(math.floor(steps + 1e-9) if down else math.ceil(steps - 1e-9)) * step:.12g}")


def share_ladder(limit: Limit) -> tuple[float, ...]:
    """Return the looser shares, nearest first."""
    steps = round(1 / SHARE_STEP)
    grid = [step / steps for step in range(steps + 1)]
    return tuple(filter(limit.looser, grid if limit.sense == "at_most" else reversed(grid)))


def amount_ladder(limit: Limit, loosest: float) -> tuple[float, ...]:
    """Return looser amounts, nearest first, to the loosest: the one that asks nothing."""
    rungs = dict.fromkeys(limit.readable(value) for value in _amounts(limit.asked, loosest))
    return tuple(filter(limit.looser, rungs))


def _amounts(asked: float, loosest: float) -> Floats:
    """Return amounts in small steps; those far apart by their ratio."""
    if not np.isfinite([asked, loosest]).all():
        return np.array([])
    if asked > 0 and loosest > 2 * asked:
        return np.geomspace(asked, loosest, math.ceil(math.log(loosest / asked) / math.log1p(AMOUNT_STEP)) + 1)
    return np.linspace(asked, loosest, round(1 / AMOUNT_STEP) + 1)
