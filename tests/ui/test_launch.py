"""The server is started with the app's settings, and the two places that hold them agree."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from siteplan.ui.launch import HERE, STUDY_VARIABLE, flags, launch

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


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    seen: dict[str, Any] = {}

    def run(command: list[str], env: dict[str, str], check: bool) -> subprocess.CompletedProcess[bytes]:
        seen.update(command=command, env=env)
        return subprocess.CompletedProcess(command, 7)

    monkeypatch.setattr("subprocess.run", run)
    return seen


def test_a_study_reaches_the_app_and_the_exit_code_comes_back(started: dict[str, Any], tmp_path: Path) -> None:
    assert launch(tmp_path) == 7
    assert started["env"][STUDY_VARIABLE] == str(tmp_path)
    assert str(HERE / "main.py") in started["command"]


def test_without_a_study_the_app_chooses(started: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(STUDY_VARIABLE, raising=False)
    launch(None)
    assert STUDY_VARIABLE not in started["env"]
    assert started["env"]["PATH"] == os.environ["PATH"]


def test_ctrl_c_is_how_a_server_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("subprocess.run", run)
    assert launch(None) == 0
