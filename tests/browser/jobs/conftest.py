"""The bundled study in the app, one server for all jobs, in two languages; each tells its clicks and seconds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from siteplan.data import read_study
from siteplan.data.bundled import bundled_study
from siteplan.present.text.reader import Reader
from tests.browser.jobs.desk import Desk
from tests.browser.served import served, visited
from tests.examples import some

TOOK = "took"  # the property of a test's report


@pytest.fixture(scope="session")
def app_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the app on the bundled study keeps things; the processes of a run share it."""
    shared = tmp_path_factory.getbasetemp().parent if "gw" in str(tmp_path_factory.getbasetemp()) else None
    return (shared or tmp_path_factory.getbasetemp()) / "app-cache"


@pytest.fixture(scope="session")
def province_app(app_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app on the bundled study."""
    with served(Path(bundled_study()), tmp_path_factory.mktemp("home"), app_cache) as address:
        yield address


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Ask for both languages where all is asked for: what a run asks for is known only now."""
    if "desk" in metafunc.fixturenames:
        metafunc.parametrize("desk", some(["en", "zh-Hans"], 1), indirect=True)


@pytest.fixture
def desk(request: pytest.FixtureRequest, province_app: str, context: BrowserContext) -> Iterator[Desk]:
    """A visit at 1280x720; nothing may have gone wrong in it, nor been asked for outside."""
    visit = visited(province_app, context, height=720)
    made = Desk(visit, province_app, Reader.of(read_study(bundled_study()), request.param))
    yield made
    for took in made.took:
        request.node.user_properties.append((TOOK, (took.job, took.language, took.clicks, took.seconds)))
    assert (visit.outside, visit.wrong) == ([], [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell of each job its clicks and seconds."""
    reports = [report for some in terminalreporter.stats.values() for report in some]
    rows = sorted(
        {tuple(told) for report in reports for name, told in getattr(report, "user_properties", []) if name == TOOK}
    )
    if rows:
        terminalreporter.write_line("job                                       language   clicks  seconds")
    for job, language, clicks, seconds in rows:
        terminalreporter.write_line(f"{job:<40}  {language:<9} {clicks:>7} {seconds:>8.1f}")
