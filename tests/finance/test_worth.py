"""Net present value, internal rate of return and payback, by hand and by their laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.finance.worth import internal_rate, payback, present_value
from tests.examples import examples


def flows(*years: float) -> np.ndarray:
    return np.array(years, dtype=float)


def test_present_value_by_hand() -> None:
    """-100 + 60 / 1.2 + 72 / 1.44 = 0: the second row is worth 6 / 1.2 more."""
    worth = present_value(np.array([[-100.0, 60.0, 72.0], [-100.0, 66.0, 72.0]]), 0.2)
    assert worth == pytest.approx([0, 5], abs=1e-12)


@pytest.mark.parametrize(
    ("years", "rate"),
    [
        ((-100, 60, 72), 0.2),
        ((-100, 0, 144), 0.2),
        ((0, -100, 110), 0.1),  # what is only later is worth nothing at the same rate
        ((-100, 50), -0.5),  # half of it is lost in a year
        ((100, -120), 0.2),  # a loan
        ((-1e9, 1e-3), 1e-12 - 1),
        ((-1e-3, 1e9), 1e12 - 1),
        # a trifle is back in days, and what comes after hardly counts: the root lies at the edge of Cauchy's bounds
        ((-1, *[1e8] * 5), 1e8),
    ],
)
def test_the_internal_rate_by_hand(years: tuple[float, ...], rate: float) -> None:
    found = internal_rate(flows(*years))
    assert (found.value, found.why) == (pytest.approx(rate, rel=1e-9, abs=1e-12), "")


@pytest.mark.parametrize(
    ("years", "why"),
    [
        ((-100, -1, -1), "never pays back"),
        ((0, 5, 5), "never negative"),
        ((0, 0, 0), "never negative"),
        ((-100, 230, -132), "several"),  # (1 + r) is 1.1 or 1.2
        ((100, -100, 100), "never negative"),  # 1 - x + x^2 has no real root
        ((-100, 100, -100), "never pays back"),
    ],
)
def test_where_there_is_no_internal_rate_it_is_said_why(years: tuple[float, ...], why: str) -> None:
    found = internal_rate(flows(*years))
    assert found.why == why
    assert np.isnan(found.value)


MONEY = st.floats(1, 1e6)


@given(MONEY, st.lists(MONEY, min_size=1, max_size=12))
@examples(60)
def test_at_the_internal_rate_what_costs_first_is_worth_nothing_and_less_above_it(
    cost: float, years: list[float]
) -> None:
    project = flows(-cost, *years)
    rate = internal_rate(project).value
    assert present_value(project, rate) == pytest.approx(0, abs=1e-8 * max(cost, *years) * len(years))
    worth = [float(present_value(project, r)) for r in (rate - 0.01 * (1 + rate), rate, rate + 0.01)]
    assert worth == sorted(worth, reverse=True)


@pytest.mark.parametrize(
    ("years", "after"),
    [
        ((-100, 40, 40, 40), 2.5),
        ((-100, 100, 0, 0), 1.0),
        ((-100, 40, 40, 19), np.nan),
        ((-100, 150, -60, 20), 2.5),  # paid back, then owed again: 10 are due after two years, and 20 come
        ((0, 10, 10, 10), 0.0),
        ((0, 0, 0, 0), 0.0),
        ((0, -10, -10, -10), np.nan),
    ],
)
def test_payback_by_hand(years: tuple[float, ...], after: float) -> None:
    assert payback(flows(*years)[None]) == pytest.approx([after], nan_ok=True)
