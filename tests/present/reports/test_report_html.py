"""The report: every part an executive needs, in both languages, with nothing but escaped text."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import numpy as np
import pandas as pd
import pytest

from siteplan import present
from siteplan.evaluate import Plan
from siteplan.present.plan_text.sentences import headline, proof_sentence
from siteplan.present.reports.report_html import report_html
from siteplan.present.tables.explained_tables import price_table, rejected_table
from siteplan.present.tables.report_tables import (
    rule_table,
    site_rows,
    source_table,
    tier_table,
    uncovered_table,
)
from siteplan.present.text.reader import Reader
from tests.worlds import FORMULA, HOSTILE, tiny_plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    return replace(tiny_plan(), input_hash="0123abcd")


@pytest.fixture(scope="module")
def english(plan: Plan) -> str:
    return report_html(plan, Reader("en"))


def words(page: str) -> str:
    """What a reader sees."""
    body = re.sub(r"<(script|style).*?</\1>", "", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_it_says_what_the_terminal_and_the_app_say(plan: Plan, english: str) -> None:
    said = words(english)
    assert headline(plan, Reader("en")) in said
    assert proof_sentence(plan.proof, Reader("en")) in said
    first = said[: said.index("Who is reached")]
    assert re.search(r"The decision asked for: .* CNY .* opens \d+ .*; internal rate of return", first)
    assert "The optimiser counts" in said


def test_every_part_is_there(english: str) -> None:
    titles = re.findall(r"<h2>([^<]+)</h2>", english[: english.index("<script>")])
    assert titles == [
        "In short", "Who is reached", "Maps by city", "Rural coverage", "What opens", "Business case",
        "Who pays", "Balanced scorecard", "Conflicts between own sites",
        "How sure the figures are", "Rivals and their reply", "What to doubt", "Scores", "Rules",
        "How good this plan is proven to be",
        "All measures", "Data and assumptions", "Dictionary of figures", "Compliance", "The map",
    ]  # fmt: skip
    said = words(english)
    for part in (
        "Synthetic data: Candidates",
        "internal use",
        "Not legal advice",
        "0123abcd",
        "made for tests",
    ):
        assert part in said


def test_tables_and_figures_are_numbered_in_order(english: str) -> None:
    said = words(english)
    for kind, least in (("Table", 28), ("Figure", 12)):
        numbers = re.findall(rf"{kind} (\d+)", said)
        assert numbers == [str(i) for i in range(1, len(numbers) + 1)]
        assert len(numbers) >= least


def test_chinese_uses_chinese_units_and_no_english_ones(plan: Plan) -> None:
    said = words(report_html(plan, Reader("zh-Hans")))
    assert "1390 万元" in said
    assert "表 1" in said
    assert "图 1" in said
    assert not re.search(r"\d (m|k|bn)\b", said)
    assert not re.search(r"(Table|Figure|Share|Rules|Source) ", said)


def test_a_plan_that_ran_out_of_time_is_not_called_optimal(plan: Plan) -> None:
    late = replace(plan, proof=replace(plan.proof, status="feasible", exact=False, approximations=("steps of 5 %",)))
    said = words(report_html(late, Reader("en")))
    assert "optimal" not in said
    assert "Time limit reached" in said
    assert "Modelled approximately: steps of 5 %." in said


def test_hostile_names_are_text_and_code_is_named_by_its_hash() -> None:
    for name in (HOSTILE, FORMULA):
        page = report_html(tiny_plan(name), Reader("en"))
        assert "<img src=x" not in page
        assert "window.hit=1</script>" not in page
        assert name in unescape(page) or " ".join(name.split()) in words(page)
        assert "default-src 'none'" in page
        assert "'unsafe-eval'" not in page


def test_nothing_opens_nobody_is_rural_no_rule_is_asked(plan: Plan) -> None:
    idle = replace(
        plan,
        sites=plan.sites.iloc[:0],
        zones=plan.zones.assign(rural=False),
        rules=plan.rules.iloc[:0],
        kpis=replace(plan.baseline, cost_per_vehicle=float("nan")),
        transfers=plan.transfers.of([]),
    )
    said = words(report_html(idle, Reader("en")))
    assert "Opens no site" in said
    assert "nan" not in said.lower().split()


def test_rules_show_asked_achieved_left_and_price(plan: Plan) -> None:
    rows = rule_table(plan, Reader("en")).rows
    assert rows[0] == [
        "Budget",
        "at most 20 m CNY",
        "13.9 m CNY",
        "6.1 m CNY",
        "✓ met",
        "–",  # 6.1 m are left: what one more would bring is nothing
        "nothing: the rule has slack",
    ]
    broken = replace(plan, rules=plan.rules.assign(met=False))
    assert all(row[4] == "✗ NOT met" for row in rule_table(broken, Reader("en")).rows)


def test_a_site_has_its_numbers_and_its_reason(plan: Plan) -> None:
    table = site_rows(plan, Reader("en"))
    assert table.rows[0] == ["Ring dealer park", "Westport", "dealer", "742", "599", "143", "561", "–", "7 m", "5.89 m"]
    assert len(table.details) == len(table.rows) == 3
    assert all(len(row) == len(table.columns) for row in table.rows)


def test_tables_name_what_is_synthetic_and_what_is_not(plan: Plan) -> None:
    rows = {row[0]: row for row in source_table(plan.study, Reader("en")).rows}
    assert rows["Zones"][1:] == ["Census", "–", "MIT", "2020", "as given by the source"]
    assert rows["Candidates"][5] == "synthetic"


def test_tiers_and_counties_in_words(plan: Plan) -> None:
    assert [row[0] for row in tier_table(plan, Reader("en")).rows] == ["Tier 1", "Tier 4"]
    assert [row[0] for row in tier_table(plan, Reader("zh-Hans")).rows] == ["一线", "四线"]
    table = uncovered_table(plan, Reader("en"))
    assert table is not None
    assert np.sum([int(row[4].replace(",", "")) for row in table.rows]) == 30_000
    assert uncovered_table(replace(plan, zones=plan.zones.assign(covered=True)), Reader("en")) is None


def test_the_public_functions(plan: Plan) -> None:
    assert present.map(plan).startswith("<!DOCTYPE html>")
    assert '<html lang="zh-Hans">' in present.report(plan, language="zh-Hans")
    with pytest.raises(ValueError, match="pdf"):
        present.report(plan, "pdf")  # type: ignore[arg-type]  # not yet a kind


def test_rejected_sites_are_told_with_what_was_solved_anew_and_what_was_not(plan: Plan) -> None:
    assert rejected_table(plan, Reader("en")) is not None
    gains = plan.rejected.assign(gain=10.0)
    table = rejected_table(replace(plan, rejected=gains), Reader("en"))
    assert table is not None
    assert {(row[4], row[6]) for row in table.rows} == {("–", "not re-solved")}  # and no estimate in their place
    known = gains.head(5).assign(
        basis="re-solved",
        entry_price=[10.0, 20.4, np.nan, 5.0, 1.0],
        entry_price_least=[10.0, 12.0, 7.0, 0.0, 0.0],
        entry_capex=[702_500.0, 5e5, np.nan, np.nan, 1e5],
        entry_capex_most=[702_600.0, 6e5, 4e5, np.nan, 9e5],
        entry_verdict=["exact", "between", "undecided", "never", "undecided"],
    )
    table = rejected_table(replace(plan, rejected=known), Reader("en"))
    assert table is not None
    assert [row[4] for row in table.rows] == ["10", "12 to 20", "at least 7", "0 to 5", "0 to 1"]
    assert [row[6] for row in table.rows] == [
        "702.5 k", "500 k to 600 k", "at most 400 k, not decided within the gap", "never, not even free",
        "100 k to 900 k, not decided within the gap",
    ]  # fmt: skip


def test_what_rules_cost_stands_beside_the_plan(plan: Plan) -> None:
    assert price_table(plan, Reader("en")) is None
    kpis = {
        "without_capture": 5_000.0, "without_capex": 1e7, "without_opex": 2e6, "without_npv": -1e6,
        "without_coverage": 0.6, "without_coverage_rural": 0.4,
    }  # fmt: skip
    cost = {"price": 800.0, "price_from": 790.0, "price_to": 820.0, "price_gap": 0.004}
    rules = plan.rules.assign(**{key: [np.nan, np.nan, value] for key, value in {**cost, **kpis}.items()})
    rules["price_basis"] = ["has slack", "costs nothing", "re-solved"]
    together = pd.DataFrame([{"rule_ids": "#3; #2", "area": "rural", "price_basis": "re-solved", **cost, **kpis}])
    known = replace(plan, rules=rules, together=together)
    table = price_table(known, Reader("en"))
    assert table is not None
    assert [row[0] for row in table.rows] == ["none: the plan", "Rural sales and Sites", "Rural sales"]
    assert table.rows[1][1:3] == ["800 (790 to 820)", "5,000"]
    assert [row[6] for row in rule_table(known, Reader("en")).rows] == [
        "nothing: the rule has slack",
        "nothing",
        "800 (790 to 820)",
    ]
    said = words(report_html(known, Reader("en")))
    assert "together cost 800 (790 to 820) vehicles/year: without them 5 k vehicles a year" in said
    assert "40 % of rural people covered in place of 72 %" in said


def test_a_site_that_a_rule_needs_says_so_and_what_is_lost_for_good(plan: Plan) -> None:
    sites = plan.sites.assign(
        needed_for=["Rural sales", "", ""],
        removal_basis=["re-solved", "no plan without it", "re-evaluated"],
        removal_resolved=[48.0, np.inf, np.nan], removal_least=[-3.0, np.inf, np.nan],
        removal_most=[60.0, np.inf, np.nan],
    )  # fmt: skip
    table = site_rows(replace(plan, sites=sites), Reader("en"))
    assert [row[7] for row in table.rows] == ["48 (0 to 60)", "no plan left", "–"]
    first, second, _ = table.details
    assert first.endswith("Needed for: Rural sales. Removal value, re-solved: 48 (0 to 60) vehicles/year.")
    assert second.endswith("Without it no plan meets every rule.")
