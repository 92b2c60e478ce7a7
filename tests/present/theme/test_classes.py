import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from siteplan.present.text.reader import Reader
from siteplan.present.theme.classes import Classes, diverging, sequential
from siteplan.present.theme.colours import NO_DATA

VALUES = arrays(np.float64, st.integers(0, 60), elements=st.floats(-1e7, 1e7, allow_nan=False, width=32))


@given(VALUES, st.integers(1, 9))
def test_classes_rise_and_hold_every_value(values: np.ndarray, k: int) -> None:
    classes = sequential(values, k)  # refuses edges that do not rise
    assert 1 <= len(classes.colours) <= min(k, 7)
    assert len(set(classes.colours)) == len(classes.colours)
    if values.size:
        assert classes.edges[0] <= values.min()
        assert values.max() <= classes.edges[-1]
    inside = [low <= x for x, low in zip(values, np.array(classes.edges)[classes.index(values)], strict=True)]
    assert all(inside)


@given(VALUES)
def test_labels_of_classes_differ(values: np.ndarray) -> None:
    labels = sequential(values).labels("min", Reader("en"))
    assert len(set(labels)) == len(labels)


def test_classes_hold_about_as_many_values_each_on_round_edges() -> None:
    """The quintiles of 0 ... 999 are 200, 400, 600, 800."""
    classes = sequential(np.arange(1000.0))
    assert classes.edges == (0, 200, 400, 600, 800, 1000)
    assert np.bincount(classes.index(np.arange(1000))).tolist() == [200] * 5
    assert classes.labels("min", Reader("en"))[1] == "200 – 400 min"


def test_an_edge_is_no_rounder_than_keeps_it_apart() -> None:
    assert sequential([0.9981, 0.9982, 0.9983, 0.9984], k=2).edges == pytest.approx((0.9981, 0.99825, 0.9984))


def test_many_equal_values_make_fewer_classes() -> None:
    assert len(sequential([0] * 90 + [5, 6, 7]).colours) == 1
    assert sequential([3.0]).edges == (3, 4)
    assert sequential([]).edges == (0, 1)
    assert sequential([np.nan, 1, 2]).edges == (1, 1.5, 2)


def test_the_same_classes_colour_before_and_after() -> None:
    classes = Classes((0, 10, 20), ("#111111", "#222222"))
    assert classes.colour([-5, 0, 9.9, 10, 25, np.nan]) == ["#111111"] * 3 + ["#222222"] * 2 + [NO_DATA]


@given(VALUES)
def test_a_change_has_mirrored_classes_about_zero(values: np.ndarray) -> None:
    edges = diverging(values).edges
    assert edges == tuple(-edge for edge in reversed(edges))
    assert len(edges) == 6
    assert not values.size or np.abs(values).max() <= edges[-1]


def test_one_outlier_does_not_turn_the_map_white() -> None:
    classes = diverging([*np.linspace(-10, 10, 200), 1000])
    white = (np.asarray(classes.index(np.linspace(-10, 10, 200))) == 2).mean()
    assert white < 0.2


def test_edges_that_do_not_rise_are_refused() -> None:
    with pytest.raises(ValueError, match="rising"):
        Classes((0, 0, 1), ("#111111", "#222222"))
    with pytest.raises(ValueError, match="one more"):
        Classes((0, 1), ())
