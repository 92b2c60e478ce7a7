"""A saved plan in phases gone on from: refused where it is none, of another study, of another time or damaged."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from siteplan._version import __version__
from siteplan.data import check_study
from siteplan.errors import StudyError
from siteplan.market import Market
from siteplan.store.replan_saved import replanned
from siteplan.study import PlanQuestion, Study
from siteplan.study.phases_spec import Committed, Replan
from tests.store.phased_town import write_town


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> tuple[Study, Market]:
    found = check_study(write_town(tmp_path_factory.mktemp("town") / "study"))
    assert found.study is not None
    assert found.market is not None
    return found.study, found.market


def saved(study: Study) -> dict[str, Any]:
    """What is read of a plan that opens one mall in the first phase and one in the second, late in it."""
    mall = {"format": "mall", "change": "new", "spent": 1e6}
    decisions = [
        {"site_id": "C1", "name": "Trial", "opens": "2027Q1", **mall},
        {"site_id": "C2", "name": "Growth", "opens": "2027Q4", **mall},
    ]
    return {
        "objective": 1.0, "bound": 1.0, "sites": [], "question": study.plan.model_dump(mode="json"),
        "study": {"name": "Small town", "hash": "abc", "version": __version__}, "phases": {"decisions": decisions},
    }  # fmt: skip


def written(plan: dict[str, Any], folder: Path) -> Path:
    (folder / "plan.json").write_text(json.dumps(plan), "utf-8")
    return folder


@pytest.mark.parametrize(("phase", "sites"), [("2", ["C1"]), ("Growth", ["C1"]), ("Rest", ["C1", "C2"])])
def test_what_phases_before_decided_is_committed(
    phase: str, sites: list[str], town: tuple[Study, Market], tmp_path: Path
) -> None:
    asked = replanned(written(saved(town[0]), tmp_path), phase, *town).plan.replan
    assert asked is not None
    assert asked.hash == "abc"
    assert [site.site for site in asked.frozen] == sites


def test_what_the_study_says_itself_stands_in_place_of_the_earlier_plan(
    town: tuple[Study, Market], tmp_path: Path
) -> None:
    """One mall never came, the other opened half a year late and dearer, a third outside the plan; --phase counts."""
    study, market = town
    late = {"site": "C2", "format": "mall", "phase": "Growth", "opens": "2028Q2", "spent": 1.4e6}
    other = {"site": "C5", "format": "mall", "phase": "Trial"}
    own = {"phase": "Growth", "committed": [{"site": "C1", "phase": "Trial", "carried_out": False}, late, other]}
    plan = study.plan.model_copy(update={"replan": Replan.model_validate(own)})
    asked = replanned(written(saved(study), tmp_path), "Rest", study.model_copy(update={"plan": plan}), market)
    assert asked.plan.replan is not None
    assert asked.plan.replan.phase == "Rest"
    assert {site.site: (site.opens, site.spent) for site in asked.plan.replan.frozen} == {
        "C2": ("2028Q2", 1.4e6), "C5": (None, None),
    }  # fmt: skip
    assert PlanQuestion.model_validate(asked.plan.model_dump(mode="json")) == asked.plan  # plan.json makes it again


Spoil = Callable[[dict[str, Any]], object]
DAMAGED: dict[str, Spoil] = {
    "it was made by siteplan 0.0.1": lambda plan: plan["study"].update(version="0.0.1"),
    "it is a plan of the study 'Big town'": lambda plan: plan["study"].update(name="Big town"),
    "it has no phases": lambda plan: plan.update(phases=None),
    "is not as this version of siteplan writes it": lambda plan: plan["phases"].pop("decisions"),
    "not as this version": lambda plan: plan["phases"]["decisions"][0].update(opens="soon"),
    "start at another time": lambda plan: plan["question"]["phases"][0].update(start="2026Q4"),
    "phases that the study has no more": lambda plan: plan["question"]["phases"][0].update(name="Test"),
}


@pytest.mark.parametrize("what", DAMAGED)
def test_plans_that_cannot_be_gone_on_from_are_refused(what: str, town: tuple[Study, Market], tmp_path: Path) -> None:
    plan = saved(town[0])
    DAMAGED[what](plan)
    with pytest.raises(StudyError, match=what):
        replanned(written(plan, tmp_path), "Rest", *town)


@pytest.mark.parametrize(
    ("phase", "what"),
    [("Groth", 'Did you mean "Growth"'), ("4", 'no phase "4"'), ("1", "the first phase"), ("Trial", "the first phase")],
)
def test_phases_that_are_none_or_the_first_are_refused(
    phase: str, what: str, town: tuple[Study, Market], tmp_path: Path
) -> None:
    with pytest.raises(StudyError, match=what):
        replanned(written(saved(town[0]), tmp_path), phase, *town)


def test_a_study_without_phases_cannot_be_planned_anew_from_one(town: tuple[Study, Market], tmp_path: Path) -> None:
    study, market = town
    plain = study.model_copy(update={"plan": study.plan.model_copy(update={"phases": ()})})
    with pytest.raises(StudyError, match="no phases to plan anew from"):
        replanned(written(saved(study), tmp_path), "Rest", plain, market)


def test_what_was_never_decided_cannot_have_failed_to_come(town: tuple[Study, Market], tmp_path: Path) -> None:
    study, market = town
    own = Replan(phase="Rest", committed=(Committed(site="C3", phase="Trial", carried_out=False),))
    asked = study.model_copy(update={"plan": study.plan.model_copy(update={"replan": own})})
    with pytest.raises(StudyError, match=r"decided on none of them.*C3"):
        replanned(written(saved(study), tmp_path), "Rest", asked, market)
