"""Trade areas by share of capture."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.tradearea import LEVELS, capture_levels, shares, solo_capture
from tests.markets import random_utilities


def test_levels_hold_the_fewest_zones_that_make_up_their_share() -> None:
    levels = capture_levels(pd.Series({"a": 50.0, "b": 30.0, "c": 16.0, "d": 4.0, "e": 0.0}))
    assert levels.to_dict() == {"a": 0.6, "b": 0.6, "c": 0.95}


@given(st.lists(st.floats(0.01, 1e3), min_size=1, max_size=40))
def test_each_area_holds_its_share_and_would_not_without_its_last_zone(captures: list[float]) -> None:
    capture = pd.Series(captures)
    levels = capture_levels(capture)
    for level in LEVELS:
        inside = capture[levels.index[levels <= level]]
        assert inside.sum() >= level * capture.sum() * (1 - 1e-9)
        assert inside.sum() - inside.min() < level * capture.sum() * (1 + 1e-9)


def test_solo_capture_is_the_share_of_the_option_opened_alone() -> None:
    model = random_utilities(np.random.default_rng(1), 9, 4, 2, 2)
    alone = np.array([False, False, True, False])
    expected = shares(model, alone).options.toarray()[:, 2] * model.demand
    assert solo_capture(model, 2).to_numpy() == pytest.approx(expected.to_numpy())
