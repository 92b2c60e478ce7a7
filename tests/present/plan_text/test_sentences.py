"""What is said of a plan: true, with units, and never more than is proven."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from siteplan.evaluate import Plan
from siteplan.present.plan_text.sentences import (
    both_numbers,
    coverage_clause,
    gap_text,
    headline,
    percent,
    proof_sentence,
    site_count,
    why_sentence,
)
from siteplan.present.text.reader import Reader
from tests.worlds import tiny_plan, tiny_study


@pytest.fixture(scope="module")
def plan() -> Plan:
    return tiny_plan()


def test_headline_is_one_sentence_with_money_share_and_people(plan: Plan) -> None:
    # 13.9 m = 7 m (dealer) + 1.3 m (mall) + 5.6 m (smaller dealer); 13 of the 18 rural zones of equal size.
    assert headline(plan, Reader("en")) == (
        "Opens 3 sites for 13.9 m CNY; share rises from 19.4 % to 32.8 %; "
        "72 % of rural people within 30 min of a sales site (0 % today)."
    )


def test_headline_in_chinese_counts_in_wan(plan: Plan) -> None:
    said = headline(plan, Reader("zh-Hans"))
    assert "1390 万元" in said
    assert "32.8%" in said
    assert said.endswith("。")
    assert " m " not in said


def test_headline_of_a_plan_that_opens_nothing(plan: Plan) -> None:
    idle = replace(plan, sites=plan.sites.iloc[:0], kpis=plan.baseline)
    assert headline(idle, Reader("en")).startswith("Opens no site; share stays at 19.4 %; ")


def test_where_nobody_is_rural_everybody_is_counted(plan: Plan) -> None:
    urban = replace(plan, zones=plan.zones.assign(rural=False))
    assert coverage_clause(urban, Reader("en")).startswith("66 % of all people")


def test_minutes_are_named_only_where_all_are_asked_the_same(plan: Plan) -> None:
    minutes = {"sale": {"1": 25.0, "4": 45.0}}  # no standard of its own for rural zones, and one tier among them
    one = plan.study.model_copy(update={"tiers": plan.study.tiers.model_copy(update={"minutes": minutes})})
    assert "within 45 min" in coverage_clause(replace(plan, study=one), Reader("en"))
    mixed = replace(plan, study=one, zones=plan.zones.assign(rural=True))
    assert "as near to a sales site as required" in coverage_clause(mixed, Reader("en"))


@pytest.mark.parametrize(
    ("status", "first"),
    [("optimal", "Proven: "), ("feasible", "Time limit reached: "), ("cancelled", "Stopped on request: ")],
)
def test_proof_says_how_the_search_ended_and_what_is_left(plan: Plan, status: str, first: str) -> None:
    proof = replace(plan.proof, status=status, objective=995.0, bound=1000.0, gap=0.005)
    said = proof_sentence(proof, Reader("en"))
    assert said.startswith(first)
    assert "5 vehicles/year (0.5 %)" in said
    assert "optimal" not in said


def test_proof_without_any_gap(plan: Plan) -> None:
    proof = replace(plan.proof, objective=1000.0, bound=1000.0, gap=0.0)
    assert proof_sentence(proof, Reader("en")) == "Proven: no plan under these rules brings more."


def test_both_counts_are_shown_even_where_they_differ(plan: Plan) -> None:
    said = both_numbers(replace(plan, proof=replace(plan.proof, objective=2900.0)), Reader("en"))
    assert "2,900.0" in said
    assert f"{plan.kpis.capture:,.1f}" in said


@pytest.mark.parametrize(
    ("gap", "text"), [(0.0, "0.0 %"), (0.0072, "0.7 %"), (0.00041, "0.04 %"), (3e-6, "0.0003 %"), (0.25, "25.0 %")]
)
def test_a_small_gap_is_not_rounded_away(gap: float, text: str) -> None:
    assert gap_text(gap, Reader("en")) == text


def test_percent_and_counts() -> None:
    assert (
        percent(0.0614, Reader("en")),
        percent(0.831, Reader("zh-Hans"), 0),
        percent(float("nan"), Reader("en")),
    ) == ("6.1 %", "83%", "–")
    assert (site_count(1, Reader("en")), site_count(2, Reader("en")), site_count(0, Reader("en"))) == (
        "1 site",
        "2 sites",
        "0 sites",
    )


def test_why_adds_up(plan: Plan) -> None:
    taken = plan.transfers
    sums = (taken.outside, taken.from_rivals, taken.from_own)
    parts = [round(100 * float(part["C3"] / taken.capture["C3"])) for part in sums]
    assert sum(parts) == pytest.approx(100, abs=1)
    assert why_sentence(plan, "C3", Reader("en")) == (
        f"Wins 742 vehicles/year: {parts[0]} % from other ways to buy, {parts[1]} % from competitors, "
        f"{parts[2]} % from own sites; score 72, rank 3 of 9."
    )


def test_why_of_a_site_that_sells_nothing_and_was_required(plan: Plan) -> None:
    sites = plan.sites.assign(capture=0.0, format="service", status="required", rank=np.nan)
    said = why_sentence(replace(plan, sites=sites), "C3", Reader("en"))
    assert said == "Required by the study; opens for delivery, service."


def test_the_tiny_study_is_checked_like_any_other() -> None:
    assert tiny_study(gap=0.5).plan.gap == 0.5
