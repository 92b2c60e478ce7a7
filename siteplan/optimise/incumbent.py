"""Incumbent: the best plan and the best bound of a run, and how they came to be."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from siteplan.errors import SolverError
from siteplan.optimise.bounds.cuts import Cuts
from siteplan.optimise.bounds.relaxation import Relaxed
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.processor import processor_seconds
from siteplan.optimise.selection import Progress, relative_gap
from siteplan.optimise.stop import StoppedError
from siteplan.optimise.tolerances import BOUND_ROUNDING, CONTRADICTION, VALUE_ROUNDING
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["Incumbent", "bound_rounding"]


class Best(NamedTuple):
    """The best plan (n_options,), its value and how its zones are allocated; one, so that Ctrl-C finds all or none."""

    plan: Bools | None
    value: float
    parts: Floats | None


class Incumbent:
    """What a run has found and proven so far. It changes as the run goes on, and only for the better."""

    def __init__(
        self, problem: SiteProblem, progress: Callable[[Progress], None] | None = None, target: float = -np.inf
    ) -> None:
        self._problem = problem
        self._target = target
        self._progress = progress
        self._started, self._had = time.monotonic(), processor_seconds()
        self._best = Best(None, float("nan"), None)
        self.bound = float(problem.capture.ceiling.sum() + np.maximum(problem.value_of, 0.0).sum())
        self._zones = _zones(problem)
        self._erring = bound_rounding(problem)
        self._counted = 0.0
        self._rounding = VALUE_ROUNDING
        self.relaxed: Relaxed | None = None
        self.cuts: Cuts | None = None
        self.groups: Ints | None = None
        self.stage = "start"
        self.trace: list[Progress] = []

    @property
    def plan(self) -> Bools | None:
        """The best plan (n_options,)."""
        return self._best.plan

    @property
    def value(self) -> float:
        """What it is worth; NaN without one."""
        return self._best.value

    @property
    def parts(self) -> Floats | None:
        """How its zones are allocated, if they are."""
        return self._best.parts

    @property
    def seconds(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self._started

    @property
    def cpu_seconds(self) -> float:
        """Seconds of the processor that the run has had."""
        return processor_seconds() - self._had

    @property
    def gap(self) -> float:
        """Proven gap of the best plan, 0 where rounding alone parts it from the bound; inf without one."""
        if self.plan is None:
            return float("inf")
        rounding = self._rounding * self._counted
        return 0.0 if self.bound - self.value <= rounding else relative_gap(self.bound, self.value)

    def enter(self, stage: str) -> None:
        """Begin a stage."""
        self.stage = stage
        self.say()

    def close(self) -> None:
        """End the run: whatever is left between bound and value by which computing them may err is no gap."""
        self._rounding = BOUND_ROUNDING

    def offer(self, open_: Bools) -> None:
        """Take a plan that meets every rule, if it is the best."""
        self.take(open_, self._problem.value(open_))

    def take(self, open_: Bools, value: float, parts: Floats | None = None) -> None:
        """Take a plan of known value, if it is the best; `parts` is how its zones are allocated, if they are."""
        if self.plan is None or value > self.value:
            self._best = Best(open_.copy(), float(value), parts)
            self._counted = self._zones + float(np.abs(self._problem.value_of[open_]).sum())
            self.prove(self.bound)
            self.say()
            self._end_if_decided()

    def prove(self, bound: float) -> None:
        """Take a bound that holds for every plan, if it is the best.

        Raises
        ------
        SolverError
            When a plan is worth more than that: the bound is wrong, and no later one can be trusted.
        StoppedError
            When the run was asked whether a target can be reached, and that is decided.
        """
        bound = float(bound)
        if self.plan is not None:
            if bound < self.value - max(CONTRADICTION * max(abs(self.value), abs(bound)), self._erring):
                message = f"a bound of {bound!r} lies below the value {self.value!r} of a plan"
                raise SolverError(message)
            bound = max(bound, self.value)
        if bound < self.bound:
            self.bound = bound
            self.say()
            self._end_if_decided()
        elif self.plan is not None:
            self.bound = max(self.bound, self.value)

    def _end_if_decided(self) -> None:
        """Unwind the run once a plan reaches the target, or none can."""
        if np.isfinite(self._target) and (self.bound < self._target or self.value >= self._target):
            raise StoppedError

    def say(self) -> None:
        """Note where the run stands, and tell who listens."""
        now = Progress(self.seconds, self.stage, self.bound, self.value, self.gap, self.cpu_seconds)
        self.trace.append(now)
        if self._progress is not None:
            self._progress(now)


def bound_rounding(problem: SiteProblem) -> float:
    """Return by how much rounding may put a bound of a problem off, however little its best plan is worth."""
    return BOUND_ROUNDING * (_zones(problem) + float(np.abs(problem.value_of).sum()))


def _zones(problem: SiteProblem) -> float:
    """Sum the largest numbers that zones are worth: minutes are worth most where nothing is open."""
    capture = problem.capture
    least = capture.zone_values(np.zeros(problem.n_options))
    return float(np.maximum(np.abs(capture.ceiling), np.abs(least)).sum())
