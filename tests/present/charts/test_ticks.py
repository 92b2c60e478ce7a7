"""Ticks are round, lie within the axis, and are neither crowded nor lonely."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.present.charts.ticks import round_ticks


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (1977, 5291, [2000, 3000, 4000, 5000]),
        (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (-3, 9, [-2.5, 0, 2.5, 5, 7.5]),
        (6.3e6, 6.3e6, [6.3e6]),
    ],
)
def test_the_step_is_one_two_two_and_a_half_or_five(low: float, high: float, ticks: list[float]) -> None:
    assert round_ticks(low, high) == pytest.approx(ticks)


@given(low=st.floats(-1e9, 1e9), span=st.floats(1e-3, 1e9))
def test_ticks_lie_on_the_axis(low: float, span: float) -> None:
    """At most one more than asked, since both ends may be round; at least one in any span."""
    high = low + span
    ticks = round_ticks(low, high)
    assert 1 <= len(ticks) <= 6
    room = 1e-6 * max(abs(low), abs(high), 1.0)
    assert all(low - room <= tick <= high + room for tick in ticks)
    steps = [b - a for a, b in pairwise(ticks)]
    assert all(math.isclose(step, steps[0], rel_tol=1e-3, abs_tol=room) for step in steps)
