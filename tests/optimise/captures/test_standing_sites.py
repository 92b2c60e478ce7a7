"""Options that stand already: giving one up may cost, and takes a reason."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.errors import ProblemError
from siteplan.optimise import Budget, Capacity, Capture, Count, CoverageCapture, SiteProblem, ZeroCapture, solve
from siteplan.optimise.captures.constant import PlusConstant
from siteplan.optimise.heuristics.feasible import Feasible
from siteplan.optimise.heuristics.restore_existing import restore_existing
from tests.examples import examples
from tests.optimise.small import CAPTURES, Small, add_floor, draw, flipped
from tests.optimise.test_solve import EXACT, agrees

SEEDS = st.integers(0, 2**32 - 1)
KINDS = st.sampled_from(CAPTURES)


@dataclass
class Moved(Small):
    """A small problem with so much more or less for every plan."""

    amount: float = 0.0

    def capture(self) -> Capture:
        return PlusConstant(super().capture(), self.amount)

    def values(self, plans: np.ndarray) -> np.ndarray:
        return super().values(plans) + self.amount


def state(seed: int, kind: str) -> tuple[Small, np.ndarray]:
    """A small problem some of whose options stand, not two at a site, and cost something to give up."""
    small, r = draw(seed, 0, kind), np.random.default_rng(seed)
    add_floor(small, r)
    stands = (r.random(len(small.options)) < 0.5) & ~small.options.duplicated("site").to_numpy()
    closing = stands * r.integers(0, 9, len(stands)).astype(float)
    costs, limit = np.where(stands, 0.0, small.options["cost"]), float(r.integers(1, 40))
    small.options = small.options.assign(cost=costs, closing=closing)
    small.rules.append(Budget(limit, otherwise="closing", name="round"))
    of_site = np.eye(len(small.options))[pd.factorize(small.options["site"])[0]]
    by_site = closing @ of_site  # due where nothing opens at the site: one that converts is not given up
    small.tests.append(lambda plans: plans @ costs + (plans @ of_site == 0) @ by_site <= limit + 1e-9)
    return small, stands


@examples(50, sample=20)
@given(SEEDS, KINDS, st.integers(-9999, 9999))
def test_an_amount_for_every_plan_moves_the_optimum_by_just_as_much(seed: int, kind: str, amount: int) -> None:
    small = Moved(**(vars(draw(seed, 2, kind)) | {"shared": None}), amount=amount)
    agrees(small, solve(small.problem(), gap=EXACT))


@examples(50)
@given(SEEDS, KINDS)
def test_a_state_with_an_amount_knows_each_single_move(seed: int, kind: str) -> None:
    small = draw(seed, 0, kind)
    capture = PlusConstant(small.capture(), -3.0)
    open_ = np.random.default_rng(seed).random(len(small.options)) < 0.5
    here = capture.state_at(open_)
    assert here.value() == pytest.approx(capture.zone_values(open_.astype(float)).sum())
    for option in range(len(open_)):
        there = flipped(here, option)
        change = -here.losses()[option] if open_[option] else here.gain(option)
        assert there.value() - here.value() == pytest.approx(change, abs=1e-9 * abs(here.value()) + 1e-9)
    assert (capture.ceiling.sum() >= here.value() - 1e-9 * abs(here.value())).all()


def test_an_amount_without_limit_is_refused() -> None:
    options = pd.DataFrame({"site": ["a"], "format": ["mall"]})
    with pytest.raises(ProblemError, match="finite"):
        SiteProblem(options, PlusConstant(ZeroCapture(1), np.inf))


@examples(50, sample=20)
@given(SEEDS, KINDS)
def test_a_budget_pays_for_what_opens_and_for_what_is_given_up(seed: int, kind: str) -> None:
    small, _ = state(seed, kind)
    agrees(small, solve(small.problem(), gap=EXACT))


def test_a_budget_reports_both_and_refuses_costs_that_are_none() -> None:
    """Opening the new site costs 5; the old one, not open, costs 3 to give up."""
    options = pd.DataFrame({"site": ["old", "new"], "format": "mall", "cost": [0.0, 5.0], "closing": [3.0, 0.0]})
    rule = Budget(8.0, otherwise="closing")
    (line,) = rule.reports(options, np.array([False, True]))
    assert (line.achieved, line.slack, line.met) == (8.0, 0.0, True)
    (problem,) = rule.problems(options.assign(closing=-1.0), 1)
    assert problem.column == "closing"


@examples(50, sample=20)
@given(SEEDS, KINDS)
def test_what_stands_is_given_up_only_for_a_reason(seed: int, kind: str) -> None:
    """No plan that differs by one site left as it stands meets the rules and is as good; nothing is lost by it."""
    small, stands = state(seed, kind)
    problem = small.problem()
    found = solve(problem, gap=0.2)
    if not found.found:
        return
    kept = restore_existing(problem, found, stands)
    plan, feasible = kept.open.to_numpy(), Feasible(problem)
    assert feasible.holds(plan)
    assert found.objective <= kept.objective + 1e-9 * abs(found.objective)
    assert kept.objective == pytest.approx(problem.value(plan))
    assert kept.bound >= kept.objective
    assert kept.rules["met"].all()
    new = plan & ~np.isin(problem.site_of, problem.site_of[stands])
    for option in np.flatnonzero(stands & ~plan & ~problem.barred):
        for closes in (-1, *np.flatnonzero(new)):  # beside what opens, or in place of one of them
            other = plan & (problem.site_of != problem.site_of[option]) & (np.arange(len(plan)) != closes)
            other[option] = True
            assert not feasible.holds(other) or problem.value(other) < kept.objective + 1e-9 * abs(kept.objective)
    for option in np.flatnonzero(new & ~problem.required):
        other = plan & (np.arange(len(plan)) != option)
        assert not feasible.holds(other) or problem.value(other) < kept.objective


@examples(60, sample=24)
@given(SEEDS)
def test_of_plans_worth_the_same_one_that_changes_little_is_chosen(seed: int) -> None:
    """Whole numbers that often tie: among all the best plans none keeps more by one addition or exchange.

    Zones count if some open site covers them, so many plans are worth the same.
    """
    r = np.random.default_rng(seed)
    n, m = int(r.integers(3, 8)), int(r.integers(2, 6))
    options = pd.DataFrame({"site": np.arange(n), "format": "a", "cost": r.integers(0, 3, n).astype(float)})
    capture = CoverageCapture(r.random((m, n)) < 0.5, np.ones(m))
    stands, most = r.random(n) < 0.5, int(r.integers(1, n + 1))
    problem = SiteProblem(options, capture, [Count(at_most=most), Budget(4.0)], -r.integers(0, 2, n) * 0.5)
    plan = restore_existing(problem, solve(problem, gap=EXACT), stands).open.to_numpy()
    every = np.array(list(itertools.product([False, True], repeat=n)))
    good = every[(every.sum(axis=1) <= most) & (every @ options["cost"].to_numpy() <= 4.0)]
    values = (good @ capture.covers.T.astype(float) > 0).sum(axis=1) + good @ problem.value_of
    best = good[values >= values.max() - 1e-9]
    assert (best == plan).all(axis=1).any()
    differ = best != plan
    closer = (best & stands).sum(axis=1) > (plan & stands).sum()
    assert not (closer & (differ.sum(axis=1) == 1)).any()
    assert not (closer & (differ.sum(axis=1) == 2) & ((plan & ~best & ~stands).sum(axis=1) == 1)).any()
    assert not ((best <= plan).all(axis=1) & (differ & ~stands).any(axis=1) & ~(differ & stands).any(axis=1)).any()


def test_what_stands_wins_a_tie_against_what_would_open() -> None:
    """Three sites cover the one zone and one may be open: the one that stands, wherever it is in the table."""
    options = pd.DataFrame({"site": ["a", "b", "c"], "format": "mall"})
    capture = CoverageCapture(np.ones((1, 3), dtype=bool), np.array([5.0]))
    problem = SiteProblem(options, capture, [Count(at_most=1)])
    found = solve(problem)
    for place in np.eye(3, dtype=bool):
        kept = restore_existing(problem, found, place)
        assert kept.open.tolist() == place.tolist()
        assert (kept.objective, kept.bound) == (5.0, found.bound)


def test_what_opens_and_brings_nothing_is_closed_unless_a_rule_needs_it() -> None:
    """The second site covers what the first does; two have to open in the second problem."""
    options = pd.DataFrame({"site": ["a", "b"], "format": "mall", "cost": [1.0, 2.0]})
    capture, none = CoverageCapture(np.ones((1, 2), dtype=bool), np.array([5.0])), np.zeros(2, dtype=bool)
    free, bound = SiteProblem(options, capture, [Budget(9.0)]), SiteProblem(options, capture, [Count(at_least=2)])
    both = replace(solve(free), open=pd.Series([True, True]))
    assert restore_existing(free, both, none).open.tolist() == [True, False]  # the dearer one goes
    assert restore_existing(bound, solve(bound), none).open.tolist() == [True, True]


def test_where_zones_are_allocated_the_plan_stays_as_it_is() -> None:
    options = pd.DataFrame({"site": ["a", "b"], "format": "mall"})
    capture = CoverageCapture(np.ones((1, 2), dtype=bool), np.array([5.0]))
    problem = SiteProblem(options, capture, [Capacity(np.ones(2), np.ones(1))])
    found = solve(problem)
    assert restore_existing(problem, found, np.ones(2, dtype=bool)) is found


def test_a_site_that_brings_nothing_stays_and_its_rules_are_told_anew() -> None:
    """Nothing is worth anything here: the search opens nothing, and both old sites stay as they are."""
    options = pd.DataFrame({"site": ["a", "a", "b"], "format": ["mall", "shop", "mall"], "cost": 0.0})
    problem = SiteProblem(options, ZeroCapture(3), [Count(at_most=5)])
    none = solve(problem)
    assert restore_existing(problem, none, np.zeros(3, dtype=bool)) is none
    shop = replace(none, open=pd.Series([False, True, False]))
    kept = restore_existing(problem, shop, np.array([True, False, True]))
    assert kept.open.tolist() == [True, False, True]
    assert kept.rules["achieved"].tolist() == [2.0]
