"""Rules in words: what was asked, what is achieved, what one more unit would bring."""

from __future__ import annotations

import pytest

from siteplan.evaluate import Plan
from siteplan.present.rule_words import next_unit_text, records, rule_name, rule_sentence
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
    said = [rule_sentence(rule, plan.study, "en") for rule in records(plan.rules)]
    assert said == [
        "Budget: at most 20 m CNY asked, 13.9 m CNY achieved; met.",
        "Sites: at most 3 asked, 3 achieved; met.",
        "Rural sales: at least 60.0 % asked, 72.2 % achieved; met.",
    ]


def test_a_broken_rule_says_so(plan: Plan) -> None:
    broken = {**records(plan.rules)[1], "achieved": 4.0, "met": False}
    assert rule_sentence(broken, plan.study, "en").endswith("NOT met.")


def test_one_more_unit_is_a_million_a_site_or_a_point(plan: Plan) -> None:
    budget, sites, rural = records(plan.rules)
    assert next_unit_text(budget, plan.study, "en") == "+100 vehicles/year per 1 m CNY"  # 1e-4 a CNY
    assert next_unit_text(sites, plan.study, "en") == "+120 vehicles/year per site"
    assert next_unit_text(rural, plan.study, "en") == "–"  # no price is known
    priced = {**rural, "shadow_price": -8000.0}
    assert next_unit_text(priced, plan.study, "en") == "−80 vehicles/year per pp"


def test_rules_without_a_name_are_called_by_what_they_are_about() -> None:
    from siteplan.optimise.rule_labels import rules_by_label

    study = tiny_study(rules=NAMELESS)
    labels = list(rules_by_label(study.plan.rules))
    assert [rule_name(label, study, "en") for label in labels] == [
        "Budget",
        "Number of new sites: mall, Tier 1, Tier 4",
        "Rural people within the standard of a sales site",
        "All people within 45 min of a service site",
    ]
    assert all("一" <= rule_name(label, study, "zh-Hans")[0] <= "鿿" for label in labels)
    assert rule_name("required sites", study, "en") == "Required sites"
    assert rule_name("something new", study, "en") == "something new"
