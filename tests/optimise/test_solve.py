"""The loop finds the optimum, proves it, and ends as it is told to."""

import subprocess
import sys
import time
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import example, given
from hypothesis import strategies as st

from siteplan.errors import ProblemError
from siteplan.optimise import (
    Budget,
    Count,
    CoverageFloor,
    HuffCapture,
    Progress,
    Selection,
    SiteProblem,
    SolveStatus,
    solve,
)
from tests.examples import examples
from tests.optimise.every_solver import needs_cbc
from tests.optimise.small import Small, add_budget, add_floor, draw

SEEDS = st.integers(0, 2**32 - 1)
EXACT = 1e-7


def agrees(small: Small, selection: Selection) -> None:
    """The selection is the optimum of every plan there is, and says so."""
    best = small.best()
    if best == -np.inf:
        assert selection.status is SolveStatus.INFEASIBLE
        assert (selection.bound, selection.found, selection.open.any()) == (-np.inf, False, False)
        return
    scale = max(abs(best), 1e-3)
    assert selection.status is SolveStatus.OPTIMAL
    assert abs(selection.objective - best) <= 1e-6 * scale
    assert selection.bound >= best - 1e-9 * scale
    assert selection.bound >= selection.objective
    assert selection.rules["met"].all()
    assert small.values(selection.open.to_numpy()[None])[0] == pytest.approx(selection.objective, rel=1e-9, abs=1e-9)
    assert (selection.open.to_numpy() == small.plans()).all(axis=1).any()  # one of the plans that are allowed


@examples(120, sample=16)
@given(SEEDS)
def test_equals_the_best_of_all_plans_under_any_rules(seed: int) -> None:
    small = draw(seed)
    agrees(small, solve(small.problem(), gap=EXACT))


@examples(40, sample=6)
@given(SEEDS)
def test_the_bound_never_falls_below_the_optimum_nor_the_value_on_the_way(seed: int) -> None:
    small = draw(seed)
    best = small.best()
    trace = solve(small.problem(), gap=EXACT).trace
    for before, after in pairwise(trace):
        assert after.bound <= before.bound + 1e-9 * abs(before.bound) or best == -np.inf
        assert not after.value < before.value
    for step in trace[:-1] if best > -np.inf else ():
        assert step.bound >= best - 1e-9 * max(1.0, abs(best))
        assert not step.value > best + 1e-9 * max(1.0, abs(best))


@examples(30, sample=5)
@given(SEEDS, st.integers(1, 30))
def test_more_budget_never_lowers_the_optimum(seed: int, limit: int) -> None:
    small = draw(seed, n_rules=0)
    worth = [solve(replace_rules(small, [Budget(float(limit * step))]), gap=EXACT).objective for step in (1, 2)]
    if not np.isnan(worth[0]):
        assert worth[1] >= worth[0] - 1e-6 * max(1.0, abs(worth[0]))


@examples(30, sample=5)
@given(SEEDS, st.floats(0.0, 0.5))
def test_a_tighter_floor_never_raises_the_optimum(seed: int, floor: float) -> None:
    small = draw(seed, n_rules=0)
    add_floor(small, np.random.default_rng(seed))
    (rule,) = small.rules
    loose, tight = (
        solve(replace_rules(small, [replace(rule, at_least=share)]), gap=EXACT) for share in (floor, 2 * floor)
    )
    if tight.found:
        assert tight.objective <= loose.objective + 1e-6 * max(1.0, abs(loose.objective))


def replace_rules(small: Small, rules: list) -> SiteProblem:
    return replace(small, rules=rules).problem()


@needs_cbc
@examples(25, sample=5)
@given(SEEDS)
@example(16152)  # CBC calls its model "Integer infeasible"
def test_cbc_gives_the_same_answer(seed: int) -> None:
    small = draw(seed)
    agrees(small, solve(small.problem(), gap=EXACT, solver="cbc"))


def city(n_zones: int = 400, n_sites: int = 60, seed: int = 0, budget: float = 0.1) -> SiteProblem:
    """A market too large to try all plans, with shares that decay with distance; hard enough to take seconds."""
    r = np.random.default_rng(seed)
    zones, sites = r.uniform(0, 100, (n_zones, 2)), r.uniform(0, 100, (n_sites, 2))
    minutes = np.hypot(*(zones[:, None] - sites[None]).transpose(2, 0, 1))
    attraction = np.exp(-0.06 * minutes) * (minutes < 60)
    utility = sp.csr_array(np.repeat(attraction, 2, axis=1) * np.tile([1.0, 1.7], n_sites))
    options = pd.DataFrame(
        {
            "site": np.repeat([f"s{k}" for k in range(n_sites)], 2),
            "format": np.tile(["mall", "dealer"], n_sites),
            "cost": np.tile([3.0, 5.5], n_sites) * r.uniform(0.8, 1.2, 2 * n_sites),
        }
    )
    covers = sp.csr_array(np.repeat(minutes < 12, 2, axis=1))
    weights = r.lognormal(0, 1, n_zones)
    capture = HuffCapture(utility, np.full(n_zones, 0.2), weights)
    dealers = Count(at_most=9, where={"format": "dealer"})
    rules = [Budget(budget * options["cost"].sum()), CoverageFloor(covers, weights, 0.4), dealers]
    return SiteProblem(options, capture, rules)


def test_the_same_seed_gives_the_same_answer() -> None:
    first, second = (solve(city(), gap=2e-3, seed=3) for _ in range(2))
    assert first.status is SolveStatus.OPTIMAL
    assert (first.open == second.open).all()
    assert (first.objective, first.bound) == (second.objective, second.bound)


@examples(40, sample=6)
@given(SEEDS)
def test_groups_change_the_way_and_not_the_answer(seed: int) -> None:
    small = draw(seed)
    problem = small.problem()
    groups = np.random.default_rng(seed).integers(0, 3, problem.n_zones)
    agrees(small, solve(replace(problem, groups=groups), gap=EXACT))


def test_time_limit_is_kept_and_the_gap_is_honest() -> None:
    problem = city(600, 120, budget=0.07)
    began = time.monotonic()
    selection = solve(problem, gap=1e-9, time_limit=3.0)
    assert time.monotonic() - began < 5.0
    assert selection.status is SolveStatus.FEASIBLE
    assert selection.rules["met"].all()
    assert selection.gap == (selection.bound - selection.objective) / selection.bound > 1e-9


def test_without_time_nothing_is_claimed() -> None:
    selection = solve(city(1500, 250), time_limit=1e-6)
    assert selection.status is SolveStatus.UNDECIDED
    assert not selection.found
    assert selection.rules.empty
    assert np.isnan(selection.gap)


def test_cancel_gives_the_best_so_far() -> None:
    problem = city(600, 120, budget=0.07)
    found: list[float] = []

    def progress(step: Progress) -> None:
        if not np.isnan(step.value):
            found.append(time.monotonic())

    selection = solve(problem, gap=1e-9, progress=progress, cancel=lambda: bool(found))
    assert time.monotonic() - found[0] < 2.0
    assert selection.status is SolveStatus.CANCELLED
    assert selection.rules["met"].all()
    assert selection.bound > selection.objective


def test_cancel_before_anything_is_found() -> None:
    selection = solve(city(), cancel=lambda: True)
    assert selection.status is SolveStatus.CANCELLED
    assert not selection.found


INTERRUPTED = """
import signal, threading
from siteplan.optimise import solve
from tests.optimise.test_solve import city
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job begins with it ignored
threading.Timer(3.0, signal.raise_signal, (signal.SIGINT,)).start()
selection = solve(city(600, 120, budget=0.07), gap=1e-9)
print(selection.status, selection.rules["met"].all(), selection.seconds < 5.0)
"""


def test_ctrl_c_in_the_middle_of_a_solve_gives_the_best_so_far() -> None:
    """In a process of its own: it has to end well, too, with no solver left running."""
    root = Path(__file__).parents[2]
    ended = subprocess.run([sys.executable, "-c", INTERRUPTED], cwd=root, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "cancelled True True\n", "")


def test_ctrl_c_out_of_the_progress_callback_is_a_cancel() -> None:
    def interrupted(progress: object) -> None:
        if progress.value > 0:
            raise KeyboardInterrupt

    selection = solve(city(), gap=1e-9, progress=interrupted)
    assert selection.status is SolveStatus.CANCELLED
    assert selection.found


def test_progress_hears_what_the_trace_keeps() -> None:
    heard: list = []
    selection = solve(city(), gap=1e-2, progress=heard.append)
    assert tuple(heard) == selection.trace
    assert {step.stage for step in heard} >= {"start", "relaxation", "end"}
    assert heard[-1].value == selection.objective
    assert heard[-1].bound == selection.bound


def test_rules_report_what_was_asked_and_a_price() -> None:
    """One zone of weight 12, E + U + C = 1 + U, and two equal options at cost 1: U = 1 gives 12/2, U = 2 gives 24/3."""
    options = pd.DataFrame({"site": ["a", "b", "c"], "format": "m", "cost": 1.0}, index=["oa", "ob", "oc"])
    capture = HuffCapture(sp.csr_array(np.ones((1, 3))), np.ones(1), np.array([12.0]))
    selection = solve(SiteProblem(options, capture, [Budget(2.0)]), gap=EXACT)
    assert selection.objective == pytest.approx(8.0)
    (line,) = selection.rules.to_dict("records")
    assert (line["rule"], line["kind"], line["sense"]) == ("budget cost", "budget", "at_most")
    assert (line["asked"], line["achieved"], line["slack"], line["met"]) == (2.0, 2.0, 0.0, True)
    # one more unit of budget buys a third option: between the slope 12/9 at U = 2 and the step 9 - 8 = 1
    assert 1.0 - 1e-6 <= line["shadow_price"] <= 2.0 + 1e-6
    assert selection.open.index.tolist() == ["oa", "ob", "oc"]


@pytest.mark.parametrize(("name", "value"), [("gap", 0.0), ("gap", -1.0), ("gap", float("nan")), ("time_limit", 0.0)])
def test_limits_that_ask_for_nothing_are_refused(name: str, value: float) -> None:
    with pytest.raises(ProblemError, match=name):
        solve(city(20, 3), **{name: value})


def test_an_unknown_solver_is_refused_by_name() -> None:
    with pytest.raises(ProblemError, match=r"'cplexx' is unknown or not installed.*highs"):
        solve(city(20, 3), solver="cplexx")


def test_rules_that_conflict_are_proven_to_have_no_plan() -> None:
    small = draw(1, n_rules=0)
    problem = replace_rules(small, [Count(at_least=1, name="some"), Count(at_most=0, name="none")])
    assert solve(problem).status is SolveStatus.INFEASIBLE


def test_a_budget_below_every_cost_opens_nothing() -> None:
    small = draw(7, n_rules=0)
    small.options["cost"] = 5.0
    small.options["status"] = "candidate"
    selection = solve(replace_rules(small, [Budget(4.0)]))
    assert selection.status is SolveStatus.OPTIMAL
    assert not selection.open.any()


def test_markets_that_nobody_can_change_are_solved_at_once() -> None:
    """No option reaches any zone: every plan is worth today's share."""
    options = pd.DataFrame({"site": ["a", "b"], "format": "m"})
    capture = HuffCapture(sp.csr_array((3, 2)), np.ones(3), np.ones(3), np.ones(3))
    selection = solve(SiteProblem(options, capture, []))
    assert (selection.status, selection.objective, selection.gap) == (SolveStatus.OPTIMAL, 1.5, 0.0)


def test_small_problems_with_budget_alone() -> None:
    """A budget that cuts exactly between two plans: rounding must not let the dearer one pass."""
    for seed in range(20):
        small = draw(seed, n_rules=0)
        add_budget(small, np.random.default_rng(seed))
        agrees(small, solve(small.problem(), gap=EXACT))


def local(n_zones: int, n_sites: int, pull: float, seed: int = 0) -> SiteProblem:
    """A market where a near site wins nearly everything: shares, not rules, make the relaxation hope for too much."""
    r = np.random.default_rng(seed)
    zones, sites = r.uniform(0, 1, (n_zones, 2)), r.uniform(0, 1, (n_sites, 2))
    minutes = np.hypot(*(zones[:, None] - sites[None]).transpose(2, 0, 1))
    options = pd.DataFrame({"site": [f"s{k}" for k in range(n_sites)], "format": "a"})
    utility = pull * np.exp(-25.0 * minutes)
    capture = HuffCapture(sp.csr_array(utility), np.ones(n_zones), r.uniform(1, 10, n_zones))
    return SiteProblem(options, capture, [Count(exactly=4)])


@pytest.mark.parametrize("pull", [3.0, 30.0, 300.0, 1e12])
def test_local_markets_are_branched_to_the_optimum(pull: float) -> None:
    """15 sites, 4 of them open: 1,365 plans to compare with."""
    problem = local(60, 15, pull)
    plans = np.array([np.isin(np.arange(15), four) for four in combinations(range(15), 4)])
    best = max(problem.value(plan) for plan in plans)
    selection = solve(problem, gap=EXACT)
    assert selection.status is SolveStatus.OPTIMAL
    assert selection.bound >= best * (1 - 1e-12)
    assert selection.objective >= best * (1 - EXACT) - 1e-9  # at 1e12 the second plan is 8e-8 behind: near enough
