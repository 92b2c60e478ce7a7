"""PeriodState: a capture's state in one period, told of what is chosen for all periods."""

from __future__ import annotations

import numpy as np

from siteplan.optimise.captures.capture import CaptureState
from siteplan.optimise.captures.sparse import taken_from
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["PeriodState"]


class PeriodState:
    """What stands in one period at a set of open options. It changes in place.

    Of options of one site at most one is open; an option whose column stands already is asked what it gains only once
    that is closed, so until then its limit is what the column is worth.
    """

    def __init__(self, state: CaptureState, column: Ints, open_: Bools, weight: float = 1.0) -> None:
        self.open = open_.copy()
        self._state, self._column, self._weight = state, column, weight
        self._there = column >= 0

    def value(self) -> float:
        """Sum of the zone values."""
        return self._weight * self._state.value()

    def gains(self) -> Floats:
        """(n_options,) of the columns."""
        return np.where(self.open, 0.0, self._of_options(self._state.gains()))

    def losses(self) -> Floats:
        """(n_options,) of the columns."""
        return np.where(self.open, self._of_options(self._state.losses()), 0.0)

    def least_lost(self) -> Floats:
        """(n_options,) of the columns."""
        return self._of_options(self._state.least_lost())

    def gain(self, option: int) -> float:
        """Return that of its column."""
        column = int(self._column[option])
        return self._weight * self._state.gain(column) if column >= 0 else 0.0

    def loss(self, option: int) -> float:
        """Return that of its column."""
        column = int(self._column[option])
        return self._weight * self._state.loss(column) if column >= 0 else 0.0

    def limits(self) -> Floats:
        """(n_options,) of the columns."""
        return self._of_options(self._state.limits())

    def rise(self, option: int) -> float:  # noqa: ARG002  part of CaptureState
        """Return no limit: other schedules of the option's site would need one of their own."""
        return np.inf

    def limits_without(self, option: int) -> Floats:
        """(n_options,) of the columns; the option's own column gains again what it is worth."""
        column = int(self._column[option])
        if column < 0:
            return self.limits()
        limits = self._state.limits_without(column).copy()
        limits[column] = self._state.loss(column)
        return self._of_options(limits)

    def flip(self, option: int) -> None:
        """Open an option, or close it."""
        self.open[option] = ~self.open[option]
        if self._there[option]:
            self._state.flip(int(self._column[option]))

    def _of_options(self, columns: Floats) -> Floats:
        return taken_from(columns, self._column) * self._weight
