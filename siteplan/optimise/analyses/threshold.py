"""Threshold: the best worst case - the highest level at which a plan still exists, found by halving."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple, TypedDict

import numpy as np

from siteplan.errors.params import Params, within
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.processor import processor_seconds
from siteplan.optimise.selection import Progress, Selection, SolveStatus, relative_gap
from siteplan.optimise.solve import solve
from siteplan.optimise.types import Bools, Floats

__all__ = ["How", "ThresholdParams", "best_level"]


@dataclass(frozen=True)
class ThresholdParams(Params):
    """What classical problems are solved to where nothing else is asked.

    Attributes
    ----------
    gap : relative
    time_limit : seconds
    """

    gap: float = within(1e-6, 1e-12, 1.0)
    time_limit: float = within(60.0, 1e-3)


class How(TypedDict, total=False):
    """How `solve` is to run; see there. Left out, the gap is 1e-6 here."""

    gap: float
    time_limit: float
    solver: str
    progress: Callable[[Progress], None] | None
    cancel: Callable[[], bool] | None
    seed: int


class _Began(NamedTuple):
    """When a run began, by the clock and by the processor."""

    seconds: float
    cpu_seconds: float


@dataclass(frozen=True, eq=False)
class _State:
    """The first `reached` levels have a plan, those from `beyond` on have none; `answer` holds the best plan."""

    levels: Floats
    reached: int
    beyond: int
    answer: Selection

    @property
    def bound(self) -> float:
        """No plan is worth more; -inf where there is none."""
        return float(self.levels[self.beyond - 1]) if self.beyond else -np.inf

    @property
    def value(self) -> float:
        """What the best plan is worth; NaN without one."""
        return float(self.levels[self.reached - 1]) if self.reached else float("nan")

    @property
    def gap(self) -> float:
        """Proven gap; NaN without a plan."""
        return relative_gap(self.bound, self.value) if self.reached else float("nan")

    def progress(self, began: _Began, stage: str) -> Progress:
        """Say where the search stands."""
        gap = self.gap if self.reached else float("inf")
        cpu = processor_seconds() - began.cpu_seconds
        return Progress(time.monotonic() - began.seconds, stage, self.bound, self.value, gap, cpu)

    def learned(self, answer: Selection, level: int, worth: Callable[[Bools], float]) -> _State:
        """Take the answer to whether a level can be reached."""
        if answer.found:
            reached = np.searchsorted(self.levels, worth(answer.open.to_numpy()), side="right")
            return replace(self, reached=int(reached), answer=answer)
        if answer.status is SolveStatus.INFEASIBLE:
            return replace(self, beyond=level)
        return self


def best_level(
    levels: Floats, problem_at: Callable[[float], SiteProblem], worth: Callable[[Bools], float], how: How
) -> Selection:
    """Find a plan of the highest worth, where a plan worth a level or more is one that meets the rules of a problem.

    Parameters
    ----------
    levels : (n_levels,)
        Everything a plan can be worth, in rising order; at least one.
    problem_at : callable
        The rules that a plan worth the level or more meets, and no other plan; without any value of its own.
    worth : callable
        One of the levels, for a plan.

    Returns
    -------
    Selection
        `objective` is the worth of the plan, `bound` the highest level not proven to be out of reach.
    """
    began, trace, usual = _Began(time.monotonic(), processor_seconds()), [], ThresholdParams()
    deadline, gap = began.seconds + how.get("time_limit", usual.time_limit), how.get("gap", usual.gap)
    answer = _asked(problem_at(float(levels[0])), deadline, how)
    last, state = answer, _State(levels, 0, len(levels), answer).learned(answer, 0, worth)
    while True:
        going = state.reached < state.beyond and not state.gap <= gap and _decided(last)
        trace.append(state.progress(began, "branch" if going else "end"))
        _tell(how, trace[-1])
        if not going:
            break
        middle = (state.reached + state.beyond) // 2
        last = _asked(problem_at(float(levels[middle])), deadline, how)
        state = state.learned(last, middle, worth)
    return _packed(state, _status(state, gap, last), trace)


def _asked(problem: SiteProblem, deadline: float, how: How) -> Selection:
    """Ask whether any plan meets the rules: without values the first that is found is the best."""
    limit = max(deadline - time.monotonic(), 1e-9)
    seed, solver = how.get("seed", 0), how.get("solver", "highs")
    return solve(problem, time_limit=limit, solver=solver, cancel=how.get("cancel"), seed=seed)


def _decided(answer: Selection) -> bool:
    return answer.found or answer.status is SolveStatus.INFEASIBLE


def _tell(how: How, step: Progress) -> None:
    listener = how.get("progress")
    if listener is not None:
        listener(step)


def _status(state: _State, gap: float, last: Selection) -> SolveStatus:
    if not state.beyond:
        return SolveStatus.INFEASIBLE
    if state.gap <= gap:
        return SolveStatus.OPTIMAL
    if last.status is SolveStatus.CANCELLED:
        return SolveStatus.CANCELLED
    return SolveStatus.FEASIBLE if state.reached else SolveStatus.UNDECIDED


def _packed(state: _State, status: SolveStatus, trace: list[Progress]) -> Selection:
    """Return the best plan with the proof of the whole search."""
    return replace(
        state.answer,
        objective=state.value,
        bound=state.bound,
        gap=state.gap,
        status=status,
        seconds=trace[-1].seconds,
        trace=tuple(trace),
        cuts=None,
        cpu_seconds=trace[-1].cpu_seconds,
    )
