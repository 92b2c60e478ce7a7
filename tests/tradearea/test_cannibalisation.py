"""Whom new sites take their capture from."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from siteplan.tradearea import Utilities, given_up, shares, transfers
from tests.examples import examples
from tests.markets import random_utilities


@examples(100, sample=40)
@given(st.integers(0, 10_000), st.integers(0, 3))
def test_what_is_taken_sums_to_capture_and_equals_what_each_own_site_loses(seed: int, n_own: int) -> None:
    rng = np.random.default_rng(seed)
    model = random_utilities(rng, 14, 5, n_own, 2)
    is_open = rng.random(5) < 0.6
    taken = transfers(model, is_open, pd.Index([f"F{i}" for i in range(n_own)]))
    demand = model.demand.to_numpy()
    after, before = shares(model, is_open), shares(model, np.zeros(5, bool))
    assert taken.capture.to_numpy() == pytest.approx((demand @ after.options)[is_open], abs=1e-9)
    lost = demand @ before.own - demand @ after.own
    assert taken.own.sum(axis=1).to_numpy() == pytest.approx(lost, abs=1e-9)
    rivals_lost = demand @ (before.rivals.sum(axis=1) - after.rivals.sum(axis=1))
    assert taken.from_rivals.sum() == pytest.approx(rivals_lost, abs=1e-9)
    assert min(part.to_numpy().min(initial=0.0) for part in (taken.own, taken.rivals, taken.outside)) >= -1e-9


@examples(100, sample=40)
@given(st.integers(0, 10_000), st.integers(0, 3), st.integers(0, 4))
def test_each_rival_loses_just_what_is_taken_from_it(seed: int, n_own: int, n_rivals: int) -> None:
    """Every vehicle is taken from somebody: columns sum to the captures, rows to the losses."""
    rng = np.random.default_rng(seed)
    model = random_utilities(rng, 14, 5, n_own, n_rivals)
    is_open = rng.random(5) < 0.6
    own, rivals = (pd.Index([f"{letter}{i}" for i in range(n)]) for letter, n in (("F", n_own), ("R", n_rivals)))
    taken = transfers(model, is_open, own, rival_ids=rivals)
    demand = model.demand.to_numpy()
    after, before = shares(model, is_open), shares(model, np.zeros(5, bool))
    assert (list(taken.own.index), list(taken.rivals.index)) == (list(own), list(rivals))
    assert taken.capture.to_numpy() == pytest.approx((demand @ after.options)[is_open], abs=1e-9)
    assert taken.own.sum(axis=1).to_numpy() == pytest.approx(demand @ (before.own - after.own), abs=1e-9)
    assert taken.rivals.sum(axis=1).to_numpy() == pytest.approx(demand @ (before.rivals - after.rivals), abs=1e-9)
    assert taken.outside.sum() == pytest.approx(demand @ (before.outside - after.outside), abs=1e-9)


def test_rivals_lose_in_proportion_to_their_utilities() -> None:
    """Rivals of 3 and 1, none else, 40 vehicles; a new site of 4 wins 20: 15 from the one, 5 from the other."""
    demand = pd.Series([40.0])
    model = Utilities(csr_array([[4.0]]), csr_array((1, 0)), csr_array([[3.0, 1.0]]), np.zeros(1), demand)
    taken = transfers(model, np.array([True]), pd.Index([]), rival_ids=pd.Index(["big", "small"]))
    assert taken.rivals[0].to_dict() == pytest.approx({"big": 15.0, "small": 5.0})
    assert taken.outside[0] == pytest.approx(0.0)


@examples(100, sample=40)
@given(st.integers(0, 10_000), st.integers(0, 3))
def test_where_sites_close_and_convert_every_vehicle_has_one_way(seed: int, n_own: int) -> None:
    """What new sites win is taken from somebody; net of what rivals win from closing sites it is the network's gain."""
    rng = np.random.default_rng(seed)
    model = random_utilities(rng, 14, 6, n_own, 2)
    stands, site_of = np.array([1, 0, 1, 0, 0, 0], dtype=bool), np.array([0, 0, 1, 2, 3, 4])
    is_open = np.concatenate((rng.permutation([True, False]), rng.random(4) < 0.5))  # the first site stays or converts
    own = pd.Index([*(f"F{i}" for i in range(n_own)), "first", "second"])
    taken = transfers(model, is_open, own, stands, site_of)
    demand = model.demand.to_numpy()
    after, before = shares(model, is_open), shares(model, stands)
    net = taken.net_new.sum() - given_up(model, is_open, stands, site_of).sum()
    assert net == pytest.approx(demand @ (after.network - before.network), abs=1e-9)
    new = [option for option in taken.sites if option >= 3]
    assert taken.capture[new].to_numpy() == pytest.approx((demand @ after.options)[new], abs=1e-9)
    assert min(part.to_numpy().min(initial=0.0) for part in (taken.own, taken.rivals, taken.outside)) >= 0


def test_a_site_that_closes_leaves_its_sales_to_all_others_in_proportion() -> None:
    """Utilities 2 (own), 1 (closes), 1 (rival), 1 (outside) of 50 vehicles: it has 10; 5 go to the own, 5 to others."""
    one = [[1.0]]
    demand = pd.Series([50.0])
    model = Utilities(csr_array(one), csr_array([[2.0]]), csr_array(one), np.ones(1), demand)
    stands, none = np.array([True]), np.array([False])
    assert given_up(model, none, stands, np.zeros(1, dtype=int)).tolist() == pytest.approx([5.0])
    assert transfers(model, none, pd.Index(["F", "closing"]), stands).sites.empty
    alone = Utilities(csr_array(one), csr_array((1, 0)), csr_array((1, 0)), np.zeros(1), demand)
    assert given_up(alone, none, stands, np.zeros(1, dtype=int)).tolist() == pytest.approx([50.0])  # nobody is left
