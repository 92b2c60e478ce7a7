"""Requires: an option of one kind opens only where one of another kind is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp

from siteplan.errors import Problem
from siteplan.optimise.rules.rows import Rows
from siteplan.optimise.rules.rule import Rule, RuleReport, report
from siteplan.optimise.rules.where import Where, matching, where_problems, where_text
from siteplan.optimise.types import Bools, Ints

__all__ = ["Requires"]


@dataclass(frozen=True)
class Requires(Rule):
    """Each opening that `where` picks needs an opening that `needs` picks with the same value of the column `within`.

    Parameters
    ----------
    own : collection of values of that column
        Where own facilities meet the need already.
    standing : collection of values of that column
        Where own facilities that are no options have the need.

    Examples
    --------
    >>> Requires({"format": "franchise"}, {"format": "agent"}, within="region", own=["south"]).name
    'format franchise requires format agent in its region'
    """

    where: Where
    needs: Where
    within: str
    own: Collection[Any] = ()
    standing: Collection[Any] = ()
    name: str = ""

    def __post_init__(self) -> None:
        """Name the rule by what it is about, where no name is given."""
        about = f"{where_text(self.where)} requires {where_text(self.needs)} in its {self.within}"
        object.__setattr__(self, "name", self.name or about)

    def problems(self, options: pd.DataFrame, n_zones: int) -> list[Problem]:  # noqa: ARG002  part of Rule
        """List columns and values that are not there."""
        found = [*where_problems(self.name, self.where, options), *where_problems(self.name, self.needs, options)]
        if self.within not in options:
            what = f"rule {self.name!r}: no column {self.within!r} in the options"
            found.append(Problem("rules", what, "Name a column of the options", "within"))
        return found

    def rows(self, options: pd.DataFrame) -> Rows:
        """One row an option in need: y - sum of those that meet the need <= 0; for facilities 1 in place of y."""
        needy, met_by, standing = self._needy(options), self._met_by(options), self._met_by_where_standing(options)
        own = sp.csr_array((np.ones(len(needy)), (np.arange(len(needy)), needy)), shape=met_by.shape)
        most = np.concatenate([np.zeros(len(needy)), -np.ones(standing.shape[0])])
        matrix = sp.csr_array(sp.vstack([own - met_by, -standing], format="csr"))
        return Rows.plain(matrix, np.full(len(most), -np.inf), most)

    def reports(self, options: pd.DataFrame, open_: Bools) -> tuple[RuleReport, ...]:
        """How many openings lack what they need, and in how many places facilities do."""
        y = open_.astype(float)
        lacking = open_[self._needy(options)] & (self._met_by(options) @ y == 0)
        missed = np.count_nonzero(lacking) + np.count_nonzero(self._met_by_where_standing(options) @ y == 0)
        return (report(self.name, "requires", "at_most", 0.0, float(missed), "sites", None),)

    def _needy(self, options: pd.DataFrame) -> Ints:
        settled = options[self.within].isin(list(self.own)).to_numpy(dtype=bool)
        return np.flatnonzero(matching(self.where, options) & ~settled)

    def _met_by(self, options: pd.DataFrame) -> sp.csr_array:
        """(n_needy, n_options): 1 where the option meets the need."""
        area = pd.factorize(options[self.within])[0]
        return self._meeting(area[self._needy(options)], area, options)

    def _met_by_where_standing(self, options: pd.DataFrame) -> sp.csr_array:
        """(n_standing, n_options): 1 where the option meets the need of facilities."""
        area, names = pd.factorize(options[self.within])
        left = [value for value in self.standing if value not in self.own]
        return self._meeting(names.get_indexer(pd.Index(left, dtype=names.dtype)), area, options)

    def _meeting(self, wanted: Ints, area: Ints, options: pd.DataFrame) -> sp.csr_array:
        return sp.csr_array((wanted[:, None] == area[None, :]) * matching(self.needs, options).astype(float))
