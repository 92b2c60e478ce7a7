"""Whatever is in a folder: an answer in words, an exit code that is meant, nothing half-written, in bounded time."""

from __future__ import annotations

import resource
import time
from pathlib import Path

import pytest

from tests.command_line import Run, Said
from tests.examples import thorough
from tests.hostile.variants import Variant, variants

THOROUGH = thorough()
EVERY = 12  # of the quick variants are tried in an ordinary run
ALL = variants()
QUICK = [variant for variant in ALL if not variant.slow]
TRIED = ALL if THOROUGH else QUICK[::EVERY]
MOST_SECONDS, MOST_KILOBYTES = 20, 2_000_000


def test_there_are_many_and_each_has_its_name() -> None:
    names = [variant.name for variant in ALL]
    assert len(names) == len(set(names)) >= 200


@pytest.mark.parametrize("variant", TRIED, ids=[variant.name for variant in TRIED])
def test_it_is_read_or_refused_in_words(variant: Variant, tmp_path: Path, run: Run) -> None:
    variant.spoil(tmp_path / "study")
    begun = time.process_time()
    said = run("check", tmp_path / "study")
    assert time.process_time() - begun < MOST_SECONDS
    # The peak of this process since it began: what an earlier variant took counts here, too, and only ever more.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < MOST_KILOBYTES
    assert said.code in (0, 1) if variant.right is None else said.code == variant.right, said.err
    _plain(said)
    assert (said.out if said.code == 0 else said.err).strip()
    out = tmp_path / "out"
    if said.code == 1 or THOROUGH:
        planned = run("plan", tmp_path / "study", "--out", out, "--time-limit", 5)
        assert planned.code in ((1,) if said.code == 1 else (0, 3))
        _plain(planned)
    assert out.exists() == (said.code == 0 and THOROUGH and (out / "plan.json").is_file())


def _plain(said: Said) -> None:
    """No traceback, no warning of a library, no path of the machine's Python, no escape, nothing without end."""
    for text in (said.out, said.err):
        assert "Traceback" not in text
        assert "Warning" not in text
        assert "site-packages" not in text
        assert "\x1b" not in text
        assert len(text) < 200_000
