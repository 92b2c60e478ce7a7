"""Fixtures that every test may use."""

from __future__ import annotations

import contextlib
import contextvars
import gc
import importlib
import os
import pickle
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pandas as pd
import pytest
from hypothesis import settings

from siteplan.study import PlanQuestion, Study
from tests.command_line import Run, Said
from tests.examples import ORDINARY, SAMPLE

if TYPE_CHECKING:
    from siteplan.groundwork import Groundwork

# The same examples on every machine, however slow it is; a machine's speed is no property of the code.
settings.register_profile("siteplan", deadline=None, derandomize=True, max_examples=SAMPLE)
# `--hypothesis-profile thorough`: others each time, and many times as many.
settings.register_profile("thorough", deadline=None, derandomize=False, max_examples=10 * ORDINARY)
settings.load_profile("siteplan")

# Plans are explained by solving anew only where a test asks for it: that takes longer than all else of a small plan.
PlanQuestion.model_fields["explain_limit"].default = 0.0
PlanQuestion.model_rebuild(force=True)
Study.model_rebuild(force=True)

# Texts are held as the command line, a job and the app hold them; test_text_storage.py compares plans held otherwise.
pd.options.mode.string_storage = "python"

TESTS = Path(__file__).resolve().parent
SHARED_DATA = TESTS.parents[1] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The public data sets that acceptance tests read; they are not shipped."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"public data sets are not at {SHARED_DATA}")
    return SHARED_DATA


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> Groundwork:
    """The bundled province, laid once for all processes, for it takes ten seconds; leave it as it is."""
    from siteplan.data import read_market, read_study  # here, for coverage counts what is imported once it has begun
    from siteplan.data.bundled import bundled_study
    from siteplan.jobs.lock import hold
    from siteplan.pipeline import lay_groundwork

    base = tmp_path_factory.getbasetemp()
    kept = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "province.pickle"
    with hold(kept.with_suffix(".lock")):
        if not kept.exists():
            study = read_study(bundled_study())
            kept.write_bytes(pickle.dumps(lay_groundwork(study, read_market(study))))
        return cast("Groundwork", pickle.loads(kept.read_bytes()))  # noqa: S301 - written right here


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run the command line in this process; what libraries of C say is heard, too."""
    from siteplan.cli import main  # here, as above

    def words(*given: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["siteplan", *map(str, given)])
        capfd.readouterr()  # what a test has said before is none of its words
        code = 0
        try:
            contextvars.copy_context().run(main)  # what it sets for its texts ends with it, as with a process
        except SystemExit as ended:
            code = int(ended.code or 0)
        return Said(code, *capfd.readouterr())

    return words


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Let each process import another part of the tests first.

    To compile a test with what its asserts say takes longer than to run many a one: so each is compiled by one
    process and read by the others.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    with _kept_for_good():
        workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
        files = sorted(TESTS.rglob("test_*.py")) if workers > 1 else []
        for file in files[int(worker) :: workers]:
            with contextlib.suppress(Exception, pytest.skip.Exception):  # told where it is collected
                importlib.import_module(".".join(file.relative_to(TESTS.parent).with_suffix("").parts))
        return (yield)


@contextlib.contextmanager
def _kept_for_good() -> Iterator[None]:
    """Let no garbage be sought in what a block makes, neither now nor later: what is collected stays to the end."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)  # tables come and go by the thousand, and nearly none in circles
        gc.enable()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder that nobody else uses."""
    from siteplan.store.private import CACHE_VARIABLE  # here, as above

    folder = tmp_path / "cache"
    monkeypatch.setenv(CACHE_VARIABLE, str(folder))
    return folder


@pytest.fixture
def template(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The template study, opened by the app."""
    from siteplan.ui.launch import STUDY_VARIABLE  # here, as above
    from tests.template import write_template

    folder = tmp_path / "study"
    write_template(folder)
    monkeypatch.setenv(STUDY_VARIABLE, str(folder))
    return folder
