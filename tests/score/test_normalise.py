"""Points by hand, and what holds for every scale."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from siteplan.score.normalise import scale_of
from siteplan.study.score_specs import Criterion
from tests.examples import examples

VALUES = pd.Series([0.0, 10.0, 20.0, 40.0], index=list("abcd"), name="rent")


def points(
    direction: Any = "higher", values: pd.Series = VALUES, at: pd.Series | None = None, **asked: Any
) -> list[float]:
    scale = scale_of(Criterion(**asked), direction, values)
    return scale.points(values if at is None else at).tolist()


def test_min_max_over_bounds_of_ones_own() -> None:
    assert points(bounds=(0, 40)) == [0, 25, 50, 100]
    assert points("lower", bounds=(0, 40)) == [100, 75, 50, 0]
    assert points(bounds=(10, 20)) == [0, 0, 100, 100]


def test_min_max_without_bounds_runs_between_the_quantiles() -> None:
    # 0, 10, 20, 40: the 5 % quantile is 0.15 of the way from 0 to 10, the 95 % one 0.85 of the way from 20 to 40.
    assert points() == pytest.approx([0, 100 * 8.5 / 35.5, 100 * 18.5 / 35.5, 100])


def test_ranks_share_ties() -> None:
    assert points(normalise="rank") == pytest.approx([0, 100 / 3, 200 / 3, 100])
    assert points(normalise="rank", values=pd.Series([1.0, 1.0, 3.0])) == [25, 25, 100]
    assert points("lower", normalise="rank")[0] == 100


def test_a_site_that_is_no_candidate_is_placed_among_them() -> None:
    assert points(normalise="rank", at=pd.Series([-5.0, 10.0, 15.0, 99.0])) == pytest.approx([0, 100 / 3, 50, 100])


def test_z_is_the_normal_distribution_function() -> None:
    # mean 17.5, standard deviation sqrt(218.75)
    assert points(normalise="z") == pytest.approx(list(100 * norm.cdf((VALUES - 17.5) / 218.75**0.5)))


def test_the_ideal_has_100_and_both_bounds_none() -> None:
    assert points("ideal", ideal=10, bounds=(0, 40)) == pytest.approx([0, 100, 200 / 3, 0])
    assert points("ideal", ideal=10, bounds=(0, 40), fall="linear") == pytest.approx([200 / 3, 100, 200 / 3, 0])
    assert points("ideal", ideal=0, bounds=(0, 40)) == pytest.approx([100, 75, 50, 0])


def test_an_ideal_beyond_all_candidates_stretches_the_scale() -> None:
    assert points("ideal", ideal=80)[-1] == max(points("ideal", ideal=80)) < 100


def test_an_ideal_by_rank_is_the_place_of_the_distance() -> None:
    assert points("ideal", normalise="rank", ideal=11) == pytest.approx([100 / 3, 100, 200 / 3, 0])


@pytest.mark.parametrize("asked", [{}, {"normalise": "rank"}, {"normalise": "z"}])
@pytest.mark.parametrize("values", [[7.0, 7.0, 7.0], [7.0], [7.0, np.nan]])
def test_where_none_differs_all_get_the_middle(asked: dict[str, Any], values: list[float]) -> None:
    assert set(points(values=pd.Series(values), **asked)) == {50}


def test_a_value_that_is_not_known_gets_the_middle() -> None:
    assert points(values=pd.Series([np.nan, 0.0, 1.0]), bounds=(0, 1)) == [50, 0, 100]


numbers = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20)


@examples(60)
@given(numbers, st.sampled_from(["min_max", "rank", "z"]), st.sampled_from(["higher", "lower", "ideal"]))
def test_points_lie_between_0_and_100_and_never_fall_the_wrong_way(x: list[float], method: str, way: str) -> None:
    values = pd.Series(sorted(x))
    got = np.array(points(way, values=values, normalise=method, ideal=0.0))
    assert ((got >= 0) & (got <= 100)).all()
    steps = np.diff(got) * {"higher": 1, "lower": -1, "ideal": 0}[way]
    assert (steps >= -1e-9).all()


@examples(40)
@given(numbers, st.sampled_from(["min_max", "rank", "z"]), st.floats(0.5, 20), st.floats(-100, 100))
def test_the_unit_does_not_matter(x: list[float], method: str, factor: float, shift: float) -> None:
    values = pd.Series([round(v) for v in x], dtype=float)
    assert points(values=values * factor + shift, normalise=method) == pytest.approx(
        points(values=values, normalise=method), abs=1e-3
    )
