"""The trace of a search: what scripts read, and never too much of it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from siteplan.present.files.plan_json import plan_dict
from siteplan.present.files.trace import MOST_STEPS, thinned
from tests.worlds import tiny_plan


def test_a_step_says_when_what_was_known() -> None:
    steps = plan_dict(tiny_plan())["trace"]
    assert [set(step) for step in steps] == [
        {"wall_seconds", "cpu_seconds", "stage", "objective", "bound", "gap"} for _ in range(3)
    ]
    assert [step["objective"] is None for step in steps] == [True, False, False]  # the first has no plan yet
    assert [step["stage"] for step in steps] == ["start", "relaxation", "end"]


def test_a_long_one_keeps_its_ends_the_first_plan_and_every_change_of_stage() -> None:
    n = 5_000
    stage = np.repeat(["start", "relaxation", "search", "relaxation", "branch"], n // 5)
    value = np.where(np.arange(n) < 777, np.nan, np.arange(n))
    trace = pd.DataFrame({"seconds": np.arange(n) / 10, "stage": stage, "value": value, "bound": 2.0 * n})
    short = thinned(trace)
    assert len(short) == MOST_STEPS
    assert {0, 777, 1000, 2000, 3000, 4000, n - 1} <= set(short.index)
    assert np.diff(short.index).max() < 2 * n / MOST_STEPS + 1  # and nothing long is left out between


def test_a_search_without_a_plan_or_with_many_stages_is_kept_in_order() -> None:
    n = 1_000
    none = pd.DataFrame({"seconds": np.arange(n), "stage": "branch", "value": np.nan, "bound": 1.0})
    assert {0, n - 1} <= set(thinned(none).index)
    turns = none.assign(stage=np.tile(["search", "relaxation"], n // 2))
    assert len(thinned(turns)) == n  # each is a change
