"""Rules in words: what was asked, what is achieved, what one more unit would bring."""

from __future__ import annotations

import pytest

from siteplan.evaluate import Plan
from siteplan.present.plan_text.rule_words import (
    asked_text,
    next_unit_text,
    records,
    rule_detail,
    rule_name,
    rule_sentence,
    rule_value,
)
from siteplan.present.text.reader import Reader
from siteplan.study.rules import rules_by_id
from tests.worlds import tiny_plan, tiny_study

NAMELESS = [
    {"kind": "budget", "at_most": 20e6},
    {"kind": "count", "at_most": 3, "tier": ["1", "4"], "format": "mall"},
    {"kind": "coverage", "function": "sale", "area": "rural", "at_least": 0.6},
    {"kind": "coverage", "function": "service", "at_least": 0.6, "minutes": 45},
]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return tiny_plan()


def test_each_rule_says_asked_and_achieved_in_its_unit(plan: Plan) -> None:
    said = [rule_sentence(rule, plan.study, Reader("en")) for rule in records(plan.rules)]
    assert said == [
        "Budget: at most 20 m CNY required, 13.9 m CNY achieved; met.",
        "Sites: at most 3 required, 3 achieved; met.",
        "Rural sales: at least 60.0 % required, 72.2 % achieved; met.",
    ]


def test_a_broken_rule_says_so(plan: Plan) -> None:
    broken = {**records(plan.rules)[1], "achieved": 4.0, "met": False}
    assert rule_sentence(broken, plan.study, Reader("en")).endswith("NOT met.")


def test_one_more_unit_is_a_million_a_site_or_a_point(plan: Plan) -> None:
    budget, sites, rural = records(plan.rules)
    assert next_unit_text(budget, plan.study, Reader("en")) == "–"  # 6.1 m of 20 are left: one more brings nothing
    priced = {**budget, "shadow_price": 1e-4}  # a CNY
    assert next_unit_text(priced, plan.study, Reader("en")) == "+100 vehicles/year per 1 m CNY"
    assert next_unit_text(sites, plan.study, Reader("en")) == "+120 vehicles/year per site"
    assert next_unit_text(rural, plan.study, Reader("en")) == "–"  # no price is known
    priced = {**rural, "shadow_price": -8000.0}
    assert next_unit_text(priced, plan.study, Reader("en")) == "−80 vehicles/year per pp"


def test_rules_without_a_name_are_called_by_what_they_are_about() -> None:
    study = tiny_study(rules=NAMELESS)
    labels = list(rules_by_id(study.plan.rules))
    assert [rule_name(label, study, Reader("en")) for label in labels] == [
        "Budget",
        "Number of new sites: mall, Tier 1, Tier 4",
        "Rural people within 30 min of a sales site",
        "All people within 45 min of a service site",
    ]
    assert all("一" <= rule_name(label, study, Reader("zh-Hans"))[0] <= "鿿" for label in labels)
    assert rule_name("required sites", study, Reader("en")) == "Required sites"
    assert rule_name("something new", study, Reader("en")) == "something new"


def test_a_name_that_says_all_has_no_detail() -> None:
    """A planner's own name does not say what is asked; the name of a nameless share does."""
    share = {"kind": "share", "format": "mall", "at_most": 0.2}
    study = tiny_study(rules=[{**share, "name": "Few malls"}, share])
    named, nameless = rules_by_id(study.plan.rules)
    assert rule_detail(named, study, Reader("en")) == "Malls are at most 20.0 % of the new sites that open."
    assert rule_name(nameless, study, Reader("en")) == "Malls are at most 20.0 % of the new sites that open"
    assert rule_detail(nameless, study, Reader("en")) == rule_detail("required sites", study, Reader("en")) == ""


@pytest.mark.parametrize(
    ("kind", "unit", "asked", "achieved"),
    [
        ("spacing", "pairs", "none", "0 pairs"),
        ("territory", "pairs", "none", "0 pairs"),
        ("requires", "sites", "none", "0"),
        ("each_area", "areas", "at least 1,200 areas", "1,200 areas"),
        ("cover_all", "zones", "at least 1,200 zones", "1,200 zones"),
        ("capture_floor", "vehicles", "at least 1.2 k vehicles/year", "1.2 k vehicles/year"),
        ("cost_per_vehicle", "yearly_cost/vehicle", "at most 1.2 k CNY/vehicle", "1.2 k CNY/vehicle"),
        ("budget", "opex", "at most 1.2 k CNY/year", "1.2 k CNY/year"),
    ],
)
def test_figures_have_the_unit_of_their_kind(kind: str, unit: str, asked: str, achieved: str) -> None:
    figure = 0.0 if asked == "none" else 1200.0
    sense = "at_least" if "least" in asked else "at_most"
    rule = {"rule": "R", "kind": kind, "sense": sense, "asked": figure, "achieved": figure, "unit": unit}
    study = tiny_study()
    assert asked_text(rule, Reader("en")) == asked
    assert rule_value(figure, unit, Reader("en")) == achieved
    assert next_unit_text({**rule, "shadow_price": float("nan")}, study, Reader("en")) == "–"


def test_one_more_unit_of_running_costs_is_a_million_a_year() -> None:
    rule = {"unit": "opex", "shadow_price": 1e-4}
    assert next_unit_text(rule, tiny_study(), Reader("en")) == "+100 vehicles/year per 1 m CNY/year"
    assert next_unit_text({"unit": "vehicles", "shadow_price": -0.3}, tiny_study(), Reader("en")).endswith(
        "per 100 vehicles/year"
    )
