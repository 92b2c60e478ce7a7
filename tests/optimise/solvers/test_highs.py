"""The relaxation's bound rests on its duals, and the solver can be stopped."""

import threading
import time

import highspy
import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from siteplan.optimise.solvers.highs import WarmLp, run_interruptibly
from siteplan.optimise.solvers.linear import LinearModel
from siteplan.optimise.stop import Stop, StoppedError
from tests.examples import examples


def knapsack(values: list[float], weights: list[float], limit: float, *, whole: bool = False) -> LinearModel:
    n = len(values)
    return LinearModel(
        np.array(values),
        np.zeros(n),
        np.ones(n),
        np.full(n, whole),
        sp.csr_array([weights]),
        np.array([-np.inf]),
        np.array([limit]),
        tuple(f"y_{k}" for k in range(n)),
        ("rule_0",),
    )


def test_bound_reduced_costs_and_price_of_a_knapsack() -> None:
    """Values 6, 5, 4 at weights 1, 2, 4 and room 5: 6 + 5 + half of 4 = 13, and one more unit is worth 4/4 = 1."""
    answer = WarmLp(knapsack([6, 5, 4], [1, 2, 4], 5)).solve(Stop.after(10))
    assert answer.x.tolist() == [1.0, 1.0, 0.5]
    assert answer.bound == pytest.approx(13.0)
    assert answer.row_dual.tolist() == pytest.approx([1.0])
    assert answer.reduced.tolist() == pytest.approx([-5.0, -3.0, 0.0])  # closing the first costs 6 - 1 * 1


@examples(40)
@given(st.integers(0, 2**32 - 1))
def test_rows_come_and_go_and_the_bound_holds(seed: int) -> None:
    r = np.random.default_rng(seed)
    lp = WarmLp(knapsack(r.random(6).tolist(), r.random(6).tolist(), 1.5))
    first = lp.solve(Stop.after(10))
    lp.add(sp.csr_array(r.random((3, 6))), np.full(3, -np.inf), np.full(3, 0.7))
    second = lp.solve(Stop.after(10))
    assert first.bound >= second.bound - 1e-9
    assert second.bound == pytest.approx(float(lp._value @ second.x), abs=1e-6)
    lp.keep(np.array([True, False, False, False]))
    assert lp.n_rows == 1
    assert lp.solve(Stop.after(10)).bound == pytest.approx(first.bound, abs=1e-9)


def test_rows_that_contradict_each_other_have_no_answer() -> None:
    lp = WarmLp(knapsack([1, 1], [1, 1], 1))
    lp.add(sp.csr_array([[1.0, 1.0]]), np.array([1.5]), np.array([np.inf]))
    assert lp.solve(Stop.after(10)) is None


def test_a_solver_that_is_busy_is_stopped() -> None:
    r = np.random.default_rng(0)
    n, m = 500, 100
    highs = highspy.Highs()
    highs.silent()
    none = np.zeros(0, dtype=np.int32)
    highs.addCols(n, -r.integers(20, 60, n).astype(float), np.zeros(n), np.ones(n), 0, none, none, np.zeros(0))
    highs.changeColsIntegrality(n, np.arange(n, dtype=np.int32), np.ones(n, dtype=np.uint8))
    rows = sp.csr_array(r.integers(1, 60, (m, n)) * (r.random((m, n)) < 0.5), dtype=float)
    starts, columns = rows.indptr[:-1].astype(np.int32), rows.indices.astype(np.int32)
    highs.addRows(m, np.full(m, -np.inf), rows.sum(axis=1) / 4, rows.nnz, starts, columns, rows.data)
    began = time.monotonic()
    run_interruptibly(highs, Stop.after(1.0))
    assert time.monotonic() - began < 3.0
    ended = (highspy.HighsModelStatus.kInterrupt, highspy.HighsModelStatus.kTimeLimit)
    assert highs.getModelStatus() in ended


def large() -> WarmLp:
    """A relaxation that takes HiGHS some tenths of a second."""
    r = np.random.default_rng(0)
    lp = WarmLp(knapsack(r.random(1500).tolist(), r.random(1500).tolist(), 100.0))
    rows = sp.csr_array(r.random((300, 1500)) * (r.random((300, 1500)) < 0.1))
    lp.add(rows, np.full(300, -np.inf), np.full(300, 5.0))
    return lp


def test_a_relaxation_out_of_time_says_so() -> None:
    with pytest.raises(StoppedError):
        large().solve(Stop.after(0.01))


def test_time_spent_on_earlier_rounds_does_not_count_against_a_later_one() -> None:
    lp = large()
    began = time.monotonic()
    first = lp.solve(Stop.after(60))
    taken = time.monotonic() - began
    lp.add(sp.csr_array(first.x[np.newaxis, :] > 2), np.array([-np.inf]), np.array([1.0]))
    assert lp.solve(Stop.after(taken / 2)).bound == pytest.approx(first.bound)


@pytest.mark.parametrize("runs", [True, False])
def test_ctrl_c_while_the_worker_starts_leaves_none_running(monkeypatch: pytest.MonkeyPatch, runs: bool) -> None:
    """One that ran on brought the process down at its exit; one that never ran must not be waited for for ever."""
    begun: list[threading.Thread] = []
    start = threading.Thread.start

    def interrupted(worker: threading.Thread) -> None:
        begun.append(worker)
        if runs:
            start(worker)
        raise KeyboardInterrupt

    highs = highspy.Highs()
    highs.silent()
    monkeypatch.setattr(threading.Thread, "start", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run_interruptibly(highs, Stop.after(10))
    begun[0].join(timeout=5) if runs else None
    assert not begun[0].is_alive()
