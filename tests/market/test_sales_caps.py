"""Capacity: a site sells up to its cap, and what it wins above that is lost; from the study to plan and files."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.evaluate import Plan, evaluate
from siteplan.evaluate.alone import alone
from siteplan.finance.costs import annuity_factor
from siteplan.formulate.outcome import Answer
from siteplan.formulate.site_problem import site_problem
from siteplan.groundwork import Groundwork
from siteplan.market.sales_caps import caps_of, has_caps
from siteplan.pipeline import choose, lay_groundwork
from siteplan.present.files.plan_json import plan_dict
from siteplan.present.maps.map_marks import chosen_marks
from siteplan.present.plan_text.sentences import why_sentence
from siteplan.present.plan_text.summary import summary
from siteplan.present.reports.report_html import report_html
from siteplan.present.tables.report_tables import site_rows
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader
from siteplan.study import Outlook, Study
from siteplan.study.objectives import goal_of
from siteplan.tradearea import shares
from tests.command_line import Run
from tests.examples import examples
from tests.moving import moving_market, opening
from tests.template import write_template
from tests.test_facilities import every_plan
from tests.worlds import tiny_market, tiny_study

MALL, DEALER = 400.0, 700.0
SMALL = {"kind": "capacity", "tier": "4", "at_most": 250, "name": "Small towns"}
OUTLOOKS = (
    Outlook(name="boom", probability=0.5, demand=1.6),
    Outlook(name="war", probability=0.5, demand=0.8, rivals=1.5),
)


def capped(mall: float | None = MALL, dealer: float | None = DEALER, margins: bool = True, **plan: Any) -> Study:
    """The two cities, malls and dealers with a capacity; all that sells earns the same, so that profit is exact."""
    study = tiny_study(gap=1e-6, **plan)
    caps = {"mall": mall, "dealer": dealer}
    formats = {
        name: spec.model_copy(
            update={
                "capacity": caps.get(name),
                "margin": 9000.0 * (spec.attractiveness > 0) if margins else spec.margin,
            }
        )
        for name, spec in study.formats.items()
    }
    return study.model_copy(update={"formats": formats})


@cache
def ground(objective: str, outlooks: bool = False, keep: tuple[str, str] = ("closable", "convertible")) -> Groundwork:
    study = capped(objective=objective, rules=[SMALL, {"kind": "count", "at_most": 1}])
    if outlooks:
        study = study.model_copy(update={"outlooks": OUTLOOKS})
    return lay_groundwork(study, moving_market(*keep))


def by_hand(of: Groundwork, plan: np.ndarray) -> float:
    """Vehicles sold: each site's win by Huff up to its format's capacity, and 250 in tier 4, own sites included."""
    split, demand = shares(of.model, plan), of.model.demand.to_numpy()
    total = 0.0
    for table, part in ((of.options, split.options), (of.facilities, split.own)):
        for (_, site), won in zip(table.iterrows(), np.atleast_1d(demand @ part), strict=True):
            cap = {"mall": MALL, "dealer": DEALER}.get(site["format"], np.inf)
            total += min(won, cap, 250.0 if site["tier"] == "4" else np.inf)
    return total


CASES = [
    ("market_share", False, ("closable", "convertible")),
    ("profit", True, ("closable", "convertible")),
    ("profit", False, ("keep", "keep")),
    ("market_share", True, ("keep", "keep")),
]


@pytest.mark.parametrize(("objective", "outlooks", "keep"), CASES)
def test_the_plan_is_the_best_of_all_there_are(objective: str, outlooks: bool, keep: tuple[str, str]) -> None:
    """By every plan: vehicles sold up to the caps; as profit, 9,000 each less what is spent a year."""
    of = ground(objective, outlooks, keep)
    problem, selection = site_problem(of), choose(of).selection
    plans = every_plan(of)
    values = np.array([problem.value(plan) for plan in plans])
    sold = [sum(chance * by_hand(world, plan) for chance, world in of.outlooks()) for plan in plans]
    if objective == "market_share":
        assert values == pytest.approx(sold, rel=1e-9)
    else:
        costs = np.array([problem.value_of[plan].sum() for plan in plans])
        assert values - values.mean() == pytest.approx(9000 * (sold - np.mean(sold)) + costs - costs.mean(), abs=1e-3)
    assert selection.objective == pytest.approx(values.max(), rel=1e-5)
    assert selection.bound >= values.max() - 1e-9 * abs(values.max())
    assert selection.loose
    assert evaluate(Answer.of(of, selection)).proof.counted == pytest.approx(
        goal_of(of.study, of.market.population).figure(selection.objective)
    )


@examples(40, sample=2)
@given(st.integers(0, 10_000))
def test_what_is_told_of_a_plan_adds_up(number: int) -> None:
    """Sales of sites, kept and new, sum to those of the network; net-new of all changes to that of the plan."""
    of = ground("market_share")
    plans = every_plan(of)
    chosen = plans[number % len(plans)]
    plan = evaluate(Answer.of(of, opening(of, np.flatnonzero(chosen).tolist())))
    assert plan.kpis.capture == pytest.approx(by_hand(of, chosen))
    assert plan.baseline.capture == pytest.approx(by_hand(of, of.stands))
    net = plan.sites["net_new"].sum() + plan.facilities["net_new"].sum()
    assert net == pytest.approx(plan.kpis.net_new, abs=1e-9)
    told = [plan.sites, plan.facilities]
    assert sum(table["capture"].sum() for table in told) == pytest.approx(plan.kpis.capture)
    assert sum(table["demand_above_capacity"].sum() for table in told) == pytest.approx(plan.kpis.demand_above_capacity)
    assert (plan.zones["demand"] * plan.zones["share"]).sum() == pytest.approx(plan.kpis.capture)
    assert plan.rules.set_index("rule_id").loc["#1", ["kind", "asked", "met"]].tolist() == ["capacity", 250.0, True]


@cache
def made(*options: str, **caps: Any) -> Plan:
    of = lay_groundwork(capped(rules=[], **caps), tiny_market())
    return evaluate(Answer.of(of, opening(of, list(options))))


def test_relief_of_a_site_that_wins_too_much_is_no_loss() -> None:
    """F1 has a capacity of 100 and wins far more: what C2 takes from it costs nothing, and all C2 sells is net-new."""
    free, tight = made("C2:mall", mall=None, dealer=None), made("C2:mall", mall=100.0, dealer=None)
    site, was = tight.sites.iloc[0], free.sites.iloc[0]
    assert site["capture"] == pytest.approx(100.0)
    assert site["capture"] + site["demand_above_capacity"] == pytest.approx(was["capture"])
    assert site["cannibalised"] == pytest.approx(was["cannibalised"])
    assert tight.baseline.demand_above_capacity > was["cannibalised"] > 0
    from_dealer = float(tight.transfers.own.loc["F2"].sum())
    assert site["net_new"] == pytest.approx(100.0 - from_dealer)
    plan = tight.study.plan
    yearly = tight.kpis.npv / annuity_factor(plan.horizon_years, plan.discount_rate)
    assert site["yearly_result"] == pytest.approx(yearly)


def test_caps_that_nobody_reaches_change_nothing() -> None:
    names = ("C1:mall", "C3:dealer")
    free, wide = made(*names, mall=None, dealer=None), made(*names, mall=1e9, dealer=1e9)
    assert repr(wide.kpis) == repr(free.kpis)  # by repr: what is not known, NaN, equals itself there
    pd.testing.assert_frame_equal(pd.DataFrame(wide.sites), pd.DataFrame(free.sites))


def test_an_option_alone_is_capped_too() -> None:
    """Alone beside today's network: what the plan with this site alone says."""
    of = lay_groundwork(capped(mall=100.0, rules=[]), tiny_market())
    found, plan = alone(of, "C2:mall"), evaluate(Answer.of(of, opening(of, ["C2:mall"])))
    site = plan.sites.iloc[0]
    for key in ("capture", "net_new", "demand_above_capacity"):
        assert getattr(found, key) == pytest.approx(site[key])
    assert found.capture == pytest.approx(100.0)


def test_the_lower_of_format_and_rules_counts_and_rules_reach_own_sites() -> None:
    study = capped(rules=[{"kind": "capacity", "format": "mall", "at_most": 300}, {"kind": "capacity", "at_most": 500}])
    sites = pd.DataFrame({"format": ["mall", "dealer", "service"], "tier": "1", "city": "X", "county": "Y"})
    assert caps_of(study, sites).tolist() == [300.0, 500.0, 500.0]
    assert caps_of(capped(rules=[]), sites).tolist() == [MALL, DEALER, np.inf]
    assert has_caps(study)
    assert not has_caps(tiny_study())


def test_demand_above_capacity_is_told_wherever_there_are_caps_and_nowhere_else() -> None:
    """In terminal, report, table, map and plan.json, in both languages."""
    tight, free = made("C2:mall", mall=100.0, dealer=None), made("C2:mall", mall=None, dealer=None)
    above = amount(tight.sites["demand_above_capacity"].iloc[0], "vehicles/year", Reader("en"))
    for language, said in (("en", "Above capacity"), ("zh-Hans", "超出销售能力")):
        for plan, there in ((tight, True), (free, False)):
            facts = [label for mark in chosen_marks(plan, Reader(language)) for label, _ in mark.popup.facts]
            pages = ["\n".join(summary(plan, Reader(language))), report_html(plan, Reader(language)), "\n".join(facts)]
            assert [said.lower() in page.lower() for page in pages] == [there] * 3
            assert ("demand_above_capacity" in site_rows(plan, Reader(language)).frame) == there
    assert f"its capacity, and attracts {above} more" in why_sentence(tight, "C2", Reader("en"))
    record = plan_dict(tight)
    assert record["sites"][0]["demand_above_capacity"] == pytest.approx(tight.sites["demand_above_capacity"].iloc[0])


def test_the_bound_says_that_it_is_loose_only_where_a_cap_may_bind() -> None:
    said = "The bound hardly accounts for capacities"
    for mall, there in ((100.0, True), (1e9, False)):
        of = lay_groundwork(capped(mall=mall, dealer=None, rules=[]), tiny_market())
        plan = evaluate(choose(of))
        assert plan.proof.loose == plan_dict(plan)["bound_loose"] == there
        for gap, told in ((0.0, False), (0.02, there)):  # where no gap is left there is nothing to excuse
            open_ended = replace(plan, proof=replace(plan.proof, gap=gap))
            assert any(said in line for line in summary(open_ended)) == told
            assert (said in report_html(open_ended, Reader("en"))) == told


def test_from_the_folder_to_the_files(tmp_path: Path, run: Run) -> None:
    """A rule far below what sites win is no reason for no plan: they open, and sell up to it."""
    write_template(tmp_path / "study")
    toml = tmp_path / "study" / "study.toml"
    rule = '\n[[plan.rules]]\nkind = "capacity"\nat_most = 20\n'
    toml.write_text(toml.read_text("utf-8") + rule, "utf-8")
    said = run("plan", tmp_path / "study", "--out", tmp_path / "out")
    assert said.code == 0
    assert "Above capacity" in said.out
    sites = pd.read_csv(tmp_path / "out" / "sites.csv")
    assert sites["capture"].max() <= 20.0
    assert sites["demand_above_capacity"].max() > 0
    record = json.loads((tmp_path / "out" / "plan.json").read_text("utf-8"))
    assert record["kpis"]["demand_above_capacity"] > 0
    assert record["bound"] >= record["objective"]


def test_where_margins_differ_every_plan_s_profit_is_counted_exactly() -> None:
    """A charging partner earns less on a vehicle, and may sell 5 of the many that would come."""
    study = capped(dealer=300.0, margins=False, objective="profit", rules=[])
    partner = study.formats["charge_partner"].model_copy(update={"functions": ("display", "sale"), "capacity": 5.0})
    study = study.model_copy(update={"formats": {**study.formats, "charge_partner": partner}})
    of = lay_groundwork(study, tiny_market())
    problem, goal = site_problem(of), goal_of(of.study, of.market.population)
    partners = of.options.index[of.options["format"] == "charge_partner"]
    assert len(partners)
    for options in ([], partners[:1], [*partners[1:2], "C1:mall"], ["C1:mall", "C3:dealer"]):
        selection = opening(of, list(options))
        counted = evaluate(Answer.of(of, selection)).proof.counted
        assert goal.figure(problem.value(selection.open.to_numpy())) == pytest.approx(counted, rel=1e-9)
