"""LocalSearch: good plans fast - greedy, then add, drop and swap, every rule met at each step."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol

import numpy as np

from siteplan.errors.params import Params, within
from siteplan.optimise.captures.capture import CaptureState
from siteplan.optimise.heuristics.feasible import Feasible
from siteplan.optimise.heuristics.looks import Looks
from siteplan.optimise.heuristics.trail import Found, Trail
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.stop import Stop
from siteplan.optimise.types import Bools, Floats

__all__ = ["LocalSearch", "LocalSearchParams", "Move"]


@dataclass(frozen=True)
class LocalSearchParams(Params):
    """How far a search for better plans goes.

    Attributes
    ----------
    most_tried : count; additions, the best first, that are tried where rules without rows forbid them
    few_likely : count; options that are asked what they gain at once, of more it is first asked what they gain at most
    least_gain : part of everything there is to win that a move must gain, less is rounding
    least_use : part of the upper limits that every option is taken to use: what uses none is not worth all others
    offer_seconds : seconds between plans offered on the way; to judge one takes a pass over all zones, a move less
    most_repairs : count; moves that may make a plan meet the rules without rows
    """

    most_tried: int = within(100, 1)
    few_likely: int = within(50, 0)
    least_gain: float = within(1e-10, 0.0, 1.0)
    least_use: float = within(1e-12, 1e-15, 1.0)
    offer_seconds: float = within(0.25, 0.0)
    most_repairs: int = within(60, 0)


class Move(NamedTuple):
    """Close one option, open another; either may be missing (-1)."""

    gain: float
    closes: int
    opens: int


class Beside(Protocol):
    """What options are worth beside their capture."""

    def opening(self, open_: Bools) -> Floats:
        """(n_options,) what opening each adds to a set of open options; closing it again takes as much."""

    def closing(self, open_: Bools) -> Floats:
        """(n_options,) what closing each open option adds to a set of open options."""

    def meets(self, open_: Bools) -> bool:
        """Whether nothing that is asked with a price is missed."""


@dataclass(frozen=True, eq=False)
class LocalSearch:
    """Improves plans that meet every rule.

    `beside` says what options are worth beside their capture; left out, their fixed values. `found` hears of plans on
    the way, and of the last one where the search is stopped.
    """

    problem: SiteProblem
    feasible: Feasible
    stop: Stop
    beside: Beside | None = None
    found: Found | None = None
    params: LocalSearchParams = LocalSearchParams()

    def greedy(self, open_: Bools, per_use: bool) -> Bools:
        """Open the option with the most gain (by what it uses of the limits, if so asked) until none helps.

        Lazy: a gain never grows as options open, so an old one is an upper limit (Minoux 1978). Where sites have caps
        it may, and the plan is a start like any other.
        """
        self.stop.check()
        state = self.problem.capture.state_at(open_)
        use = self.feasible.use + self.params.least_use if per_use else np.ones(self.problem.n_options)
        allowed = self.feasible.additions(open_)
        worth = (state.gains() + self._extra(open_)) / use
        heap = [(-worth[o], o) for o in np.flatnonzero(allowed & (worth > 0)).tolist()]
        heapq.heapify(heap)
        trail = Trail(self.found, self.params.offer_seconds)
        with trail.kept():
            while heap:
                trail.at(state.open)
                self.stop.check()
                _, option = heapq.heappop(heap)
                if not allowed[option]:
                    continue
                now = (state.gain(option) + self._extra(state.open)[option]) / use[option]
                if heap and now < -heap[0][0]:
                    heapq.heappush(heap, (-now, option))
                elif now > 0 and self.feasible.fits(state.open, option):
                    state.flip(option)
                    allowed = self.feasible.additions(state.open)
        return state.open

    def improve(self, open_: Bools, among: Bools, some: Bools | None = None) -> Bools:
        """Add, remove and swap options, `among` and those open, until no such move gains.

        Swaps go round the open options, the least missed first, and take the best replacement that gains. One that
        found none is tried again as something moves near it, and all are before the end. With `some` (n_options,) these
        alone are tried and what is near a move: quicker, and a swap that gains may be missed.
        """
        self.stop.check()
        state = self.problem.capture.among(among | open_).state_at(open_)
        meets = None if self.beside is None else self.beside.meets
        trail = Trail(self.found, self.params.offer_seconds, meets)
        looks, left = Looks(~self.problem.required, some), True
        with trail.kept():
            while left:
                self._fill(state, trail, looks)
                self._round(state, trail, looks)
                left = looks.again(state.open)
        return state.open

    def heard(self, open_: Bools) -> None:
        """Pass a plan on, if it meets every rule."""
        if self.found is not None and self.feasible.holds(open_):
            self.found(open_)

    def _fill(self, state: CaptureState, trail: Trail, looks: Looks) -> None:
        """Make the best addition or removal until none gains."""
        while move := self._addition(state) or self._removal(state):
            self._make(state, move, trail, looks)
            self.stop.check()

    def _round(self, state: CaptureState, trail: Trail, looks: Looks) -> None:
        """Try to replace each open option once that is to be tried."""
        losses, turn = state.least_lost(), looks.turn(state.open)
        for option in turn[np.argsort(losses[turn], kind="stable")].tolist():
            self.stop.check()
            if move := self._replacement(state, option):
                self._make(state, move, trail, looks)

    def _make(self, state: CaptureState, move: Move, trail: Trail, looks: Looks) -> None:
        if move.closes >= 0:
            looks.near(state, move.closes)
            state.flip(move.closes)
        if move.opens >= 0:
            state.flip(move.opens)
            looks.near(state, move.opens)
        trail.at(state.open)

    def _addition(self, state: CaptureState) -> Move | None:
        """Best option to open, if that gains; see `_best`."""
        extra = self._extra(state.open)
        limit = np.where(state.open, -np.inf, state.limits() + extra)
        if limit.max() <= self._least_gain:
            return None
        limit = np.where(self.feasible.additions(state.open), limit, -np.inf)
        return self._best(state, limit, extra, -1)

    def _removal(self, state: CaptureState) -> Move | None:
        """Close an option whose fixed value is negative, or where that relieves rules or sites with caps."""
        saved = -self.problem.value_of if self.beside is None else self.beside.closing(state.open)
        limits = np.where(state.open & ~self.problem.required, saved - state.least_lost(), -np.inf)
        may = np.flatnonzero(limits > self._least_gain)
        for option in may[np.argsort(-limits[may], kind="stable")].tolist():
            self.stop.check()
            if self.feasible.holds(_without(state.open, option)):
                move = Move(float(saved[option]) - state.loss(option), option, -1)
                if move.gain > self._least_gain:
                    return move
        return None

    def _replacement(self, state: CaptureState, option: int) -> Move | None:
        """Best option to open in place of an open one, if that gains; see `_best`."""
        without = _without(state.open, option)
        extra = self._extra(without)
        extra = extra - extra[option] - state.loss(option)
        rise = state.rise(option)
        limit = np.where(state.open, -np.inf, state.limits() + rise + extra)
        if np.isinf(rise) or np.count_nonzero(limit > self._least_gain) > self.params.few_likely:
            limit = np.where(state.open, -np.inf, state.limits_without(option) + extra)
        if limit.max() <= self._least_gain:
            return None
        limit = np.where(self.feasible.additions(without), limit, -np.inf)
        state.flip(option)
        best = self._best(state, limit, extra, option)
        state.flip(option)
        return best

    def _best(self, state: CaptureState, limit: Floats, extra: Floats, closes: int) -> Move | None:
        """Best option to open beside what is open, `closes` having been closed for it.

        Upper limits first, the rules next, being slower, true gains last: from the highest limit down, until no
        limit exceeds the best gain.
        """
        best, tried, most_tried = Move(self._least_gain, closes, -1), 0, self.params.most_tried
        may = np.flatnonzero(limit > self._least_gain)
        for opens in may[np.argsort(-limit[may], kind="stable")].tolist():
            self.stop.check()
            if limit[opens] <= best.gain or tried == most_tried:
                break
            move = Move(state.gain(opens) + float(extra[opens]), closes, opens)
            if move.gain > best.gain:
                tried += 1
                best = move if self.feasible.fits(state.open, opens) else best
        return best if best.opens >= 0 else None

    def _extra(self, open_: Bools) -> Floats:
        return self.problem.value_of if self.beside is None else self.beside.opening(open_)

    @cached_property
    def _least_gain(self) -> float:
        problem = self.problem
        return self.params.least_gain * float(np.abs(problem.capture.ceiling).sum() + np.abs(problem.value_of).sum())


def _without(open_: Bools, option: int) -> Bools:
    rest = open_.copy()
    rest[option] = False
    return rest
