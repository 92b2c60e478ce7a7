"""The split supergradient lies above every plan, touches each at its own corner, and below the plain supergradient."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from siteplan.optimise import HuffCapture
from tests.examples import examples
from tests.optimise.small import draw

SEEDS = st.integers(0, 2**32 - 1)


def at(capture: HuffCapture, y: np.ndarray, there: np.ndarray) -> np.ndarray:
    """(n_zones,) what the supergradient at y says of the plan or fractions `there`."""
    constants, slopes = capture.supergradient(y)
    reach = capture.reach
    return constants + sp.csr_array((slopes, reach.indices, reach.indptr), shape=reach.shape) @ there


def test_half_a_winner_wins_half() -> None:
    """An option of 99 times the rivals' pull, half open: the plain supergradient gives 49.5/50.5, split 0.99 / 2."""
    capture = HuffCapture(sp.csr_array([[99.0]]), np.ones(1), np.ones(1))
    half = np.array([0.5])
    assert capture.value(half) == pytest.approx(49.5 / 50.5)
    assert at(capture, half, half) == pytest.approx([0.495])


def test_a_split_by_hand() -> None:
    """u = (8, 1), y = (0.5, 1): closed, the second pulls 0.5 / 0.5 = 1; open, 8 + 1; h = (1/2 + 9/10) / 2."""
    capture = HuffCapture(sp.csr_array([[8.0, 1.0]]), np.ones(1), np.ones(1))
    y = np.array([0.5, 1.0])
    assert at(capture, y, y) == pytest.approx([0.7])
    assert at(capture, y, np.array([0.0, 1.0])) == pytest.approx([0.5])
    assert at(capture, y, np.array([1.0, 1.0])) == pytest.approx([0.9])


@examples(100, sample=40)
@given(SEEDS)
def test_supergradients_lie_above_every_plan_and_below_the_plain_value(seed: int) -> None:
    small = draw(seed, n_rules=0)
    small.fixed_value[:] = 0.0
    capture = small.problem().capture
    r = np.random.default_rng(seed)
    n = len(small.options)
    y = np.clip(r.uniform(-0.5, 1.5, n), 0.0, 1.0)
    plans = r.random((30, n)) < r.random()
    room = 1e-9 * capture.ceiling.sum()
    for plan in plans.astype(float):
        assert (at(capture, y, plan) >= capture.zone_values(plan) - room).all()
    assert (at(capture, y, y) <= capture.zone_values(y) + room).all()
    corner = np.round(y)
    assert at(capture, corner, corner) == pytest.approx(capture.zone_values(corner), abs=room)


@given(SEEDS)
def test_slopes_are_never_negative(seed: int) -> None:
    small = draw(seed, n_rules=0)
    y = np.random.default_rng(seed).random(len(small.options))
    assert (small.problem().capture.supergradient(y)[1] >= 0).all()
