"""Open the app in a Streamlit server of its own, and end it with all that it started."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from uuid import uuid4

from siteplan.jobs.jobs import APP_VARIABLE, end_all
from siteplan.store.confined import CONFINED_VARIABLE

__all__ = ["HERE", "LANGUAGE_VARIABLE", "STUDY_VARIABLE", "Address", "flags", "launch"]

HERE = Path(__file__).parent
STUDY_VARIABLE = "SITEPLAN_STUDY"
LANGUAGE_VARIABLE = "SITEPLAN_LANGUAGE"
PATIENCE = 5.0  # seconds in which the server may close its visits
_EVERY = ("0.0.0.0", "::", "")  # noqa: S104 - to be recognised, not bound
_STOPS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


@dataclass(frozen=True)
class Address:
    """Where the app is served: host and port, whether a browser opens, and other names that visitors may use."""

    host: str | None = None
    port: int | None = None
    browser: bool = False
    names: Sequence[str] = ()

    @property
    def serves_others(self) -> bool:
        """Whether anybody beyond this machine may come."""
        return bool(self.names) or self.host not in (None, "localhost", "127.0.0.1", "::1")

    def flags(self) -> list[str]:
        """Return it as Streamlit's flags; a visit under a name that is not among them is refused."""
        host = [] if self.host is None else [f"--server.address={self.host}"]
        port = [] if self.port is None else [f"--server.port={self.port}"]
        headless = f"--server.headless={_written(not (self.browser and _has_screen()))}"
        return [*host, *port, headless, *(f"--server.allowedHosts={name}" for name in self._names())]

    def _names(self) -> list[str]:
        own = _own_names() if self.host in _EVERY else [self.host] if self.host else []
        return list(dict.fromkeys([*own, *self.names]))


def launch(study: Path | None, address: Address | None = None, language: str | None = None) -> int:
    """Serve the app on a study, the bundled one if None, until it is stopped; return the exit code, 0 for a stop.

    Ctrl-C, SIGTERM and a closed terminal all stop it: the server, then every run that it started.
    """
    app = uuid4().hex
    chosen = {APP_VARIABLE: app}
    chosen |= {} if study is None else {STUDY_VARIABLE: str(study.resolve())}
    chosen |= {CONFINED_VARIABLE: "1"} if (address or Address()).serves_others else {}
    chosen |= {} if language is None else {LANGUAGE_VARIABLE: language}
    command = [sys.executable, "-m", "streamlit", "run", str(HERE / "main.py"), *flags()]
    try:
        return _Server().serve([*command, *(address or Address()).flags()], {**os.environ, **chosen})
    finally:
        end_all(app)


class _Server:
    """The server's process: what stops us stops it, whenever that comes."""

    def __init__(self) -> None:
        self._stopped = False

    def serve(self, command: Sequence[str], environment: dict[str, str]) -> int:
        # The handlers come first: a signal between the start and them would leave the server behind.
        before = {number: signal.signal(number, self._stop) for number in _STOPS}
        try:
            with _started(command, environment) as process:
                try:
                    return max(self._wait(process), 0)  # below 0: a signal ended it, which is how servers are stopped
                finally:
                    _kill_group(process)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._stopped = True

    def _wait(self, process: subprocess.Popen[bytes]) -> int:
        while not self._stopped:
            try:
                return process.wait(timeout=0.2)
            except subprocess.TimeoutExpired:
                continue
        process.terminate()
        with suppress(subprocess.TimeoutExpired):  # a visit that does not let go: the group is killed next
            process.wait(timeout=PATIENCE)
        return 0


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """End the server and whatever it started in its group."""
    if sys.platform == "win32":
        process.kill()
        return
    with suppress(ProcessLookupError, PermissionError):  # all of it is gone
        os.killpg(process.pid, signal.SIGKILL)


def flags() -> list[str]:
    """Return the app's settings as Streamlit's flags: an installed package has no .streamlit folder to be found."""
    settings = tomllib.loads((HERE / "config.toml").read_text("utf-8"))
    leaves = _leaves(settings)
    return [f"--{section}.{key}={_written(one)}" for section, key, value in leaves for one in _each(value)]


def _each(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _leaves(settings: dict[str, dict[str, object]]) -> Iterator[tuple[str, str, object]]:
    return ((section, key, value) for section, keys in settings.items() for key, value in keys.items())


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _started(command: Sequence[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start the server as a group of its own, to be ended as a whole; a terminal's Ctrl-C reaches only us."""
    if sys.platform == "win32":
        flag = subprocess.CREATE_NEW_PROCESS_GROUP
        return subprocess.Popen(command, env=environment, creationflags=flag)  # noqa: S603 - our own words
    return subprocess.Popen(command, env=environment, process_group=0)  # noqa: S603 - our own words


def _has_screen() -> bool:
    """Return whether a browser can be opened that the user sees."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _own_names() -> list[str]:
    """Return the names and addresses of this machine."""
    name = socket.gethostname()
    try:
        _, aliases, addresses = socket.gethostbyname_ex(name)
    except OSError:
        aliases, addresses = [], []
    return [name, *aliases, *addresses]
