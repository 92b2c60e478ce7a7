"""Whenever a run is stopped or killed: the search keeps its best plan, nothing is half-written, nothing is left."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from siteplan.cli.console import Console
from siteplan.cli.plan_commands import running
from siteplan.cli.signals import cancellable, interruptible
from siteplan.data.bundled import bundled_study
from siteplan.errors import CancelledError, NoPlanError
from siteplan.evaluate.frontiers import Effort
from siteplan.optimise import Progress
from siteplan.pipeline import choose, make_frontiers
from siteplan.present.files.folder import PLAN_FILES, REVIEW_FILES
from tests.command_line import Run
from tests.examples import thorough
from tests.template import write_template
from tests.worlds import tiny_ground

CASE = Path(__file__).parents[1] / "cases" / "01"
STOPS = [signal.SIGINT, signal.SIGTERM]
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals to send")


@pytest.mark.parametrize("number", STOPS)
def test_a_stop_is_a_plain_error_with_the_code_that_shells_know(number: int) -> None:
    with pytest.raises(CancelledError) as stopped, cancellable():
        signal.raise_signal(number)
    assert stopped.value.code == 128 + number  # 130, 143


@pytest.mark.parametrize("number", STOPS)
def test_the_search_is_told_once_and_a_second_signal_ends_the_run(number: int) -> None:
    heard = []

    def search() -> None:
        with interruptible() as interrupt:
            heard.append(interrupt())
            signal.raise_signal(number)
            heard.append(interrupt())
            signal.raise_signal(number)
            heard.append("the second signal was lost")

    with pytest.raises(CancelledError):
        search()
    assert heard == [False, True]


@pytest.mark.parametrize("number", STOPS)
def test_a_stop_before_any_plan_says_so_with_the_code_of_its_signal(number: int, tmp_path: Path) -> None:
    """Of a search that ends by itself once it is told to stop: not that it needs more time."""
    with pytest.raises(CancelledError, match=r"^Cancelled before a plan was found") as stopped:
        _stopped_search(number, tmp_path / "out")
    assert stopped.value.code == 128 + number
    assert not (tmp_path / "out").exists()


def _stopped_search(number: int, out: Path) -> None:
    with running(out, "plan") as run:
        run.interrupt()
        signal.raise_signal(number)
        ground = tiny_ground()
        try:
            choose(ground, cancel=run.interrupt)
        except NoPlanError as error:
            raise run.no_plan(error, ground.study, ground.market, as_json=False) from None


@pytest.mark.parametrize("number", STOPS)
def test_a_frontier_stopped_before_its_first_point_has_the_code_of_its_signal(number: int, tmp_path: Path) -> None:
    with pytest.raises(CancelledError) as stopped:
        _stopped_frontier(number, tmp_path / "out")
    assert stopped.value.code == 128 + number


def _stopped_frontier(number: int, out: Path) -> None:
    ground = tiny_ground()
    with running(out, "frontier") as run:
        run.interrupt()
        signal.raise_signal(number)
        make_frontiers(ground.study, ground.market, Effort(2, 0.01, 5.0), run.interrupt)


def _study_to_review(folder: Path) -> Path:
    write_template(folder)
    toml = folder / "study.toml"
    toml.write_text(toml.read_text("utf-8").replace('# own_sites = "free"', 'own_sites = "closable"'), "utf-8")
    return folder


@posix
def test_a_review_stopped_in_its_search_writes_the_best_network_so_far(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The signal comes with the first network: it is kept, reviewed and written whole, with its bound."""
    sent: list[float] = []

    def hear(_self: Console, step: Progress) -> None:
        if step.value == step.value and not sent:
            sent.append(step.value)
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(Console, "progress", hear)
    said = run("review", _study_to_review(tmp_path / "study"), "--gap", "1e-6", "--out", tmp_path / "out")
    assert said.code == 130
    assert {file.name for file in (tmp_path / "out").iterdir()} == set(REVIEW_FILES)
    told = json.loads((tmp_path / "out" / "review.json").read_text("utf-8"))
    assert told["status"] == "cancelled"
    assert told["bound"] >= told["objective"]


@posix
@pytest.mark.parametrize("writing", [False, True])
def test_a_review_stopped_after_its_search_leaves_nothing(
    writing: bool, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While choices are counted, or in the folder that is being written: no half of it stays, nor one beside it."""
    seen: list[str] = []

    def stop(*_: object) -> None:
        seen.extend(file.name for file in tmp_path.iterdir())
        signal.raise_signal(signal.SIGINT)

    if writing:
        monkeypatch.setattr("siteplan.pipeline.review_of", lambda answer, _phases: SimpleNamespace(plan=answer.ground))
        monkeypatch.setattr("siteplan.present.review.review_files.review_dict", stop)
    else:
        monkeypatch.setattr("siteplan.pipeline.review_of", stop)
    said = run("review", _study_to_review(tmp_path / "study"), "--gap", "0.2", "--out", tmp_path / "out")
    assert said.code == 130
    assert "Cancelled" in said.err
    assert len(seen) == 1 + writing
    assert [file.name for file in tmp_path.iterdir()] == ["study"]


@pytest.mark.parametrize("stage", ["evaluation", "writing"])
def test_before_and_after_the_search_a_signal_ends_the_run(stage: str) -> None:
    with pytest.raises(CancelledError, match="nothing was written"), interruptible():
        signal.raise_signal(signal.SIGINT)
    said = "half-written" if stage == "writing" else "nothing was written"

    def run() -> None:
        with interruptible() as interrupt:
            interrupt()
            interrupt.stage(stage)
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(CancelledError, match=said):
        run()


def test_a_line_within_the_search_is_no_end_of_it() -> None:
    with interruptible() as interrupt:
        interrupt()
        interrupt.stage("budget 5,000,000: optimal, gap 0.10%, 1 s")
        signal.raise_signal(signal.SIGINT)
        assert interrupt()


def test_a_signal_that_a_library_swallows_ends_the_run_at_the_next_stage() -> None:
    heard = []

    def run() -> None:
        with interruptible() as interrupt:
            with suppress(BaseException):  # as a callback of C does
                signal.raise_signal(signal.SIGTERM)
            heard.append("swallowed")
            interrupt.stage("scores")
            heard.append("lost")

    with pytest.raises(CancelledError):
        run()
    assert heard == ["swallowed"]


def test_libraries_that_catch_every_exception_do_not_catch_it() -> None:
    with pytest.raises(CancelledError), interruptible(), suppress(Exception):
        signal.raise_signal(signal.SIGTERM)


def test_the_handlers_of_before_come_back() -> None:
    before = [signal.getsignal(number) for number in STOPS]
    with interruptible():
        pass
    assert [signal.getsignal(number) for number in STOPS] == before


# --- a real process, stopped at moments spread over its run ---


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_template(tmp_path_factory.mktemp("signals") / "study", explain_limit=0.3)


@pytest.fixture(scope="module")
def seconds(study: Path) -> float:
    """How long a whole run takes on this machine, as busy as it is."""
    begun = time.monotonic()
    _whole(study, study.parent / "whole")
    return time.monotonic() - begun


def _run(study: Path, out: Path) -> subprocess.Popen[str]:
    words = ["plan", str(study), "--out", str(out), "--gap", "0.01"]
    return subprocess.Popen(
        [sys.executable, "-m", "siteplan", *words],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def _whole(study: Path, out: Path) -> None:
    run = _run(study, out)
    _, said = run.communicate(timeout=120)
    assert run.returncode == 0, said


def _moments() -> Iterator[tuple[signal.Signals, float]]:
    """Signals with the share of the run after which they are sent: each once, in a thorough run at every 40th."""
    numbers = (*STOPS, signal.SIGKILL) if os.name != "nt" else ()
    if not thorough():
        yield from zip(numbers, (0.3, 0.6, 0.9), strict=False)
        return
    for number in numbers:
        yield from ((number, (k + 0.7) / 40) for k in range(40))


@posix
@pytest.mark.parametrize(("number", "share"), list(_moments()))
def test_at_no_moment_is_anything_half_written_or_left(
    number: signal.Signals, share: float, study: Path, seconds: float, tmp_path: Path, run: Run
) -> None:
    """Earlier results stay whole or are replaced by whole ones; what a kill leaves is gone after the next run."""
    out = tmp_path / "out"
    shutil.copytree(study.parent / "whole", out)
    stopped = _run(study, out)
    time.sleep(share * seconds)
    stopped.send_signal(number)
    _, said = stopped.communicate(timeout=60)
    assert stopped.returncode in {0, 128 + number, -number}, said
    assert "Traceback" not in said
    assert {file.name for file in out.iterdir()} == set(PLAN_FILES)
    json.loads((out / "plan.json").read_text("utf-8"))
    if number == signal.SIGKILL:
        assert run("plan", CASE, "--out", out).code == 0
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


@posix
@pytest.mark.skipif(not thorough(), reason="the province takes a minute: a thorough run plans it")
def test_ctrl_c_while_the_province_is_solved_writes_the_best_plan_with_its_gap(tmp_path: Path) -> None:
    words = ["plan", str(bundled_study()), "--out", str(tmp_path / "plan"), "--gap", "5e-4", "--time-limit", "300"]
    begun = time.monotonic()
    job = subprocess.Popen([sys.executable, "-m", "siteplan", *words], stderr=subprocess.PIPE, text=True)
    assert job.stderr is not None
    for line in job.stderr:
        if re.search(r": plan [\d,]+, bound", line):
            break
    pressed = time.monotonic()
    job.send_signal(signal.SIGINT)
    _, said = job.communicate(timeout=150)  # evaluating and drawing take most of it
    assert job.returncode == 130, said
    plan = json.loads((tmp_path / "plan" / "plan.json").read_text(encoding="utf-8"))
    assert plan["status"] == "cancelled"
    assert plan["bound"] >= plan["objective"] > 0
    assert plan["gap"] > 0
    assert plan["seconds"] < pressed - begun + 5  # the search itself stops at once
