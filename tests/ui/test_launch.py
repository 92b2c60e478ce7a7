"""The server is started with the app's settings, and the two places that hold them agree."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from siteplan.ui.launch import HERE, STUDY_VARIABLE, flags, launch

posix = pytest.mark.skipif(os.name == "nt", reason="the server's stand-in is a shell script")
ROOT = Path(__file__).resolve().parents[2]


def test_the_checkout_and_the_package_have_the_same_settings() -> None:
    assert (ROOT / ".streamlit" / "config.toml").read_bytes() == (HERE / "config.toml").read_bytes()


def test_the_app_tells_nobody_and_shows_no_traceback() -> None:
    assert {"--browser.gatherUsageStats=false", "--client.showErrorDetails=none", "--server.address=localhost"} <= set(
        flags()
    )


def test_streamlit_knows_every_setting() -> None:
    from streamlit import config

    names = [flag.removeprefix("--").split("=")[0] for flag in flags()]
    assert [name for name in names if name not in config._config_options_template] == []


SERVER = """
import os, sys, time
print(os.environ.get("SITEPLAN_STUDY"), *sys.argv[1:], file=open({seen!r}, "w"), flush=True)
{then}
"""


def served_by(folder: Path, then: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Python that stands in for the one with Streamlit: it notes how it was called; return its note."""
    seen = folder / "seen"
    script = folder / "server.py"
    script.write_text(SERVER.format(seen=str(seen), then=then), "utf-8")
    python = folder / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{script}" "$@"\n', "utf-8")
    python.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(python))
    return seen


@posix
def test_a_study_reaches_the_app_and_the_exit_code_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = served_by(tmp_path, "sys.exit(7)", monkeypatch)
    assert launch(tmp_path) == 7
    study, *command = seen.read_text("utf-8").split()
    assert study == str(tmp_path)
    assert command[:4] == ["-m", "streamlit", "run", str(HERE / "main.py")]


@posix
def test_without_a_study_the_app_chooses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(STUDY_VARIABLE, raising=False)
    seen = served_by(tmp_path, "", monkeypatch)
    assert launch(None) == 0
    assert seen.read_text("utf-8").startswith("None ")


@posix
def test_ctrl_c_stops_the_server_and_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = served_by(tmp_path, "time.sleep(60)", monkeypatch)
    handler = signal.getsignal(signal.SIGINT)

    def press() -> None:
        while not seen.exists() or not seen.read_text("utf-8"):
            time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=press, daemon=True).start()
    started = time.monotonic()
    assert launch(None) == 0
    assert time.monotonic() - started < 30
    assert signal.getsignal(signal.SIGINT) is handler
