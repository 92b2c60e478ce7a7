"""Sparse minutes with their ids."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from siteplan.travel.matrix import TravelMatrix, matrix_from_pairs


def small() -> TravelMatrix:
    minutes = matrix_from_pairs(np.array([1, 0, 0]), np.array([1, 1, 0]), np.array([30.0, 0.0, 5.0]), (3, 2))
    return TravelMatrix(minutes, pd.Index(["a", "b", "c"]), pd.Index(["X", "Y"]))


def test_shape_must_fit_the_ids() -> None:
    with pytest.raises(ValueError, match="shape"):
        TravelMatrix(csr_array((2, 2)), pd.Index(["a"]), pd.Index(["X", "Y"]))


def test_a_stored_zero_is_a_zone_at_the_door_and_counts_as_near() -> None:
    assert small().within(0).toarray().tolist() == [[False, True], [False, False], [False, False]]


def test_limit_may_differ_by_zone() -> None:
    assert small().within(np.array([4.0, 30.0, 99.0])).toarray().tolist() == [[0, 1], [0, 1], [0, 0]]


def test_nearest_is_infinite_out_of_reach_and_looks_only_at_the_chosen_sites() -> None:
    assert small().nearest().tolist() == [0.0, 30.0, np.inf]
    assert small().nearest(np.array([True, False])).tolist() == [5.0, np.inf, np.inf]


def test_sites_are_named_in_any_order_again_and_again() -> None:
    taken = small().to(pd.Index(["Y", "Y", "X"])).minutes
    assert taken.toarray().tolist() == [[0, 0, 5], [30, 30, 0], [0, 0, 0]]
    assert taken.nnz == 5  # the zero minutes of zone a at Y stay stored, twice
