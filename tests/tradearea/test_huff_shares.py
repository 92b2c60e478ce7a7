"""The Huff model."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.market.options import expand_options
from siteplan.study import TradeArea, Travel
from siteplan.tradearea import shares, utilities
from siteplan.travel import travel_times
from tests.markets import grid_market, market, random_utilities, sites, study, zones


def test_two_equal_sites_and_an_equal_outside_option_share_in_three() -> None:
    here = [113.0], [22.0]
    world = market(zones(*here, [1000]), sites("C", *here), sites("F", *here))
    spec = study(trade_area={"outside": 1.0})
    options = expand_options(world.candidates, spec.formats)
    model = utilities(spec, world, travel_times(Travel(), world), options)
    split = shares(model, (options["format"] == "mall").to_numpy())
    assert split.own.toarray()[0, 0] == pytest.approx(1 / 3)
    assert split.network[0] == pytest.approx(2 / 3)
    assert split.outside[0] == pytest.approx(1 / 3)


def test_attractiveness_grows_with_a_factor_relative_to_the_median_candidate() -> None:
    world = market(zones([113.0], [22.0], [1]), sites("C", [113.0] * 3, [22.0] * 3).assign(area_m2=[100.0, 200, 400]))
    spec = study(trade_area={"exponents": {"area_m2": 0.5}})
    options = expand_options(world.candidates, spec.formats)
    malls = (options["format"] == "mall").to_numpy()
    model = utilities(spec, world, travel_times(Travel(), world), options)
    assert model.options.toarray()[0, malls] == pytest.approx([0.5**0.5, 1.0, 2**0.5])


def test_rivals_draw_by_their_own_attractiveness_else_by_class() -> None:
    rivals = sites("R", [113.0] * 3, [22.0] * 3).assign(attractiveness=[3.0, np.nan, np.nan])
    rivals["class"] = ["premium", "premium", "other"]
    world = market(zones([113.0], [22.0], [1]), sites("C", [113.0], [22.0]), competitors=rivals)
    spec = study(trade_area=TradeArea(rival_attractiveness={"premium": 2.0, "default": 0.5}))
    model = utilities(spec, world, travel_times(Travel(), world), expand_options(world.candidates, spec.formats))
    assert model.rivals.toarray()[0].tolist() == pytest.approx([3.0, 2.0, 0.5])


@given(st.integers(0, 10_000), st.integers(1, 12), st.integers(0, 5))
def test_rows_of_shares_with_the_outside_option_sum_to_one(seed: int, n_options: int, n_others: int) -> None:
    rng = np.random.default_rng(seed)
    model = random_utilities(rng, 15, n_options, n_others, n_others)
    split = shares(model, rng.random(n_options) < 0.5)
    rows = split.options.sum(axis=1) + split.own.sum(axis=1) + split.rivals.sum(axis=1) + split.outside
    assert np.allclose(rows, 1, atol=1e-12)


def test_a_zone_that_nobody_serves_keeps_its_demand_outside() -> None:
    spec = study(trade_area={"outside": 0.0})
    world = market(zones([113.0, 118.0], [22.0, 25.0], [1, 1]), sites("C", [113.0], [22.0]))
    options = expand_options(world.candidates, spec.formats)
    split = shares(utilities(spec, world, travel_times(Travel(), world), options), np.ones(len(options), bool))
    assert split.network.tolist() == [1.0, 0.0]
    assert split.outside.tolist() == [0.0, 1.0]


@given(st.integers(0, 10_000))
def test_opening_a_site_never_lowers_network_capture(seed: int) -> None:
    rng = np.random.default_rng(seed)
    model = random_utilities(rng, 12, 6, 2, 2)
    some = rng.random(6) < 0.5
    more = some.copy()
    more[rng.integers(6)] = True
    assert (shares(model, more).network >= shares(model, some).network - 1e-12).all()


def test_utilities_of_a_whole_market_are_finite_and_positive() -> None:
    world, spec = grid_market(), study()
    options = expand_options(world.candidates, spec.formats)
    model = utilities(spec, world, travel_times(Travel(), world), options)
    assert (model.options.data > 0).all()
    assert np.isfinite(model.options.data).all()
    assert model.options.shape == (40, 12)
    assert model.options[:, np.flatnonzero(options["format"] == "service")].nnz == 0  # a workshop sells nothing
