"""Rule: what every business rule can do - check itself, give its rows, report on a plan, say what others ask of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import scipy.sparse as sp

from siteplan.errors import Problem
from siteplan.optimise.captures.capture import Capture
from siteplan.optimise.rules.limit import Limit
from siteplan.optimise.rules.rows import Rows
from siteplan.optimise.tolerances import RULE_TOLERANCE
from siteplan.optimise.types import Bools, Floats

if TYPE_CHECKING:
    from siteplan.optimise.rules.capacity import Capacity
    from siteplan.optimise.rules.lazy_constraint import LazyConstraint

__all__ = ["Covering", "Rule", "RuleReport", "report"]


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


@dataclass(frozen=True, eq=False)
class Covering:
    """What a rule on coverage is about.

    Attributes
    ----------
    covers : sparse or dense bool (n_zones, n_options)
        Whether the option, once open, covers the zone.
    weights : (n_zones,) or None
        What the zones count in a share; None where each counts as one.
    """

    covers: sp.csr_array | sp.csr_matrix | Bools
    weights: Floats | None


class Rule(ABC):
    """A business rule on the options that open. It answers for itself, and most rules answer as here.

    Whoever reads a problem asks its rules, and never of which type they are. `name` is what the planner calls it.
    """

    name: str

    @abstractmethod
    def problems(self, options: pd.DataFrame, n_zones: int) -> list[Problem]:
        """Everything that is wrong with the rule for these options; empty where it can be used."""

    @abstractmethod
    def rows(self, options: pd.DataFrame) -> Rows:
        """Its linear rows over the options."""

    @abstractmethod
    def reports(self, options: pd.DataFrame, open_: Bools) -> tuple[RuleReport, ...]:
        """Report what it asks and what the open options achieve."""

    def limits(self, options: pd.DataFrame) -> list[Limit]:
        """List what it asks, in the order of its reports."""
        lines = self.reports(options, np.zeros(len(options), dtype=bool))
        return [Limit(self, line, line.asked, line.unit) for line in lines]

    def loosened(self, limit: Limit, value: float, options: pd.DataFrame, open_: Bools | None = None) -> Rule | None:  # noqa: ARG002
        """Return the rule with another value of one of its limits; None where it has none to change.

        What is asked of sites or zones by name becomes what a plan `open_` (n_options,) does for them.
        """
        return None

    def without(self, limit: Limit) -> Rule | None:  # noqa: ARG002
        """Return what is left of the rule without one of its limits; None if that is nothing."""
        return None

    def sides(self, limit: Limit) -> dict[str, Rule | None]:
        """Return the senses in which a limit may be missed, each with the rule that stays on that side of it."""
        return {"at_least" if limit.sense == "exactly" else limit.sense: self.without(limit)}

    def target(self, limit: Limit, options: pd.DataFrame) -> tuple[Rule, float] | None:  # noqa: ARG002
        """Return a rule whose only row is the figure that a limit is about, in parts of so many units; None if none.

        Shares have none, nor have captures and rules of which only whether they hold can be said.
        """
        return None

    def ladder(self, limit: Limit, options: pd.DataFrame) -> tuple[float, ...]:  # noqa: ARG002
        """Return values to try, nearest first, where a limit has no target but is one number; else empty."""
        return ()

    @property
    def as_capture(self) -> Capture | None:
        """The figure of its one row as a capture to maximise; None where options add to it one by one."""
        return None

    @property
    def coverage(self) -> Covering | None:
        """Which zones it wants covered by which options; None for rules on anything else."""
        return None

    def uncovered(self, open_: Bools) -> Bools | None:  # noqa: ARG002
        """(n_zones,) zones it wants covered that a plan leaves uncovered; None for rules on anything else."""
        return None

    @property
    def spends(self) -> str | None:
        """The column of which it limits the sum; None for rules on anything else."""
        return None

    def payers(self, options: pd.DataFrame) -> Bools:
        """(n_options,) options whose `spends` counts."""
        return np.zeros(len(options), dtype=bool)

    @property
    def counts_capture(self) -> bool:
        """Whether it is about what a capture is worth, for which each option is known by the plan alone."""
        return False

    @property
    def lazy(self) -> LazyConstraint | None:
        """The rule itself, where no row says it and plans have to be checked; else None."""
        return None

    @property
    def allocation(self) -> Capacity | None:
        """The rule itself, where zones are to be allocated to options under it; else None."""
        return None


def report(rule: str, kind: str, sense: str, asked: float, achieved: float, unit: str, row: int | None) -> RuleReport:
    """Compare asked with achieved."""
    left = {
        "at_most": asked - achieved,
        "at_least": achieved - asked,
        "exactly": -abs(achieved - asked),
    }[sense]
    met = left >= -RULE_TOLERANCE * max(1.0, abs(asked))
    return RuleReport(rule, kind, sense, asked, achieved, left, met, unit, row)
