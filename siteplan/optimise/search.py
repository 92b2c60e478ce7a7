"""Search: good plans fast - greedy, then add, drop and swap, every rule met at each step."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from siteplan.optimise.capture import Standing
from siteplan.optimise.feasible import Feasible
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.stop import Stop
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["Move", "Search"]

LEAST_GAIN = 1e-10
"""Part of everything there is to win that a move must gain: less is rounding."""


class Move(NamedTuple):
    """Close one option, open another; either may be missing (-1)."""

    gain: float
    closes: int
    opens: int


@dataclass(frozen=True, eq=False)
class Search:
    """Improves plans that meet every rule."""

    problem: SiteProblem
    feasible: Feasible
    stop: Stop

    def greedy(self, open_: Bools, per_use: bool) -> Bools:
        """Open the option with the most gain (by what it uses of the limits, if so asked) until none helps.

        Lazy: a gain never grows as options open, so an old one is an upper limit (Minoux 1978).
        """
        standing = self.problem.capture.at(open_)
        use = self.feasible.use + 1e-12 if per_use else np.ones(self.problem.n_options)
        allowed = self.feasible.additions(open_)
        worth = (standing.gains() + self.problem.value_of) / use
        heap = [(-worth[o], o) for o in np.flatnonzero(allowed & (worth > 0)).tolist()]
        heapq.heapify(heap)
        while heap:
            self.stop.check()
            _, option = heapq.heappop(heap)
            if not allowed[option]:
                continue
            now = (standing.gain(option) + self.problem.value_of[option]) / use[option]
            if heap and now < -heap[0][0]:
                heapq.heappush(heap, (-now, option))
            elif now > 0:
                standing = standing.opened(option)
                allowed = self.feasible.additions(standing.open)
        return standing.open

    def improve(self, open_: Bools) -> Bools:
        """Make the best addition, removal or swap until none gains."""
        standing = self.problem.capture.at(open_)
        while True:
            move = self._addition(standing) or self._removal(standing) or self._swap(standing)
            if move is None:
                return standing.open
            standing = _moved(standing, move)

    def _addition(self, standing: Standing) -> Move | None:
        gains = np.where(self.feasible.additions(standing.open), standing.gains() + self.problem.value_of, -np.inf)
        best = int(gains.argmax())
        return self._worthwhile(Move(float(gains[best]), -1, best))

    def _removal(self, standing: Standing) -> Move | None:
        """Only where a fixed value is negative can closing an option gain."""
        if (self.problem.value_of >= 0).all():
            return None
        gains = -standing.losses() - self.problem.value_of
        gains = np.where(self.feasible.removals(standing.open), gains, -np.inf)
        best = int(gains.argmax())
        return self._worthwhile(Move(float(gains[best]), best, -1))

    def _swap(self, standing: Standing) -> Move | None:
        """The first open option, cheapest to lose first, whose best replacement gains."""
        gains, losses = standing.gains(), standing.losses() + self.problem.value_of
        for option in self._closable(standing, losses):
            self.stop.check()
            move = self._replacement(standing, option, gains, float(losses[option]))
            if self._worthwhile(move):
                return move
        return None

    def _closable(self, standing: Standing, losses: Floats) -> list[int]:
        options = np.flatnonzero(standing.open & ~self.problem.required)
        return [int(o) for o in options[np.argsort(losses[options], kind="stable")]]

    def _replacement(self, standing: Standing, option: int, gains: Floats, loss: float) -> Move:
        """Best option to open once `option` is closed; only zones that it reaches gain differently then."""
        without = standing.open.copy()
        without[option] = False
        zones = self._zones(option)
        part = self.problem.capture.part(zones)
        again = part.at(without).gains() - part.at(standing.open).gains()
        fits = self.feasible.additions(without)
        fits[option] = False
        after = np.where(fits, gains + again + self.problem.value_of, -np.inf)
        best = int(after.argmax())
        return Move(float(after[best]) - loss, option, best)

    def _zones(self, option: int) -> Ints:
        """Zones that the option reaches."""
        columns = self._columns
        return columns.indices[columns.indptr[option] : columns.indptr[option + 1]]

    @cached_property
    def _columns(self) -> sp.csc_array:
        return sp.csc_array(self.problem.capture.reach)

    def _worthwhile(self, move: Move) -> Move | None:
        return move if move.gain > self._least_gain else None

    @cached_property
    def _least_gain(self) -> float:
        problem = self.problem
        return LEAST_GAIN * float(np.abs(problem.capture.ceiling).sum() + np.abs(problem.value_of).sum())


def _moved(standing: Standing, move: Move) -> Standing:
    if move.closes >= 0:
        standing = standing.closed(move.closes)
    return standing.opened(move.opens) if move.opens >= 0 else standing
