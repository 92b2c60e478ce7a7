"""A run is a job that outlives the page: started, found, stopped, discarded, and honest about its end."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from siteplan.data import read_study
from siteplan.jobs import jobs
from siteplan.jobs.jobs import Job, State, TooManyError
from siteplan.jobs.lock import hold
from siteplan.present.question.asked_question import ask_of, changes
from siteplan.store.private import private_folder


def wait_for(reached: Callable[[], bool], seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < until, "this took too long"
        time.sleep(0.05)


def own_question(study: Path) -> dict[str, Any]:
    return changes(ask_of(of := read_study(study)), of)


def made(folder: Path, age: float = 0.0, visitor: str = "") -> Job:
    """A job whose worker never was."""
    job = Job(folder)
    job.folder.mkdir(parents=True)
    asked = job.folder / "asked.json"
    asked.write_text(json.dumps({"study": "s", "plan": {}, "language": "en", "visitor": visitor}), "utf-8")
    os.utime(asked, (time.time() - age, time.time() - age))
    return job


def test_a_job_ends_with_the_plan_and_its_files_and_is_found_by_its_name(template: Path) -> None:
    job = jobs.start(template, own_question(template), "zh-Hans")
    assert job.outcome()[0] is State.RUNNING
    wait_for(lambda: job.outcome()[0] is not State.RUNNING)
    assert job.outcome() == (State.DONE, "")
    wait_for(lambda: not job.is_writing)
    assert {file.name for file in job.results.iterdir()} >= {"plan.json", "report.html", "map.html", "sites.csv"}
    assert '<html lang="zh-Hans">' in (job.results / "report.html").read_text("utf-8")
    lines = job.progress()
    assert [line["stage"] for line in lines if "seconds" not in line] == ["reading", "plan", "evaluation"]
    steps = [line for line in lines if line.get("value") is not None]
    assert all(line["bound"] >= line["value"] * (1 - 1e-9) for line in steps)
    assert jobs.find(job.id) == job


def test_a_question_without_a_plan_says_so_and_a_wrong_one_is_refused(template: Path) -> None:
    tight = [{"kind": "count", "at_least": 9}, {"kind": "budget", "at_most": 1e5}]
    none = jobs.start(template, {"rules": tight}, "en")
    wrong = jobs.start(template, {"rules": [{"kind": "count", "tier": "9", "at_most": 1}]}, "en")
    wait_for(lambda: State.RUNNING not in {none.outcome()[0], wrong.outcome()[0]})
    assert none.outcome()[0] is State.NO_PLAN
    assert none.outcome()[1]
    state, message = wrong.outcome()
    assert (state, "9" in message) == (State.REFUSED, True)


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="process groups are POSIX's")
def test_a_killed_worker_is_no_riddle(template: Path) -> None:
    job = jobs.start(template, own_question(template), "en")
    wait_for((job.folder / "begun").exists)
    os.killpg(json.loads((job.folder / "pid.json").read_text())["pid"], signal.SIGKILL)
    wait_for(lambda: job.outcome()[0] is not State.RUNNING, 10)
    assert job.outcome() == (State.BROKEN, "")


def test_discarding_ends_the_worker_and_forgets_the_job(template: Path) -> None:
    job = jobs.start(template, own_question(template), "en")
    wait_for((job.folder / "begun").exists)
    started = time.monotonic()
    job.discard()
    assert time.monotonic() - started < 2
    assert jobs.find(job.id) is None


@pytest.mark.parametrize("name", ["", "../../etc", "0123456789abcdeg", "0" * 16, "0" * 15 + "/"])
def test_a_name_from_the_address_bar_finds_jobs_and_nothing_else(cache: Path, name: str) -> None:
    assert jobs.find(name) is None


def test_a_job_runs_while_its_lock_is_held_and_is_broken_when_it_is_let_go(tmp_path: Path) -> None:
    job = made(tmp_path / "job")
    with hold(job.lock):
        job.begin()
        assert job.outcome() == (State.RUNNING, "")
    assert job.outcome() == (State.BROKEN, "")


def test_a_worker_that_never_began_is_given_up_after_a_while(tmp_path: Path) -> None:
    assert made(tmp_path / "young").outcome()[0] is State.RUNNING
    assert made(tmp_path / "old", age=jobs.PATIENCE + 1).outcome()[0] is State.BROKEN


def test_a_line_still_being_written_waits_for_the_next_look(tmp_path: Path) -> None:
    job = made(tmp_path / "job")
    assert job.progress() == []
    job.progress_file.write_text('{"stage": "plan"}\n{"secon', "utf-8")
    assert job.progress() == [{"stage": "plan"}]


def test_a_visitors_oldest_jobs_are_forgotten_unless_they_run_and_never_anothers(
    template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two are kept: the new one and one more; what runs counts, and so stays an older one that runs."""
    monkeypatch.setenv("SITEPLAN_KEPT_RUNS", "2")
    home = private_folder("jobs")
    running, ended, young = (made(home / (c * 16), age, "me") for c, age in (("a", 300.0), ("b", 200.0), ("c", 100.0)))
    foreign = made(home / ("d" * 16), 400.0, "somebody else")
    with hold(running.lock):
        running.begin()
        jobs.start(template, own_question(template), "en", "me").discard()
    assert [job.folder.exists() for job in (running, ended, young, foreign)] == [True, False, True, True]


def test_runs_at_once_are_limited_in_all_and_for_each_visitor(template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITEPLAN_MAX_RUNS", "2")
    monkeypatch.setenv("SITEPLAN_MAX_RUNS_OF_ONE", "1")
    home = private_folder("jobs")
    mine, other = made(home / ("a" * 16), visitor="me"), made(home / ("b" * 16), visitor="other")
    with hold(mine.lock):
        mine.begin()
        with pytest.raises(TooManyError) as refused:
            jobs.start(template, own_question(template), "en", "me")
        assert (refused.value.mine, refused.value.most) == (True, 1)
        with pytest.raises(TooManyError) as refused:  # the other one has just been asked for: it counts
            jobs.start(template, own_question(template), "en", "a third")
        assert (refused.value.mine, refused.value.most) == (False, 2)
        other.end(State.DONE)
        jobs.start(template, own_question(template), "en", "a third").discard()


def test_a_job_knows_whose_it_is(tmp_path: Path) -> None:
    job = made(tmp_path / "job", visitor="me")
    assert [job.is_of(name) for name in ("me", "you", "")] == [True, False, False]
    assert not made(tmp_path / "nobodys").is_of("")


def test_a_job_thrown_away_is_gone_in_one_step(template: Path) -> None:
    """Whoever looks at it then finds that it is not there, and no error."""
    job = made(private_folder("jobs") / ("a" * 16))
    job.discard()
    assert not job.is_there
    assert (job.outcome()[0], job.progress(), job.is_of("me"), jobs.find(job.id)) == (State.BROKEN, [], False, None)


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="process groups are POSIX's")
def test_a_server_that_ends_ends_its_jobs_and_no_other(template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "GRACE", 0.2)
    monkeypatch.setenv(jobs.APP_VARIABLE, "this server")
    job = jobs.start(template, own_question(template), "en")
    wait_for((job.folder / "begun").exists)
    jobs.end_all("another server")
    assert job.is_alive
    jobs.end_all("this server")
    wait_for(lambda: not job.is_alive, 10)


def test_a_lock_that_is_there_but_not_yet_held_is_no_broken_job(tmp_path: Path) -> None:
    """Between making the file and locking it a worker can be seen; it has not broken off then."""
    job = made(tmp_path / "job")
    job.lock.touch()
    assert job.outcome() == (State.RUNNING, "")
