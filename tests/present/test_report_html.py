"""The report: every part an executive needs, in both languages, with nothing but escaped text."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import numpy as np
import pytest

from siteplan import present
from siteplan.evaluate import Plan
from siteplan.present.report_html import report_html
from siteplan.present.report_tables import (
    rejected_table,
    rule_table,
    site_rows,
    source_table,
    tier_table,
    uncovered_table,
)
from siteplan.present.sentences import headline, proof_sentence
from tests.worlds import FORMULA, HOSTILE, tiny_plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    return replace(tiny_plan(), input_hash="0123abcd")


@pytest.fixture(scope="module")
def english(plan: Plan) -> str:
    return report_html(plan, "en")


def words(page: str) -> str:
    """What a reader sees."""
    body = re.sub(r"<(script|style).*?</\1>", "", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_it_says_what_the_terminal_and_the_app_say(plan: Plan, english: str) -> None:
    said = words(english)
    assert headline(plan, "en") in said
    assert proof_sentence(plan.proof, "en") in said
    assert "The optimiser counts" in said


def test_every_part_is_there(english: str) -> None:
    titles = re.findall(r"<h2>([^<]+)</h2>", english[: english.index("<script>")])
    assert titles == [
        "Who is reached", "Rural coverage", "What opens", "How sure the figures are", "Scores", "Rules",
        "How good this plan is proven to be",
        "All measures", "Data and assumptions", "Compliance", "The map",
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
    assert re.findall(r"Table (\d+)", said) == [str(i) for i in range(1, 16)]
    assert re.findall(r"Figure (\d)", said) == [str(i) for i in range(1, 6)]


def test_chinese_uses_chinese_units_and_no_english_ones(plan: Plan) -> None:
    said = words(report_html(plan, "zh-Hans"))
    assert "1390 万元" in said
    assert "表 1" in said
    assert "图 1" in said
    assert not re.search(r"\d (m|k|bn)\b", said)
    assert not re.search(r"(Table|Figure|Share|Rules|Source) ", said)


def test_a_plan_that_ran_out_of_time_is_not_called_optimal(plan: Plan) -> None:
    late = replace(plan, proof=replace(plan.proof, status="feasible", exact=False, approximations=("steps of 5 %",)))
    said = words(report_html(late, "en"))
    assert "optimal" not in said
    assert "Out of time" in said
    assert "Modelled approximately: steps of 5 %." in said


def test_hostile_names_are_text_and_code_is_named_by_its_hash() -> None:
    for name in (HOSTILE, FORMULA):
        page = report_html(tiny_plan(name), "en")
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
    said = words(report_html(idle, "en"))
    assert "Opens no site" in said
    assert "nan" not in said.lower().split()


def test_rules_show_asked_achieved_left_and_price(plan: Plan) -> None:
    rows = rule_table(plan, "en").rows
    assert rows[0] == [
        "Budget",
        "at most 20 m CNY",
        "13.9 m CNY",
        "6.1 m CNY",
        "✓ met",
        "+100 vehicles/year per 1 m CNY",
    ]
    broken = replace(plan, rules=plan.rules.assign(met=False))
    assert all(row[4] == "✗ NOT met" for row in rule_table(broken, "en").rows)


def test_a_site_has_its_numbers_and_its_reason(plan: Plan) -> None:
    table = site_rows(plan, "en")
    assert table.rows[0] == ["Ring dealer park", "Westport", "dealer", "742", "599", "143", "561", "7 m", "5.89 m"]
    assert len(table.details) == len(table.rows) == 3
    assert all(len(row) == len(table.columns) for row in table.rows)


def test_tables_name_what_is_synthetic_and_what_is_not(plan: Plan) -> None:
    rows = {row[0]: row for row in source_table(plan.study, "en").rows}
    assert rows["Zones"][1:] == ["Census", "MIT", "2020", "as given by the source"]
    assert rows["Candidates"][4] == "synthetic"


def test_tiers_and_counties_in_words(plan: Plan) -> None:
    assert [row[0] for row in tier_table(plan, "en").rows] == ["Tier 1", "Tier 4"]
    assert [row[0] for row in tier_table(plan, "zh-Hans").rows] == ["一线", "四线"]
    table = uncovered_table(plan, "en")
    assert table is not None
    assert np.sum([int(row[4].replace(",", "")) for row in table.rows]) == 30_000
    assert uncovered_table(replace(plan, zones=plan.zones.assign(covered=True)), "en") is None


def test_the_public_functions(plan: Plan) -> None:
    assert present.map(plan).startswith("<!DOCTYPE html>")
    assert '<html lang="zh-Hans">' in present.report(plan, language="zh-Hans")
    with pytest.raises(ValueError, match="pdf"):
        present.report(plan, "pdf")  # type: ignore[arg-type]  # not yet a kind


def test_sites_that_lack_least_come_first_and_as_estimates(plan: Plan) -> None:
    assert rejected_table(plan, "en") is None  # a plan without a search has no reduced costs
    rejected = plan.rejected.assign(entry_price=np.arange(len(plan.rejected)) * 10.0, entry_capex=1e6)
    table = rejected_table(replace(plan, rejected=rejected), "en", most=3)
    assert table is not None
    assert [row[4] for row in table.rows] == ["0", "10", "20"]
    assert {row[6] for row in table.rows} == {"1 m"}
    assert table.note.startswith("Estimates")
