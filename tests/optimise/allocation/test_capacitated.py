"""Under a capacity, plan and allocation equal the best of all plans and all allocations of small problems."""

import itertools
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.optimize import linprog

from siteplan.errors import ProblemError
from siteplan.optimise import (
    AttendanceCapture,
    Budget,
    Capacity,
    Count,
    CoverageCapture,
    CoverageFloor,
    HuffCapture,
    NearestCapture,
    Rule,
    Selection,
    SiteProblem,
    SolveStatus,
    ZeroCapture,
    solve,
)
from siteplan.optimise.analyses.explain import removal_values
from siteplan.optimise.infeasibility.diagnose import diagnose
from siteplan.optimise.model_export import master_of
from siteplan.optimise.solvers.mip import solve_mip
from siteplan.optimise.solvers.mip_params import MipParams
from siteplan.optimise.stop import Stop
from tests.examples import examples
from tests.optimise.extreme import magnitudes

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
        for chosen in itertools.product([-1, *plan], repeat=len(today)):
            to, zones = np.array(chosen), np.arange(len(today))
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
        upper = np.vstack([each[~must], load]), np.concatenate([np.ones((~must).sum()), np.minimum(self.limit, 1e3)])
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
@examples(25, sample=5)
@given(SEEDS)
@example(9644)  # nobody is left to win: bound and plan differ by rounding
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


@examples(40, sample=6)
@given(st.sampled_from(["nearest", "coverage", "attendance"]), SEEDS)
def test_zones_that_go_to_one_option_are_served_best_in_extreme_numbers_too(kind: str, seed: int) -> None:
    """Weights from 1e-12 to 1e12, demands and limits in any one unit, some a billion times the others."""
    small, r = draw(seed, kind, single=True), np.random.default_rng([seed, 1])
    m, n = len(small.weights), len(small.limit)
    small.weights = (small.weights > 0) * magnitudes(r, m)
    unit = 10.0 ** r.uniform(-6, 12)
    small.demand = small.demand * unit * np.where(r.random(m) < 0.3, 10.0 ** r.integers(-3, 4), 1.0)
    small.limit = small.limit * unit * np.where(r.random(n) < 0.3, 10.0 ** r.integers(0, 9), 1.0)
    small.fixed_value = small.fixed_value * 10.0 ** r.uniform(-12, 12)
    best, found = small.best(), solve(small.problem(), GAP)
    if np.isneginf(best):
        assert found.status is SolveStatus.INFEASIBLE
        return
    room = 2 * GAP * abs(best) + 1e-11 * float(20 * small.weights.sum() + np.abs(small.fixed_value).sum())
    assert found.status is SolveStatus.OPTIMAL
    assert found.objective == pytest.approx(best, abs=room)
    assert found.bound >= best - room
    assert found.rules["met"].all()


def test_a_small_part_of_a_zone_loses_little() -> None:
    """The relaxation would lose much by serving zone 4 wholly from the one site the budget allows, a part is cheap."""
    inf = np.inf
    small = Small(
        "attendance",
        minutes=np.array([[inf, 15, 8, 1], [11, 10, inf, inf], [inf, 3, inf, 7], [14, 0, inf, 15], [1, 0, 8, 8]]),
        weights=np.array([1891.0, 1182, 0, 473, 946]),
        own=np.array([inf, inf, 11, 8, inf]),
        limit=np.array([10.5, 0.5, 0.55, 0.465]),
        demand=np.array([3, 1.66, 0.5, 2.4, 0.014]),
        cost=np.array([5.0, 3, 8, 1]),
        fixed_value=np.zeros(4),
        single=False,
        serve_all=False,
        rules=[Budget(2.0)],
    )
    assert solve(small.problem(), GAP).objective == pytest.approx(small.best(), rel=GAP)


@examples(25, sample=5)
@given(SEEDS)
def test_more_capacity_never_worsens_nor_do_parts(seed: int) -> None:
    small = draw(seed, "nearest", single=True)
    larger, parted = replace(small, limit=small.limit + 3), replace(small, single=False)
    found, roomy, split = (solve(s.problem(), GAP) for s in (small, larger, parted))
    if found.found:
        room = 2 * GAP * abs(found.objective) + 1e-6
        assert min(roomy.objective, split.objective) >= found.objective - room


@examples(10)
@given(SEEDS)
def test_what_is_handed_out_is_the_model_itself(seed: int) -> None:
    small = draw(seed, "coverage", single=True)
    problem, best = small.problem(), small.best()
    answer = solve_mip(master_of(problem, solve(problem, GAP)), Stop.after(60), MipParams(gap=1e-7))
    today, _, _ = small.figures()
    assert answer.infeasible if np.isneginf(best) else answer.bound + today.sum() == pytest.approx(best, abs=1e-5)


OPTIONS = pd.DataFrame({"site": ["a", "b"], "format": "x"}, index=["A", "B"])
NEAREST = NearestCapture(np.array([[1.0, 5.0], [1.0, 5.0], [1.0, 5.0]]), np.ones(3))


def test_a_zone_may_be_parted_or_not() -> None:
    """Demands of 2 in 3 and 3: parted, 1.5 zones are 1 minute away and 1.5 are 5; single, one each and one unserved."""
    limit, demand = np.array([3.0, 3.0]), np.full(3, 2.0)
    parted = solve(SiteProblem(OPTIONS, NEAREST, [Capacity(limit, demand)]), GAP)
    assert parted.objective == pytest.approx(-(1.5 * 1 + 1.5 * 5))
    single = solve(SiteProblem(OPTIONS, NEAREST, [Capacity(limit, demand, single=True)]), GAP)
    assert single.objective == pytest.approx(-(1 + 5 + 5))
    assert single.loads["A"] == 2
    every = SiteProblem(OPTIONS, NEAREST, [Capacity(limit, demand, single=True, serve_all=True)])
    assert solve(every, GAP).status is SolveStatus.INFEASIBLE


def test_the_report_names_the_least_room_and_the_zones_served() -> None:
    rule = Capacity(np.array([5.0, 3.0]), np.full(3, 2.0), single=True, serve_all=True, name="bays")
    found = solve(SiteProblem(OPTIONS, NEAREST, [rule]), GAP)
    assert found.loads.to_dict() == {"A": 4.0, "B": 2.0}
    lines = found.rules[["rule", "kind", "sense", "asked", "achieved", "met"]].to_numpy().tolist()
    assert lines == [["bays", "capacity", "at_most", 5, 4, True], ["bays", "capacity", "at_least", 3, 3, True]]


def test_without_worth_the_fewest_sites_that_hold_everything() -> None:
    """Five demands of 4 and limits of 9: two to a site, so three sites (bin packing)."""
    options = pd.DataFrame({"site": range(5), "format": "x"})
    rule = Capacity(np.full(5, 9.0), np.full(5, 4.0), single=True, serve_all=True)
    assert solve(SiteProblem(options, ZeroCapture(5, 5), [rule], -np.ones(5)), GAP).objective == -3


def test_a_conflict_with_the_capacity_is_diagnosed() -> None:
    """One option holds 5 of 6: with both rules no plan, with either alone one."""
    rules = [Count(at_most=1), Capacity(np.full(2, 5.0), np.full(3, 2.0), serve_all=True)]
    found = diagnose(SiteProblem(OPTIONS, NEAREST, rules))
    assert found.conflict == (0, 1)
    (loosened,) = found.attainable
    assert (loosened.limit.rule, loosened.best.value, loosened.best.proven) == (rules[0], 2, True)
    more, none = (correction.changes[0] for correction in found.corrections)
    assert (more.rule, more.value) == ("count", 2)
    assert (none.rule, none.loosened) == ("capacity", None)


def test_a_capacity_too_small_for_any_plan_is_diagnosed_alone() -> None:
    rules = [Count(at_most=1), Capacity(np.full(2, 1.0), np.full(3, 2.0), single=True, serve_all=True)]
    found = diagnose(SiteProblem(OPTIONS, NEAREST, rules))
    assert (found.conflict, found.attainable, found.proven) == ((1,), (), True)


@pytest.mark.parametrize(
    ("column", "rules"),
    [
        ("limit", [Capacity(np.ones(3), np.ones(3))]),
        ("limit", [Capacity(np.array([1, -1.0]), np.ones(3))]),
        ("limit", [Capacity(np.array([1, np.nan]), np.ones(3))]),
        ("demand", [Capacity(np.ones(2), np.ones(2))]),
        ("demand", [Capacity(np.ones(2), np.array([1, 1, np.inf]))]),
        ("only once", [Capacity(np.ones(2), np.ones(3))] * 2),
    ],
)
def test_what_cannot_be_is_refused(column: str, rules: list[Capacity]) -> None:
    with pytest.raises(ProblemError, match=column):
        SiteProblem(OPTIONS, NEAREST, rules)


def test_a_floor_is_not_loosened_under_a_capacity() -> None:
    """Half of the zones want covering, no option does: the floor conflicts alone, and stays as it is."""
    rules = [CoverageFloor(sp.csr_array((3, 2)), np.ones(3), 0.5), Capacity(np.ones(2), np.ones(3), serve_all=True)]
    found = diagnose(SiteProblem(OPTIONS, NEAREST, rules))
    assert len(found.conflict) == 1
    assert all(line.best is None or line.best.value == 0 for line in found.attainable)


def test_shares_of_a_zone_are_not_allocated() -> None:
    huff = HuffCapture(sp.csr_array(np.ones((3, 2))), np.ones(3), np.ones(3))
    with pytest.raises(ProblemError, match="HuffCapture shares a zone"):
        SiteProblem(OPTIONS, huff, [Capacity(np.ones(2), np.ones(3))])


def test_a_plan_without_its_allocation_has_no_value() -> None:
    problem = SiteProblem(OPTIONS, NEAREST, [Capacity(np.full(2, 4.0), np.full(3, 2.0))])
    with pytest.raises(ProblemError, match="worth what its allocation is worth"):
        removal_values(problem, solve(problem, GAP))


def hard() -> SiteProblem:
    """60 points, 6 sites that are nearly full: more than an instant."""
    r = np.random.default_rng(1)
    places, demand = r.random((60, 2)) * 100, r.integers(1, 21, 60).astype(float)
    minutes = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    options = pd.DataFrame({"site": range(60), "format": "x"})
    limit = np.full(60, np.ceil(demand.sum() / 6 / 0.95))
    rules = [Count(exactly=6), Capacity(limit, demand, single=True, serve_all=True)]
    return SiteProblem(options, NearestCapture(minutes, np.ones(60)), rules)


def test_stopped_it_returns_an_honest_gap() -> None:
    heard = []
    found = solve(hard(), 1e-9, progress=heard.append, cancel=lambda: bool(heard) and heard[-1].gap < 1)
    assert found.status is SolveStatus.CANCELLED
    assert found.bound >= found.objective
    assert found.allocation["part"].sum() == 60
    late = solve(hard(), 1e-9, time_limit=1e-6)
    assert (late.status, late.found, late.allocation) == (SolveStatus.UNDECIDED, False, None)


def test_stopped_amid_its_first_search_it_keeps_what_that_came_through() -> None:
    """No site at all is a plan, too; each that opens beside it is better."""
    problem = hard()
    capacity = next(rule for rule in problem.rules if isinstance(rule, Capacity))
    rules = [Count(at_most=6), replace(capacity, serve_all=False)]
    kept = []
    for polls in (1, 2, 40):
        asked = itertools.count()
        found = solve(replace(problem, rules=rules), 1e-9, cancel=lambda polls=polls, asked=asked: next(asked) >= polls)
        assert found.status is SolveStatus.CANCELLED
        kept.append(found.objective)
    assert kept[0] < kept[1] <= kept[2]  # NaN, where nothing was kept, is less than nothing
