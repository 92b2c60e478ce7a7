"""Options that stand already: giving one up may cost, and takes a reason."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.errors import ProblemError
from siteplan.optimise import Budget, Capture, Count, NoCapture, SiteProblem, solve
from siteplan.optimise.captures.offset import OffsetCapture
from siteplan.optimise.plans.feasible import Feasible
from siteplan.optimise.plans.settle import settled
from tests.examples import examples
from tests.optimise.small import CAPTURES, Small, add_floor, draw
from tests.optimise.test_solve import EXACT, agrees

SEEDS = st.integers(0, 2**32 - 1)
KINDS = st.sampled_from(CAPTURES)


@dataclass
class Moved(Small):
    """A small problem with so much more or less for every plan."""

    amount: float = 0.0

    def capture(self) -> Capture:
        return OffsetCapture(super().capture(), self.amount)

    def values(self, plans: np.ndarray) -> np.ndarray:
        return super().values(plans) + self.amount


def standing(seed: int, kind: str) -> tuple[Small, np.ndarray]:
    """A small problem some of whose options stand, not two at a site, and cost something to give up."""
    small, r = draw(seed, 0, kind), np.random.default_rng(seed)
    add_floor(small, r)
    stands = (r.random(len(small.options)) < 0.5) & ~small.options.duplicated("site").to_numpy()
    closing = stands * r.integers(0, 9, len(stands)).astype(float)
    costs, limit = np.where(stands, 0.0, small.options["cost"]), float(r.integers(1, 40))
    small.options = small.options.assign(cost=costs, closing=closing)
    small.rules.append(Budget(limit, otherwise="closing", name="round"))
    small.tests.append(lambda plans: plans @ costs + ~plans @ closing <= limit + 1e-9)
    return small, stands


@examples(50)
@given(SEEDS, KINDS, st.integers(-9999, 9999))
def test_an_amount_for_every_plan_moves_the_optimum_by_just_as_much(seed: int, kind: str, amount: int) -> None:
    small = Moved(**(vars(draw(seed, 2, kind)) | {"shared": None}), amount=amount)
    agrees(small, solve(small.problem(), gap=EXACT))


@examples(50)
@given(SEEDS, KINDS)
def test_a_standing_with_an_amount_knows_each_single_move(seed: int, kind: str) -> None:
    small = draw(seed, 0, kind)
    capture = OffsetCapture(small.capture(), -3.0)
    open_ = np.random.default_rng(seed).random(len(small.options)) < 0.5
    here = capture.at(open_)
    assert here.value() == pytest.approx(capture.zone_values(open_.astype(float)).sum())
    for option in range(len(open_)):
        there = here.closed(option) if open_[option] else here.opened(option)
        change = -here.losses()[option] if open_[option] else here.gain(option)
        assert there.value() - here.value() == pytest.approx(change, abs=1e-9 * abs(here.value()) + 1e-9)
    assert (capture.ceiling.sum() >= here.value() - 1e-9 * abs(here.value())).all()


def test_an_amount_without_limit_is_refused() -> None:
    options = pd.DataFrame({"site": ["a"], "format": ["mall"]})
    with pytest.raises(ProblemError, match="finite"):
        SiteProblem(options, OffsetCapture(NoCapture(1), np.inf))


@examples(50)
@given(SEEDS, KINDS)
def test_a_budget_pays_for_what_opens_and_for_what_is_given_up(seed: int, kind: str) -> None:
    small, _ = standing(seed, kind)
    agrees(small, solve(small.problem(), gap=EXACT))


def test_a_budget_reports_both_and_refuses_costs_that_are_none() -> None:
    """Opening the new site costs 5; the old one, not open, costs 3 to give up."""
    options = pd.DataFrame({"site": ["old", "new"], "format": "mall", "cost": [0.0, 5.0], "closing": [3.0, 0.0]})
    rule = Budget(8.0, otherwise="closing")
    (line,) = rule.reports(options, np.array([False, True]))
    assert (line.achieved, line.slack, line.met) == (8.0, 0.0, True)
    (problem,) = rule.problems(options.assign(closing=-1.0), 1)
    assert problem.column == "closing"


@examples(50)
@given(SEEDS, KINDS)
def test_what_stands_is_given_up_only_for_a_reason(seed: int, kind: str) -> None:
    """No plan that differs by one site left as it stands meets the rules and is as good; nothing is lost by it."""
    small, stands = standing(seed, kind)
    problem = small.problem()
    found = solve(problem, gap=0.2)
    if not found.found:
        return
    kept = settled(problem, found, stands)
    plan, feasible = kept.open.to_numpy(), Feasible(problem)
    assert feasible.holds(plan)
    assert found.objective <= kept.objective + 1e-9 * abs(found.objective)
    assert kept.objective == pytest.approx(problem.value(plan))
    assert kept.bound >= kept.objective
    assert kept.rules["met"].all()
    for option in np.flatnonzero(stands & ~plan):
        other = plan & (problem.site_of != problem.site_of[option])
        other[option] = True
        assert not feasible.holds(other) or problem.value(other) < kept.objective + 1e-9 * abs(kept.objective)


def test_a_site_that_brings_nothing_stays_and_its_rules_are_told_anew() -> None:
    """Nothing is worth anything here: the search opens nothing, and both old sites stay as they are."""
    options = pd.DataFrame({"site": ["a", "a", "b"], "format": ["mall", "shop", "mall"], "cost": 0.0})
    problem = SiteProblem(options, NoCapture(3), [Count(at_most=5)])
    none = solve(problem)
    assert settled(problem, none, np.zeros(3, dtype=bool)) is none
    shop = replace(none, open=pd.Series([False, True, False]))
    kept = settled(problem, shop, np.array([True, False, True]))
    assert kept.open.tolist() == [True, False, True]
    assert kept.rules["achieved"].tolist() == [2.0]
