"""Weights from pairwise comparisons."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.score.ahp import CONSISTENT, pairwise_weights
from tests.examples import examples


def test_comparisons_that_agree_give_back_their_weights() -> None:
    found = pairwise_weights(["a", "b", "c"], np.array([[1, 2, 6], [1 / 2, 1, 3], [1 / 6, 1 / 3, 1]]))
    assert found.weights.to_dict() == pytest.approx({"a": 0.6, "b": 0.3, "c": 0.1})
    assert found.ratio == pytest.approx(0, abs=1e-12)
    assert found.worst.empty


def test_a_circle_of_preferences_is_as_inconsistent_as_can_be_said() -> None:
    # a is 3 x b, b is 3 x c, c is 3 x a: alike by symmetry; the eigenvalue is 1 + 3 + 1/3, CI = (13/3 - 3) / 2.
    found = pairwise_weights(["a", "b", "c"], np.array([[1, 3, 1 / 3], [1 / 3, 1, 3], [3, 1 / 3, 1]]))
    assert found.weights.tolist() == pytest.approx([1 / 3] * 3)
    assert found.ratio == pytest.approx((13 / 3 - 3) / 2 / 0.58)


def test_the_pair_that_fits_worst_stands_first() -> None:
    # All the others say a = 2 b = 4 c = 8 d; a against d says 1/8 the other way round.
    matrix = np.array([[2.0 ** (j - i) for j in range(4)] for i in range(4)])
    matrix[0, 3], matrix[3, 0] = 1 / 8, 8
    found = pairwise_weights(["a", "b", "c", "d"], matrix)
    assert found.ratio > CONSISTENT
    assert found.worst.loc[0, ["first", "second", "said"]].tolist() == ["d", "a", 8]
    assert found.worst.loc[0, "fits"] == pytest.approx(found.weights["d"] / found.weights["a"])


def test_a_third_may_be_written_with_few_digits() -> None:
    found = pairwise_weights(["a", "b"], np.array([[1, 3], [0.33, 1]]))
    assert found.weights["a"] == pytest.approx(0.75, abs=0.002)
    assert found.ratio == 0


def test_one_criterion_has_all_the_weight() -> None:
    assert pairwise_weights(["a"], np.ones((1, 1))).weights.to_dict() == {"a": 1}


@examples(30)
@given(st.lists(st.floats(0.1, 10), min_size=2, max_size=15))
def test_any_weights_come_back_from_their_ratios(weights: list[float]) -> None:
    w = np.array(weights)
    found = pairwise_weights([str(n) for n in range(len(w))], w[:, None] / w)
    assert found.weights.to_numpy() == pytest.approx(w / w.sum())
    assert found.ratio < 1e-6
