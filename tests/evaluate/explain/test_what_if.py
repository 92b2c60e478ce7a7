"""Single changes of a plan: counted as the plan itself is, undone by their opposite, and each broken rule told."""

from __future__ import annotations

import pytest

from siteplan.evaluate import evaluate
from siteplan.evaluate.explain.what_if import WhatIf, planned_options
from siteplan.pipeline import choose
from siteplan.present.question.changed_words import asking_for, broken_sentences, option_names, with_changes
from siteplan.present.text.reader import Reader
from tests.worlds import tiny_ground

GROUND = tiny_ground(rules=[{"kind": "count", "at_least": 2, "at_most": 2}])
PLAN = evaluate(choose(GROUND))
WHAT_IF = WhatIf(GROUND, PLAN)


def test_without_changes_all_is_as_the_plan_says() -> None:
    found = WHAT_IF.changed([], [])
    assert found.kpis == PLAN.kpis
    assert found.figure == pytest.approx(PLAN.proof.counted)
    assert found.broken.empty


def test_a_site_that_closes_breaks_the_count_and_opening_it_again_mends_it() -> None:
    first = planned_options(PLAN)[0]
    found = WHAT_IF.changed([first], [])
    assert found.kpis.net_new < PLAN.kpis.net_new
    (said,) = broken_sentences(found, GROUND.study, Reader("en"))
    assert "NOT met" in said
    assert WHAT_IF.changed([first], [first]).kpis == PLAN.kpis


def test_another_format_takes_the_place_of_the_one_that_stands_there() -> None:
    sites = WHAT_IF.options["site_id"]
    other = next(label for label in WHAT_IF.openable.index if sites[label] in set(sites[WHAT_IF.open]))
    is_open = WHAT_IF.with_changes([], [other])
    assert is_open.sum() == WHAT_IF.open.sum()
    assert is_open[WHAT_IF.options.index == other].all()
    assert other in option_names(WHAT_IF.openable, Reader("en"))


def test_changes_become_rules_before_what_was_asked_of_the_same_sites() -> None:
    closed, opened = planned_options(PLAN)[0], WHAT_IF.openable.index[-1]
    sites = WHAT_IF.options["site_id"]
    asked = {"rules": [{"kind": "count", "at_least": 1}, {"kind": "sites", "required": [sites[closed]]}]}
    count, named = with_changes(asked, WHAT_IF, [closed], [opened])["rules"]
    assert count == asked["rules"][0]
    assert named == {"kind": "sites", "required": [sites[opened]], "forbidden": [sites[closed]]}


def test_the_question_for_other_options_has_them_all_and_none_that_they_leave_out() -> None:
    kept, *dropped = planned_options(PLAN)
    other = WHAT_IF.openable.index[-1]
    sites = WHAT_IF.options["site_id"]
    named = asking_for({"rules": []}, PLAN, [kept, other])["rules"][-1]
    assert set(named["required"]) == {sites[kept], sites[other]}
    assert set(named["forbidden"]) == {sites[label] for label in dropped} - {sites[other]}
