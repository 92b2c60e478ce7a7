"""HuffStanding: Huff capture at one set of open options, and what single moves change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp

from siteplan.optimise.captures.sparse import entries_of, first_of_most, row_of, summed
from siteplan.optimise.types import Bools, Floats, Ints

if TYPE_CHECKING:
    from siteplan.optimise.captures.huff import HuffCapture

__all__ = ["HuffStanding"]


@dataclass(frozen=True, eq=False)
class HuffStanding:
    """Huff capture at one set of open options; `pulled` (n_zones,) is their summed pull."""

    capture: HuffCapture
    open: Bools
    pulled: Floats

    def value(self) -> float:
        """Return the captured demand."""
        return float(self.capture._values(self.pulled).sum())

    def gains(self) -> Floats:
        """(n_options,) what opening each closed option adds."""
        return self._gains

    def losses(self) -> Floats:
        """(n_options,) what closing each open option takes."""
        return self._losses

    @cached_property
    def _gains(self) -> Floats:
        capture = self.capture
        columns = capture._pull.indices
        gains = summed(columns, capture._entry_gains(self.pulled), len(self.open))
        return np.where(self.open, 0.0, gains)

    @cached_property
    def _losses(self) -> Floats:
        capture, losses = self.capture, np.zeros(len(self.open))
        leader, others = self._leads
        for option in np.flatnonzero(self.open).tolist():
            zones, pull = self._column(option)
            pulled = self.pulled[zones]
            left = np.where(leader[zones] == option, others[zones], pulled - pull)
            losses[option] = capture._fall(pulled, zones, pull, capture._total(np.maximum(left, 0.0), zones)).sum()
        return losses

    @cached_property
    def _leads(self) -> tuple[Ints, Floats]:
        """(n_zones,) the open option that pulls most (-1: none), and what the others pull.

        Summed without it: a difference of large pulls would keep their rounding errors, and moves that gain nothing
        would seem to.
        """
        some = np.flatnonzero(self.open)
        near = sp.csr_array(self.capture._columns[:, some])
        row = row_of(near)
        first = first_of_most(near, near.data)
        leader = np.full(len(self.pulled), -1)
        leader[row[first]] = some[near.indices[first]]
        near.data[first] = 0.0
        return leader, np.asarray(near.sum(axis=1))

    def gain(self, option: int) -> float:
        """Return what opening one closed option adds."""
        zones, pull = self._column(option)
        return float(self.capture._rise(self.pulled[zones], zones, pull).sum())

    def gains_without(self, option: int) -> Floats:
        """(n_options,) upper limits of the gains with one open option closed.

        What closing adds to the gain of a pull u on a zone is concave in u and 0 at u = 0 (total T falls to S):
        (1/S - 1/(S + u)) - (1/T - 1/(T + u)), so it is at most u times its slope there, 1/S^2 - 1/T^2.
        """
        capture = self.capture
        zones, less = self._column(option)
        before = self.pulled[zones]
        slope = capture._first_rise(np.maximum(before - less, 0.0), zones) - capture._first_rise(before, zones)
        pull = capture._pull
        entries = entries_of(pull, zones)
        more = np.repeat(slope, np.diff(pull.indptr)[zones]) * pull.data[entries]
        return np.asarray(self._gains + summed(pull.indices[entries], more, len(self.open)))

    def opened(self, option: int) -> HuffStanding:
        """Stand at the same options and one more."""
        zones, pull = self._column(option)
        pulled, open_ = self.pulled.copy(), self.open.copy()
        pulled[zones] += pull
        open_[option] = True
        return replace(self, open=open_, pulled=pulled)

    def closed(self, option: int) -> HuffStanding:
        """Stand at the same options but one; summed anew, since a difference would keep rounding errors."""
        open_ = self.open.copy()
        open_[option] = False
        return self.capture.at(open_)

    def _column(self, option: int) -> tuple[Ints, Floats]:
        columns = self.capture._columns
        entries = slice(columns.indptr[option], columns.indptr[option + 1])
        return columns.indices[entries], columns.data[entries]
