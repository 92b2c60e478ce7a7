"""Whom new sites take their capture from."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.tradearea import shares, transfers
from tests.markets import random_utilities


@given(st.integers(0, 10_000), st.integers(0, 3))
def test_what_is_taken_sums_to_capture_and_equals_what_each_own_site_loses(seed: int, n_own: int) -> None:
    rng = np.random.default_rng(seed)
    model = random_utilities(rng, 14, 5, n_own, 2)
    is_open = rng.random(5) < 0.6
    taken = transfers(model, is_open, pd.Index([f"F{i}" for i in range(n_own)]))
    demand = model.demand.to_numpy()
    after, before = shares(model, is_open), shares(model, np.zeros(5, bool))
    assert taken.sum().to_numpy() == pytest.approx((demand @ after.options)[is_open], abs=1e-9)
    lost = demand @ before.own - demand @ after.own
    assert taken.iloc[:-2].sum(axis=1).to_numpy() == pytest.approx(lost, abs=1e-9)
    rivals_lost = demand @ (before.rivals.sum(axis=1) - after.rivals.sum(axis=1))
    assert taken.loc["rivals"].sum() == pytest.approx(rivals_lost, abs=1e-9)
    assert (taken.to_numpy() >= -1e-9).all()
