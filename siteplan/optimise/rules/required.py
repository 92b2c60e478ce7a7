"""RequiredSites: sites that must open, in whichever of their formats is best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import scipy.sparse as sp

from siteplan.errors import Problem
from siteplan.optimise.rules.count import Count
from siteplan.optimise.rules.limit import Limit
from siteplan.optimise.rules.rows import Rows
from siteplan.optimise.rules.rule import Rule, RuleReport, report
from siteplan.optimise.types import Bools

__all__ = ["RequiredSites"]


@dataclass(frozen=True)
class RequiredSites(Rule):
    """Each of these sites opens, in exactly one of its formats.

    `column` of options names the site that each counts for, where that is not where it stands. To require one format of
    a site give that option the status "required" instead.
    """

    sites: Sequence[str]
    name: str = "required sites"
    column: str = "site"

    def problems(self, options: pd.DataFrame, n_zones: int) -> list[Problem]:  # noqa: ARG002  part of Rule
        """Sites without an option."""
        missing = sorted(set(self.sites) - set(options[self.column]))
        what = f"rule {self.name!r}: required sites have no option"
        remedy = "Give each an option, or do not require it"
        return [Problem("rules", what, remedy, "sites", missing)] if missing else []

    def rows(self, options: pd.DataFrame) -> Rows:
        """One row a site: its options sum to one."""
        ones = np.ones(len(self._sites))
        return Rows.plain(self._members(options), ones, ones)

    def reports(self, options: pd.DataFrame, open_: Bools) -> tuple[RuleReport, ...]:
        """How many of the sites open."""
        opened = float((self._members(options) @ open_.astype(float)).sum())
        return (report(self.name, "required_sites", "exactly", float(len(self._sites)), opened, "sites", None),)

    def loosened(self, limit: Limit, value: float, options: pd.DataFrame, open_: Bools | None = None) -> Rule | None:  # noqa: ARG002
        """Return the rule for the sites that a plan opens."""
        if open_ is None:
            return None
        kept = set(options.loc[open_, self.column])
        return replace(self, sites=[site for site in self.sites if site in kept])

    def target(self, limit: Limit, options: pd.DataFrame) -> tuple[Rule, float]:
        """Return a count of the options of these sites."""
        listed = options[self.column].isin(list(self.sites)).to_numpy(dtype=bool)
        return Count(exactly=round(limit.asked), where=listed), 1.0

    @property
    def _sites(self) -> list[str]:
        return list(dict.fromkeys(self.sites))

    def _members(self, options: pd.DataFrame) -> sp.csr_array:
        """(n_sites, n_options): 1 where the option is of the site."""
        codes = pd.Index(self._sites).get_indexer(pd.Index(options[self.column]))
        columns = np.flatnonzero(codes >= 0)
        shape = (len(self._sites), len(options))
        return sp.csr_array((np.ones(len(columns)), (codes[columns], columns)), shape=shape)
