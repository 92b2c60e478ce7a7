"""Small problems in numbers from 1e-12 to 1e12, mixed, and what an honest answer to them is."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from siteplan.optimise import Budget, Capture, MixtureCapture, Selection, SolveStatus
from siteplan.optimise.captures.constant import PlusConstant
from siteplan.optimise.heuristics.feasible import Feasible
from siteplan.optimise.tolerances import RULE_TOLERANCE
from tests.optimise.small import CAPTURES, KINDS, Small, add_budget, draw

GAP = 1e-6
ROUNDING = 1e-12
"""Part of the largest number of a problem's value that sums of doubles may be off by."""


def magnitudes(r: np.random.Generator, size: int | tuple[int, ...]) -> np.ndarray:
    """Numbers of one size, of two, of all, or of a few that repeat; now and then ordinary ones."""
    shape, one = size, 10.0 ** r.uniform(-12, 12)
    match r.integers(5):
        case 0:
            return 10.0 ** r.uniform(-12, 12, shape)
        case 1:
            return one * r.random(shape)
        case 2:
            return np.where(r.random(shape) < 0.5, one, 10.0 ** r.uniform(-12, 12)) * r.random(shape)
        case 3:
            return r.choice(np.array([1e-12, 1e-9, 1.0, 1e9, 1e12, one]), shape)
    return r.random(shape) * 10


def add_extreme_budget(small: Small, r: np.random.Generator) -> None:
    """A budget that some plan just meets, by a hair more or less than it costs."""
    chosen = r.random(len(small.options)) < 0.5
    costs = small.options["cost"].to_numpy()
    limit = max(float(costs[chosen].sum()) * float(r.choice([1.0, 1.0, 0.9, 1.5])), 1e-12)
    small.rules.append(Budget(limit))
    small.tests.append(lambda plans: plans @ costs <= limit + RULE_TOLERANCE * max(1.0, limit))


@dataclass
class Mixed(Small):
    """Half shares by Huff, half coverage: the mean of two outlooks, and as much more for every plan."""

    amount: float = 0.0

    def capture(self) -> Capture:
        parts = [replace(self, kind=kind).halves() for kind in ("huff", "coverage")]
        return PlusConstant(MixtureCapture(parts, np.array([0.5, 0.5])), self.amount)

    def halves(self) -> Capture:
        return super().capture()

    def worths(self, plans: np.ndarray) -> np.ndarray:
        return self.amount + (self._huff(plans) + self._coverage(plans)) / 2


def draw_extreme(seed: int, n_rules: int = 3) -> Small:
    """Draw a problem of any capture and up to so many rules of any kind."""
    r = np.random.default_rng([seed, 1])
    small = draw(seed, n_rules=0, kind=str(r.choice(CAPTURES)))
    m, n = small.utility.shape
    small.options["cost"] = np.where(r.random(n) < 0.8, magnitudes(r, n), 0.0)
    own = np.where(r.random(m) < 0.3, magnitudes(r, m), 0.0)
    small = replace(
        small,
        utility=np.where(r.random((m, n)) < 0.6, magnitudes(r, (m, n)), 0.0),
        rivals=np.where(r.random(m) < 0.7, magnitudes(r, m), 0.0),
        weights=np.where(r.random(m) < 0.9, magnitudes(r, m), 0.0) + (np.arange(m) == 0) * magnitudes(r, m),
        own=own / max(own.max(initial=0.0), 1.0) if small.kind in ("attendance", "nearest") else own,
        fixed_value=np.where(r.random(n) < 0.5, magnitudes(r, n) * r.choice([-1.0, 1.0], n), 0.0) * (r.random() < 0.6),
    )
    if r.random() < 0.15:
        small = Mixed(**(vars(small) | {"kind": "huff"}), amount=float(r.choice([0.0, 1.0, -1.0, 1e6])))
    kinds = [kind for kind in KINDS if kind is not add_budget] + [add_extreme_budget]
    for _ in range(r.integers(0, n_rules + 1)):
        kinds[r.integers(len(kinds))](small, r)
    return small


@dataclass(frozen=True)
class Verdict:
    """What is wrong with an answer ("" where nothing is), and how it ended."""

    wrong: str
    status: SolveStatus


def judged(small: Small, selection: Selection) -> Verdict:
    """Compare an answer with every plan there is; plans that only rounding parts from a limit may count or not."""
    problem, every = small.problem(), replace(small, tests=[]).plans()
    feasible = Feasible(problem)
    engine = np.array([feasible.holds(plan) for plan in every], dtype=bool)
    tests = np.array([np.all([test(every) for test in small.tests], axis=0)]).ravel() if small.tests else engine
    sure, possible = every[engine & tests], every[engine | tests]
    best = float(small.values(sure).max(initial=-np.inf))
    room = ROUNDING * size_of(small)
    return Verdict(_wrong(small, selection, best, room, possible), selection.status)


def size_of(small: Small) -> float:
    """Largest sum of numbers that the value of a plan is made of."""
    largest = small.weights * (max(small.utility.max(initial=0.0), 0.0) if small.kind == "nearest" else 1.0)
    return float(largest.sum() + np.abs(small.fixed_value).sum() + abs(getattr(small, "amount", 0.0)))


def _wrong(small: Small, selection: Selection, best: float, room: float, possible: np.ndarray) -> str:
    if selection.status is SolveStatus.INFEASIBLE:
        return "called infeasible, and a plan exists" if best > -np.inf else ""
    plan = selection.open.to_numpy()
    room += 2 * GAP * abs(best) if np.isfinite(best) else 0.0
    cases = (
        (selection.status not in (SolveStatus.OPTIMAL, SolveStatus.FEASIBLE), "no answer"),
        (selection.found and not (plan == possible).all(axis=1).any(), "a plan that breaks a rule"),
        (selection.bound < best - room, "a bound below the optimum"),
        (selection.found and abs(small.values(plan[None])[0] - selection.objective) > room, "a wrong value"),
        (selection.status is SolveStatus.OPTIMAL and selection.objective < best - room, "a plan below the optimum"),
        (selection.status is SolveStatus.FEASIBLE, "not proven"),
    )
    return next((what for wrong, what in cases if wrong), "")
