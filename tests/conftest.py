"""Fixtures that every test may use."""

from __future__ import annotations

import sys
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

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


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
