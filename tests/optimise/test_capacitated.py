"""Under a capacity, plan and allocation equal the best of all plans and all allocations of small problems."""

import itertools
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from siteplan.errors import ProblemError
from siteplan.optimise import (
    AttendanceCapture,
    Budget,
    Capacity,
    Count,
    CoverageCapture,
    HuffCapture,
    NearestCapture,
    NoCapture,
    Rule,
    Selection,
    SiteProblem,
    SolveStatus,
    solve,
)
from siteplan.optimise.diagnose import diagnose
from siteplan.optimise.explain import removal_values

SEEDS = st.integers(0, 2**32 - 1)
GAP = 1e-6


@dataclass
class Small:
    """Up to 6 zones and 6 options with whole minutes (inf: out of reach), demands and limits."""

    kind: str
    minutes: np.ndarray
    weights: np.ndarray
    own: np.ndarray
    limit: np.ndarray
    demand: np.ndarray
    cost: np.ndarray
    fixed_value: np.ndarray
    single: bool
    serve_all: bool
    rules: list[Rule] = field(default_factory=list)

    def problem(self) -> SiteProblem:
        n = len(self.limit)
        options = pd.DataFrame({"site": [f"s{k}" for k in range(n)], "format": "a", "cost": self.cost})
        rule = Capacity(self.limit, self.demand, self.single, self.serve_all)
        return SiteProblem(options, self.capture(), [*self.rules, rule], self.fixed_value)

    def capture(self) -> NearestCapture | CoverageCapture | AttendanceCapture:
        match self.kind:
            case "coverage":
                return CoverageCapture(self.minutes <= 5, self.weights, self.own <= 5)
            case "attendance":
                return AttendanceCapture(1 / (1 + self.minutes), self.weights, 1 / (1 + self.own))
        reached = np.isfinite(self.minutes)
        row, column = np.nonzero(reached)
        minutes = sp.csr_array((self.minutes[reached], (row, column)), shape=reached.shape)
        return NearestCapture(minutes, self.weights, self.own, beyond=20.0)

    def figures(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """By definition: (n_zones,) worth as it is, (n_zones, n_options) worth if served, NaN where it cannot be."""
        worth = {
            "coverage": lambda t: np.where(t <= 5, 1.0, 0.0),
            "attendance": lambda t: 1 / (1 + t),
            "nearest": lambda t: -np.minimum(t, 20.0),
        }[self.kind]
        near = 5 if self.kind == "coverage" else 1e9
        today = self.weights * worth(self.own)
        served = np.maximum(self.weights[:, None] * worth(self.minutes), today[:, None])
        return today, np.where(self.minutes <= near, served, np.nan), self.own <= near

    def best(self) -> float:
        return max((self.best_of(plan) for plan in self.plans()), default=-np.inf)

    def plans(self) -> list[list[int]]:
        every = [list(p) for k in range(len(self.limit) + 1) for p in itertools.combinations(range(len(self.limit)), k)]
        return [p for p in every if all(self._meets(rule, p) for rule in self.rules)]

    def _meets(self, rule: Rule, plan: list[int]) -> bool:
        if isinstance(rule, Budget):
            return bool(self.cost[plan].sum() <= rule.limit)
        return len(plan) == rule.exactly

    def best_of(self, plan: list[int]) -> float:
        value = self._single(plan) if self.single else self._parts(plan)
        return value + float(self.fixed_value[plan].sum())

    def _single(self, plan: list[int]) -> float:
        """Try every allocation of every zone to one of the open options or to none."""
        today, served, already = self.figures()
        best = -np.inf
        for given in itertools.product([-1, *plan], repeat=len(today)):
            to, zones = np.array(given), np.arange(len(today))
            worth = np.where(to < 0, today, served[zones, to])
            loads = np.bincount(to[to >= 0], self.demand[to >= 0], len(self.limit))
            if np.isnan(worth).any() or (loads > self.limit).any() or (self.serve_all and (~already & (to < 0)).any()):
                continue
            best = max(best, float(worth.sum()))
        return best

    def _parts(self, plan: list[int]) -> float:
        """Solve the linear programme of parts with another library's solver."""
        today, served, already = self.figures()
        pairs = [(i, j) for i in range(len(today)) for j in plan if not np.isnan(served[i, j])]
        each, load = np.zeros((len(today), len(pairs))), np.zeros((len(self.limit), len(pairs)))
        for k, (i, j) in enumerate(pairs):
            each[i, k], load[j, k] = 1, self.demand[i]
        must = ~already & self.serve_all
        if not pairs:
            return -np.inf if must.any() else float(today.sum())
        gain = np.array([served[i, j] - today[i] for i, j in pairs])
        upper = np.vstack([each[~must], load]), np.concatenate([np.ones((~must).sum()), self.limit])
        found = linprog(-gain, *upper, each[must], np.ones(must.sum()), (0, 1))
        return float(today.sum() - found.fun) if found.success else -np.inf


def draw(seed: int, kind: str, single: bool) -> Small:
    r = np.random.default_rng(seed)
    m, n = int(r.integers(1, 6)), int(r.integers(1, 5))
    minutes = r.integers(0, 12, (m, n)).astype(float)
    minutes[r.random((m, n)) < 0.2] = np.inf
    small = Small(
        kind,
        minutes,
        weights=r.integers(0, 9, m).astype(float) + (np.arange(m) == 0),
        own=np.where(r.random(m) < 0.2, r.integers(0, 12, m), np.inf),
        limit=np.where(r.random(n) < 0.1, np.inf, r.integers(0, 12, n)),
        demand=r.integers(0, 7, m).astype(float),
        cost=r.integers(1, 9, n).astype(float),
        fixed_value=np.where(r.random(n) < 0.3, -r.integers(0, 9, n), 0).astype(float),
        single=single,
        serve_all=bool(r.random() < 0.5),
    )
    if r.random() < 0.4:
        small.rules.append(Budget(float(r.integers(1, 20))))
    if r.random() < 0.4:
        small.rules.append(Count(exactly=int(r.integers(1, n + 1))))
    return small


def check(small: Small, found: Selection) -> None:
    """The plan's figures follow from its allocation, which keeps to the limits."""
    today, served, already = small.figures()
    table, zone = found.allocation, found.allocation["zone"].to_numpy()
    option, part = table["option"].to_numpy(), table["part"].to_numpy()
    assert found.open.to_numpy()[option].all()
    assert (part == 1).all() or not small.single
    parts = np.bincount(zone, part, len(today))
    assert (parts <= 1 + 1e-9).all()
    assert not small.serve_all or (parts[~already] >= 1 - 1e-6).all()
    loads = np.bincount(option, small.demand[zone] * part, len(small.limit))
    assert found.loads.to_numpy() == pytest.approx(loads)
    assert (loads <= small.limit + 1e-9).all()
    gain = served[zone, option] - today[zone]
    value = today.sum() + gain @ part + small.fixed_value[found.open].sum()
    assert found.objective == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize("single", [True, False])
@pytest.mark.parametrize("kind", ["nearest", "coverage", "attendance"])
@settings(max_examples=40)
@given(SEEDS)
def test_plan_and_allocation_are_the_best_of_all(kind: str, single: bool, seed: int) -> None:
    small = draw(seed, kind, single)
    best, found = small.best(), solve(small.problem(), GAP)
    if np.isneginf(best):
        assert found.status is SolveStatus.INFEASIBLE
        assert found.allocation is None
        return
    assert found.status is SolveStatus.OPTIMAL
    assert found.objective == pytest.approx(best, rel=2 * GAP, abs=1e-6)
    assert found.bound >= found.objective
    assert found.rules["met"].all()
    check(small, found)


@settings(max_examples=25)
@given(SEEDS)
def test_more_capacity_never_worsens_nor_do_parts(seed: int) -> None:
    small = draw(seed, "nearest", single=True)
    larger, parted = replace(small, limit=small.limit + 3), replace(small, single=False)
    found, roomy, split = (solve(s.problem(), GAP) for s in (small, larger, parted))
    if found.found:
        room = 2 * GAP * abs(found.objective) + 1e-6
        assert min(roomy.objective, split.objective) >= found.objective - room
