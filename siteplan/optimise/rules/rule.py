"""What every business rule can do: check itself, give its rows, report on a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from siteplan.errors import Problem
from siteplan.optimise.rules.rows import TOLERANCE, Rows
from siteplan.optimise.types import Bools

__all__ = ["TOLERANCE", "Rule", "RuleReport", "report"]


@dataclass(frozen=True)
class RuleReport:
    """One line on one rule: what it asks, what a plan achieves.

    `sense` is "at_most", "at_least" or "exactly"; `slack` is what is left and negative where the rule is broken;
    `row` is the row of the rule's own rows whose dual is its shadow price, or None.
    """

    rule: str
    kind: str
    sense: str
    asked: float
    achieved: float
    slack: float
    met: bool
    unit: str
    row: int | None = None


class Rule(Protocol):
    """A business rule on the options that open."""

    @property
    def name(self) -> str:
        """What the planner calls it."""

    def problems(self, options: pd.DataFrame, n_zones: int) -> list[Problem]:
        """Everything that is wrong with the rule for these options; empty where it can be used."""

    def rows(self, options: pd.DataFrame) -> Rows:
        """Its linear rows over the options."""

    def reports(self, options: pd.DataFrame, open_: Bools) -> tuple[RuleReport, ...]:
        """Report what it asks and what the open options achieve."""


def report(rule: str, kind: str, sense: str, asked: float, achieved: float, unit: str, row: int | None) -> RuleReport:
    """Compare asked with achieved."""
    left = {
        "at_most": asked - achieved,
        "at_least": achieved - asked,
        "exactly": -abs(achieved - asked),
    }[sense]
    met = left >= -TOLERANCE * max(1.0, abs(asked))
    return RuleReport(rule, kind, sense, asked, achieved, left, met, unit, row)
