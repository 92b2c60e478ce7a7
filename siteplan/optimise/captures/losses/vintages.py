r"""Vintages: what is lost above caps where several options win the same, and lose other parts of it.

Of an option the vintages, by when it opened, win alike, and one of them is open at most. With rates
:math:`r_1 \le r_2 \le \dots` above one cap, what is lost is a sum over rungs: of :math:`r_k - r_{k-1}` wherever a
vintage from *k* on is open. Between plans that is much more than what single vintages lose, each open by a fraction;
and it is bounded over options, of which there are few (incremental formulation, Vielma 2015).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from siteplan.errors import Problem
from siteplan.optimise.captures.by_columns import ByColumns
from siteplan.optimise.captures.losses.above_cap import AboveCap
from siteplan.optimise.captures.losses.capped_state import CappedState
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["AboveCapOfVintages", "Vintages", "above_caps_of_vintages"]


class Vintages(NamedTuple):
    """Of which options the options of a problem are vintages.

    Attributes
    ----------
    option : (n_vintages,) the option of each; every one has some
    utility : csr (n_zones, n_options)
    near : csr (n_options, n_options), stored where both pull on a zone
    numbers : (n_options,) names of options that hold in other periods, too
    """

    option: Ints
    utility: sp.csr_array
    near: sp.csr_array
    numbers: Ints

    @classmethod
    def of(cls, option: Ints, utility: sp.csr_array, near: sp.csr_array) -> Vintages:
        """Return those of some of the options of `utility` and `near`; their own arrays where all have vintages."""
        numbers, option = np.unique(option, return_inverse=True)
        if len(numbers) == utility.shape[1]:
            return cls(option, utility, near, numbers)
        some = sp.csr_array(near[numbers])
        return cls(option, sp.csr_array(utility[:, numbers]), sp.csr_array(some[:, numbers]), numbers)


@dataclass(frozen=True, eq=False)
class AboveCapOfVintages(ByColumns):
    """AboveCap on vintages: the zones are rungs of options.

    Parameters
    ----------
    capture : AboveCap
        Over options and, after them, rungs.
    whole : AboveCap
        The same over vintages.
    members : csr (n_options + n_rungs, n_vintages)
        1 where a vintage is one of the option, or loses on the rung.
    numbers : (n_options,)
        Names of the options in all periods.
    """

    capture: AboveCap
    whole: AboveCap
    members: sp.csr_array
    numbers: Ints

    def problems(self, n_options: int) -> list[Problem]:
        """List what is wrong with both."""
        return self.whole.problems(n_options) + self.capture.problems(self.capture.n_options)

    @property
    def bounded_with(self) -> Ints:
        """(n_zones,) the option of each, in whatever period it is; of facilities, numbers below 0."""
        who, n_options = self.capture.who, self.capture.n_options
        return np.where(
            self.capture.option >= 0,
            np.append(self.numbers, -1)[np.minimum(who, len(self.numbers))],
            n_options - 1 - who,
        )

    @property
    def stands(self) -> sp.csr_array:
        """As the members say."""
        return self.members

    def sites_of(self, which: Bools) -> Bools:
        """(n_zones,) which are of some vintages and facilities (n_vintages + n_facilities,)."""
        n_vintages = self.n_columns
        standing = self.stands @ which[:n_vintages].astype(float) > 0
        return self.capture.sites_of(np.concatenate([standing, which[n_vintages:]]))

    def state_at(self, open_: Bools) -> CappedState:
        """Return its state at a set of open vintages."""
        return self.whole.state_at(open_)

    def sales_at(self, open_: Bools) -> CappedState:
        """Return the state of all that is sold, what is lost of it taken off."""
        return self.whole.sales_at(open_)

    def among(self, options: Bools) -> AboveCapOfVintages:
        """Return the same with every other vintage unable to open."""
        left = self.capture.among(self.columns_at(options) > 0)
        return replace(self, capture=left, whole=self.whole.among(options))


class _Rung(NamedTuple):
    """Vintages that all lose above the caps of an option, one an outlook, at these rates."""

    option: int
    vintages: Ints
    caps: Floats
    rates: Floats


def above_caps_of_vintages(wholes: Sequence[AboveCap], vintages: Sequence[Vintages]) -> list[AboveCapOfVintages]:
    """Return what is lost of vintages in each outlook; the same options are theirs in all."""
    ladder, numbers = _Ladder(wholes, vintages), vintages[0].numbers
    return [
        AboveCapOfVintages(ladder.narrow(number), whole, ladder.members, numbers) for number, whole in enumerate(wholes)
    ]


@dataclass(frozen=True, eq=False)
class _Ladder:
    """The rungs that all outlooks share."""

    wholes: Sequence[AboveCap]
    vintages: Sequence[Vintages]

    @property
    def option(self) -> Ints:
        return self.vintages[0].option

    @cached_property
    def rungs(self) -> list[_Rung]:
        n_vintages = len(self.option)
        caps = np.stack([whole.losses.caps[:, :n_vintages] for whole in self.wholes])
        rates = np.stack([whole.losses.rates[:, :n_vintages] for whole in self.wholes])
        return [
            rung for piece in range(caps.shape[1]) for rung in _of_piece(self.option, caps[:, piece], rates[:, piece])
        ]

    @property
    def n_options(self) -> int:
        return int(self.option.max(initial=-1)) + 1

    @cached_property
    def winner(self) -> Ints:
        """(n_options + n_rungs,) the option of each column."""
        return np.concatenate([np.arange(self.n_options), np.array([rung.option for rung in self.rungs], dtype=int)])

    @cached_property
    def members(self) -> sp.csr_array:
        """(n_options + n_rungs, n_vintages)."""
        rows = [self.option, *(np.full(len(rung.vintages), n) for n, rung in enumerate(self.rungs, self.n_options))]
        vintages = [np.arange(len(self.option)), *(rung.vintages for rung in self.rungs)]
        places = np.concatenate(rows), np.concatenate(vintages)
        return sp.csr_array((np.ones(len(places[0])), places), shape=(len(self.winner), len(self.option)))

    def narrow(self, number: int) -> AboveCap:
        """Return what is lost in an outlook, over options and rungs."""
        whole, of, n_columns = self.wholes[number], self.vintages[number], len(self.winner)
        caps, rates = np.full(n_columns, np.inf), np.zeros(n_columns)
        caps[self.n_options :] = [rung.caps[number] for rung in self.rungs]
        rates[self.n_options :] = [rung.rates[number] for rung in self.rungs]
        first = np.unique(self.option, return_index=True)[1]
        least = None if whole.least is None else np.append(whole.least[first], np.zeros(len(self.rungs)))
        return replace(
            whole,
            shares=replace(whole.shares, utility=_wider(of.utility, n_columns)),
            caps=caps,
            rates=rates,
            least=least,
            winner=self.winner,
            near=_wider(of.near, n_columns),
        )


def _wider(matrix: sp.csr_array, n_columns: int) -> sp.csr_array:
    """Return the matrix with empty columns behind."""
    return sp.csr_array((matrix.data, matrix.indices, matrix.indptr), shape=(matrix.shape[0], n_columns))


def _of_piece(option: Ints, caps: Floats, rates: Floats) -> Iterator[_Rung]:
    """Yield the rungs of one piece of all vintages, whose caps and rates are (n_outlooks, n_vintages)."""
    some = np.flatnonzero(np.isfinite(caps).all(axis=0) & (rates > 0).any(axis=0))
    if not len(some):
        return
    keys = np.column_stack([option[some], caps[:, some].T])
    _, lot = np.unique(keys, axis=0, return_inverse=True)
    for members in np.split(some[np.argsort(lot.ravel(), kind="stable")], np.cumsum(np.bincount(lot.ravel()))[:-1]):
        for vintages, lost in _rungs(members, rates[:, members]):
            yield _Rung(int(option[vintages[0]]), vintages, caps[:, vintages[0]], lost)


def _rungs(members: Ints, rates: Floats) -> Iterator[tuple[Ints, Floats]]:
    """Yield vintages and what all lose more (n_outlooks,) than those before; each alone if outlooks order them anew."""
    order = np.argsort(rates.sum(axis=0), kind="stable")
    members, rates = members[order], rates[:, order]
    steps = np.diff(rates, axis=1, prepend=0.0)
    if (steps < 0).any():
        yield from ((members[n : n + 1], rates[:, n]) for n in range(len(members)))
        return
    for n in np.flatnonzero((steps > 0).any(axis=0)):
        yield members[n:], steps[:, n]
