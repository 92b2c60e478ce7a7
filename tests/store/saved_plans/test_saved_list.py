"""Nothing in the list is overwritten: what happens to a plan stands behind it, and who comes too late is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from siteplan.store.saved_plans import saved_list
from siteplan.store.saved_plans.listed_plan import Person, PlanStatus
from siteplan.store.saved_plans.plan_archive import archive_file, opened
from siteplan.store.saved_plans.saved_errors import Hindrance, SavedPlansError
from tests.store.saved_plans.plans_kept import BOSS, LI, WANG, keep_tiny
from tests.worlds import tiny_plan

STUDY = tiny_plan().study.study.name


def hindered(found: pytest.ExceptionInfo[SavedPlansError]) -> Hindrance:
    return found.value.hindrance


def test_a_plan_is_kept_with_its_question_result_and_headline_figures(tmp_path: Path, cache: Path) -> None:
    plan, made = keep_tiny(tmp_path / "p", " Autumn \n round ", "r1"), tiny_plan()
    assert [plan] == saved_list.saved_plans(STUDY, LI)
    assert (plan.name, plan.author_name, plan.status, plan.version) == ("Autumn round", "Li", PlanStatus.DRAFT, 0)
    assert plan.question == made.study.plan.model_dump(mode="json")
    assert plan.facts["share"] == pytest.approx(made.kpis.share)
    assert plan.facts["capex"] == made.kpis.capex
    assert plan.input_hash == made.input_hash
    folder = opened(plan.digest)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {
        file.name: file.read_bytes() for file in (tmp_path / "p").iterdir()
    }
    assert keep_tiny(tmp_path / "p", "again", "r1") == plan == saved_list.saved_by("r1")


def test_a_draft_is_seen_by_its_maker_alone_unless_the_app_serves_nobody_else(tmp_path: Path, cache: Path) -> None:
    plan = keep_tiny(tmp_path / "p")
    assert saved_list.saved_plans(STUDY, WANG) == []
    assert saved_list.saved_plans("another study", LI) == []
    assert saved_list.saved_plans(STUDY, Person("wang", alone=True)) == [plan]
    saved_list.decide(plan, PlanStatus.PROPOSED, "", "region", LI)
    assert [one.status for one in saved_list.saved_plans(STUDY, WANG)] == [PlanStatus.PROPOSED]


def test_what_is_said_and_decided_is_added_to_what_was(tmp_path: Path, cache: Path) -> None:
    plan = keep_tiny(tmp_path / "p")
    plan = saved_list.rename(plan, "Rural first", LI)
    plan = saved_list.tag(plan, ["rural", "two words", "rural"], LI)
    plan = saved_list.decide(plan, PlanStatus.PROPOSED, "please", "region", LI)
    plan = saved_list.comment(plan, "too dear?", "headquarters", WANG)
    plan = saved_list.decide(plan, PlanStatus.APPROVED, "", "board", BOSS)
    plan = saved_list.decide(plan, PlanStatus.RETURNED, "rents moved", "board", BOSS)
    assert (plan.name, plan.first_name, plan.tags) == ("Rural first", "Autumn", ("rural", "two-words"))
    assert [one.kind for one in plan.events] == ["name", "tags", "status", "comment", "status", "status"]
    assert [one.version for one in plan.events] == [1, 2, 3, 4, 5, 6]
    assert (plan.status, plan.events[3].author_name, plan.events[3].level) == ("returned", "Wang", "headquarters")
    assert plan == saved_list.find_saved(plan.id)


def test_of_two_who_decide_at_once_the_second_is_told_and_comments_of_both_stay(tmp_path: Path, cache: Path) -> None:
    plan = saved_list.decide(keep_tiny(tmp_path / "p"), PlanStatus.PROPOSED, "", "region", LI)
    saved_list.decide(plan, PlanStatus.APPROVED, "", "board", BOSS)
    with pytest.raises(SavedPlansError) as late:
        saved_list.decide(plan, PlanStatus.RETURNED, "no", "board", WANG)
    assert hindered(late) is Hindrance.CHANGED
    saved_list.comment(plan, "one", "region", WANG)
    now = saved_list.comment(plan, "two", "region", LI)
    assert [one.text for one in now.events if one.kind == "comment"] == ["one", "two"]
    assert now.status is PlanStatus.APPROVED


def test_only_its_maker_proposes_renames_and_erases_and_each_step_has_its_time(tmp_path: Path, cache: Path) -> None:
    plan = keep_tiny(tmp_path / "p")
    for act in (
        lambda: saved_list.decide(plan, PlanStatus.PROPOSED, "", "region", WANG),
        lambda: saved_list.rename(plan, "mine", WANG),
        lambda: saved_list.tag(plan, ["mine"], WANG),
        lambda: saved_list.erase(plan, WANG),
    ):
        with pytest.raises(SavedPlansError) as refused:
            act()
        assert hindered(refused) is Hindrance.NOT_YOURS
    with pytest.raises(SavedPlansError) as soon:
        saved_list.decide(plan, PlanStatus.APPROVED, "", "board", BOSS)
    assert hindered(soon) is Hindrance.NOT_NOW
    proposed = saved_list.decide(plan, PlanStatus.PROPOSED, "", "region", LI)
    with pytest.raises(SavedPlansError) as silent:
        saved_list.decide(proposed, PlanStatus.RETURNED, "  ", "board", BOSS)
    assert hindered(silent) is Hindrance.NEEDS_WORDS


def test_what_is_erased_is_gone_with_its_files_but_never_while_approved(tmp_path: Path, cache: Path) -> None:
    plan, twin = keep_tiny(tmp_path / "p"), keep_tiny(tmp_path / "p", "twin")
    assert plan.digest == twin.digest  # the same files are kept once
    saved_list.erase(twin, LI)
    assert archive_file(plan.digest).exists()
    plan = saved_list.decide(plan, PlanStatus.PROPOSED, "", "region", LI)
    approved = saved_list.decide(plan, PlanStatus.APPROVED, "", "board", BOSS)
    with pytest.raises(SavedPlansError) as held:
        saved_list.erase(approved, LI)
    assert hindered(held) is Hindrance.APPROVED
    returned = saved_list.decide(approved, PlanStatus.RETURNED, "no", "board", BOSS)
    opened(plan.digest)
    saved_list.erase(returned, LI)
    assert saved_list.saved_plans(STUDY, LI) == []
    assert not archive_file(plan.digest).exists()
    with pytest.raises(SavedPlansError) as gone:
        saved_list.comment(returned, "hello", "region", LI)
    assert hindered(gone) is Hindrance.GONE


def test_damaged_files_are_told_and_what_was_said_is_still_there(tmp_path: Path, cache: Path) -> None:
    plan = saved_list.comment(keep_tiny(tmp_path / "p"), "good", "region", WANG)
    file = archive_file(plan.digest)
    file.write_bytes(file.read_bytes()[:-100])
    for one in (plan, replace(plan, digest="0" * 64)):
        with pytest.raises(SavedPlansError) as damaged:
            opened(one.digest)
        assert hindered(damaged) is Hindrance.DAMAGED
    assert saved_list.find_saved(plan.id) == plan
