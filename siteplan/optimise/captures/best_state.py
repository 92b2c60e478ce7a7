"""BestState: a best capture at a set of open options, and what single moves change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from siteplan.optimise.captures.sparse import row_of, summed
from siteplan.optimise.types import Bools, Floats, Ints

if TYPE_CHECKING:
    from siteplan.optimise.captures.best import BestCapture

__all__ = ["BestState"]


class BestState:
    """Best capture at one set of open options: by zone the best rise, whose it is (-1: nobody's), the second best."""

    def __init__(self, capture: BestCapture, open_: Bools) -> None:
        self.open = open_.copy()
        self._capture = capture
        self._best, self._owner, self._second = capture._two_best(open_, np.arange(len(capture.base)))
        self._gains: Floats | None = None

    def value(self) -> float:
        """Return the sum of the zone values."""
        return float(self._capture.base.sum() + self._best.sum())

    def gains(self) -> Floats:
        """(n_options,) what opening each closed option adds."""
        if self._gains is None:
            rise = self._capture._rise
            add = np.maximum(rise.data - self._best[self._capture._row], 0.0)
            self._gains = np.where(self.open, 0.0, summed(rise.indices, add, len(self.open)))
        return self._gains

    def losses(self) -> Floats:
        """(n_options,) what closing each open option takes."""
        owned = self._owner >= 0
        return summed(self._owner[owned], (self._best - self._second)[owned], len(self.open))

    def least_lost(self) -> Floats:
        """(n_options,) the losses themselves."""
        return self.losses()

    def gain(self, option: int) -> float:
        """Return what opening one closed option adds."""
        zones, rise = self._column(option)
        return float(np.maximum(rise - self._best[zones], 0.0).sum())

    def loss(self, option: int) -> float:
        """Return what closing one open option takes."""
        owned = self._owner == option
        return float((self._best[owned] - self._second[owned]).sum())

    def limits(self) -> Floats:
        """(n_options,) the gains themselves."""
        return self.gains()

    def rise(self, option: int) -> float:  # noqa: ARG002  part of CaptureState
        """Return infinity: the limits are quick."""
        return float("inf")

    def limits_without(self, option: int) -> Floats:
        """(n_options,) what opening each would add, were one open option closed: exact, from the zones it holds."""
        zones = np.flatnonzero(self._owner == option)
        some = self._capture._rise[zones]
        row = row_of(some)
        more = np.maximum(some.data - self._second[zones][row], 0.0)
        more -= np.maximum(some.data - self._best[zones][row], 0.0)
        return np.asarray(self.gains() + summed(some.indices, more, len(self.open)))

    def flip(self, option: int) -> None:
        """Open an option, or close it."""
        zones, rise = self._column(option)
        self.open[option] = ~self.open[option]
        if self.open[option]:
            self._enter(option, zones, rise)
        else:
            zones = zones[rise >= self._second[zones]]
            self._best[zones], self._owner[zones], self._second[zones] = self._capture._two_best(self.open, zones)
        self._gains = None

    def _enter(self, option: int, zones: Ints, rise: Floats) -> None:
        """Take the first or the second place of each zone that the option leads, or is second in."""
        best = self._best[zones]
        leads = rise > best
        self._second[zones] = np.where(leads, best, np.maximum(self._second[zones], rise))
        self._best[zones] = np.maximum(best, rise)
        self._owner[zones[leads]] = option

    def _column(self, option: int) -> tuple[Ints, Floats]:
        columns = self._capture._columns
        entries = slice(columns.indptr[option], columns.indptr[option + 1])
        return columns.indices[entries], columns.data[entries]
