"""Outlooks that change money, figures and rivals: what is maximised is the mean of what the full model says of each."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from siteplan.evaluate import evaluate
from siteplan.formulate.network import Network
from siteplan.formulate.objectives import objective_of
from siteplan.formulate.outcome import figures
from siteplan.formulate.site_problem import site_problem
from siteplan.groundwork import Groundwork
from siteplan.optimise import solve
from siteplan.pipeline import choose, lay_groundwork
from siteplan.study import Finance, Outlook, Study
from siteplan.study.objectives import goal_of
from tests.moving import moving_market
from tests.test_facilities import ONE_NEW, asked, every_plan
from tests.worlds import tiny_ground, tiny_market, tiny_study

PLAIN = Outlook(name="as it is", probability=0.5)
DEARER = Outlook(name="dearer", probability=0.3, rent=1.6, margin=0.7, demand={"1": 0.6, "default": 1.2})
FIGURES = {"trade_area.rate": 0.1, "formats.dealer.capacity": 150.0, "formats.mall.capex_fixed": 9e5}
OTHER = Outlook(name="other figures", probability=0.2, rivals=2.0, leave="R1", rent=1.1, set=FIGURES)


@cache
def ground(objective: str) -> Groundwork:
    """Two own sites that may change, dealers with a payout, and three outlooks, each with money of its own."""
    made = asked(2e6, objective=objective, rules=[ONE_NEW])
    dealer = made.formats["dealer"].model_copy(update={"payout_guarantee": 9e5, "payout_share": 0.05})
    paid = {"formats": {**made.formats, "dealer": dealer}, "finance": Finance(price=100_000.0)}
    study = made.model_copy(update=paid | {"outlooks": (PLAIN, DEARER, OTHER)})
    return lay_groundwork(study, moving_market("closable", "convertible"))


def outlook(**changes: Any) -> Study:
    """The study of two cities with one outlook, which is sure to come."""
    return tiny_study().model_copy(update={"outlooks": (Outlook(name="x", probability=1.0, **changes),)})


@pytest.mark.parametrize("objective", ["market_share", "profit", "npv"])
def test_every_plan_is_worth_the_mean_of_the_full_model(objective: str) -> None:
    of = ground(objective)
    goal, problem = goal_of(of.study, of.market.population), site_problem(of)
    plans = every_plan(of)[::97]
    counted = figures(of, list(plans)).mean
    assert [goal.figure(problem.value(plan)) for plan in plans] == pytest.approx(counted, rel=1e-9, abs=1e-3)


def test_the_plan_is_the_best_of_all_there_are() -> None:
    of = ground("profit")
    problem = site_problem(of)
    best = max(problem.value(plan) for plan in every_plan(of))
    found = solve(problem, gap=1e-6, time_limit=60)
    assert found.objective == pytest.approx(best, rel=1e-6)
    assert found.bound >= best - 1e-9 * abs(best)


def test_money_of_an_outlook_is_its_own_and_the_proof_is_exact() -> None:
    of = ground("profit")
    made = evaluate(choose(of))
    assert made.proof.exact
    assert made.proof.objective == pytest.approx(made.proof.counted)
    (_, plain), (_, dearer), _ = of.outlooks()
    assert dearer.options.index.equals(plain.options.index)
    assert dearer.options["rent_cost"].to_numpy() == pytest.approx(1.6 * plain.options["rent_cost"].to_numpy())
    assert dearer.study.formats["dealer"].margin == pytest.approx(0.7 * 9000)
    tier = of.market.zones["tier"].to_numpy()
    factor = dearer.model.by_zone(dearer.model.demand) / of.model.by_zone(of.model.demand)
    assert factor.to_numpy() == pytest.approx(np.where(tier == "1", 0.6, 1.2))


def test_an_outlook_is_the_study_that_says_the_same() -> None:
    """A rate of 0.1 set in an outlook is what [trade_area] rate = 0.1 is; a rival that leaves never was."""
    told = outlook(set={"trade_area.rate": 0.1})
    ((_, there),) = lay_groundwork(told, tiny_market()).outlooks()
    stated = lay_groundwork(tiny_study().at(("trade_area", "rate"), 0.1), tiny_market())
    assert abs(there.model.options - stated.model.options).max() < 1e-12
    ((_, there),) = tiny_ground().asking(outlook(leave="R2")).outlooks()
    without = tiny_market().competitors.drop("R2")
    never = lay_groundwork(tiny_study(), replace(tiny_market(), competitors=without))
    assert there.model.against == pytest.approx(never.model.against)


@pytest.mark.parametrize("whole", [False, True])
def test_rivals_that_come_are_there_in_their_outlook_alone(whole: bool) -> None:
    """By enter beside today's; by snapshot in their place: then the same as a study with that table."""
    arriving = tiny_market().competitors.iloc[:2].rename(index={"R1": "N1", "R2": "N2"}).assign(brand="New")
    named = {"snapshot" if whole else "enter": "entering.csv"}
    outlooks = (Outlook(name="now", probability=0.5), Outlook(name="then", probability=0.5, **named))
    study = tiny_study().model_copy(update={"outlooks": outlooks})
    laid = lay_groundwork(study, replace(tiny_market(), entering={"then": arriving}))
    (_, now), (_, then) = laid.outlooks()
    assert now.model.against == pytest.approx(laid.model.against)
    today = tiny_market().competitors

    table = arriving if whole else pd.concat([today, arriving])
    stated = lay_groundwork(tiny_study(), replace(tiny_market(), competitors=table))
    assert then.model.against == pytest.approx(stated.model.against)
    assert then.travel.competitors.site_ids.equals(then.market.competitors.index)
    plan = np.zeros(len(laid.options), dtype=bool)
    assert Network(then, plan).capture == pytest.approx(Network(stated, plan).capture)
    assert objective_of(laid).aim().sold is None
