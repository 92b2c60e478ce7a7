"""A review and frontiers are told with a plan from their folders alone, as their own pages tell them."""

from __future__ import annotations

from pathlib import Path

import pytest

from siteplan.errors import StudyError
from siteplan.present.files.export import write_plan
from siteplan.present.files.frontier_files import write_frontiers
from siteplan.present.review.review_files import write_review
from siteplan.present.saved.archive import FRONTIERS, REVIEWS, kept, kept_data
from siteplan.present.saved.companion_folders import read_with
from siteplan.present.saved.report_files import write_reports
from tests.evaluate.review.test_reviewed import free_review
from tests.present.test_frontier_pages import both
from tests.worlds import tiny_plan


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan, a review and frontiers of the two cities."""
    root = tmp_path_factory.mktemp("companions")
    write_plan(tiny_plan(), root / "plan")
    write_review(free_review(), root / "review")
    write_frontiers(both(), root / "frontier")
    return root


def test_what_is_read_back_is_what_was_written(folders: Path) -> None:
    assert kept_data(kept(folders / "review", [REVIEWS])) == kept_data(free_review())
    assert kept_data(kept(folders / "frontier", [REVIEWS, FRONTIERS])) == kept_data(both())


def test_that_it_answers_another_question_is_said(folders: Path, tmp_path: Path) -> None:
    write_reports(folders / "plan", ["html"], ["zh-Hans"], tmp_path, beside=[folders / "review"])
    assert "两者的数字不一定相互对应" in (tmp_path / "report.html").read_text("utf-8")


def test_what_does_not_belong_to_the_plan_is_refused_all_at_once(folders: Path, tmp_path: Path) -> None:
    """Frontiers of another city, the plan itself, a folder without results, a review twice."""
    write_frontiers(both("Elsewhere"), tmp_path / "elsewhere")
    twice = [folders / "review", folders / "review"]
    with pytest.raises(StudyError) as raised:
        read_with(folders / "plan", [tmp_path / "elsewhere", folders / "plan", tmp_path, *twice])
    told = {problem.what for problem in raised.value.problems}
    assert told >= {
        "a folder is named twice",
        "there is no plan or review or frontier here that can be read back",
        "another of its kind is told already",
    }


def test_frontiers_of_another_study_are_refused(folders: Path, tmp_path: Path) -> None:
    write_frontiers(both("Elsewhere"), tmp_path / "elsewhere")
    with pytest.raises(StudyError, match="'Elsewhere', and the plan is of 'Two cities'"):
        read_with(folders / "plan", [tmp_path / "elsewhere"])


def test_an_altered_review_is_named_with_its_own_command(folders: Path, tmp_path: Path) -> None:
    write_review(free_review(), tmp_path / "review")
    file = tmp_path / "review/review_data.zip"
    file.write_bytes(file.read_bytes() + b" ")
    with pytest.raises(StudyError, match="altered") as raised:
        read_with(folders / "plan", [tmp_path / "review"])
    assert "siteplan review STUDY" in raised.value.problems[0].remedy
