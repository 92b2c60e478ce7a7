"""The app as a server of its own, and a page of it with the network cut and all that goes wrong written down."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Route

from siteplan.store.private import CACHE_VARIABLE
from siteplan.ui.launch import HERE, STUDY_VARIABLE, flags
from tests.browser.live_map import LiveMap

__all__ = ["PATIENCE", "Visit", "served", "visited"]

PATIENCE = 30_000  # milliseconds for one step on a busy machine


@contextmanager
def served(study: Path, home: Path, cache: Path) -> Iterator[str]:
    """Serve a study; yield the address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(HERE / "main.py"), *flags(), f"--server.port={port}"]
    environment = {**os.environ, "HOME": str(home), STUDY_VARIABLE: str(study), CACHE_VARIABLE: str(cache)}
    with subprocess.Popen(command, cwd=home, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            yield _when_ready(f"http://localhost:{port}/", server)
        finally:
            server.terminate()


def _when_ready(url: str, server: subprocess.Popen[bytes]) -> str:
    for _ in range(300):
        assert server.poll() is None, "the app did not start"
        try:
            urllib.request.urlopen(f"{url}_stcore/health", timeout=5).close()  # noqa: S310 - our own http address
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return url
    raise AssertionError("the app did not answer in 30 s")


@dataclass
class Visit:
    """A page of the app, and all that went wrong on it."""

    page: Page
    outside: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def map(self) -> LiveMap:
        return LiveMap(self.page)


def visited(app: str, context: BrowserContext, height: int = 900, width: int = 1280) -> Visit:
    """Return a page that asks for nothing outside the app; what goes wrong on it is written down."""
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": height})
    seen = Visit(page)

    def guard(route: Route) -> None:
        if route.request.url.startswith((app, "data:", "blob:")):
            route.continue_()
        else:
            seen.outside.append(route.request.url)
            route.abort()

    def note(message: ConsoleMessage) -> None:
        # Streamlit looks for its server below each page's own address first.
        probe = re.search(r"404.*/[\w-]+/_stcore/", f"{message.text} {message.location.get('url', '')}")
        if message.type == "error" and not probe:
            seen.wrong.append(f"{message.text} {message.location.get('url', '')}".strip())

    context.route("**/*", guard)
    page.on("console", note)
    page.on("pageerror", lambda error: seen.wrong.append(str(error)))
    page.on("dialog", lambda dialog: (seen.wrong.append(dialog.message), dialog.dismiss()))
    return seen
