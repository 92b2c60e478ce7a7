"""Whatever is in a folder: an answer in words, an exit code that is meant, nothing half-written, in bounded time."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

import pytest
from hypothesis import settings

from siteplan.cli import main
from tests.examples import ORDINARY
from tests.hostile.variants import Variant, variants

THOROUGH = settings().max_examples > ORDINARY
EVERY = 8  # of the quick variants are tried in an ordinary run
ALL = variants()
QUICK = [variant for variant in ALL if not variant.slow]
TRIED = ALL if THOROUGH else QUICK[::EVERY]
MOST_SECONDS, MOST_KILOBYTES = 20, 2_000_000


def test_there_are_many_and_each_has_its_name() -> None:
    names = [variant.name for variant in ALL]
    assert len(names) == len(set(names)) >= 200


def run(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    monkeypatch.setattr(sys, "argv", ["siteplan", *map(str, words)])
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


@pytest.mark.parametrize("variant", TRIED, ids=[variant.name for variant in TRIED])
def test_it_is_read_or_refused_in_words(
    variant: Variant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    variant.spoil(tmp_path / "study")
    capfd.readouterr()
    begun = time.process_time()
    code = run(monkeypatch, "check", tmp_path / "study")
    said = capfd.readouterr()
    assert time.process_time() - begun < MOST_SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < MOST_KILOBYTES
    assert code in (0, 1) if variant.right is None else code == variant.right, said.err
    _plain(said.out, said.err)
    assert (said.out if code == 0 else said.err).strip()
    out = tmp_path / "out"
    if code == 1:
        assert run(monkeypatch, "plan", tmp_path / "study", "--out", out) == 1
    elif THOROUGH:
        assert run(monkeypatch, "plan", tmp_path / "study", "--out", out, "--time-limit", 5) in (0, 3)
    assert out.exists() == (code == 0 and THOROUGH and (out / "plan.json").is_file())
    _plain(*capfd.readouterr())


def _plain(*texts: str) -> None:
    """No traceback, no warning of a library, no path of the machine's Python, no escape, nothing without end."""
    for text in texts:
        assert "Traceback" not in text
        assert "Warning" not in text
        assert "site-packages" not in text
        assert "\x1b" not in text
        assert len(text) < 200_000
