"""Duties: who is served today stays served, whatever closes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Any

import numpy as np
import pytest

from siteplan.errors import ProblemError
from siteplan.evaluate import evaluate
from siteplan.formulate.network import Network
from siteplan.formulate.site_problem import site_problem
from siteplan.groundwork import Groundwork
from siteplan.pipeline import choose
from siteplan.tradearea.demand import owners
from tests.examples import some
from tests.test_facilities import asked, every_plan, laid

KEEP_SALE = {"kind": "duties", "function": "sale", "minutes": 15}


def ground(*rules: dict[str, Any]) -> Groundwork:
    """Both own sites may close at the least cost, and one may open."""
    study = asked(objective="cost", rules=[*rules, {"kind": "count", "at_most": 1}])
    return laid("closable", "closable", 0.0).asking(study)


def served(of: Groundwork, plan: np.ndarray) -> np.ndarray:
    return Network(of, plan).minutes["sale"].to_numpy() <= 15


def kept(of: Groundwork, plans: Iterable[np.ndarray], weights: np.ndarray) -> list[float]:
    """Count the rule's share of each plan zone by zone, from minutes to the nearest site that sells."""
    today = served(of, of.stands)
    return [float(weights[today & served(of, plan)].sum() / weights[today].sum()) for plan in plans]


@pytest.mark.parametrize(("share", "whom"), some(product([0.4, 0.8, 1.0], ["people", "owners"]), 4))
def test_the_rule_holds_of_the_plans_that_keep_the_share_and_of_no_other(share: float, whom: str) -> None:
    of = ground({**KEEP_SALE, "at_least": share, "of": whom})
    zones = of.market.zones
    weights = (zones["population"] if whom == "people" else owners(of.study.demand, zones)).to_numpy(dtype=float)
    problem = site_problem(of)
    rule = problem.rules[0]
    plans = every_plan(of)
    for plan, share_kept in zip(plans, kept(of, plans, weights), strict=True):
        (line,) = rule.reports(problem.options, plan)
        assert line.achieved == pytest.approx(share_kept)
        assert line.met == (line.achieved >= share - 1e-9)


def test_without_it_all_would_close_and_with_it_the_cheapest_that_serves_them_stays() -> None:
    closed, stays = evaluate(choose(ground())), choose(ground(KEEP_SALE))
    assert set(closed.facilities["change"]) == {"closed"}
    of = stays.ground
    people = of.market.zones["population"].to_numpy(dtype=float)
    assert kept(of, [stays.is_open], people) == pytest.approx([1.0])
    problem = site_problem(of)
    plans = every_plan(of)
    plans = plans[np.array(kept(of, plans, people)) >= 1 - 1e-9]
    assert stays.selection.objective == pytest.approx(max(problem.value(plan) for plan in plans))


def test_where_nobody_is_served_today_there_is_no_duty() -> None:
    with pytest.raises(ProblemError, match="nobody"):
        site_problem(ground({"kind": "duties", "function": "service", "minutes": 1, "area": "rural"}))
