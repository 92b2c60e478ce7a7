"""How utility falls with minutes."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from siteplan.tradearea.decay import DECAYS, exponential, power


def test_known_values() -> None:
    assert np.allclose(exponential(np.array([0.0, 10.0]), 0.1), [1, np.exp(-1)])
    assert np.allclose(power(np.array([0.0, 0.5, 4.0]), 1.5), [1, 1, 1 / 8])


@given(st.sampled_from(sorted(DECAYS)), st.floats(0.01, 3), st.lists(st.floats(0, 300), min_size=2, max_size=9))
def test_farther_is_never_better_and_utility_stays_within_0_and_1(name: str, rate: float, minutes: list[float]) -> None:
    out = DECAYS[name](np.sort(minutes), rate)
    assert ((out >= 0) & (out <= 1)).all()
    assert (np.diff(out) <= 0).all()
