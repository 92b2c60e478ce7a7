"""Looks: options that found nothing are left alone until something moves near them."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from siteplan.optimise import HuffCapture
from siteplan.optimise.heuristics.looks import Looks

CLOSE, FAR = np.array([1.0, 1.0, 0.0]), np.array([0.0, 0.0, 1.0])


def state(open_):
    """Options 0 and 1 share the first zone, 2 has one of its own."""
    utility = sp.csr_array(np.array([CLOSE, FAR]))
    return HuffCapture(utility, np.ones(2), np.ones(2)).state_at(np.array(open_))


def test_each_option_is_tried_once_as_long_as_nothing_moves():
    open_ = np.array([True, True, True])
    looks = Looks(np.ones(3, dtype=bool))
    assert looks.turn(open_).tolist() == [0, 1, 2]
    assert not looks.again(open_)


def test_a_move_has_its_neighbours_tried_again_and_all_before_the_end():
    at = state([True, True, True])
    looks = Looks(np.ones(3, dtype=bool))
    looks.turn(at.open)
    looks.near(at, 0)
    assert looks.turn(at.open).tolist() == [0, 1]
    assert looks.again(at.open)
    assert looks.turn(at.open).tolist() == [0, 1, 2]
    assert not looks.again(at.open)


def test_with_some_alone_the_rest_is_never_tried():
    at = state([True, True, True])
    looks = Looks(np.ones(3, dtype=bool), np.array([True, False, False]))
    assert looks.turn(at.open).tolist() == [0]
    looks.near(at, 0)
    assert looks.turn(at.open).tolist() == [0, 1]
    assert not looks.again(at.open)


def test_what_must_stay_open_is_not_tried():
    looks = Looks(np.array([False, True, True]))
    assert looks.turn(np.ones(3, dtype=bool)).tolist() == [1, 2]
