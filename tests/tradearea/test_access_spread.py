"""How evenly access is spread: curves and coefficients worked out by hand, and the laws of Lorenz curves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from siteplan.tradearea.access_spread import access, lorenz
from tests.markets import random_utilities

PEOPLE = arrays(np.float64, 8, elements=st.floats(1.0, 1e5))
ACCESS = arrays(np.float64, 8, elements=st.floats(0.0, 100.0).filter(lambda x: x == 0 or x > 1e-3))


def test_a_spread_by_hand() -> None:
    """Of four people two have none, one has 1 and one 3: below the curve lie a quarter each of 0, 0, 1/8 and 5/8."""
    found = lorenz(np.array([1.0, 1.0, 2.0]), np.array([3.0, 1.0, 0.0]))
    assert found is not None
    assert found.people.tolist() == [0.0, 0.5, 0.75, 1.0]
    assert found.access.tolist() == [0.0, 0.0, 0.25, 1.0]
    assert found.gini == pytest.approx(1 - 2 * (0.125 + 0.625) / 4)
    assert found.of_worst(0.625) == pytest.approx(0.125)


def test_all_alike_is_nought_and_nobody_none() -> None:
    even = lorenz(np.array([5.0, 1.0, 30.0]), np.full(3, 2.5))
    assert even is not None
    assert even.gini == pytest.approx(0.0, abs=1e-12)
    assert lorenz(np.ones(3), np.zeros(3)) is None
    assert lorenz(np.array([0.0, 1.0]), np.array([1.0, 0.0])) is None  # access where nobody lives


@given(PEOPLE, ACCESS, st.floats(0.01, 100.0))
def test_it_is_of_shares_alone(people: np.ndarray, held: np.ndarray, times: float) -> None:
    """Between 0 and 1, below the line of equal access, and the same whatever access is counted in."""
    found = lorenz(people, held)
    if found is None:
        return
    assert -1e-9 <= found.gini < 1
    assert (found.access <= found.people + 1e-9).all()
    other = lorenz(people, held * times)
    assert other is not None
    assert other.gini == pytest.approx(found.gini, abs=1e-9)


@given(PEOPLE, ACCESS)
def test_more_for_the_worst_reached_spreads_it_more_evenly(people: np.ndarray, held: np.ndarray) -> None:
    found, raised = lorenz(people, held), lorenz(people, np.maximum(held, np.quantile(held, 0.3)))
    if found is not None and raised is not None:
        assert raised.gini <= found.gini + 1e-9


def test_access_is_the_utility_of_own_sites() -> None:
    model = random_utilities(np.random.default_rng(3), 5, 4, 2, 2)
    is_open = np.array([True, False, True, False])
    by_hand = model.own.toarray().sum(axis=1) + model.options.toarray()[:, is_open].sum(axis=1)
    assert access(model, is_open) == pytest.approx(by_hand)
