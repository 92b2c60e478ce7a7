"""Fixtures that every test may use."""

from __future__ import annotations

import os
import pickle
import sys
import threading
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import settings

from siteplan.study import PlanQuestion, Study
from tests.command_line import Run, Said
from tests.examples import ORDINARY

if TYPE_CHECKING:
    from siteplan.groundwork import Groundwork

# The same examples on every machine, however slow it is; a machine's speed is no property of the code.
settings.register_profile("siteplan", deadline=None, derandomize=True, max_examples=ORDINARY)
# `--hypothesis-profile thorough`: others each time, and ten times as many.
settings.register_profile("thorough", deadline=None, derandomize=False, max_examples=10 * ORDINARY)
settings.load_profile("siteplan")

# Plans are explained by solving anew only where a test asks for it: that takes longer than all else of a small plan.
PlanQuestion.model_fields["explain_limit"].default = 0.0
PlanQuestion.model_rebuild(force=True)
Study.model_rebuild(force=True)

TESTS = Path(__file__).resolve().parent
# Coverage takes half as long again as the tests themselves. Those that stand here are run without: whole studies,
# browsers, processes, repeated searches, and what runs lines that others run, too; so are examples of laws.
UNCOUNTED = {
    "acceptance", "browser", "cases", "data/test_doors.py", "data/test_flows.py", "data/test_keep.py",
    "data/test_key_checks.py", "data/test_look_alikes.py", "data/test_market_file.py", "data/test_option_checks.py",
    "data/test_places_on_the_globe.py", "data/test_read.py", "data/test_score_checks.py",
    "data/test_shape_limits.py", "data/test_stations.py", "evaluate/test_alone.py", "evaluate/test_evaluate.py",
    "evaluate/test_explained.py", "evaluate/test_frontiers.py", "evaluate/test_parts.py", "evaluate/test_ranges.py",
    "evaluate/test_reach.py", "evaluate/test_takings.py", "hostile", "optimise/captures",
    "optimise/diagnosis/test_diagnose.py", "optimise/plans", "optimise/questions",
    "optimise/rules/test_checked_rules.py", "optimise/test_extreme.py", "optimise/test_handout.py",
    "optimise/test_solve.py", "optimise/test_stopped.py", "optimise/test_target.py", "present/test_export.py",
    "present/test_forecast_pages.py", "present/test_losses.py", "present/test_report_html.py",
    "present/test_spreadsheet.py", "score/test_fitted_sales.py", "score/test_forecast.py",
    "score/test_held_today.py", "score/test_observed.py", "score/test_openings.py", "score/test_scorecard.py",
    "test_any_chain.py", "test_facilities.py", "test_filled_in.py", "test_guangdong.py", "test_identity.py",
    "test_market.py", "test_objectives.py", "test_random_studies.py", "test_signals.py", "test_wheel.py",
    "tradearea/calibration/test_flows_decay.py", "tradearea/test_cannibalisation.py", "tradearea/test_parts.py",
    "ui/test_any_chain.py", "ui/test_charging_page.py", "ui/test_groundstore.py", "ui/test_jobs.py",
    "ui/test_launch.py", "ui/test_worker.py",
}  # fmt: skip

SHARED_DATA = TESTS.parents[1] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The public data sets that acceptance tests read; they are not shipped."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"public data sets are not at {SHARED_DATA}")
    return SHARED_DATA


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> Groundwork:
    """The bundled province, laid once for all processes, for it takes ten seconds; leave it as it is."""
    from siteplan.data import read_market, read_study  # here, for coverage counts what is imported once it has begun
    from siteplan.data.bundled import bundled_study
    from siteplan.pipeline import lay_groundwork
    from siteplan.ui.lock import hold

    base = tmp_path_factory.getbasetemp()
    kept = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "province.pickle"
    with hold(kept.with_suffix(".lock")):
        if not kept.exists():
            study = read_study(bundled_study())
            kept.write_bytes(pickle.dumps(lay_groundwork(study, read_market(study))))
        return cast("Groundwork", pickle.loads(kept.read_bytes()))  # noqa: S301 - written right here


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run the command line in this process; what libraries of C say is heard, too."""
    from siteplan.cli import main  # here, as above

    def words(*given: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["siteplan", *map(str, given)])
        capfd.readouterr()  # what a test has said before is none of its words
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        return Said(code, *capfd.readouterr())

    return words


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let coverage rest while a test runs that it does not count, with all that is set up for it.

    By the tracer itself, not by pytest-cov's own pause: beneath the one that it stops another would go on.
    """
    tracer, of_threads = sys.gettrace(), threading.gettrace()
    if _counted(item) or not type(tracer).__module__.startswith("coverage"):
        return (yield)
    sys.settrace(None)
    threading.settrace(None)  # type: ignore[arg-type]
    try:
        return (yield)
    finally:
        threading.settrace(of_threads)
        sys.settrace(tracer)


def _counted(item: pytest.Item) -> bool:
    law = getattr(getattr(item, "function", None), "is_hypothesis_test", False)
    of = item.path.relative_to(TESTS)
    return not law and UNCOUNTED.isdisjoint({of.as_posix(), *map(Path.as_posix, of.parents)})
