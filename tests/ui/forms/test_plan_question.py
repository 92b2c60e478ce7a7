"""The plan page's answers, to and from the rules of a study."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from siteplan.data import revised_plan
from siteplan.present.text.reader import Reader
from siteplan.study import PlanQuestion, Study
from siteplan.ui.forms.plan_question import ask_of, changes, with_marks
from siteplan.ui.forms.read_back import floor_name, impossible, sentence
from tests.worlds import tiny_study

RULES = [
    {"kind": "budget", "at_most": 20e6},
    {"kind": "budget", "at_most": 5e6, "format": "mall"},
    {"kind": "coverage", "function": "sale", "area": "rural", "at_least": 0.6, "minutes": 40},
    {"kind": "count", "tier": ["1"], "format": ["mall", "dealer"], "at_least": 1, "at_most": 2},
    {"kind": "count", "at_most": 3, "name": "In all"},
    {"kind": "count", "city": "Westport", "at_most": 2},
    {"kind": "sites", "required": "C1"},
    {"kind": "budget", "of": "opex", "at_most": 9e6},
    {"kind": "share", "format": "mall", "at_most": 0.5, "among": {"tier": "1"}},
    {"kind": "requires", "format": "mall", "needs": {"format": "dealer"}, "within": "county"},
    {"kind": "spacing", "format": "mall", "others": {"format": "dealer"}, "km": 2},
    {"kind": "spacing", "format": "mall", "minutes": 5},
    {"kind": "territory", "format": "dealer", "minutes": 10},
    {"kind": "each_area", "function": "sale", "at_least": 0.2},
    {"kind": "minimum_sales", "format": "mall", "at_least": 10},
    {"kind": "capacity", "at_most": 5000},
    {"kind": "cannibalisation", "at_most": 0.9},
    {"kind": "cost_per_vehicle", "at_most": 90_000},
    {"kind": "capture", "tier": "1", "at_least": 0.01},
    {"kind": "everyone", "function": "sale", "minutes": 80, "times": 2},
]


def study() -> Study:
    return tiny_study(rules=RULES)


def asked(of: Study, **answers: object) -> PlanQuestion:
    return revised_plan(of, changes(replace(ask_of(of), **answers))).plan  # type: ignore[arg-type]  # names of Ask


def test_an_untouched_page_asks_what_the_study_asks() -> None:
    """But for names of quotas, which the page has no field for, and the order of the rules."""
    before, after = study().plan, asked(study())
    unnamed = {rule.model_copy(update={"name": ""}).model_dump_json() for rule in before.rules if rule.kind == "count"}
    assert {rule.model_dump_json() for rule in after.rules if rule.kind == "count"} == unnamed
    others = [{r.model_dump_json() for r in plan.rules if r.kind != "count"} for plan in (before, after)]
    assert others[0] == others[1]
    assert (after.gap, after.time_limit) == (before.gap, before.time_limit)


def test_the_budget_of_the_page_is_the_one_without_a_where() -> None:
    assert ask_of(study()).budget == 20e6
    budgets = [rule.at_most for rule in asked(study(), budget=7e6).rules if rule.kind == "budget"]
    assert sorted(budgets) == [5e6, 7e6, 9e6]
    assert [rule.at_most for rule in asked(study(), budget=None).rules if rule.kind == "budget"] == [5e6, 9e6]


def test_the_page_changes_a_budget_and_keeps_what_is_kept_back_of_it() -> None:
    whole = {"kind": "budget", "name": "Round 1", "at_most": 20e6, "contingency": 0.1}
    (rule,) = asked(tiny_study(rules=[whole]), budget=7e6).rules
    assert rule.model_dump(exclude_defaults=True) == {**whole, "at_most": 7e6}


def test_a_floor_keeps_all_but_its_share_and_none_asks_for_nothing() -> None:
    first, service = ask_of(study()).floors
    assert (first.share, service.share, service.function) == (0.6, 0.0, "service")
    plan = asked(study(), floors=(replace(first, share=0.7), service))
    assert [(r.at_least, r.minutes) for r in plan.rules if r.kind == "coverage"] == [(0.7, 40.0)]
    assert [r for r in asked(study(), floors=()).rules if r.kind == "coverage"] == []


def test_quotas_come_from_the_rows_that_say_something() -> None:
    rows = pd.DataFrame(
        [(["4"], [], 1.0, np.nan), (None, None, np.nan, np.nan), (None, ["mall"], np.nan, 2.0)],
        columns=["tier", "format", "at_least", "at_most"],
    )
    counts = [r for r in asked(study(), quotas=rows).rules if r.kind == "count"]
    assert [(r.where(), r.at_least, r.at_most) for r in counts] == [
        ({"tier": ("4",)}, 1, None),
        ({"format": ("mall",)}, None, 2),
        ({"city": ("Westport",)}, None, 2),  # the study's own, which the page does not ask about
    ]


def test_an_exact_number_is_both_bounds_and_a_study_without_rules_asks_for_none() -> None:
    exact = tiny_study(rules=[{"kind": "count", "exactly": 2}])
    assert ask_of(exact).quotas[["at_least", "at_most"]].to_numpy().tolist() == [[2.0, 2.0]]
    bare = tiny_study(rules=[])
    assert ask_of(bare).budget is None
    assert changes(ask_of(bare))["rules"] == []


def test_the_sentence_names_every_rule_and_when_the_search_stops() -> None:
    said = sentence(study(), Reader("en"))
    for part in (
        "malls are at most 50.0 % of",
        "each zone is within 10 min",
        "in every county",
        "2 sites to choose from",
    ):
        assert part in said
    for part in ("20 m CNY", "at least 60.0 %", "at least 1, at most 2", "In all", "Westport", "must open: C1", "20 s"):
        assert part in said
    assert "no rules" in sentence(tiny_study(rules=[]), Reader("en"))
    assert "exactly 2" in sentence(tiny_study(rules=[{"kind": "count", "exactly": 2}]), Reader("en"))


def test_the_sentence_speaks_chinese() -> None:
    assert "至少 60.0%" in sentence(study(), Reader("zh-Hans"))


def test_a_floor_above_what_is_possible_is_found_and_named() -> None:
    ask = ask_of(study())
    reach = pd.DataFrame({"today": [0.1, 0.1], "most": [0.5, 0.9]})
    assert impossible(ask, reach) == [0]
    assert floor_name(ask.floors[0], study(), Reader("en")) == "Rural people within 40 min of a sales site"


def test_the_question_read_back_tells_phases_with_what_each_may_spend() -> None:
    """Of the 30 m of the first a tenth is kept back: 27 m are spent at most."""
    phases = [
        {"name": "Start", "start": "2027Q1", "budget": 30e6, "contingency": 0.1},
        {"name": "End", "start": "2027Q3", "at_most": 4, "staff": 50},
        {"name": "Look back", "start": "2028Q1", "at_most": 0},
    ]
    plan = tiny_study(rules=[]).plan.model_dump() | {"phases": phases, "carry_over": True}
    asked = tiny_study().model_copy(update={"plan": PlanQuestion.model_validate(plan)})
    said = sentence(asked, Reader("en"))
    assert "In 3 phases, as study.toml has them: Start from 2027Q1, spends at most 27 m CNY; End from 2027Q3" in said
    assert (
        "opens at most 4 sites, employs at most 50 people; Look back from 2028Q1, opens no site. What a phase" in said
    )
    assert "分 3 个阶段" in sentence(asked, Reader("zh-Hans"))
    assert "phase" not in sentence(tiny_study(), Reader("en"))


def test_marks_are_one_rule_that_follows_them_and_leaves_the_study_s_own_alone() -> None:
    own = ask_of(study())
    marked = with_marks(own, {"C2": "must", "C3": "never", "C5": "shortlist"}, study())
    rule = marked.others[-1].model_dump()
    assert (marked.others[:-1], rule["required"], rule["forbidden"]) == (own.others, ("C2",), ("C3",))
    again = with_marks(marked, {"C3": "must"}, study())
    assert (again.others[:-1], again.others[-1].model_dump()["required"]) == (own.others, ("C3",))
    assert with_marks(again, {"C5": "shortlist"}, study()).others == own.others
