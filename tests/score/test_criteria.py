"""Criteria are measured alike at candidates and at own sites."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from siteplan.market import Market
from siteplan.market.options import expand_options
from siteplan.score import Surroundings, measure
from siteplan.study import Travel
from siteplan.tradearea import Utilities, utilities
from siteplan.travel import TravelTimes, travel_times
from tests.markets import grid_market, market, sites, study, zones


def laid(world: Market) -> tuple[TravelTimes, Utilities]:
    asked, travel = study(), travel_times(Travel(), world)
    return travel, utilities(asked, world, travel, expand_options(world.candidates, asked.formats))


def test_a_facility_where_a_candidate_lies_measures_the_same() -> None:
    world = grid_market(3)
    own = (
        world.candidates.iloc[[4, 1]].rename(index={"C4": "F4", "C1": "F1"}).assign(format="mall", footfall=[7.0, 8.0])
    )
    world = replace(world, facilities=own)
    travel, model = laid(world)
    here = Surroundings.of_candidates(world, travel, model, 15)
    there = Surroundings.of_facilities(world, travel, model, 15)
    for name in ("population", "competition", "rent"):
        assert measure(name, there).tolist() == measure(name, here).loc[["C4", "C1"]].tolist()
    assert measure("footfall", there).to_dict() == {"F4": 7.0, "F1": 8.0}


def test_facilities_that_may_change_keep_their_order_and_their_surroundings() -> None:
    world = grid_market(5)
    plain = Surroundings.of_facilities(world, *laid(world), 15)
    freed = replace(world, facilities=world.facilities.assign(keep=["closable", "keep"]))
    travel, model = travel_times(Travel(), freed), laid(world)[1]
    moved = Surroundings.of_facilities(freed, travel, model, 15)
    assert measure("population", moved).to_dict() == measure("population", plain).to_dict()
    beside = Surroundings.of_candidates(freed, travel, model, 15)
    assert list(measure("population", beside).index) == list(world.candidates.index)


def test_people_and_rivals_by_hand() -> None:
    # Both zones lie at the site's door; 1 of 4 people sees a rival worth 2, the others one worth 1.
    town = zones([113.0, 113.0], [22.0, 22.0], [1, 3]).assign(income=[40.0, 80.0])
    world = market(town, sites("C", [113.0], [22.0]))
    travel, _ = laid(world)
    around = Surroundings(world.zones, world.candidates, travel.candidates, np.array([2.0, 1.0]), 15)
    assert measure("population", around).tolist() == [4]
    assert measure("income", around).tolist() == [70]
    assert measure("competition", around).tolist() == [pytest.approx(1.25)]


def test_a_column_that_sites_lack_is_unknown() -> None:
    world = grid_market()
    travel, model = laid(world)
    found = measure(
        "rent",
        Surroundings.of_facilities(replace(world, facilities=world.facilities.drop(columns="rent")), travel, model, 15),
    )
    assert isinstance(found, pd.Series)
    assert found.isna().all()
