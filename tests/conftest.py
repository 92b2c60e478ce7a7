"""Fixtures that every test may use."""

from __future__ import annotations

import sys
import threading
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.command_line import Run, Said
from tests.examples import ORDINARY

# The same examples on every machine, however slow it is; a machine's speed is no property of the code.
settings.register_profile("siteplan", deadline=None, derandomize=True, max_examples=ORDINARY)
# `--hypothesis-profile thorough`: others each time, and ten times as many.
settings.register_profile("thorough", deadline=None, derandomize=False, max_examples=10 * ORDINARY)
settings.load_profile("siteplan")

TESTS = Path(__file__).resolve().parent
# Coverage takes as long again as the tests themselves. Those of parts are counted, all that stand in no line here;
# whole studies, browsers, processes, repeated searches and examples of laws run the same lines a hundred times more.
UNCOUNTED = {
    "acceptance", "browser", "cases", "hostile", "optimise/questions/test_entry.py", "optimise/test_stopped.py",
    "test_any_chain.py", "test_cli.py",
    "test_facilities.py", "test_filled_in.py", "test_guangdong.py", "test_identity.py", "test_objectives.py",
    "test_random_studies.py", "test_signals.py", "test_wheel.py", "test_why.py", "ui/test_any_chain.py",
    "ui/test_app.py", "ui/test_groundstore.py",
}  # fmt: skip

SHARED_DATA = TESTS.parents[1] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The public data sets that acceptance tests read; they are not shipped."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"public data sets are not at {SHARED_DATA}")
    return SHARED_DATA


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run the command line in this process; what libraries of C say is heard, too."""
    from siteplan.cli import main  # here, for coverage counts what is imported once it has begun

    def words(*given: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["siteplan", *map(str, given)])
        capfd.readouterr()  # what a test has said before is none of its words
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        return Said(code, *capfd.readouterr())

    return words


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let coverage rest while a test runs that it does not count, with all that is set up for it.

    By the tracer itself, not by pytest-cov's own pause: beneath the one that it stops another would go on.
    """
    tracer, of_threads = sys.gettrace(), threading.gettrace()
    if _counted(item) or not type(tracer).__module__.startswith("coverage"):
        return (yield)
    sys.settrace(None)
    threading.settrace(None)  # type: ignore[arg-type]
    try:
        return (yield)
    finally:
        threading.settrace(of_threads)
        sys.settrace(tracer)


def _counted(item: pytest.Item) -> bool:
    law = getattr(getattr(item, "function", None), "is_hypothesis_test", False)
    of = item.path.relative_to(TESTS)
    return not law and UNCOUNTED.isdisjoint({of.parts[0], of.as_posix()})
