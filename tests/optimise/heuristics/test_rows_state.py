"""Rows that move in place come to what the plan comes to, and so does what each option would change."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from siteplan.optimise.heuristics.rows_state import Cells, RowsState
from siteplan.optimise.rules.rows import Rows
from tests.examples import examples
from tests.optimise.small import add_floor, draw

SEEDS = st.integers(0, 2**32 - 1)


@examples(100, sample=40)
@given(SEEDS)
def test_after_any_moves_rows_come_to_what_the_plan_comes_to(seed: int) -> None:
    small, r = draw(seed, n_rules=4), np.random.default_rng(seed)
    add_floor(small, r)
    rows, n_options = small.problem().rows, len(small.options)
    open_ = r.random(n_options) < 0.3
    state = RowsState(Cells(rows), open_)
    for flips in r.integers(1, 3, 8):
        options = r.integers(0, n_options, flips)
        open_[options] = ~open_[options]
        state = state.moved(open_)
        before = rows.activity(open_)
        near = {"rel": 1e-9, "abs": 1e-9 * max(1.0, float(np.abs(before).max(initial=0.0)))}
        assert state.activity == pytest.approx(before, **near)
        opening, closing = (dense(changes, rows.n_rows, n_options) for changes in (state.change, state.closing))
        for one in range(n_options):
            moved = open_.copy()
            moved[one] = not open_[one]
            change = (closing if open_[one] else opening)[:, one]
            assert before + change == pytest.approx(rows.activity(moved), **near)


def dense(changes: tuple[np.ndarray, np.ndarray, np.ndarray], n_rows: int, n_options: int) -> np.ndarray:
    """Changes of each row by each option."""
    row, option, change = changes
    whole = np.zeros((n_rows, n_options))
    whole[row, option] = change
    return whole


def test_a_dear_option_leaves_no_trace() -> None:
    """1e15 and 0.1: with the first closed again the row comes to 0.1, of which one number would have lost all."""
    rows = Rows.plain(sp.csr_array([[1e15, 0.1]]), np.array([-np.inf]), np.array([1.0]))
    state = RowsState(Cells(rows), np.array([True, True])).moved(np.array([False, True]))
    assert state.activity.tolist() == [0.1]
