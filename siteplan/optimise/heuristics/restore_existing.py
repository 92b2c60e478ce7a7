"""Restore existing: a site opens, closes or converts only for a reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace

import numpy as np
import pandas as pd

from siteplan.optimise.captures.capture import CaptureState
from siteplan.optimise.heuristics.feasible import Feasible
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.selection import Selection, relative_gap
from siteplan.optimise.tolerances import NO_DIFFERENCE
from siteplan.optimise.types import Bools

__all__ = ["restore_existing"]


def restore_existing(problem: SiteProblem, selection: Selection, stands: Bools) -> Selection:
    """Return the selection with nothing changed that stands (n_options,), and nothing opened, without a reason.

    A search stops at its gap, and takes any of the plans that are worth the same. Here what stands is put back, beside
    what opens or in place of an opening, and what opens and brings nothing is closed, as long as the plan is worth no
    less and meets the rules. Where zones are allocated (Capacity) the selection stays as it is.
    """
    if problem.capacity is not None:
        return selection
    before = selection.open.to_numpy(dtype=bool)
    state, restorer = problem.state_at(before), _Restorer(problem, stands)
    while restorer.step(state):
        pass
    return selection if (state.open == before).all() else _with_plan(problem, selection, state.open)


class _Restorer:
    """Single changes of a plan that are worth as much; each leaves more as it stands, or opens less."""

    def __init__(self, problem: SiteProblem, stands: Bools) -> None:
        self._problem = problem
        self._feasible = Feasible(problem)
        self._stands = stands & ~problem.barred
        self._new = ~np.isin(problem.site_of, problem.site_of[stands]) & ~problem.required

    def step(self, state: CaptureState) -> bool:
        """Make the first change that is worth as much and meets the rules; whether there is one."""
        for flips in self._changes(state):
            after = state.open.copy()
            after[flips] = ~after[flips]
            if self._feasible.holds(after):
                _flip(state, flips)
                return True
        return False

    def _changes(self, state: CaptureState) -> Iterator[list[int]]:
        """Yield what stands put back; then that in place of an opening; then openings that bring nothing, closed."""
        missing = np.flatnonzero(self._stands & ~state.open).tolist()
        for option in missing:
            mates = state.open & (self._problem.site_of == self._problem.site_of[option])
            yield from self._exchanged(state, np.flatnonzero(mates).tolist(), option)
        opened = np.flatnonzero(state.open & self._new)
        for closes in opened.tolist() if missing else ():
            likely = self._likely(state, closes)
            for option in (option for option in missing if likely[option]):
                yield from self._exchanged(state, [closes], option)
        lost = (state.losses() + self._problem.value_of)[opened]
        idle = opened[lost <= self._room(state)]
        for closes in idle[np.argsort(-self._feasible.use[idle], kind="stable")].tolist():
            yield [closes]

    def _exchanged(self, state: CaptureState, closes: list[int], option: int) -> Iterator[list[int]]:
        """Yield the change that opens an option in place of others, if it is worth as much."""
        values, value, room = self._problem.value_of, state.value(), self._room(state)
        _flip(state, closes)
        change = state.value() - value if closes else 0.0
        change += state.gain(option) + float(values[option] - values[closes].sum())
        _flip(state, closes)
        if change >= -room:
            yield [*closes, option]

    def _likely(self, state: CaptureState, closes: int) -> Bools:
        """(n_options,) what may be worth as much in place of an open option, by upper limits of the gains."""
        values = self._problem.value_of
        gains = state.limits_without(closes) + values
        return np.asarray(gains >= state.loss(closes) + values[closes] - self._room(state))

    def _room(self, state: CaptureState) -> float:
        return NO_DIFFERENCE * abs(state.value() + float(self._problem.value_of[state.open].sum()))


def _flip(state: CaptureState, options: list[int]) -> None:
    for option in options:
        state.flip(option)


def _with_plan(problem: SiteProblem, selection: Selection, plan: Bools) -> Selection:
    """Return the selection with another plan, at its value and with what it makes of the rules."""
    value = problem.value(plan)
    lines = [asdict(line) for rule in problem.rules for line in rule.reports(problem.options, plan)]
    rules = pd.DataFrame(lines, columns=selection.rules.columns)
    return replace(
        selection,
        open=pd.Series(plan, index=selection.open.index, name=selection.open.name),
        objective=value,
        bound=max(selection.bound, value),  # which differ by rounding at most
        gap=relative_gap(max(selection.bound, value), value),
        rules=rules.assign(shadow_price=selection.rules["shadow_price"]),
    )
