"""The server is started with the app's settings, and the two places that hold them agree."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from siteplan.store.private import CACHE_VARIABLE
from siteplan.ui import launch as launching
from siteplan.ui.launch import HERE, STUDY_VARIABLE, Address, flags, launch
from tests.template import write_template

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


def test_a_server_takes_no_folder_for_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    # Beside a folder `pages` Streamlit's first run knows its files alone: who comes first is told of no other.
    from streamlit.runtime.pages_manager import PagesManager

    monkeypatch.setattr(PagesManager, "uses_pages_directory", None)
    PagesManager(str(HERE / "main.py"))
    assert PagesManager.uses_pages_directory is False


SERVER = """
import os, signal, subprocess, sys, time
child = subprocess.Popen(["sleep", "60"])
print(os.getpid(), child.pid, file=open({pids!r}, "w"), flush=True)
print(os.environ.get("SITEPLAN_STUDY"), *sys.argv[1:], file=open({seen!r}, "w"), flush=True)
{then}
"""
STUBBORN = "signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"


def served_by(folder: Path, then: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Python that stands in for the one with Streamlit: it notes how it was called; return its note."""
    seen = folder / "seen"
    script = folder / "server.py"
    script.write_text(SERVER.format(seen=str(seen), pids=str(folder / "pids"), then=then), "utf-8")
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
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("then", ["time.sleep(60)", STUBBORN], ids=["obedient", "stubborn"])
def test_a_stop_ends_the_server_and_is_no_error(
    number: int, then: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one that does not listen, with what it has started itself."""
    monkeypatch.setattr(launching, "PATIENCE", 1.0)
    seen = served_by(tmp_path, then, monkeypatch)
    handler = signal.getsignal(number)

    def press() -> None:
        while not seen.exists() or not seen.read_text("utf-8"):
            time.sleep(0.05)
        os.kill(os.getpid(), number)

    threading.Thread(target=press, daemon=True).start()
    started = time.monotonic()
    assert launch(None) == 0
    assert time.monotonic() - started < 30
    assert signal.getsignal(number) is handler
    pids = [int(pid) for pid in (tmp_path / "pids").read_text("utf-8").split()]
    wait_for(lambda: not any(map(lives, pids)), 5)  # a killed process takes a moment to be gone


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text("utf-8").rpartition(")")[2].split()[0] == "Z")


def test_the_address_is_as_asked_and_other_names_are_refused() -> None:
    """This machine alone by default; on every address also under its own name and addresses."""
    plain, served = Address().flags(), Address("0.0.0.0", 8600, names=["plans.example"]).flags()  # noqa: S104
    assert plain == ["--server.headless=true"]
    assert {"--server.address=0.0.0.0", "--server.port=8600", "--server.allowedHosts=plans.example"} <= set(served)
    assert f"--server.allowedHosts={socket.gethostname()}" in served
    assert [flag for flag in flags() if "allowedHosts" in flag] == [
        f"--server.allowedHosts={name}" for name in ("localhost", "127.0.0.1", "::1")
    ]


@posix
def test_a_browser_opens_only_where_there_is_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for display, opens in (("", False), (":0", True)):
        monkeypatch.setenv("DISPLAY", display)
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
        assert Address(browser=True).flags() == [f"--server.headless={str(not opens).lower()}"]
        assert Address(browser=False).flags() == ["--server.headless=true"]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The app as the command line starts it, and its port."""
    home = tmp_path_factory.mktemp("app")
    write_template(home / "study")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "siteplan", "app", str(home / "study"), "--port", str(port), "--no-browser"]
    environment = {**os.environ, "HOME": str(home), CACHE_VARIABLE: str(home / "cache")}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as started:
        try:
            wait_for(lambda: answers(port))
            yield started, port
        finally:
            started.kill()


def wait_for(reached: Callable[[], bool], seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < until, "this took too long"
        time.sleep(0.1)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def visit(port: int, host: str) -> str:
    """The first line that the app says to a page that opens its connection under a name."""
    lines = [
        "GET /_stcore/stream HTTP/1.1", f"Host: {host}", f"Origin: http://{host}", "Upgrade: websocket",
        "Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "", "",
    ]  # fmt: skip
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall("\r\n".join(lines).encode())
        return line.recv(200).decode(errors="replace").splitlines()[0]


@posix
def test_a_foreign_name_that_points_here_is_refused(running: tuple[subprocess.Popen[bytes], int]) -> None:
    """DNS rebinding: the page's own name, in Host and Origin, leads to this machine."""
    _, port = running
    assert " 101 " in visit(port, f"localhost:{port}")
    assert " 101 " in visit(port, f"127.0.0.1:{port}")
    assert " 403 " in visit(port, f"evil.example:{port}")


@posix
def test_sigterm_to_the_command_leaves_no_process(running: tuple[subprocess.Popen[bytes], int]) -> None:
    """As systemd, docker and IDEs send it: the port is free again at once."""
    started, port = running
    children = Path(f"/proc/{started.pid}/task/{started.pid}/children")
    server = [int(pid) for pid in children.read_text("utf-8").split()] if children.exists() else []
    started.terminate()
    assert started.wait(timeout=30) == 0
    assert not answers(port)
    wait_for(lambda: not any(map(lives, server)), 5)
