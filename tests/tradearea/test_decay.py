"""How utility falls with minutes."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from siteplan.study import TradeArea
from siteplan.study.decays import DECAYS
from siteplan.tradearea.decay import CURVES, attraction, exponential, gaussian, logistic, power


def test_known_values() -> None:
    assert np.allclose(exponential(np.array([0.0, 10.0]), 0.1), [1, np.exp(-1)])
    assert np.allclose(power(np.array([0.0, 0.5, 4.0]), 1.5), [1, 1, 1 / 8])


def test_a_gaussian_halves_where_its_rate_says() -> None:
    """exp(-rate x t^2) is a half at the root of ln 2 / rate: 12 minutes at 0.005, 37 at 0.0005 (the template)."""
    assert np.allclose(gaussian(np.array([11.774, 0.0]), 0.005), [0.5, 1.0], atol=1e-4)
    assert np.allclose(gaussian(np.array([37.233]), 0.0005), 0.5, atol=1e-4)


def test_a_logistic_curve_is_half_at_its_midpoint_and_mirrored_about_it() -> None:
    """At 20 + 10 minutes and a rate of 0.1, 1 / (1 + e); ten minutes before the midpoint, what is left of 1."""
    curve = logistic(np.array([10.0, 20.0, 30.0]), 0.1, 20.0)
    assert np.allclose(curve, [1 - 1 / (1 + np.e), 0.5, 1 / (1 + np.e)])


def test_far_from_its_midpoint_a_logistic_curve_is_an_exponential() -> None:
    """1 / (1 + exp(x)) is exp(-x) for large x: ten minutes more take the same part off both."""
    curve = logistic(np.array([200.0, 210.0]), 0.08, 0.0)
    assert np.isclose(curve[1] / curve[0], exponential(np.array(10.0), 0.08), rtol=1e-6)


@given(st.sampled_from(sorted(CURVES)), st.floats(0.01, 3), st.lists(st.floats(0, 300), min_size=2, max_size=9))
def test_farther_is_never_better_and_utility_stays_within_0_and_1(name: str, rate: float, minutes: list[float]) -> None:
    area = TradeArea.model_validate({"decay": name, "rate": rate, "midpoint": 20})
    out = attraction(area, np.sort(minutes))
    assert ((out >= 0) & (out <= 1)).all()
    assert (np.diff(out) <= 0).all()


def test_every_decay_of_a_study_has_a_curve_and_only_those_that_bend_have_no_way() -> None:
    assert CURVES.keys() == DECAYS.keys()
    assert all((curve.way is None) == DECAYS[name].bends for name, curve in CURVES.items())


@given(st.sampled_from(sorted(n for n, c in CURVES.items() if c.way)), st.floats(0.001, 3), st.floats(1, 60))
def test_the_logarithm_of_utility_falls_with_the_way_in_proportion(name: str, rate: float, minutes: float) -> None:
    """What a fit takes for the rate is the rate: log utility is minus rate x way, from the first minute on.

    Below the least normal number a float has fewer digits the smaller it is, and its logarithm has as few.
    """
    area, at, way = TradeArea.model_validate({"decay": name, "rate": rate}), np.array([minutes]), CURVES[name].way
    assert way is not None
    utility = attraction(area, at)
    assert utility < np.finfo(float).tiny or np.allclose(np.log(utility), -rate * way(at, 1.0), rtol=1e-9, atol=1e-9)
