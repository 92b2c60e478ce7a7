"""Criteria that count the same thing twice are named."""

import pandas as pd
import pytest

from siteplan.score.redundancy import double_counted

WEIGHTS = pd.Series({"a": 0.5, "b": 0.3, "c": 0.2, "d": 0.0})


def test_pairs_that_rise_or_fall_together_with_their_joint_weight() -> None:
    values = pd.DataFrame(
        {"a": [1, 2, 3, 4, 5, 6], "b": [1, 8, 27, 64, 125, 999], "c": [6, 5, 4, 3, 1, 2], "d": [1, 2, 3, 4, 5, 6]},
        dtype=float,
    )
    found = double_counted(values, values.assign(c=7 - values["c"]), WEIGHTS)
    assert found[["first", "second"]].to_numpy().tolist() == [["a", "b"], ["a", "c"], ["b", "c"]]
    # c swaps its last two: 1 - 6 x 2 / (6 x 35), and the sign turns.
    assert found["correlation"].tolist() == pytest.approx([1, -(1 - 12 / 210), -(1 - 12 / 210)])
    assert found["weight"].tolist() == pytest.approx([0.8, 0.7, 0.5])
    assert not found["opposed"].any()  # less of c is better, so c says the same as a and b
    assert double_counted(values, values, WEIGHTS)["opposed"].tolist() == [False, True, True]


def test_too_few_candidates_or_no_difference_say_nothing() -> None:
    few = pd.DataFrame({"a": [1.0, 2], "b": [1.0, 2], "c": [3.0, 3]})
    assert double_counted(few, few, WEIGHTS).empty
    same = pd.DataFrame({"a": [1.0] * 9, "b": range(9), "c": [2.0, 1, 4, 3, 6, 5, 0, 9, 8]})
    assert set(double_counted(same, same, WEIGHTS)["first"]) <= {"b"}
