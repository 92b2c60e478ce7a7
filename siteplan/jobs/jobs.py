"""A run of the optimiser as a job: a folder that any visit of the app can find again."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, get_args
from uuid import uuid4

from siteplan.errors import SiteplanError
from siteplan.jobs.job_limits import limits
from siteplan.jobs.lock import is_held
from siteplan.jobs.process_group import end_group
from siteplan.store.private import private_folder, throw_away

__all__ = [
    "APP_VARIABLE", "PATIENCE", "SAVED", "Job", "Kind", "State", "TooManyError", "beside", "end_all", "find", "start",
]  # fmt: skip

Kind = Literal["plan", "review", "why", "frontier", "others"]
"""What a run makes: a plan, a review of today's sites, or what is asked of a plan that another run made."""
APP_VARIABLE = "SITEPLAN_APP"  # names the server that a job belongs to: when it ends, so does the job
GRACE = 3.0  # seconds in which a worker may keep its best plan when its server ends
PATIENCE = 60.0  # seconds a worker may take to begin: on a busy machine Python itself needs a few
SAVED = "saved.json"  # there once the plan of a run is in the list of saved plans
_ID = re.compile(r"[0-9a-f]{16}")


class State(StrEnum):
    """How far a job is. NO_PLAN is proven; NOT_FOUND was stopped before a plan was found."""

    RUNNING = "running"
    DONE = "done"
    NO_PLAN = "no_plan"
    NOT_FOUND = "not_found"
    REFUSED = "refused"
    BROKEN = "broken"


@dataclass(frozen=True)
class Job:
    """One run: what was asked, its progress as lines of JSON, its wish to stop, its outcome.

    A worker writes into the folder, the app reads; a file that exists says so much by itself.
    """

    folder: Path

    @property
    def id(self) -> str:
        """The name in the address bar."""
        return self.folder.name

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked: study, plan, language, what is made, and which visitor of which server asked."""
        return dict(json.loads((self.folder / "asked.json").read_text("utf-8")))

    @property
    def kind(self) -> Kind:
        """What the run makes."""
        known: Kind = self.asked.get("kind", "plan")
        return known if known in get_args(Kind) else "plan"

    @property
    def is_there(self) -> bool:
        """Whether the job was not thrown away meanwhile."""
        return (self.folder / "asked.json").exists()

    def is_of(self, visitor: str) -> bool:
        """Return whether this visitor asked for it: nobody else may stop it or throw it away."""
        return bool(visitor) and (_read_json(self.folder / "asked.json") or {}).get("visitor") == visitor

    @property
    def progress_file(self) -> Path:
        """Stages and steps of the search, a line of JSON each."""
        return self.folder / "progress.jsonl"

    @property
    def lock(self) -> Path:
        """Held by the worker for as long as it lives."""
        return self.folder / "lock"

    @property
    def log(self) -> Path:
        """What the worker had to say to those who repair it."""
        return self.folder / "log.txt"

    @property
    def results(self) -> Path:
        """The files of the plan, once it is done."""
        return self.folder / "results"

    @property
    def plan_file(self) -> Path:
        """The plan itself, for the app alone."""
        return self.folder / "plan.pickle"

    @property
    def reason_file(self) -> Path:
        """Why there is no plan, as JSON of a Reason; not there where that is not known."""
        return self.folder / "reason.json"

    @property
    def wants_stop(self) -> bool:
        """Whether somebody asked to stop and keep the best plan so far."""
        return (self.folder / "stop").exists()

    @property
    def is_alive(self) -> bool:
        """Whether its worker lives: it searches, or writes the plan's files."""
        return self.outcome()[0] is State.RUNNING or (self._has_begun() and is_held(self.lock))

    @property
    def is_writing(self) -> bool:
        """Whether the worker still writes the plan's files."""
        return not self.results.exists() and is_held(self.lock)

    @property
    def may_be_forgotten(self) -> bool:
        """Whether nothing is lost with it: it has ended, and a plan that it made is in the list of saved plans."""
        is_kept = self.kind != "plan" or not self.plan_file.exists() or (self.folder / SAVED).exists()
        return is_kept and self.outcome()[0] is not State.RUNNING

    def outcome(self) -> tuple[State, str]:
        """Return how far the job is, and why it has no plan where it ended without one."""
        ended = _read_json(self.folder / "outcome.json")
        if ended is not None:
            return State(ended["state"]), str(ended["message"])
        if is_held(self.lock) if self._has_begun() else self._age() < PATIENCE:
            return State.RUNNING, ""
        ended = _read_json(self.folder / "outcome.json")  # it may have ended while we looked
        return (State(ended["state"]), str(ended["message"])) if ended else (State.BROKEN, "")

    def begin(self) -> None:
        """Say that the lock is held: from now on a free lock means that the worker is gone."""
        (self.folder / "begun").touch()

    def end(self, state: State, message: str = "") -> None:
        """Write how the job ended, in one step."""
        part = self.folder / "outcome.part"
        part.write_text(json.dumps({"state": state, "message": message}), "utf-8")
        part.replace(self.folder / "outcome.json")

    def progress(self) -> list[dict[str, Any]]:
        """Return the lines written so far; one still being written waits for the next look."""
        if not self.progress_file.exists():
            return []
        lines = self.progress_file.read_text("utf-8").split("\n")
        return [json.loads(line) for line in lines[:-1] if line]

    def stop(self) -> None:
        """Ask the worker to end and keep its best plan."""
        (self.folder / "stop").touch()

    def discard(self) -> None:
        """End the worker and what it started; throw the job away."""
        self.kill()
        throw_away(self.folder)

    def kill(self) -> None:
        """End the worker and what it started, now."""
        if self.is_alive and (pid := _read_json(self.folder / "pid.json")) is not None:
            end_group(int(pid["pid"]))

    def _has_begun(self) -> bool:
        return (self.folder / "begun").exists()

    def _age(self) -> float:
        try:
            return time.time() - (self.folder / "asked.json").stat().st_mtime
        except FileNotFoundError:  # thrown away meanwhile
            return float("inf")


class TooManyError(SiteplanError):
    """As many runs as this server allows are under way: in all, or (`mine`) of this visitor."""

    def __init__(self, mine: bool, most: int) -> None:
        self.mine, self.most = mine, most
        super().__init__(f"{most} runs are under way; one must end first.")


def start(
    study: Path, plan: Mapping[str, Any], language: str, visitor: str = "", asks: Mapping[str, Any] | None = None
) -> Job:
    """Start a worker process on a study under another question, given as keys of [plan].

    `asks` says where it is no plan that is asked for: its `kind`, and what that takes; of a review `own_sites`, a word
    of [review]; of what is asked of a plan `of`, the run that made it. For the list
    of saved plans it may name the "author", and the "parent" of which the question was taken and changed.

    Raises
    ------
    TooManyError
        As many runs as allowed are under way.
    """
    known = _jobs(home := private_folder("jobs"))
    _check_room(known, visitor)
    for gone in home.glob(".*"):  # thrown away while somebody killed us
        shutil.rmtree(gone, ignore_errors=True)
    _forget_old([job for job in known if job.is_of(visitor)])
    job = Job(home / uuid4().hex[:16])
    job.folder.mkdir(mode=0o700)
    asked = {"study": str(study.resolve()), "plan": dict(plan), "language": language}
    asked |= asks or {}
    asked |= {"visitor": visitor, "app": os.environ.get(APP_VARIABLE, "")}
    (job.folder / "asked.json").write_text(json.dumps(asked), "utf-8")
    with job.log.open("wb") as log:
        worker = subprocess.Popen(  # noqa: S603 - our own words
            [sys.executable, "-m", "siteplan.jobs.worker", str(job.folder)],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},  # a checkout need not be installed
        )  # fmt: skip
    (job.folder / "pid.json").write_text(json.dumps({"pid": worker.pid}), "utf-8")
    threading.Thread(target=_see_off, args=(worker, job), daemon=True).start()
    return job


def find(job_id: str) -> Job | None:
    """Return the job of that name; None where there is none (the name comes from an address bar)."""
    if not _ID.fullmatch(job_id):
        return None
    folder = private_folder("jobs") / job_id
    return job if (job := Job(folder)).is_there else None


def beside(job_id: str, kind: Kind) -> list[Job]:
    """Return what was asked of a run's plan, the youngest first."""
    named = [job for job in _jobs(private_folder("jobs")) if job.kind == kind]
    return [job for job in named if (_read_json(job.folder / "asked.json") or {}).get("of") == job_id]


def end_all(app: str) -> None:
    """End all jobs of a server that ends: each may keep its best plan, if it is quick."""
    running = [job for job in _jobs(private_folder("jobs")) if _belongs(job, app)]
    for job in running:
        job.stop()
    until = time.monotonic() + GRACE
    while time.monotonic() < until and any(job.is_alive for job in running):
        time.sleep(0.1)
    for job in running:
        job.kill()


def _belongs(job: Job, app: str) -> bool:
    return (_read_json(job.folder / "asked.json") or {}).get("app") == app and job.is_alive


def _jobs(home: Path) -> list[Job]:
    """Return all jobs, the youngest first."""
    found = [Job(file.parent) for file in home.glob("*/asked.json") if _ID.fullmatch(file.parent.name)]
    return sorted((job for job in found if job.is_there), key=Job._age)


def _check_room(known: list[Job], visitor: str) -> None:
    running = [job for job in known if job.outcome()[0] is State.RUNNING]
    most = limits()
    if visitor and sum(job.is_of(visitor) for job in running) >= most.runs_of_one:
        raise TooManyError(True, most.runs_of_one)
    if len(running) >= most.runs:
        raise TooManyError(False, most.runs)


def _see_off(worker: subprocess.Popen[bytes], job: Job) -> None:
    """Wait for a worker's end; one that ended without a word broke off."""
    worker.wait()
    if job.is_there and not (job.folder / "outcome.json").exists():
        with suppress(FileNotFoundError):  # thrown away in this moment
            job.end(State.BROKEN)


def _forget_old(jobs: list[Job]) -> None:
    """Forget a visitor's own oldest jobs; the youngest stand first."""
    for job in jobs[limits().kept - 1 :]:  # the one to come is kept, too
        if job.may_be_forgotten:
            throw_away(job.folder)


def _read_json(path: Path) -> dict[str, Any] | None:
    try:
        return dict(json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return None
