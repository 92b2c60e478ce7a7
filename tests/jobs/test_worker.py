"""The worker keeps the best plan when it is asked to stop, and names every other end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from siteplan.data import read_study
from siteplan.errors import SiteplanError
from siteplan.evaluate import Plan
from siteplan.jobs import plan_files, worker
from siteplan.jobs.jobs import Job, State
from siteplan.jobs.plan_files import OutdatedError, read_made
from siteplan.present.question.asked_question import ask_of, changes


def job_of(study: Path, folder: Path) -> Job:
    folder.mkdir()
    asked = {"study": str(study), "plan": changes(ask_of(of := read_study(study)), of), "language": "en"}
    (folder / "asked.json").write_text(json.dumps(asked), "utf-8")
    return Job(folder)


def test_a_wish_to_stop_ends_the_search_with_an_honest_status(template: Path, tmp_path: Path) -> None:
    """Asked for before it began, the search has no plan yet; that none exists it must not say."""
    job = job_of(template, tmp_path / "job")
    job.stop()
    worker.main(job.folder)
    state, message = job.outcome()
    assert (state, "stopped" in message) == (State.NOT_FOUND, True)


def test_the_plan_is_kept_for_the_app(template: Path, tmp_path: Path) -> None:
    job = job_of(template, tmp_path / "job")
    worker.main(job.folder)
    assert job.outcome() == (State.DONE, "")
    plan = read_made(job.plan_file)
    assert isinstance(plan, Plan)
    assert plan.study.study.language == "en"


def test_what_another_version_has_made_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its parts may be others: a plan of before would end in a fault somewhere on its page."""
    plan_files.store_made("a plan", tmp_path / "plan.pickle")
    assert plan_files.read_answer(tmp_path / "plan.pickle") == "a plan"
    monkeypatch.setattr(plan_files, "code_stamp", lambda: "another")
    with pytest.raises(OutdatedError):
        read_made(tmp_path / "plan.pickle")


@pytest.mark.parametrize(
    ("error", "end"),
    [(SiteplanError("the files moved"), (State.REFUSED, "the files moved")), (ZeroDivisionError(), (State.BROKEN, ""))],
)
def test_what_goes_wrong_is_an_end_too(
    error: Exception, end: tuple[State, str], template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    def fail(_path: Path) -> None:
        raise error

    monkeypatch.setattr("siteplan.store.groundwork_cache.world_of", fail)
    job = job_of(template, tmp_path / "job")
    worker.main(job.folder)
    assert job.outcome() == end
    assert ("ZeroDivisionError" in capsys.readouterr().err) == isinstance(error, ZeroDivisionError)
