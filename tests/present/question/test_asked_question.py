"""The plan page's answers, to and from the rules of a study."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from siteplan.data import revised_plan
from siteplan.present.question.asked_question import ask_of, changes, offered_floors, with_marks
from siteplan.present.question.findings import both_must_and_never, impossible, lowered
from siteplan.present.question.read_back import called, sentence, whole_question
from siteplan.present.text.reader import Reader
from siteplan.study import PlanQuestion, Study
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
    {"kind": "only_in", "places": {"tier": ["1", "4"]}},
    {"kind": "only_in", "format": "mall", "places": {"tier": ["1"]}},
    {"kind": "count", "tier": "1", "format": "mall", "at_most": 2},
]


def study() -> Study:
    return tiny_study(rules=RULES)


def asked(of: Study, **answers: object) -> PlanQuestion:
    return revised_plan(of, changes(replace(ask_of(of), **answers), of)).plan  # type: ignore[arg-type]  # names of Ask


def test_an_untouched_page_asks_what_the_study_asks() -> None:
    """But for the order of the rules."""
    before, after = study().plan, asked(study())
    said = [sorted(rule.model_dump_json() for rule in plan.rules) for plan in (before, after)]
    assert said[0] == said[1]
    assert (after.gap, after.time_limit, after.phases) == (before.gap, before.time_limit, before.phases)


def test_the_budget_of_the_page_is_the_one_without_a_where() -> None:
    assert ask_of(study()).budget == 20e6
    budgets = [rule.at_most for rule in asked(study(), budget=7e6).rules if rule.kind == "budget"]
    assert sorted(budgets) == [5e6, 7e6, 9e6]
    assert [rule.at_most for rule in asked(study(), budget=None).rules if rule.kind == "budget"] == [5e6, 9e6]


def test_the_page_changes_a_budget_and_keeps_what_is_kept_back_of_it() -> None:
    whole = {"kind": "budget", "name": "Round 1", "at_most": 20e6, "contingency": 0.1}
    (rule,) = asked(tiny_study(rules=[whole]), budget=7e6).rules
    assert rule.model_dump(exclude_defaults=True) == {**whole, "at_most": 7e6}


def test_places_sites_and_cells_are_what_the_plain_rules_of_a_study_say() -> None:
    ask = ask_of(study())
    assert (ask.places, ask.required, ask.quotas) == ({"tier": ("1", "4")}, ("C1",), {("1", "mall"): (None, 2)})
    changed = asked(study(), places={"city": ("Westport",)}, required=(), quotas={("", ""): (3, 3)})
    assert [rule.places.where() for rule in changed.rules if rule.kind == "only_in"] == [
        {"city": ("Westport",)}, {"tier": ("1",)},
    ]  # fmt: skip
    assert "sites" not in {rule.kind for rule in changed.rules}
    assert changed.rules[-1].model_dump(exclude_defaults=True) == {"kind": "count", "at_least": 3, "at_most": 3}


def test_of_two_limits_on_a_cell_the_narrower_counts() -> None:
    rules = [{"kind": "count", "format": "mall", "at_most": 5}, {"kind": "count", "format": "mall", "exactly": 3}]
    assert ask_of(tiny_study(rules=rules)).quotas == {("", "mall"): (3, 3)}


def test_floors_are_offered_that_nothing_asks_for_yet() -> None:
    assert [(rule.function, rule.area) for rule in offered_floors(study(), study().plan.rules)] == [
        ("service", "rural")
    ]


def test_marks_go_before_what_the_question_had_of_the_same_sites() -> None:
    marked = with_marks(ask_of(study()), {"C1": "never", "C2": "must", "C5": "shortlist"})
    assert (marked.required, marked.forbidden) == (("C2",), ("C1",))
    assert with_marks(marked, {"C5": "must"}, alone=True).required == ("C5",)
    assert both_must_and_never(replace(marked, forbidden=("C2", "C3"))) == ["C2"]


def test_outlooks_are_told_only_where_they_are_not_the_study_s() -> None:
    own = ask_of(study())
    assert "outlooks" not in changes(own, study())
    one = {"name": "Boom", "probability": 1.0, "demand": {"default": 1.2}}
    revised = revised_plan(study(), changes(replace(own, outlooks=(one,)), study()))
    assert [(o.name, o.demand) for o in revised.outlooks] == [("Boom", {"default": 1.2})]
    assert ask_of(revised).outlooks == (one,)


def test_the_sentence_names_every_rule_and_when_the_search_stops() -> None:
    said = sentence(study(), Reader("en"))
    for part in (
        "malls are at most 50.0 % of", "each zone is within 10 min", "in every county", "2 sites to choose from",
        "20 m CNY", "at least 60.0 %", "at least 1, at most 2", "In all", "Westport", "must open: C1", "20 s",
        "new sites open only in Tier 1 and Tier 4",
    ):  # fmt: skip
        assert part in said
    assert "no rules" in sentence(tiny_study(rules=[]), Reader("en"))
    assert "exactly 2" in sentence(tiny_study(rules=[{"kind": "count", "exactly": 2}]), Reader("en"))


def test_part_by_part_every_rule_is_told_once_and_what_is_open_has_nothing() -> None:
    parts = dict(whole_question(study(), Reader("en")))
    assert sum(len(said) for said in parts.values()) == len(RULES) + 2  # goal, and when the search stops
    assert (parts["Phases"], parts["Outlooks"]) == ([], [])
    assert [name for name, said in whole_question(tiny_study(rules=[]), Reader("en")) if said] == ["Goal", "Stop"]


def test_the_sentence_speaks_chinese() -> None:
    assert "至少 60.0%" in sentence(study(), Reader("zh-Hans"))


def test_a_floor_above_what_is_possible_is_found_named_and_lowered() -> None:
    """By a tenth of a percent, rounded down: 0.5678 is 56.7 %."""
    ask = ask_of(study())
    at = next(i for i, rule in enumerate(ask.rules) if rule.kind == "coverage")
    reach = pd.DataFrame({"today": 0.0, "most": 0.5678}, index=range(len(ask.rules)))
    assert at in impossible(ask, reach)
    assert called(ask.rules[at], study(), Reader("en")) == "Rural people within 40 min of a sales site"
    mended = lowered(ask, at, 0.5678)
    assert mended.rules[at].at_least == 0.567  # type: ignore[attr-defined]
    assert at not in impossible(mended, reach)


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
    assert "In 3 phases: Start from 2027Q1, spends at most 27 m CNY; End from 2027Q3" in said
    assert (
        "opens at most 4 sites, employs at most 50 people; Look back from 2028Q1, opens no site. What a phase" in said
    )
    assert "分 3 个阶段" in sentence(asked, Reader("zh-Hans"))
    assert "phase" not in sentence(tiny_study(), Reader("en"))
