"""Open the app in a Streamlit server of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

__all__ = ["STUDY_VARIABLE", "flags", "launch"]

HERE = Path(__file__).parent
STUDY_VARIABLE = "SITEPLAN_STUDY"


def launch(study: Path | None) -> int:
    """Serve the app on a study, the bundled one if None, until Ctrl-C; return the exit code, 0 for a stop."""
    chosen = {} if study is None else {STUDY_VARIABLE: str(study.resolve())}
    command = [sys.executable, "-m", "streamlit", "run", str(HERE / "main.py"), *flags()]
    with subprocess.Popen(command, env={**os.environ, **chosen}) as server:  # noqa: S603 - our own words
        before = signal.signal(signal.SIGINT, lambda _signal, _frame: server.terminate())
        try:
            return max(server.wait(), 0)  # below 0: ended by a signal, which is how a server is stopped
        finally:
            signal.signal(signal.SIGINT, before)


def flags() -> list[str]:
    """Return the app's settings as Streamlit's flags: an installed package has no .streamlit folder to be found."""
    settings = tomllib.loads((HERE / "config.toml").read_text("utf-8"))
    return [f"--{section}.{key}={_written(value)}" for section, key, value in _leaves(settings)]


def _leaves(settings: dict[str, dict[str, object]]) -> Iterator[tuple[str, str, object]]:
    return ((section, key, value) for section, keys in settings.items() for key, value in keys.items())


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
