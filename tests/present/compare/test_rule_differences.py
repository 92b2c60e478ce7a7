"""Rules' differences as sentences: what each asks, has and pays, told only where plans differ."""

from __future__ import annotations

from siteplan.evaluate import Plan
from siteplan.present.compare.rule_differences import rule_sentences
from tests.side_by_side import compared, with_rules
from tests.worlds import tiny_plan


def stricter(plan: Plan) -> Plan:
    """Three quarters of rural people are asked and not reached; the budget is the same, and its price known."""
    rules = plan.rules.copy()
    rules.loc[2, ["asked", "achieved", "met"]] = [0.75, 0.722, False]
    return with_rules(plan, rules)


def test_a_rule_that_differs_says_what_each_asks_and_has() -> None:
    plan = tiny_plan()
    priced = plan.rules.copy()
    priced.loc[2, "price"] = 320.0
    said = rule_sentences(compared(with_rules(plan, priced), stricter(plan), with_rules(plan, plan.rules.iloc[:2])))
    assert said == [
        "Rural sales: a asks at least 60.0 % and has 72.2 %, which costs it 320 vehicles/year; "
        "b asks at least 75.0 % and has 72.2 %, NOT met; c does not ask it.",
        "2 rules are asked alike in all plans.",
    ]


def test_alike_rules_are_said_to_be_alike() -> None:
    assert rule_sentences(compared(tiny_plan(), tiny_plan())) == ["All plans were asked the same rules."]


def test_plans_without_rules_have_none_that_differ() -> None:
    none = with_rules(tiny_plan(), tiny_plan().rules.iloc[:0])
    assert rule_sentences(compared(none, none)) == ["No plan was asked a rule."]
