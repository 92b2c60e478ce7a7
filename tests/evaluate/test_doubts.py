"""Doubts stand where a figure is beyond what is usual, with the cause that the figures give, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from siteplan.errors import ProblemError
from siteplan.evaluate import Plan, evaluate
from siteplan.evaluate.doubt_facts import SiteFacts, site_facts
from siteplan.evaluate.doubts import Doubt, DoubtParams, doubts_of
from siteplan.formulate.outcome import Answer
from siteplan.pipeline import lay_groundwork
from siteplan.present.board.doubt_causes import CAUSES
from siteplan.present.board.doubt_words import doubt_part, doubt_table
from siteplan.present.tables.column import Table
from siteplan.present.text.reader import Reader
from siteplan.study import Study
from siteplan.study.uncertain.range_spec import Range
from siteplan.tradearea.calibration.flows_decay import FlowsDecay
from tests.worlds import tiny_market, tiny_plan, tiny_selection, tiny_study

DEALER = {"ownership": "dealer", "capex_paid_by": "dealer", "opex_paid_by": "dealer"}
OPENED = ("C1:mall", "C3:dealer", "C6:dealer")


def planned(finance: dict[str, Any] | None = None, mall: dict[str, Any] | None = None, **dealer: Any) -> Plan:
    raw = tiny_study().model_dump(exclude_unset=True)
    raw["formats"]["dealer"] |= dealer
    raw["formats"]["mall"] |= mall or {}
    ground = lay_groundwork(Study.model_validate({**raw, "finance": finance or {}}), tiny_market())
    return evaluate(Answer.of(ground, tiny_selection(ground, OPENED)))


def found(plan: Plan, **params: float) -> dict[tuple[str, str], Doubt]:
    return {(doubt.site_id, doubt.figure): doubt for doubt in doubts_of(plan, DoubtParams(**params))}


@pytest.fixture(scope="module")
def poor() -> Plan:
    """Dealers get 3 % of 150,000, sell 700 at most, and look after 100 owners; 600 to 690 a year are plausible."""
    return planned({"price": 150_000}, payout_share=0.03, owners=100, capacity=700, sales_range=(600, 690), **DEALER)


@pytest.fixture(scope="module")
def rich() -> Plan:
    """A vehicle earns 60,000, of which dealers get 45,000; they pay 90 % of the fit-out, and what the site costs."""
    paid = {"capex_paid_by": {"maker": 0.1, "dealer": 0.9}, "opex_paid_by": "dealer", "ownership": "dealer"}
    return planned({"price": 150_000}, margin=60_000, payout_share=0.3, sales_range=(1, 9_999), **paid)


def poor_range(plan: Plan) -> Plan:
    """The same where a dealer plausibly sells 1,500 to 2,000 a year."""
    dealer = plan.study.formats["dealer"].model_copy(update={"sales_range": (1_500, 2_000)})
    return replace(plan, study=plan.study.model_copy(update={"formats": {**plan.study.formats, "dealer": dealer}}))


def test_a_dealer_at_a_loss_is_doubted_with_what_he_gets_and_pays(poor: Plan, rich: Plan) -> None:
    """C6 sells some 171 a year, for 4,500 each: 0.77 m; 35 people at 90,000 alone cost 3.15 m. At 45,000 C3 earns."""
    doubt = found(poor)["C6", "result_partners"]
    assert doubt.cause == "partner_cost"
    assert doubt.facts["received"] == pytest.approx(4_500 * float(doubt.facts["sold"]))
    assert doubt.facts["cost"] > 35 * 90_000
    assert doubt.value == pytest.approx(
        float(doubt.facts["received"]) - float(doubt.facts["cost"]) - float(doubt.facts["invested"])
    )
    assert ("C3", "result_partners") not in found(rich)


def test_sales_beyond_the_range_have_the_factor_that_makes_them(poor: Plan, rich: Plan) -> None:
    """Sales are demand in the zones times the share of it; the cause is the factor that is farther off."""
    facts = {(site.site_id, site.change): site for site in site_facts(poor)}
    doubts = found(poor)
    for site in ("C3", "C6"):
        known, doubt = facts[site, "new"], doubts[site, "sold"]
        assert known.reach * known.share == pytest.approx(known.sold)
        assert (doubt.low, doubt.high) == (600, 690)
        if not known.above:
            reach, share = abs(np.log(known.reach / known.usual_reach)), abs(np.log(known.share / known.usual_share))
            assert doubt.cause == ("reach" if reach >= share else "share")
    low = found(poor_range(poor))["C6", "sold"]
    assert (low.cause, low.low) == ("whole_format", 1_500)  # F2, which stays, sells 787: no dealer sells as many
    assert ("C3", "sold") not in found(rich)


def test_capacity_and_places_that_are_full_are_told(poor: Plan) -> None:
    doubts = found(poor)
    above = poor.sites.set_index("site_id")["demand_above_capacity"]
    assert doubts["C3", "demand_above_capacity"].cause == "capacity"
    assert doubts["C3", "demand_above_capacity"].value == pytest.approx(above["C3"])
    assert ("C6", "demand_above_capacity") not in doubts
    assert doubts["F2", "owners_served"].cause == "full"


def test_money_that_never_comes_back_says_why() -> None:
    """C3 earns more than it costs to run, and less than its investment beside; C6 does not even cover its staff."""
    doubts = found(tiny_plan())
    assert doubts["C3", "payback"].cause == "earns_little"
    assert doubts["C6", "payback"].cause == "costs_more"
    money = doubts["C3", "payback"].facts
    assert 0 < float(money["earned"]) - float(money["opex"]) < float(money["invested"])
    assert doubts["", "payback"].cause == "never_back"
    assert ("C1", "payback") not in doubts


def test_money_that_is_back_at_once_is_doubted_too(rich: Plan) -> None:
    """Where dealers pay all but a tenth, it is back within weeks: others invest."""
    doubts = found(rich)
    assert doubts["C3", "payback"].cause == "others_invest"
    assert doubts["C3", "payback"].value < 1
    assert ("C3", "payback") not in found(rich, quick=0.0)


def test_a_vehicle_on_which_more_is_paid_out_than_earned() -> None:
    """A guarantee of 3 m on some 171 vehicles at 9,000: 1.54 m are earned."""
    doubt = found(planned(payout_guarantee=3e6, **DEALER))["C6", "margin"]
    assert doubt.cause == "paid_out_above"
    assert doubt.facts["payout"] == pytest.approx(3e6)
    assert doubt.value == pytest.approx(9_000 - 3e6 / (float(doubt.facts["margin"]) / 9_000))


def test_sales_a_head_beyond_any_own_site() -> None:
    """A mall of today sells 713 with 10; the new one is given a twentieth of the staff: it has few people."""
    plan = tiny_plan()
    sites = plan.business.sites
    few = sites["employees"].where(sites["site_id"] != "C1", 0.5)
    doubts = found(replace(plan, business=replace(plan.business, sites=sites.assign(employees=few))))
    assert doubts["C1", "sales_per_head"].cause == "sales_per_head_small"
    assert ("C1", "sales_per_head") not in found(plan)


def test_a_range_that_moves_what_is_won_too_far() -> None:
    limits = (Range(path=("demand", "factor"), low=0.5, high=1.1),)
    ground = lay_groundwork(tiny_study().model_copy(update={"figure_ranges": limits}), tiny_market())
    plan = evaluate(Answer.of(ground, tiny_selection(ground, OPENED)))
    doubt = found(plan)["", "capture"]
    assert doubt.cause == "wide"
    assert doubt.facts["low"] == pytest.approx(0.5 * plan.kpis.capture)
    assert ("", "capture") not in found(plan, wide=0.6)


@pytest.mark.parametrize(("language", "said"), [("en", "its flows show 0.068"), ("zh-Hans", "0.068")])
def test_a_decay_that_the_flows_do_not_show_is_doubted_with_both(language: str, said: str) -> None:
    """The study has 0.08, its flows 0.067 to 0.069. At 0.08 within 0.079 to 0.081 nothing is doubted."""
    plan = tiny_plan()
    held = {rate: FlowsDecay("exponential", 0.08, rate, rate - 0.001, rate + 0.001) for rate in (0.068, 0.08)}
    doubtful, quiet = (
        replace(plan, forecast=replace(plan.forecast, today=replace(plan.forecast.today, flows=flows)))
        for flows in held.values()
    )
    assert ("", "decay_rate") not in found(quiet)
    doubt = found(doubtful)["", "decay_rate"]
    assert (doubt.value, doubt.low, doubt.high) == (0.08, pytest.approx(0.067), pytest.approx(0.069))
    (row,) = doubt_table(doubtful, Reader(language)).query("figure == 'decay_rate'").to_dict("records")
    assert said in row["why"]
    (table,) = doubt_part(doubtful, Reader(language)).items
    assert isinstance(table, Table)
    assert any("0.08" in row and "0.067" in " ".join(row) for row in map(list, table.rows))


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_every_doubt_has_its_row_and_its_sentence(language: str, poor: Plan) -> None:
    table, reader = doubt_table(poor, Reader(language)), Reader(language)
    assert len(table) == len(doubts_of(poor)) > 3
    assert set(table["cause"]) <= set(CAUSES)
    assert not table["why"].str.contains(r"[{}]|\bnan\b").any()
    part = doubt_part(poor, reader)
    assert str(len(table)) in part.sentences[0]
    assert len(part.items) == 1


def test_where_nothing_is_beyond_what_is_usual_that_is_said() -> None:
    """Without any site that opens, and with today's network as it is."""
    ground = lay_groundwork(tiny_study(), tiny_market())
    plan = evaluate(Answer.of(ground, tiny_selection(ground, ())))
    assert doubts_of(plan) == []
    assert doubt_part(plan, Reader("en")).sentences == ["No figure of the plan lies beyond what is usual."]
    assert doubt_table(plan, Reader("en")).empty


def test_thresholds_have_ranges() -> None:
    with pytest.raises(ProblemError):
        DoubtParams(dear=0.5)
    assert isinstance(site_facts(tiny_plan())[0], SiteFacts)


def test_what_is_alike_of_a_format_is_told_once() -> None:
    """Two service sites sell nothing: one row with what both cost, 20 people at 90,000 each, and their rent."""
    ground = lay_groundwork(tiny_study(rules=[]), tiny_market())
    plan = evaluate(Answer.of(ground, tiny_selection(ground, ("C3:service", "C4:service"))))
    told = [doubt for doubt in doubts_of(plan) if doubt.format]
    assert [(doubt.figure, doubt.cause, doubt.site_id, doubt.format) for doubt in told] == [
        ("payback", "no_sales", "", "service")
    ]
    assert told[0].facts["n"] == 2
    assert told[0].facts["opex"] == pytest.approx(plan.sites["opex"].sum())
    assert doubt_table(plan, Reader("en"))["scope"].tolist()[-1] == "format"
