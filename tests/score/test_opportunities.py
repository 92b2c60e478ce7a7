"""White space by hand on three zones; unmet and own capture are all of demand; look-alikes are like the best."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from siteplan.pipeline import lay_groundwork
from siteplan.score.look_alikes import best_sites, likeness, look_alike_places, profiles
from siteplan.score.neighbourhood import around_zones, best_places, to_places
from siteplan.score.white_space import unmet_demand
from siteplan.study import Travel
from siteplan.tradearea import Utilities
from tests.markets import grid_market, market, random_utilities, sites, study, zones

NONE = np.zeros(1, dtype=bool)


def three_zones() -> Utilities:
    """Z0 shared by own site, rival and outside, 1 each; Z1 rival 3 against outside 1; Z2 out of everyone's reach."""
    return Utilities(
        options=csr_array(np.array([[5.0], [5.0], [0.0]])),
        own=csr_array(np.array([[1.0], [0.0], [0.0]])),
        rivals=csr_array(np.array([[1.0], [3.0], [0.0]])),
        outside=np.array([1.0, 1.0, 0.0]),
        demand=pd.Series([90.0, 40.0, 10.0], index=["Z0", "Z1", "Z2"]),
    )


def test_three_zones_by_hand() -> None:
    found = unmet_demand(three_zones(), NONE)
    assert found["own"].tolist() == pytest.approx([30, 0, 0])
    assert found["rivals"].tolist() == pytest.approx([30, 30, 0])
    assert found["unmet"].tolist() == pytest.approx([60, 40, 10])
    assert found["unserved"].tolist() == pytest.approx([30, 10, 10])


def test_an_option_that_stands_is_part_of_the_network() -> None:
    found = unmet_demand(three_zones(), ~NONE)
    assert found["own"].tolist() == pytest.approx([90 * 6 / 8, 40 * 5 / 9, 0])


@settings(max_examples=30)
@given(st.integers(0, 1000))
def test_unmet_and_own_capture_are_all_of_demand(seed: int) -> None:
    rng = np.random.default_rng(seed)
    model = random_utilities(rng, 15, 4, 2, 3)
    found = unmet_demand(model, rng.random(4) < 0.5)
    assert np.allclose(found["own"] + found["unmet"], found["demand"], atol=1e-9)
    assert np.allclose(found["rivals"] + found["unserved"], found["unmet"], atol=1e-9)
    assert (found.to_numpy() >= -1e-12).all()


def test_in_parts_the_zones_are_the_sums_of_their_parts() -> None:
    """Two segments of the same zones and utilities, 60 and 40 % of demand: nothing changes."""
    whole = three_zones()
    index = pd.MultiIndex.from_product([["low", "high"], [""], whole.demand.index])
    both = Utilities(
        *(csr_array(np.vstack([m.toarray()] * 2)) for m in (whole.options, whole.own, whole.rivals)),
        np.tile(whole.outside, 2),
        pd.Series(np.concatenate([0.6 * whole.demand, 0.4 * whole.demand]), index=index),
    )
    assert np.allclose(unmet_demand(both, NONE), unmet_demand(whole, NONE))


def test_the_best_place_takes_its_zones_so_that_its_neighbour_is_not_second() -> None:
    """Place 0 reaches both large zones, place 1 one of them, place 2 a small one of its own."""
    reach = csr_array(np.array([[1, 0, 0], [1, 1, 0], [0, 0, 1]], dtype=float))
    chosen, worth = best_places(reach, np.array([50.0, 40.0, 10.0]), most=3)
    assert chosen.tolist() == [0, 2]
    assert worth.tolist() == [90, 10]


def test_a_zone_reaches_itself_and_its_neighbours_within_the_minutes() -> None:
    """0.01 degrees of longitude are about 1.03 km here, 3.3 minutes at 25 km/h with a detour of 1.35."""
    town = market(zones([113, 113.01, 113.5], [22, 22, 22], [1, 1, 1]), sites("C", [113], [22]))
    near = around_zones(Travel(), town, 5).toarray()
    assert near.tolist() == [[1, 1, 0], [1, 1, 0], [0, 0, 1]]
    assert to_places(Travel(), town, 5, np.array([2, 0])).toarray().tolist() == [[0, 1], [0, 1], [1, 0]]


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 100))
def test_places_of_a_whole_market(seed: int) -> None:
    ground = lay_groundwork(study(), grid_market(seed))
    found = ground.opportunities()
    places = found.white_space
    assert places["unmet_new"].is_monotonic_decreasing
    assert (places["unmet_new"] <= places["unmet"] + 1e-9).all()
    assert places["unmet_new"].sum() <= found.zones["unmet"].sum() + 1e-9
    assert np.allclose(places["own_share"] * places["demand"] + places["unmet"], places["demand"])
    assert found.look_alikes["unlike"].is_monotonic_increasing
    assert set(found.look_alikes["like"]) <= set(found.best)


def test_a_market_without_own_sites_has_white_space_and_no_look_alikes() -> None:
    town = grid_market(1)
    ground = lay_groundwork(study(), replace(town, facilities=town.facilities.iloc[:0]))
    found = ground.opportunities()
    assert np.allclose(found.zones["unmet"], found.zones["demand"])
    assert (found.best, found.best_by, len(found.look_alikes)) == ((), "", 0)
    assert len(found.white_space) > 0


def test_the_best_quarter_is_by_sales_where_they_tell_and_by_capture_where_not() -> None:
    captures = pd.Series([1.0, 2.0, 3.0, 0.0], index=list("abcd"))
    sales = pd.Series([9.0, 8.0, 7.0, 6.0, 5.0], index=list("abcde"))
    assert best_sites(sales, captures) == (("a", "b"), "sales")
    assert best_sites(sales * 0 + 5, captures) == (("c",), "capture")  # a quarter of the three that win anything
    assert best_sites(sales[:3], captures) == (("c",), "capture")
    assert best_sites(sales[:0], captures * 0) == ((), "")


def test_profiles_are_means_by_where_the_capture_comes_from() -> None:
    traits = pd.DataFrame({"income": [0.0, 4.0]}, index=["Z0", "Z1"])
    areas = pd.DataFrame({"F0": [3.0, 1.0]}, index=["Z0", "Z1"])
    assert profiles(traits, areas, ("F0",)).at["F0", "income"] == 1.0


def test_likeness_counts_deviations_and_what_goes_together_once() -> None:
    """Two traits that are one and the same: the distance is that of one."""
    x = np.array([-1.0, 1.0, -1.0, 1.0])  # variance 4/3
    traits = pd.DataFrame({"people": x, "traffic": x}, index=list("abcd"))
    found = likeness(traits, pd.DataFrame({"people": [1.0], "traffic": [1.0]}, index=["F0"]))
    assert found["unlike"].to_numpy() == pytest.approx([3**0.5, 0, 3**0.5, 0])  # 2 / sqrt(4/3)
    assert set(found["like"]) == {"F0"}


def test_look_alikes_leave_out_own_trade_areas_and_neighbours_of_each_other() -> None:
    reach = csr_array(np.array([[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]], dtype=float))
    unlike = pd.Series([0.2, 0.1, 0.0, 0.3])
    chosen = look_alike_places(unlike, np.array([True, True, False, True]), reach, most=9)
    assert chosen.tolist() == [1, 3]
