"""Budget: what the options that open may cost together."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import scipy.sparse as sp

from siteplan.errors import Problem
from siteplan.optimise.rules.limit import Limit
from siteplan.optimise.rules.rows import Rows
from siteplan.optimise.rules.rule import Rule, RuleReport, report
from siteplan.optimise.rules.where import Where, matching, where_problems, where_text
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["Budget"]


@dataclass(frozen=True)
class Budget(Rule):
    """The sum of `column` over the open options that `where` picks stays within `limit` (same unit).

    `otherwise` names a column of what it costs that no option of its site is open: to give up one that stands.
    """

    limit: float
    column: str = "cost"
    where: Where = None
    name: str = ""
    otherwise: str | None = None

    def __post_init__(self) -> None:
        """Name the rule by what it is about, where no name is given."""
        object.__setattr__(self, "name", self.name or f"budget {self.column} {where_text(self.where)}".strip())

    def problems(self, options: pd.DataFrame, n_zones: int) -> list[Problem]:  # noqa: ARG002  part of Rule
        """List a limit that buys nothing, a missing column, costs that are no costs."""
        found = where_problems(self.name, self.where, options)
        if not (np.isfinite(self.limit) and self.limit > 0):
            what = f"rule {self.name!r}: a budget of {self.limit:g} can open nothing"
            found.append(Problem("rules", what, "Give a limit above 0, or leave the rule out", "limit"))
        return [*found, *(p for c in (self.column, self.otherwise) if c for p in self._cost_problems(options, c))]

    def rows(self, options: pd.DataFrame) -> Rows:
        """One row: the costs."""
        given_up, site = self._given_up(options)
        costs = sp.csr_array((self._costs(options, self.column) - given_up[site])[np.newaxis, :])
        return Rows.plain(costs, np.array([-np.inf]), np.array([float(self.limit) - given_up.sum()]))

    def reports(self, options: pd.DataFrame, open_: Bools) -> tuple[RuleReport, ...]:
        """Report what is spent."""
        given_up, site = self._given_up(options)
        given_up[site[open_]] = 0.0
        spent = float(self._costs(options, self.column)[open_].sum() + given_up.sum())
        return (report(self.name, "budget", "at_most", float(self.limit), spent, self.column, 0),)

    def loosened(self, limit: Limit, value: float, options: pd.DataFrame, open_: Bools | None = None) -> Rule:  # noqa: ARG002
        """Return the rule with another limit."""
        return replace(self, limit=value)

    def target(self, limit: Limit, options: pd.DataFrame) -> tuple[Rule, float]:  # noqa: ARG002  part of Rule
        """Return itself: its row is what is spent."""
        return self, 1.0

    @property
    def spends(self) -> str:
        """The column of the costs."""
        return self.column

    def payers(self, options: pd.DataFrame) -> Bools:
        """(n_options,) options that `where` picks."""
        return matching(self.where, options)

    def _costs(self, options: pd.DataFrame, column: str | None) -> Floats:
        costs = np.zeros(len(options)) if column is None else options[column].to_numpy(dtype=float)
        return np.where(matching(self.where, options), costs, 0.0)

    def _given_up(self, options: pd.DataFrame) -> tuple[Floats, Ints]:
        """Return what it costs that a site has no open option (n_sites,), and the number of each option's site."""
        site = pd.factorize(options["site"])[0]
        costs = self._costs(options, self.otherwise)
        return np.bincount(site, costs, int(site.max(initial=-1)) + 1).astype(float), site

    def _cost_problems(self, options: pd.DataFrame, column: str) -> list[Problem]:
        if column not in options:
            what = f"rule {self.name!r}: no column {column!r} in the options"
            return [Problem("rules", what, f"Known are: {', '.join(map(str, options.columns))}", "column")]
        costs = pd.to_numeric(options[column], errors="coerce").to_numpy(dtype=float)
        bad = ~np.isfinite(costs) | (costs < 0)
        if not bad.any():
            return []
        ids = [str(i) for i in options.index[bad]]
        return [Problem("options", "costs are missing or negative", "Give finite costs from 0", column, ids)]
