"""A plan for a market in segments and lines: proven against every plan, counted by the full model, told by part."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from siteplan.evaluate import Plan, evaluate
from siteplan.evaluate.alone import alone
from siteplan.formulate.outcome import Answer
from siteplan.formulate.site_problem import site_problem
from siteplan.groundwork import Groundwork
from siteplan.pipeline import choose, lay_groundwork
from siteplan.present.files.export import write_plan, write_scores
from siteplan.present.files.plan_json import plan_dict
from siteplan.present.reports.report_html import report_html
from siteplan.present.text.reader import Reader
from siteplan.study import Outlook
from siteplan.study.demand_spec import Demand
from siteplan.tradearea import segment_people, shares
from tests.examples import some
from tests.formulate.test_curves import all_plans
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
    return evaluate(choose(here))


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


def test_a_floor_for_a_segment_counts_its_people_and_its_demand_alone() -> None:
    """What is achieved is recounted from the zones that the plan covers and the lognormal spread of their incomes."""
    floor = {"kind": "coverage", "function": "sale", "segment": "premium", "at_least": 0.6}
    share = {"kind": "capture", "segment": "premium", "at_least": 0.2}
    here = ground(IN_PARTS, rules=[BUDGET, floor, share], objective="cost")
    made = planned(here)
    people = here.market.zones["population"] * segment_people(here.study.demand, here.market.zones)["premium"]
    achieved = float(people[made.zones["covered"]].sum() / people.sum())
    lines = made.rules.set_index("rule")
    assert lines.loc["coverage: all segment premium people with sale", "achieved"] == pytest.approx(achieved, rel=1e-9)
    premium = made.segments[made.segments["segment"] == "premium"]
    assert premium["capture"].sum() / premium["demand"].sum() >= 0.2 - 1e-9
    assert lines["met"].all()
    assert "people of segment premium" in report_html(made, Reader("en"))
    assert "“premium”群体" in report_html(made, Reader("zh-Hans"))


def test_report_files_and_card_tell_the_parts(tmp_path: Path) -> None:
    here = ground(IN_PARTS)
    made = planned(here)
    assert "Who buys what" in report_html(made, Reader("en"))
    assert "谁购买什么" in report_html(made, Reader("zh-Hans"))
    write_plan(made, tmp_path / "plan")
    zones = gpd.read_parquet(tmp_path / "plan" / "zones.parquet")
    parts = [column for column in zones if column.startswith("demand: ")]
    assert parts[-1] == "demand: premium, large"
    assert zones[parts].sum(axis=1).tolist() == pytest.approx(zones["demand"].tolist(), rel=1e-9)
    write_scores(here, tmp_path / "score")
    totals = pd.read_csv(tmp_path / "score" / "demand_steps.csv")
    assert totals.loc[totals["level"] == "all", "demand"].item() == pytest.approx(zones["demand"].sum(), rel=1e-9)
    one = alone(here, "C1:mall")
    assert one.capture == pytest.approx(one.taken.capture.iloc[0])
    assert set(one.levels.index) <= set(here.market.zones.index)
    assert one.trade_area.loc[0.95, "capture"] >= 0.95 * one.capture


@pytest.mark.parametrize("objective", some(["coverage", "minutes", "attendance", "cost", "sites", "profit"], 3))
def test_every_objective_is_the_best_of_all_plans_beside_rules_on_people_and_sales(objective: str) -> None:
    """Rules on people and rules on vehicles stand side by side; what is found is the best of every plan."""
    rules = [
        BUDGET,
        {"kind": "coverage", "function": "sale", "segment": "premium", "at_least": 0.3},
        {"kind": "each_area", "function": "sale", "by": "city", "at_least": 0.1},
        {"kind": "capture", "segment": "premium", "at_least": 0.15},
    ]
    here = ground(IN_PARTS, rules=rules, objective=objective)
    problem = site_problem(here)
    best = max(problem.capture.zone_values(plan).sum() + problem.value_of @ plan for plan in all_plans(problem) * 1.0)
    selection = choose(here).selection
    assert selection.objective == pytest.approx(best, rel=1e-6, abs=1e-6)
    proof = evaluate(Answer.of(here, selection)).proof
    sign = -1 if proof.goal.least else 1
    assert sign * proof.counted <= sign * proof.bound + 1e-9 * abs(proof.bound)
    if proof.exact:
        assert proof.counted == pytest.approx(proof.objective, rel=1e-9)
