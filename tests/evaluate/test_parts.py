"""A plan for a market in segments and lines: proven against every plan, counted by the full model, told by part."""

import importlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from siteplan.demand_spec import Demand
from siteplan.evaluate import Plan, evaluate
from siteplan.groundwork import Groundwork
from siteplan.optimise.asked.question import site_problem
from siteplan.pipeline import choose, lay_groundwork
from siteplan.present.plan_json import plan_dict
from siteplan.study import Outlook
from siteplan.tradearea import shares
from tests.optimise.asked.test_curves import all_plans
from tests.worlds import tiny_market, tiny_study

BUDGET = {"kind": "budget", "at_most": 8e6, "name": "Budget"}
IN_PARTS = Demand.model_validate(
    {
        "segments": [
            {"name": "mainstream", "income_to": 50_000},
            {"name": "premium", "income_from": 50_000, "nev_factor": 1.5, "outside": 2.0,
             "attractiveness": {"mall": 2.0, "dealer": 0.5}},
        ],
        "lines": [
            {"name": "compact", "share": {"premium": 0.2, "default": 0.9}},
            {"name": "large", "share": {"premium": 0.8, "default": 0.1}, "formats": ["dealer", "mall"],
             "attractiveness": {"dealer": 1.6}},
        ],
    }
)  # fmt: skip
SAME = Demand.model_validate(
    {
        "segments": [{"name": "a", "share": 0.3}, {"name": "b", "share": 0.7}],
        "lines": [{"name": "x", "share": 0.5}, {"name": "y", "share": 0.5}],
    }
)


@pytest.fixture(autouse=True, scope="module")
def no_files() -> Iterator[None]:
    """The study of these tests has no files to be told apart by."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(importlib.import_module("siteplan.evaluate.evaluate"), "input_hash", lambda study: "abc")
        yield


def ground(demand: Demand, *outlooks: Outlook, **plan: Any) -> Groundwork:
    study = tiny_study(**{"rules": [BUDGET], "gap": 1e-6, **plan})
    return lay_groundwork(study.model_copy(update={"demand": demand, "outlooks": outlooks}), tiny_market())


def planned(here: Groundwork) -> Plan:
    return evaluate(here, choose(here))


def won(here: Groundwork, plan: np.ndarray) -> float:
    return float(here.model.demand.to_numpy() @ shares(here.model, plan).network)


def test_the_plan_is_the_best_of_all_on_the_sum_over_segments_and_lines() -> None:
    here = ground(IN_PARTS)
    made = planned(here)
    best = max(won(here, plan) for plan in all_plans(site_problem(here)))
    assert made.proof.objective == pytest.approx(best, rel=1e-6)
    assert made.proof.bound >= made.proof.objective
    assert made.proof.exact
    assert made.proof.counted == pytest.approx(made.proof.objective, rel=1e-9)


def test_what_each_part_and_each_zone_gives_sums_to_what_the_network_wins() -> None:
    here = ground(IN_PARTS)
    made = planned(here)
    assert made.segments[["segment", "line"]].to_numpy().tolist() == [
        ["mainstream", "compact"], ["mainstream", "large"], ["premium", "compact"], ["premium", "large"],
    ]  # fmt: skip
    assert made.segments["capture"].sum() == pytest.approx(made.kpis.capture, rel=1e-9)
    assert made.segments["today"].sum() == pytest.approx(made.baseline.capture, rel=1e-9)
    assert made.segments["demand"].sum() == pytest.approx(made.zones["demand"].sum(), rel=1e-9)
    assert made.zones["demand"] @ made.zones["share"] == pytest.approx(made.kpis.capture, rel=1e-9)
    new = made.sites["net_new"].sum() + made.facilities["net_new"].sum()
    assert new == pytest.approx(made.kpis.net_new, rel=1e-9)
    assert plan_dict(made)["segments"][0]["segment"] == "mainstream"


def test_parts_that_nothing_sets_apart_give_the_plan_of_the_whole_market() -> None:
    whole, parts = planned(ground(Demand())), planned(ground(SAME))
    assert parts.proof.objective == pytest.approx(whole.proof.objective, rel=1e-9)
    assert parts.sites["site_id"].tolist() == whole.sites["site_id"].tolist()
    assert parts.sites["capture"].tolist() == pytest.approx(whole.sites["capture"].tolist(), rel=1e-9)
    assert whole.segments.empty
    assert plan_dict(whole)["segments"] == []


def test_outlooks_are_futures_of_every_part() -> None:
    bad = Outlook(name="bad", probability=0.4, demand=0.8, rivals=3.0, outside=2.0)
    here = ground(IN_PARTS, Outlook(name="same", probability=0.6), bad)
    made = planned(here)
    futures = [(0.6, here.model), (0.4, here.model.times(0.8, 3.0, 2.0))]
    means = [
        sum(chance * float(model.demand.to_numpy() @ shares(model, plan).network) for chance, model in futures)
        for plan in all_plans(site_problem(here))
    ]
    assert made.proof.objective == pytest.approx(max(means), rel=1e-6)
    assert made.proof.counted == pytest.approx(made.proof.objective, rel=1e-9)


def test_rules_on_sales_count_every_part() -> None:
    rules = [
        BUDGET,
        {"kind": "capture", "tier": "1", "at_least": 0.29},
        {"kind": "minimum_sales", "at_least": 100},
        {"kind": "cannibalisation", "at_most": 0.6},
    ]
    here = ground(IN_PARTS, rules=rules)
    made = planned(here)
    west = (here.market.zones["tier"] == "1").to_numpy()
    in_west = made.zones.loc[west, "demand"] @ made.zones.loc[west, "share"] / made.zones.loc[west, "demand"].sum()
    assert in_west >= 0.29
    sold = made.sites.loc[made.sites["capture"] > 0, "capture"]
    assert (sold >= 100 - 1e-6).all()
    assert made.rules["met"].all()
