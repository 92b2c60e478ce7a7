"""The planner's jobs, in a real browser on the bundled study."""

from __future__ import annotations

import pytest

from tests.browser.jobs.desk import Desk

pytestmark = pytest.mark.browser


def test_b5_run_and_watch(desk: Desk) -> None:
    with desk.job("b5 run and watch"):
        desk.go("Plan")
        desk.press("Run")
        desk.sees(desk.word("Searching"))
        desk.sees(desk.begins("Best plan so far, {unit}"))
        desk.press("Stop and keep this plan")
        desk.sees(desk.word("Net-new, vehicles/year"), 60)
