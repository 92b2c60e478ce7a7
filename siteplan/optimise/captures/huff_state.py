"""HuffState: Huff capture at a set of open options, and what single moves change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from siteplan.optimise.captures.exact_sums import ExactSums
from siteplan.optimise.types import Bools, Floats, Ints

if TYPE_CHECKING:
    from siteplan.optimise.captures.huff import HuffCapture, HuffParams

__all__ = ["HuffState"]


class HuffState:
    """Huff capture at one set of open options. A move touches the zones of its option alone."""

    def __init__(self, capture: HuffCapture, open_: Bools) -> None:
        self.open = open_.copy()
        self._capture = capture
        self._formula = capture.formula
        self._sums = ExactSums(capture.n_zones)
        self._gains: Floats | None = None
        self._losses: Floats | None = None
        self._limits: Floats | None = None
        self._closed: set[int] = set()  # since the limits were known, which hold beside all of them, too
        for option in np.flatnonzero(open_).tolist():
            self._sums.add(*self._column(option))

    @property
    def pulled(self) -> Floats:
        """(n_zones,) summed pull of what is open."""
        return np.maximum(self._sums.values, 0.0)

    def value(self) -> float:
        """Return the captured demand."""
        return float(self._formula.values(self.pulled).sum())

    def gains(self) -> Floats:
        """(n_options,) what opening each closed option adds."""
        if self._gains is None:
            self._gains = np.where(self.open, 0.0, self._capture.gains_beside(self.pulled))
            self._limits, self._closed = self._gains.copy(), set()
        return self._gains

    def limits(self) -> Floats:
        """(n_options,) no less than the gains: those of an earlier set, and what closing added to them at most."""
        if self._limits is None:
            self.gains()
        limits = np.asarray(self._limits)
        if self._closed:
            closed, self._closed = sorted(self._closed), set()
            limits += self._regained(closed)
            for option in closed:
                limits[option] = self.gain(option)
        return limits

    def losses(self) -> Floats:
        """(n_options,) what closing each open option takes."""
        if self._losses is None:
            self._losses = np.zeros(len(self.open))
            for option in np.flatnonzero(self.open).tolist():
                self._losses[option] = self.loss(option)
        return self._losses

    def least_lost(self) -> Floats:
        """(n_options,) the losses themselves."""
        return self.losses()

    def gain(self, option: int) -> float:
        """Return what opening one closed option adds."""
        zones, pull = self._column(option)
        gain = float(self._formula.rise(self._sums.at(zones), zones, pull).sum())
        if self._limits is not None:
            self._limits[option] = gain
        return gain

    def loss(self, option: int) -> float:
        """Return what closing one open option takes."""
        zones, pull = self._column(option)
        left = np.maximum(self._sums.without(zones, pull), 0.0)
        return float(self._formula.fall(self._sums.at(zones), zones, pull, self._formula.total(left, zones)).sum())

    def rise(self, option: int) -> float:
        """No gain rises by more if one open option closes: so much does that of a pull as strong as each zone knows."""
        return float(self._rises(option).sum())

    def limits_without(self, option: int) -> Floats:
        """(n_options,) upper limits of the gains with one open option closed.

        Zone by zone where most of a rise can come from; as if every option pulled as much as any on the others.
        """
        (zones, pull), rises = self._column(option), self._rises(option)
        strong = _strongest(rises, self._capture.params)
        rest = float(rises.sum() - rises[strong].sum())
        zones, pull = zones[strong], pull[strong]
        left = np.maximum(self._sums.without(zones, pull), 0.0)
        return self.limits() + (self._more(zones, self._sums.at(zones), left) + max(rest, 0.0))

    def _rises(self, option: int) -> Floats:
        """(n_column,) by how much the gain of the strongest pull on each zone of an open option rises without it."""
        zones, pull = self._column(option)
        left, most = np.maximum(self._sums.without(zones, pull), 0.0), self._capture.strongest[zones]
        rises = self._formula.rise(left, zones, most) - self._formula.rise(self._sums.at(zones), zones, most)
        return np.maximum(rises, 0.0)

    def flip(self, option: int) -> None:
        """Open an option, or close it."""
        zones, pull = self._column(option)
        self._sums.add(zones, -pull if self.open[option] else pull)
        self.open[option] = ~self.open[option]
        self._gains = self._losses = None
        if self._limits is None:
            return
        if self.open[option]:
            self._closed.discard(option)
        else:
            self._closed.add(option)

    def _regained(self, closed: list[int]) -> Floats:
        """(n_options,) what the gains rose by at most as these closed, whatever else opened."""
        pulled = self.pulled
        before = pulled.copy()
        for option in closed:
            zones, pull = self._column(option)
            before[zones] += pull
        zones = np.flatnonzero(before > pulled)
        return self._more(zones, before[zones], pulled[zones])

    def _more(self, zones: Ints, before: Floats, left: Floats) -> Floats:
        """(n_options,) what the gains rise by at most where the pull on some zones falls to what is left.

        The gain of a pull u rises by an amount that is concave in u and 0 at u = 0 (total T falls to S):
        (1/S - 1/(S + u)) - (1/T - 1/(T + u)), so it is at most u times its slope there, 1/S^2 - 1/T^2.
        """
        slope = self._formula.first_rise(left, zones) - self._formula.first_rise(before, zones)
        return np.asarray(self._capture.reach[zones].T @ np.maximum(slope, 0.0))

    def _column(self, option: int) -> tuple[Ints, Floats]:
        columns = self._capture.columns
        entries = slice(columns.indptr[option], columns.indptr[option + 1])
        return columns.indices[entries], columns.data[entries]


def _strongest(rises: Floats, params: HuffParams) -> Ints:
    """Return the places, in order, of the largest numbers, so many as come to most of the sum; all of few."""
    if len(rises) <= params.many_zones:
        return np.arange(len(rises))
    order = np.argsort(-rises)
    sums = np.cumsum(rises[order])
    return np.sort(order[: int(np.searchsorted(sums, params.most_of_rise * sums[-1])) + 1])
