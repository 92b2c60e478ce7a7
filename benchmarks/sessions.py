"""Ten people at once in the app on the bundled study, then kill -9 of workers and of the server in the middle of runs.

Run:  python benchmarks/sessions.py [MINUTES] [KILLS] [SESSIONS]     (5, 20 and 10; needs Chromium; the network is cut)

Sessions are contexts of one browser: cookies, sockets and storage of their own. The app serves others (drafts are then
their maker's alone). Each goes through Explore, Plan (one run), Review and Decide, again and again. Printed are errors
seen by anybody, memory of the server for each session, drafts that somebody else's list showed, and after each kill
what was lost: a plan that was in the list, a file of one, a run without a word of how it ended.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa
from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from siteplan.data.bundled import bundled_study
from siteplan.jobs import jobs
from siteplan.jobs.jobs import State
from siteplan.store.confined import CONFINED_VARIABLE
from siteplan.store.private import CACHE_VARIABLE
from siteplan.store.saved_plans.plan_archive import opened
from siteplan.store.saved_plans.plan_database import EVENTS, PLAN_ROWS, reading
from siteplan.ui.launch import HERE, STUDY_VARIABLE, flags

PAGES = ("", "plan", "review", "decide")
PATIENCE = 90_000  # milliseconds for a page on a busy machine
ENDS = 180.0  # seconds in which a run that nobody kills has ended


class Server:
    """The app's server, to be killed and started again on the same port."""

    def __init__(self, cache: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://localhost:{self.port}/"
        self._cache = cache
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "streamlit", "run", str(HERE / "main.py"), *flags()]
        given = {STUDY_VARIABLE: str(bundled_study()), CACHE_VARIABLE: str(self._cache), CONFINED_VARIABLE: "1"}
        self._process = subprocess.Popen(
            [*command, f"--server.port={self.port}"],
            env={**os.environ, **given, "SITEPLAN_MAX_RUNS": "2"},
            stdout=subprocess.DEVNULL,
        )
        for _try in range(600):
            with suppress(OSError):
                urllib.request.urlopen(f"{self.url}_stcore/health", timeout=5).close()  # noqa: S310 - our own address
                return
            time.sleep(0.1)
        raise TimeoutError("the app did not answer in a minute")

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def memory(self) -> float:
        """Return what it holds, in MB."""
        said = Path(f"/proc/{self._process.pid}/status").read_text("utf-8")
        return int(said.split("VmRSS:")[1].split()[0]) / 1000


class Session:
    """One visitor: a context of the browser, what went wrong in it, and the plans that its list showed."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.page: Page = context.new_page()
        self.url, self.wrong, self.shown, self.step = url, [], set(), 0
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))

    def go(self, address: str) -> None:
        """Open a page and wait until it is drawn."""
        self.page.goto(f"{self.url}{address}?lang=en", timeout=PATIENCE)
        self.page.get_by_role("radiogroup", name="Language").wait_for(timeout=PATIENCE)
        self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=PATIENCE)
        faults = self.page.get_by_test_id("stException").all_inner_texts()
        self.wrong += [f"{address}: {text}" for text in faults]
        if address == "decide":
            keys = self.page.locator("[class*='st-key-open-']").evaluate_all("all => all.map((one) => one.className)")
            self.shown |= {key.split("st-key-open-")[1].split()[0] for key in keys}

    def run(self) -> str:
        """Ask the study's own question; return the name of the run, "" where too many are under way."""
        self.go("plan")
        self.page.get_by_role("button", name="Run").first.click(timeout=PATIENCE)
        for _try in range(100):
            if found := self.page.evaluate("new URLSearchParams(location.search).get('job')"):
                return str(found)
            if self.page.get_by_text("under way").count():
                return ""
            self.page.wait_for_timeout(200)
        self.wrong.append("Run did not start a run, nor say why")
        return ""


def main() -> None:
    """Serve, visit, kill and count."""
    given = [float(word) for word in sys.argv[1:]]
    minutes, kills, many = [*given, *(5.0, 20.0, 10.0)[len(given) :]]
    with TemporaryDirectory() as cache, sync_playwright() as play:
        os.environ[CACHE_VARIABLE] = cache
        server = Server(Path(cache))
        try:
            sessions = _visits(play, server, int(many), minutes)
            _tell_drafts(sessions)
            _kills(sessions[0], server, int(kills))
        finally:
            server.kill()
            for job in _jobs():
                job.kill()


def _visits(play: Playwright, server: Server, many: int, minutes: float) -> list[Session]:
    browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
    first = Session(browser.new_context(), server.url)
    first.go("")
    before = server.memory()
    sessions = [first, *(Session(browser.new_context(), server.url) for _ in range(many - 1))]
    for session in sessions[1:]:
        session.go("")
    print(f"memory of the server with 1 session {before:.0f} MB, with {many} {server.memory():.0f} MB:", end=" ")
    print(f"{(server.memory() - before) / max(many - 1, 1):.1f} MB each")
    until, steps, told, asked = time.monotonic() + 60 * minutes, 0, 0, {}
    while time.monotonic() < until:
        for n, session in enumerate(sessions):
            address = PAGES[(session.step + n) % len(PAGES)]
            session.step, steps = session.step + 1, steps + 1
            if address == "plan" and n not in asked:
                if run := session.run():
                    asked[n] = run
                else:
                    told += 1
            else:
                session.go(address)
            if time.monotonic() > until:
                break
    wrong = [fault for session in sessions for fault in session.wrong]
    print(f"{many} contexts of one browser, {minutes:g} min: {steps} pages, {len(asked)} runs begun,", end=" ")
    print(f"{told} told that too many are under way, {len(wrong)} errors {wrong[:5]}")
    print(f"memory of the server at the end {server.memory():.0f} MB")
    _wait_for_all()
    return sessions


def _tell_drafts(sessions: list[Session]) -> None:
    for session in sessions:
        session.go("decide")
    with reading() as connection:
        rows = connection.execute(sa.select(PLAN_ROWS.c.id, PLAN_ROWS.c.author)).all()
        proposed = {row.plan for row in connection.execute(sa.select(EVENTS.c.plan))}
    author = {row.id: row.author for row in rows}
    seen = [{author[one] for one in session.shown if one not in proposed} for session in sessions]
    leaked = sum(len(owners) > 1 for owners in seen)
    leaked += sum(bool(a & b) for i, a in enumerate(seen) for b in seen[:i])
    print(f"{len(rows)} plans saved by {len({*author.values()})} visitors; drafts seen by somebody else: {leaked}")


def _kills(session: Session, server: Server, kills: int) -> None:
    rng, lost, ends = random.Random(1), [], {"server": 0, "worker": 0}
    for n in range(kills):
        before = _listed()
        run = session.run()
        if not run:
            lost.append("a run could not be started")
            continue
        job = jobs.find(run)
        if job is None:
            raise FileNotFoundError(run)
        time.sleep(rng.uniform(0.5, 25.0))
        what = ("worker", "server")[n % 2]
        if what == "worker":
            with suppress(ProcessLookupError, FileNotFoundError):
                os.killpg(int(json.loads((job.folder / "pid.json").read_text("utf-8"))["pid"]), signal.SIGKILL)
        else:
            server.kill()
            server.start()
        ends[what] += 1
        _wait_for_all()
        lost += _lost(before, job, session)
    print(
        f"killed: {ends['worker']} workers, {ends['server']} servers; plans in the list {len(_listed())}, lost: {lost}"
    )


def _lost(before: set[str], job: jobs.Job, session: Session) -> list[str]:
    """Return what is no longer there after a kill; its page must say how the run ended, or show its plan."""
    gone = [f"plan {one}" for one in before - _listed()]
    state = job.outcome()[0]
    if state is State.RUNNING:
        gone.append(f"run {job.id} has no end")
    if state is State.DONE:
        _show(session, job)
        if job.id not in _runs_listed():
            gone.append(f"the plan of run {job.id} is not in the list")
    elif state is State.BROKEN:
        _show(session, job)
        if not session.page.get_by_text("stopped unexpectedly").count():
            gone.append(f"the page of run {job.id} does not say that it broke off")
    with reading() as connection:
        for digest in connection.execute(sa.select(PLAN_ROWS.c.digest)).scalars().all():
            opened(digest)
    return gone


def _show(session: Session, job: jobs.Job) -> None:
    with suppress(PlaywrightError):
        session.page.goto(f"{session.url}plan?job={job.id}&lang=en", timeout=PATIENCE)
        session.page.get_by_role("button", name="Change the question").wait_for(timeout=PATIENCE)
        session.page.wait_for_timeout(3000)


def _listed() -> set[str]:
    with reading() as connection:
        return {*connection.execute(sa.select(PLAN_ROWS.c.id)).scalars()}


def _runs_listed() -> set[str | None]:
    with reading() as connection:
        return {*connection.execute(sa.select(PLAN_ROWS.c.made_by)).scalars()}


def _jobs() -> list[jobs.Job]:
    home = Path(os.environ[CACHE_VARIABLE]) / "jobs"
    return [job for folder in home.glob("[0-9a-f]*") if (job := jobs.find(folder.name)) is not None]


def _wait_for_all() -> None:
    until = time.monotonic() + ENDS
    while time.monotonic() < until and any(job.is_alive for job in _jobs()):
        time.sleep(0.5)


if __name__ == "__main__":
    main()
