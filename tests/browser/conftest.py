"""A real Chromium, a page with the network cut, and one loud line where no browser is to be had."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Request, sync_playwright

NO_BROWSER = "NO BROWSER: Chromium does not start here; install it (apt install chromium) to run these tests"
# The system's own browser first: it is what `make test` installs where it can.
INSTALLED = ("chromium", "chromium-browser", "google-chrome")
# --no-sandbox because a container's root cannot make one; the others keep the browser itself off the net.
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    system = next(filter(None, map(shutil.which, INSTALLED)), None)
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=system, args=FLAGS)
        except Error:
            pytest.skip(NO_BROWSER)
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Give each test a profile of its own."""
    opened = browser.new_context()
    yield opened
    opened.close()


@dataclass
class Watched:
    """A page whose every request, dialog and script error is written down."""

    page: Page
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, html: str, file: Path) -> Page:
        """Open a page as a user does, from a file; that file is the one request allowed."""
        file.write_text(html, "utf-8")
        self.page.goto(file.as_uri())
        self.requests.remove(file.as_uri())
        return self.page


@pytest.fixture
def watched(context: BrowserContext) -> Watched:
    """A page with the network cut."""
    context.set_offline(True)
    page = context.new_page()
    watch = Watched(page)
    page.on("request", lambda request: _note(watch, request))
    page.on("requestfailed", lambda request: _strike(watch, request))
    page.on("pageerror", lambda error: watch.errors.append(str(error)))
    page.on("dialog", lambda dialog: (watch.dialogs.append(dialog.message), dialog.dismiss()))
    return watch


def _note(watch: Watched, request: Request) -> None:
    if not request.url.startswith(("data:", "blob:")):
        watch.requests.append(request.url)


def _strike(watch: Watched, request: Request) -> None:
    """Forget what the page's own policy forbade: the browser reports it, and has not sent it."""
    if request.failure == "csp":
        watch.requests.remove(request.url)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say it once and loudly, beside the list of skipped tests."""
    skipped = [r for r in terminalreporter.stats.get("skipped", []) if NO_BROWSER in str(r.longrepr)]
    if skipped:
        terminalreporter.write_line(f"{NO_BROWSER} ({len(skipped)} skipped)", red=True, bold=True)
