"""Count: how many options may or must open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp

from siteplan.errors import Problem
from siteplan.optimise.rules.limit import Limit
from siteplan.optimise.rules.rows import Rows
from siteplan.optimise.rules.rule import Rule, RuleReport, report
from siteplan.optimise.rules.where import Where, matching, where_problems, where_text
from siteplan.optimise.types import Bools

__all__ = ["Count"]


@dataclass(frozen=True)
class Count(Rule):
    """At most, at least or exactly so many of the options that `where` picks.

    Since a site opens at most one option, this is also a count of sites.

    Examples
    --------
    >>> Count(at_most=3, where={"tier": "3", "format": "mall"}).name
    'count tier 3, format mall'
    """

    at_most: int | None = None
    at_least: int | None = None
    exactly: int | None = None
    where: Where = None
    name: str = ""

    def __post_init__(self) -> None:
        """Name the rule by what it is about, where no name is given."""
        object.__setattr__(self, "name", self.name or f"count {where_text(self.where)}".strip())

    def problems(self, options: pd.DataFrame, n_zones: int) -> list[Problem]:  # noqa: ARG002  part of Rule
        """Limits that say nothing, or contradict each other, or are no counts."""
        return [*self._limit_problems(), *where_problems(self.name, self.where, options)]

    def rows(self, options: pd.DataFrame) -> Rows:
        """One row a limit: the sum of the options that are counted."""
        counted = matching(self.where, options).astype(float)
        limits = self._limits()
        lower = [float(n) if sense != "at_most" else -np.inf for sense, n in limits]
        upper = [float(n) if sense != "at_least" else np.inf for sense, n in limits]
        return Rows.plain(sp.csr_array(np.tile(counted, (len(limits), 1))), np.array(lower), np.array(upper))

    def reports(self, options: pd.DataFrame, open_: Bools) -> tuple[RuleReport, ...]:
        """One line a limit."""
        achieved = float(np.count_nonzero(open_ & matching(self.where, options)))
        return tuple(
            report(self.name, "count", sense, float(n), achieved, "sites", row)
            for row, (sense, n) in enumerate(self._limits())
        )

    def loosened(self, limit: Limit, value: float, options: pd.DataFrame, open_: Bools | None = None) -> Rule:  # noqa: ARG002
        """Return the rule with another count of the same sense."""
        return self._with(limit.sense, round(value))

    def without(self, limit: Limit) -> Rule | None:
        """Return the rule with its other limit, if it has two."""
        left = self._with(limit.sense, None)
        return left if left._limits() else None

    def sides(self, limit: Limit) -> dict[str, Rule | None]:
        """Let an exact count be missed from above or from below."""
        if limit.sense != "exactly":
            return super().sides(limit)
        return {
            "at_least": replace(self, exactly=None, at_most=self.exactly),
            "at_most": replace(self, exactly=None, at_least=self.exactly),
        }

    def target(self, limit: Limit, options: pd.DataFrame) -> tuple[Rule, float]:  # noqa: ARG002  part of Rule
        """Return an exact count: its row is the number of sites."""
        return replace(self, at_most=None, at_least=None, exactly=round(limit.asked)), 1.0

    def _with(self, sense: str, n: int | None) -> Count:
        changes: dict[str, Any] = {sense: n}
        return replace(self, **changes)

    def _limits(self) -> list[tuple[str, int]]:
        given = (("at_most", self.at_most), ("at_least", self.at_least), ("exactly", self.exactly))
        return [(sense, n) for sense, n in given if n is not None]

    def _limit_problems(self) -> list[Problem]:
        limits = self._limits()
        found = []
        if not limits:
            found.append(self._problem("sets no limit", "Give at_most, at_least or exactly"))
        if self.exactly is not None and len(limits) > 1:
            found.append(self._problem("asks exactly and another limit", "Give exactly alone"))
        if any(n < 0 or n != int(n) for _, n in limits):
            found.append(self._problem("has a limit that is no count", "Give whole numbers from 0"))
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            found.append(self._problem("asks at least more than at most", "Exchange the two limits"))
        return found

    def _problem(self, what: str, remedy: str) -> Problem:
        return Problem("rules", f"rule {self.name!r} {what}", remedy)
