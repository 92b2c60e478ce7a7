"""Spacing: options that are too near each other do not open together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import scipy.sparse as sp

from siteplan.errors import Problem
from siteplan.optimise.rules.rows import Rows
from siteplan.optimise.rules.rule import Rule, RuleReport, report
from siteplan.optimise.rules.where import Where, matching, where_problems
from siteplan.optimise.types import Bools, Ints

__all__ = ["Spacing", "Territory"]


@dataclass(frozen=True, eq=False)
class Spacing(Rule):
    """No two open options may be near each other, one of those that `first` picks and one that `second` picks.

    Linear: at most one of each set of options that exclude each other pair by pair.

    Parameters
    ----------
    near : sparse or dense bool (n_options, n_options)
        Whether two options are too near; either half of the matrix will do.
    near_own : (n_options,) bool, optional
        Options too near an own facility: those that `first` picks stay closed.
    """

    near: sp.csr_array | Bools
    first: Where = None
    second: Where = None
    near_own: Bools | None = None
    name: str = "spacing"
    kind: str = "spacing"

    def problems(self, options: pd.DataFrame, n_zones: int) -> list[Problem]:  # noqa: ARG002  part of Rule
        """List shapes that do not fit, and columns or values that are not there."""
        found = [*where_problems(self.name, self.first, options), *where_problems(self.name, self.second, options)]
        n = len(options)
        shapes = (("near", np.shape(self.near), (n, n)), ("near_own", np.shape(self._near_own(n)), (n,)))
        return found + [
            Problem("rules", f"rule {self.name!r}: shape {given}", f"Give shape {wanted}", column)
            for column, given, wanted in shapes
            if given != wanted
        ]

    def rows(self, options: pd.DataFrame) -> Rows:
        """One row a set of options of which at most one opens; one for those that none of may."""
        sets = _cliques(self._conflicts(options), pd.factorize(options["site"])[0])
        barred = np.flatnonzero(self._barred(options))
        members = [*sets, barred] if len(barred) else sets
        row = np.repeat(np.arange(len(members)), [len(m) for m in members])
        columns = np.concatenate(members) if members else np.empty(0, dtype=int)
        body = sp.csr_array((np.ones(len(columns)), (row, columns)), shape=(len(members), len(options)))
        upper = np.array([1.0] * len(sets) + [0.0] * (len(members) - len(sets)))
        return Rows.plain(body, np.full(len(members), -np.inf), upper)

    def reports(self, options: pd.DataFrame, open_: Bools) -> tuple[RuleReport, ...]:
        """How many pairs, own facilities included, are too near."""
        chosen = np.flatnonzero(open_)
        pairs = self._conflicts(options)[np.ix_(chosen, chosen)].sum() / 2
        pairs += np.count_nonzero(self._barred(options) & open_)
        return (report(self.name, self.kind, "at_most", 0.0, float(pairs), "pairs", None),)

    def _near_own(self, n_options: int) -> Bools:
        return np.zeros(n_options, dtype=bool) if self.near_own is None else np.asarray(self.near_own, dtype=bool)

    def _barred(self, options: pd.DataFrame) -> Bools:
        return self._near_own(len(options)) & matching(self.first, options)

    def _conflicts(self, options: pd.DataFrame) -> Bools:
        """(n_options, n_options) bool, symmetric; options of one site are no pair."""
        site = pd.factorize(options["site"])[0]
        near = self._near | self._near.T
        first, second = matching(self.first, options), matching(self.second, options)
        pairs = near & first[:, None] & second[None, :]
        return np.asarray((pairs | pairs.T) & (site[:, None] != site[None, :]))

    @cached_property
    def _near(self) -> Bools:
        dense = self.near.toarray() if sp.issparse(self.near) else self.near
        return np.asarray(dense, dtype=bool)


@dataclass(frozen=True, eq=False)
class Territory(Spacing):
    """Exclusive territories: those of two open options share no zone. Make it by `of`."""

    name: str = "territory"
    kind: str = "territory"

    @classmethod
    def of(
        cls, zones: sp.csr_array, where: Where = None, own: Bools | None = None, name: str = "territory"
    ) -> Territory:
        """Keep apart the territories of the options that `where` picks.

        Parameters
        ----------
        zones : sparse bool (n_zones, n_options)
            Whether the zone belongs to the option's territory.
        own : (n_zones,) bool, optional
            Zones that belong to the territory of an own facility.
        """
        belongs = sp.csr_array(zones).astype(float)
        taken = None if own is None else np.asarray(belongs.T @ np.asarray(own, dtype=float)) > 0
        return cls(sp.csr_array((belongs.T @ belongs) > 0), where, where, taken, name)


def _cliques(conflicts: Bools, site: Ints) -> list[Ints]:
    """Find sets of options of which at most one opens, that hold every conflicting pair; greedily."""
    adjacent = conflicts | ((site[:, None] == site[None, :]) & ~np.eye(len(site), dtype=bool))
    uncovered = conflicts.copy()
    sets = []
    for option in range(len(site)):
        while uncovered[option].any():
            members = _clique(option, adjacent, uncovered[option])
            uncovered[np.ix_(members, members)] = False
            sets.append(np.array(sorted(members)))
    return sets


def _clique(option: int, adjacent: Bools, wanted: Bools) -> list[int]:
    """Grow a set from one option, with those that are wanted first."""
    members, candidates = [option], adjacent[option].copy()
    while candidates.any():
        first = candidates & wanted
        members.append(int(first.argmax() if first.any() else candidates.argmax()))
        candidates &= adjacent[members[-1]]
    return members
