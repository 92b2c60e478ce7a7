"""Cells of the grids of a question, to and from what they ask."""

from __future__ import annotations

import numpy as np
import pytest

from siteplan.present.question.quota_grid import quota_cell, quota_grid, quotas_in
from siteplan.present.question.stage_rows import OUTLOOK_CELLS, PHASE_CELLS, as_asked, stage_rows


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("6", (6, 6)), ("=6", (6, 6)), ("3+", (3, None)), ("≥ 3", (3, None)), (">=3", (3, None)), ("≤4", (None, 4)),
     ("-4", (None, 4)), ("<= 4", (None, 4)), ("2-5", (2, 5)), (" 2 – 5 ", (2, 5)), ("2至5", (2, 5)), ("0", (0, 0))],
)  # fmt: skip
def test_a_cell_says_a_range(typed: str, meant: tuple[int | None, int | None]) -> None:
    grid = quota_grid({}, ["1"], ["mall"])
    grid.loc["1", "mall"] = typed
    assert quotas_in(grid) == ({("1", "mall"): meant}, [])
    again = quota_grid({("1", "mall"): meant}, ["1"], ["mall"])
    assert again.loc["1", "mall"] == quota_cell(meant)
    assert quotas_in(again) == ({("1", "mall"): meant}, [])


def test_what_nobody_can_read_is_named_and_asks_nothing() -> None:
    grid = quota_grid({}, ["", "1"], ["mall", "dealer"])
    grid.loc["1", "mall"], grid.loc["", "dealer"] = "many", np.nan
    assert quotas_in(grid) == ({}, [("1", "mall", "many")])


PHASES = ({"name": "A", "name_zh": "甲", "start": "2027Q1", "budget": 1e7 / 3}, {"name": "B", "start": "2027Q2"})


def test_phases_keep_what_has_no_column_and_untouched_cells_to_the_last_digit() -> None:
    rows = stage_rows(PHASES, PHASE_CELLS)
    assert as_asked(rows, PHASES, PHASE_CELLS) == PHASES
    rows.loc[1, "at_most"], rows.loc[1, "budget"] = 4.0, 2.5
    assert as_asked(rows, PHASES, PHASE_CELLS)[1] == {"name": "B", "start": "2027Q2", "at_most": 4, "budget": 2.5e6}
    rows.loc[2] = {"name": " C ", "start": "2027Q3"}
    first, _, added = as_asked(rows, PHASES, PHASE_CELLS)
    assert (first, added) == (PHASES[0], {"name": "C", "start": "2027Q3"})
    assert as_asked(rows.drop(index=[0, 1]), PHASES, PHASE_CELLS) == (added,)


def test_an_outlook_keeps_its_factors_by_tier() -> None:
    asked = ({"name": "Boom", "probability": 0.25, "demand": {"1": 1.1, "default": 1.2}, "leave": ["R1"]},)
    rows = stage_rows(asked, OUTLOOK_CELLS)
    assert rows.loc[0, ["probability", "demand"]].tolist() == [25.0, 120.0]
    rows.loc[0, "demand"], rows.loc[0, "rent"] = 130.0, 90.0
    (said,) = as_asked(rows, asked, OUTLOOK_CELLS)
    assert said == {**asked[0], "demand": {"1": 1.1, "default": 1.3}, "rent": 0.9}
