"""Rows made fit for a solver keep every point that met them, and hold no number that it drops or refuses."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from siteplan.errors import SolverError
from siteplan.optimise.solvers.highs import WarmLp
from siteplan.optimise.solvers.linear import LinearModel
from siteplan.optimise.solvers.sound import sound
from siteplan.optimise.stop import Stop
from siteplan.optimise.tolerances import LARGEST_LIMIT, SMALLEST_ENTRY
from tests.examples import examples


@examples(100)
@given(st.integers(0, 2**32 - 1))
def test_no_point_is_lost_and_no_number_is_too_small(seed: int) -> None:
    r = np.random.default_rng(seed)
    n, m = int(r.integers(1, 6)), int(r.integers(1, 5))
    matrix = sp.csr_array(r.choice([-1.0, 0.0, 1.0], (m, n)) * 10.0 ** r.uniform(-14, 3, (m, n)))
    lower, upper = -r.random(n) * 5, r.random(n) * 5
    points = lower + r.random((200, n)) * (upper - lower)
    least, most = matrix @ points[0] - 10.0 ** r.uniform(-12, 18), matrix @ points[0] + 10.0 ** r.uniform(-12, 18)
    rows, low, high = sound((matrix, least, most), lower, upper)
    assert (np.abs(rows.data) >= SMALLEST_ENTRY).all()
    assert (np.abs(low[np.isfinite(low)]) <= LARGEST_LIMIT).all()
    assert (np.abs(high[np.isfinite(high)]) <= LARGEST_LIMIT).all()
    was, now = points @ matrix.T.toarray(), points @ rows.T.toarray()
    met = (was >= least) & (was <= most)
    room = 1e-12 * (1 + np.abs(now))
    assert ((now >= low - room) & (now <= high + room))[met].all()


def test_a_limit_that_nothing_meets_stays_one() -> None:
    rows, low, high = sound((sp.csr_array([[1.0, 2.0]]), np.array([1e25]), np.array([np.inf])), np.zeros(2), np.ones(2))
    assert 3.0 < low[0] < LARGEST_LIMIT
    assert np.isinf(high[0])
    assert rows.toarray().tolist() == [[1.0, 2.0]]


def model(lower: float, entry: float = 1.0) -> LinearModel:
    none = np.array([np.inf])
    return LinearModel(
        np.ones(1),
        np.zeros(1),
        np.ones(1),
        np.zeros(1, bool),
        sp.csr_array([[entry]]),
        np.array([lower]),
        none,
        ("x",),
        ("r",),
    )


@pytest.mark.parametrize(("lower", "entry"), [(1e25, 1.0), (0.5, 1e16)])
def test_rows_that_the_solver_refuses_are_noticed(lower: float, entry: float) -> None:
    """Limits of 1e20 mean none to HiGHS, and it takes no entry of 1e15: it would go on with another model."""
    with pytest.raises(SolverError, match="refused"):
        WarmLp(model(lower, entry))


def test_rows_that_cannot_hold_are_shown_not_to() -> None:
    assert WarmLp(model(2.0)).solve(Stop.after(10)) is None
    assert WarmLp(model(0.5)).solve(Stop.after(10)).bound == pytest.approx(1.0)
