"""FormatShare: which part of the openings may or must be of some kind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp

from siteplan.errors import Problem
from siteplan.optimise.rules.limit import Limit, share_ladder
from siteplan.optimise.rules.rows import Rows
from siteplan.optimise.rules.rule import Rule, RuleReport, report
from siteplan.optimise.rules.where import Where, matching, where_problems, where_text
from siteplan.optimise.types import Bools

__all__ = ["FormatShare"]


@dataclass(frozen=True)
class FormatShare(Rule):
    """Of the openings that `among` picks, those that `of` picks too are at most or at least such a part.

    Linear: openings(of and among) - share * openings(among) <= 0, or >= 0. No opening at all meets it.

    Examples
    --------
    >>> FormatShare(of={"format": "mall"}, at_most=0.2).name
    'share format mall'
    """

    of: Where
    among: Where = None
    at_most: float | None = None
    at_least: float | None = None
    name: str = ""

    def __post_init__(self) -> None:
        """Name the rule by what it is about, where no name is given."""
        about = " of ".join(text for text in (where_text(self.of), where_text(self.among)) if text)
        object.__setattr__(self, "name", self.name or f"share {about}".strip())

    def problems(self, options: pd.DataFrame, n_zones: int) -> list[Problem]:  # noqa: ARG002  part of Rule
        """List limits that say nothing or are no shares, and columns or values that are not there."""
        found = [*where_problems(self.name, self.of, options), *where_problems(self.name, self.among, options)]
        limits = [share for _, share in self._limits()]
        if not limits:
            found.append(Problem("rules", f"rule {self.name!r} sets no limit", "Give at_most or at_least"))
        if not all(0 <= share <= 1 for share in limits):
            found.append(Problem("rules", f"rule {self.name!r}: no share", "Give shares from 0 to 1"))
        return found

    def rows(self, options: pd.DataFrame) -> Rows:
        """One row a limit."""
        part, whole = self._masks(options)
        limits = self._limits()
        body = np.array([part - share * whole.astype(float) for _, share in limits])
        lower = np.array([0.0 if sense == "at_least" else -np.inf for sense, _ in limits])
        upper = np.array([0.0 if sense == "at_most" else np.inf for sense, _ in limits])
        return Rows.plain(sp.csr_array(body), lower, upper)

    def reports(self, options: pd.DataFrame, open_: Bools) -> tuple[RuleReport, ...]:
        """One line a limit, just met without an opening. A row counts sites: its price is none of a share."""
        part, whole = (int(np.count_nonzero(mask & open_)) for mask in self._masks(options))
        return tuple(
            report(self.name, "format_share", sense, share, part / whole if whole else share, "share", None)
            for sense, share in self._limits()
        )

    def loosened(self, limit: Limit, value: float, options: pd.DataFrame, open_: Bools | None = None) -> Rule:  # noqa: ARG002
        """Return the rule with another share of the same sense."""
        return self._with(limit.sense, value)

    def without(self, limit: Limit) -> Rule | None:
        """Return the rule with its other limit, if it has two."""
        left = self._with(limit.sense, None)
        return left if left._limits() else None

    def ladder(self, limit: Limit, options: pd.DataFrame) -> tuple[float, ...]:  # noqa: ARG002  part of Rule
        """Return the looser shares."""
        return share_ladder(limit)

    def _with(self, sense: str, share: float | None) -> FormatShare:
        changes: dict[str, Any] = {sense: share}
        return replace(self, **changes)

    def _limits(self) -> list[tuple[str, float]]:
        given = (("at_most", self.at_most), ("at_least", self.at_least))
        return [(sense, float(share)) for sense, share in given if share is not None]

    def _masks(self, options: pd.DataFrame) -> tuple[Bools, Bools]:
        whole = matching(self.among, options)
        return matching(self.of, options) & whole, whole
