"""A study's question without its phases: all that they may spend and open, at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from siteplan.errors import StudyError
from siteplan.evaluate import Effort
from siteplan.formulate.phases.at_once_only import asked_at_once
from siteplan.pipeline import make_frontiers, make_review
from siteplan.present.model_text.frontier_words import lines
from siteplan.present.review.review_files import review_dict
from siteplan.present.review.review_words import review_sentences
from siteplan.present.text.reader import Reader
from siteplan.study import Study
from siteplan.study.study import PlanQuestion
from tests.evaluate.review.test_reviewed import leased, reviewing
from tests.worlds import tiny_study

FIRST, SECOND = {"name": "a", "start": "2027Q1"}, {"name": "b", "start": "2027Q3"}


def asking(study: Study, **plan: Any) -> Study:
    """Return the study with other values in its question."""
    question = PlanQuestion.model_validate(study.plan.model_dump(mode="json") | plan)
    return study.model_copy(update={"plan": question})


def rules_of(*phases: dict[str, Any], rules: list[dict[str, Any]] = []) -> list[dict[str, Any]]:  # noqa: B006  read only
    asked = asked_at_once(asking(tiny_study(), phases=phases, rules=rules), "review")
    assert not asked.plan.phases
    return [rule.model_dump(mode="json", exclude_defaults=True) for rule in asked.plan.rules]


def test_phases_may_spend_together_what_each_may() -> None:
    """Two of 3 m, a tenth of the second kept back: 5.7 m."""
    budgets = [FIRST | {"budget": 3e6}, SECOND | {"budget": 3e6, "contingency": 0.1}]
    assert rules_of(*budgets) == [{"kind": "budget", "at_most": 5.7e6}]
    assert rules_of(FIRST | {"budget": 3e6}, SECOND | {"at_most": 0}) == [{"kind": "budget", "at_most": 3e6}]
    assert rules_of(FIRST, SECOND) == []


def test_as_many_may_open_as_in_all_phases() -> None:
    assert rules_of(FIRST | {"at_most": 2}, SECOND | {"at_most": 0}) == [{"kind": "count", "at_most": 2}]
    assert rules_of(FIRST | {"at_most": 2}, SECOND) == []


@pytest.mark.parametrize(("most", "left"), [(4e6, 4e6), (9e6, 6e6)])
def test_of_budgets_for_all_that_opens_the_least_is_left(most: float, left: float) -> None:
    """A frontier moves one limit: another beside it would hold it."""
    of_malls = {"kind": "budget", "at_most": 1e6, "format": ["mall"]}
    asked = rules_of(
        FIRST | {"budget": 3e6}, SECOND | {"budget": 3e6}, rules=[{"kind": "budget", "at_most": most}, of_malls]
    )
    assert {"kind": "budget", "at_most": left} in asked
    assert of_malls in asked
    assert len(asked) == 2


def test_what_is_asked_of_a_phase_is_asked_of_the_network() -> None:
    by_then = {"kind": "coverage", "function": "sale", "at_least": 0.5}
    assert rules_of(FIRST, SECOND, rules=[by_then | {"phase": "a"}]) == [by_then]


def test_a_study_without_phases_is_asked_as_it_is_and_one_whose_phases_are_over_is_refused() -> None:
    study = tiny_study()
    assert asked_at_once(study, "review") is study
    replan = {"phase": "b", "hash": ""}
    with pytest.raises(StudyError, match="the study has phases"):
        asked_at_once(asking(study, phases=[FIRST, SECOND], replan=replan), "review")


def test_review_and_frontier_answer_as_of_a_copy_with_one_budget_and_say_so() -> None:
    study, market = reviewing(3e6), leased("free", "free")
    rules = [rule.model_dump(mode="json", exclude_defaults=True) for rule in study.plan.rules]
    copy = asking(study, rules=[*rules, {"kind": "budget", "at_most": 4e6}])
    phased = asking(study, phases=[FIRST | {"budget": 3e6, "staff": 40}, SECOND | {"budget": 1e6}])
    found, other = make_review(phased, market), make_review(copy, market)
    assert found.plan.proof.objective == pytest.approx(other.plan.proof.objective)
    assert found.sites["decision"].tolist() == other.sites["decision"].tolist()
    said = review_sentences(found, Reader("en"))
    assert any("opens in 2 phases" in line and "4 m CNY" in line.replace("\u00a0", " ") for line in said)
    assert "How many people a phase employs was not asked." in said
    assert [phase["name"] for phase in review_dict(found)["phases_as_one"]] == ["a", "b"]
    curves = make_frontiers(phased, replace(market), Effort(points=2, time_limit=2.0))
    assert any("opens in 2 phases" in line for line in lines(curves, Reader("en")))
    assert review_dict(other)["phases_as_one"] == []
