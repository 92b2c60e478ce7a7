"""The rule on the cost of a vehicle asks of every network what the plan's figure says of it, and never less."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from siteplan.evaluate import evaluate
from siteplan.finance.cash_flows import cash_flows
from siteplan.finance.payers import cost_per_vehicle_of
from siteplan.formulate.network import Network
from siteplan.formulate.outcome import Answer
from siteplan.formulate.site_problem import site_problem
from siteplan.groundwork import Groundwork
from siteplan.optimise import solve
from siteplan.optimise.problem import SiteProblem
from siteplan.pipeline import lay_groundwork
from siteplan.study import Study
from tests.formulate.test_earnings import study
from tests.moving import moving_market, opening
from tests.test_facilities import every_plan

LIMIT = 30_000.0
RULES = [{"kind": "cost_per_vehicle", "at_most": LIMIT}, {"kind": "count", "at_most": 1}]


@cache
def ground(name: str, **finance: float) -> Groundwork:
    """One case of money of two cities; the mall may close, the dealer may convert, one site may open."""
    asked = study(name, "market_share").model_dump(exclude_unset=True)
    asked["plan"] |= {"rules": RULES}
    asked["finance"] |= finance
    if finance:
        asked["formats"]["dealer"] |= {"revenue_share": 0.9}
        asked["formats"]["service"] |= {"revenue_share": 0.2}
    return lay_groundwork(Study.model_validate(asked), moving_market("closable", "convertible"))


def told(of: Groundwork, plan: np.ndarray) -> float:
    """The figure that the report prints of a network."""
    flows = cash_flows(Network(of, plan).sites, of.study)
    return cost_per_vehicle_of(flows, flows, of.study.plan.discount_rate)


def some_plans(of: Groundwork, n: int) -> np.ndarray:
    plans = every_plan(of)
    return plans[np.random.default_rng(1).choice(len(plans), n, replace=False)]


@pytest.mark.parametrize("name", ["a payout above its guarantee", "lead time, ramp-up and salvage", "capacities"])
def test_the_rule_counts_what_the_report_prints(name: str) -> None:
    """Payouts, lead time, ramp-up, growth of rents, salvage, closing, capacities: three networks of each."""
    of = ground(name)
    problem = site_problem(of)
    for plan in some_plans(of, 3):
        (line,) = problem.rules[0].reports(problem.options, plan)
        cost = told(of, plan)
        assert line.achieved == pytest.approx(cost, rel=1e-9)
        assert line.met == (cost <= LIMIT * (1 + 1e-9))


def test_partners_part_of_service_is_counted_at_its_most() -> None:
    """Who goes where follows from the plan: 0.9 of what the visits of all owners in reach bring is counted."""
    of, plain = ground("a guarantee alone", service_margin=80.0), ground("a guarantee alone")
    problem, rules = site_problem(of), site_problem(plain).rules
    dearer = []
    for plan in some_plans(of, 3):
        (line,), (without,) = (rule.reports(problem.options, plan) for rule in (problem.rules[0], rules[0]))
        assert line.achieved >= told(of, plan) - 1e-6
        dearer.append(line.achieved > without.achieved)
    assert all(dearer)


def test_the_best_network_that_keeps_to_it_is_found() -> None:
    """Halfway between the cheapest vehicle and that of the network that sells most, against every network there is."""
    of = ground("capacities")
    problem = site_problem(of)
    rule, plans = problem.rules[0], every_plan(of)
    costs = np.array([rule.reports(problem.options, plan)[0].achieved for plan in plans])
    values = np.array([problem.value(plan) for plan in plans])
    limit = (costs.min() + costs[values.argmax()]) / 2
    looser = rule.loosened(rule.limits(problem.options)[0], limit, problem.options)
    assert looser is not None
    found = solve(
        SiteProblem(problem.options, problem.capture, [looser, *problem.rules[1:]], problem.fixed_value), gap=1e-6
    )
    best = values[costs <= limit].max()
    assert best < values.max()
    assert found.objective == pytest.approx(best, rel=1e-5)


def test_by_hand_a_dealer_is_paid_the_larger_of_guarantee_and_share() -> None:
    """Today's network, rents growing by 4 %: opex of both, and 900,000 or 5 % of 100,000 a vehicle of the dealer."""
    of = ground("a payout above its guarantee")
    problem = site_problem(of)
    (line,) = problem.rules[0].reports(problem.options, of.stands)
    answer = evaluate(Answer.of(of, opening(of, np.flatnonzero(of.stands).tolist())))
    sold = answer.facilities.set_index("format")["capture"]
    rents, wages = (of.options.loc[of.stands, column].sum() for column in ("rent_cost", "wage_cost"))
    years, rate = of.study.plan.horizon_years, of.study.plan.discount_rate
    weights = (1 + rate) ** -np.arange(1.0, years + 1)
    rent = rents * float((weights * 1.04 ** np.arange(years)).sum() / weights.sum())
    paid = max(900_000.0, 0.05 * 100_000 * float(sold["dealer"]))
    others = of.options.loc[of.stands, "opex"].sum() - rents - wages
    cost = (rent + wages + others + paid) / float(sold.sum())
    assert line.achieved == pytest.approx(cost)
    assert answer.kpis.cost_per_vehicle == pytest.approx(cost)
