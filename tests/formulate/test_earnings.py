"""Earnings: margins, payouts, capacities and ramp-up on arrays are what the full model makes of each plan."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest

from siteplan.evaluate import evaluate
from siteplan.finance.costs import annuity_factor
from siteplan.finance.level_figures import level_figures
from siteplan.formulate.network import Network
from siteplan.formulate.objectives import objective_of
from siteplan.formulate.outcome import Answer
from siteplan.formulate.site_problem import site_problem
from siteplan.groundwork import Groundwork
from siteplan.optimise import solve
from siteplan.pipeline import choose, lay_groundwork
from siteplan.study import Finance, Outlook, Study
from siteplan.study.objectives import goal_of
from tests.examples import some
from tests.moving import moving_market, opening
from tests.test_facilities import ONE_NEW, asked, every_plan

PAID = {"payout_guarantee": 9e5, "payout_share": 0.05}
SLOWLY = {"lead_months": 7, "ramp_up": (0.4, 0.8), "salvage_share": 0.2}
MONEY: dict[str, dict[str, dict[str, Any]]] = {
    "a payout above its guarantee": {"dealer": PAID},
    "a payout that is never less than its share": {"dealer": {"payout_share": 0.03}},
    "a guarantee alone": {"dealer": {"payout_guarantee": 5e5}},
    "lead time, ramp-up and salvage": {"mall": SLOWLY, "dealer": SLOWLY | PAID},
    "smaller margins": {"dealer": {"margin": 5000.0}},
    "capacities": {"mall": {"capacity": 150.0}, "dealer": {"capacity": 160.0, "margin": 8000.0} | PAID},
    "a payout larger than the margin": {"dealer": {"payout_share": 0.12}},
}


def study(name: str, objective: str) -> Study:
    """The study of two cities, malls and dealers under one case of money."""
    made = asked(2e6, objective=objective, rules=[ONE_NEW])
    formats = {kind: spec.model_copy(update=MONEY[name].get(kind, {})) for kind, spec in made.formats.items()}
    finance = Finance(price=100_000.0, rent_growth=0.04, margin_growth=-0.02)
    return made.model_copy(update={"formats": formats, "finance": finance})


@cache
def ground(name: str, objective: str = "profit", doubt: bool = False) -> Groundwork:
    of = study(name, objective)
    if doubt:
        later = (Outlook(name="more", probability=0.4, demand=1.5), Outlook(name="less", probability=0.6, outside=2.0))
        of = of.model_copy(update={"outlooks": later})
    return lay_groundwork(of, moving_market("closable", "convertible"))


@pytest.mark.parametrize(("name", "objective", "doubt"), some(product(MONEY, ["profit", "npv"], [False, True]), 10))
def test_every_plan_is_worth_on_arrays_what_the_full_model_says(name: str, objective: str, doubt: bool) -> None:
    of = ground(name, objective, doubt)
    goal, problem, judge = goal_of(of.study, of.market.population), site_problem(of), objective_of(of)
    assert judge.approximations == ()
    outlooks = [(chance, there, objective_of(there)) for chance, there in of.outlooks()]
    for plan in every_plan(of)[::61]:
        counted = sum(chance * judged.value(Network(there, plan)) for chance, there, judged in outlooks)
        assert goal.figure(problem.value(plan)) == pytest.approx(counted, rel=1e-9, abs=1e-3)


@pytest.mark.parametrize("name", MONEY)
def test_the_plan_is_the_best_of_all_there_are(name: str) -> None:
    of = ground(name)
    problem = site_problem(of)
    best = max(problem.value(plan) for plan in every_plan(of))
    found = solve(problem, gap=1e-6, time_limit=60)
    assert found.objective == pytest.approx(best, rel=1e-6)
    assert found.bound >= best - 1e-9 * abs(best)


def test_the_value_of_the_years_is_the_annuity_of_the_profit_beyond_todays() -> None:
    of, other = ground("capacities"), ground("capacities", "npv")
    factor = annuity_factor(of.study.plan.horizon_years, of.study.plan.discount_rate)
    plan = opening(of, ["C1:mall", "F1:mall", "F2:dealer"]).open.to_numpy(dtype=bool)
    profits = [Network(of, each).profit for each in (plan, of.stands)]
    assert objective_of(other).value(Network(other, plan)) == pytest.approx((profits[0] - profits[1]) * factor)
    assert objective_of(other).value(Network(other, of.stands)) == 0.0
    assert evaluate(choose(other)).proof.goal.unit == "CNY"


@pytest.mark.parametrize("name", MONEY)
def test_the_objective_is_the_npv_of_the_business_case(name: str) -> None:
    """The same figures by another way: year by year in the cash flows of all sites, less today's."""
    of = ground(name, "npv")
    made = evaluate(Answer.of(of, opening(of, ["C1:mall", "F1:mall", "F2:dealer"])))
    assert made.proof.counted == pytest.approx(made.kpis.npv, rel=1e-9)


def test_by_hand_what_a_dealer_brings_below_at_and_above_its_guarantee() -> None:
    """9e5 / (0.05 x 1e5) = 180 vehicles: below them the guarantee is paid, above 5,000 of each margin of 9,000."""
    of = ground("a payout above its guarantee")
    dealers = of.options[of.options["format"] == "dealer"].iloc[:1]
    plain = of.study.model_copy(update={"finance": Finance(price=100_000.0)})
    figures = level_figures(dealers, plain)
    cost = float(figures.fixed[0])
    for sold, paid in ((100.0, 9e5), (180.0, 9e5), (300.0, 1.5e6)):
        assert figures.result(np.array([sold]))[0] == pytest.approx(9000 * sold - cost - paid)


def test_today_counts_alike_whether_its_sites_may_change_or_not() -> None:
    fixed = lay_groundwork(study("capacities", "profit"), moving_market("keep", "keep"))
    free = ground("capacities")
    nothing = np.zeros(len(fixed.options), dtype=bool)
    assert Network(fixed, nothing).profit == pytest.approx(Network(free, free.stands).profit)


def test_a_capacity_beyond_which_each_vehicle_costs_is_told_as_overestimated() -> None:
    """The payout takes more than the margin, so the last vehicle below the cap loses: the bound leaves those out."""
    of = study("a payout larger than the margin", "profit")
    dealer = of.formats["dealer"].model_copy(update={"capacity": 100.0})
    of = of.model_copy(update={"formats": {**of.formats, "dealer": dealer}})
    there = lay_groundwork(of, moving_market("closable", "convertible"))
    judge, problem = objective_of(there), site_problem(there)
    assert any("lose on a vehicle" in text for text in judge.approximations)
    for plan in every_plan(there)[::31]:
        counted = judge.value(Network(there, plan))
        assert problem.value(plan) >= counted - 1e-9 * abs(counted)
    proof = evaluate(Answer.of(there, choose(there).selection)).proof
    assert not proof.exact
