"""Which folders can be set side by side, and what each plan is called."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from siteplan.errors import StudyError
from siteplan.present.compare.kept_plans import MOST, labels_of, read_plans
from tests.command_line import Run
from tests.side_by_side import called, saved
from tests.worlds import tiny_plan


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(tiny_plan(), tmp_path_factory.mktemp("plans") / "a")


def test_all_that_is_wrong_with_folders_is_said_at_once(folder: Path, run: Run, tmp_path: Path) -> None:
    altered = shutil.copytree(folder, tmp_path / "altered")
    (altered / "map.json").write_text("{}")
    foreign = saved(called(tiny_plan(), "Elsewhere"), tmp_path / "foreign")
    said = run("compare", folder, folder, altered, foreign, tmp_path / "nothing")
    assert said.code == 1
    for fault in (
        "named twice",
        "map.json: it was altered",
        "'Elsewhere'",
        "no plan here",
    ):
        assert fault in said.err


def test_one_plan_is_too_few_and_six_are_too_many(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="nothing to compare with"):
        read_plans([folder])
    six = [tmp_path / f"plan{n}" for n in range(MOST + 1)]
    with pytest.raises(StudyError, match="6 plans are more than stand side by side") as refused:
        read_plans(six)
    problem, *missing = refused.value.problems
    assert len(missing) == len(six)
    assert problem.ids == [str(six[-1])]
    assert "two to 5 folders" in problem.remedy


def test_a_question_that_was_edited_is_refused(folder: Path, tmp_path: Path) -> None:
    edited = shutil.copytree(folder, tmp_path / "b")
    (edited / "study.toml").write_text("# edited")
    with pytest.raises(StudyError, match=r"study\.toml: it was altered"):
        read_plans([folder, edited])


def test_plans_are_called_by_their_folders_and_by_more_where_these_are_alike() -> None:
    assert labels_of([Path("/x/one"), Path("/y/two")]) == ("one", "two")
    assert labels_of([Path("/x/north/plan"), Path("/x/south/plan"), Path("/x/a")]) == (
        "north/plan",
        "south/plan",
        "x/a",
    )
    long = labels_of([Path("/x/" + "n" * 90), Path("/x/b")])
    assert long == ("n" * 14 + "…" + "n" * 9, "b")
    ends = labels_of([Path("/x/" + "n" * 90 + "1"), Path("/x/" + "n" * 90 + "2")])
    assert ends == ("n" * 14 + "…" + "n" * 8 + "1", "n" * 14 + "…" + "n" * 8 + "2")
    middles = labels_of([Path("/x/" + "n" * 40 + middle + "n" * 40) for middle in "12"])
    assert [name[40] for name in middles] == ["1", "2"]
    drafts = labels_of([Path(f"/x/north and south, {nth} draft of november") for nth in ("first", "second")])
    assert drafts == ("north and south, f…t of november", "north and south, s…t of november")
