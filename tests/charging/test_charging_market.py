"""Charging in a whole market: the standard, options beside stations, notes, and the criteria made of it."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest

from siteplan.charging.charging_market import ChargingMarket
from siteplan.groundwork import Groundwork
from siteplan.market import Market
from siteplan.pipeline import lay_groundwork
from siteplan.present.model_text.charging_words import charging_notes
from siteplan.present.text.reader import Reader
from siteplan.study import Study
from tests.markets import FORMATS, market, points, sites, study, zones

STALL = {"functions": ("charging", "display"), "attractiveness": 0.2, "area_m2": 80}


def asked(**sections: object) -> Study:
    return study(**{"formats": {**FORMATS, "stall": STALL}, "charging": {"piles": 8}, **sections})


def stations(lon: list[float], piles: list[float]) -> gpd.GeoDataFrame:
    table = points([f"S{i}" for i in range(len(lon))], lon, [22.0] * len(lon), "site_id")
    return table.assign(name="", operator="", piles=piles, kw=np.nan, own=False)


def town(piles: tuple[float, ...] = (4.0,), lon: tuple[float, ...] = (113.0,), **columns: object) -> Market:
    """Two zones, 20 km apart, one with stations; a candidate at either that may hold a stall, one that may not."""
    people = zones([113.0, 113.2], [22.0, 22.0], [1000, 1000]).assign(charging_demand=[30.0, 20.0])
    places = sites("C", [113.0, 113.2, 113.2], [22.0, 22.0, 22.0]).assign(**columns)
    places["formats"] = [("stall",), ("stall", "mall"), ("mall",)]
    return replace(market(people, places), stations=stations(list(lon), list(piles)))


def charging(ground: Groundwork) -> ChargingMarket:
    assert ground.charging is not None
    return ground.charging


def test_two_zones_by_hand() -> None:
    """4 piles x 5 sessions at the first zone's door, which asks for 30; nothing within 20 minutes of the other."""
    found = charging(lay_groundwork(asked(), town()))
    assert found.zones["access"].tolist() == pytest.approx([20 / 30, 0])
    assert found.zones["gap"].tolist() == pytest.approx([10, 20])
    assert found.stations.loc["S0", ["supply", "demand"]].tolist() == pytest.approx([20, 30])
    options = found.options
    assert list(options.index) == ["C0:stall", "C1:stall"]
    # 8 piles give 40: beside 20 they draw 2/3 of 30 and close the whole gap of 10; alone they draw all 20.
    assert options["sessions"].tolist() == pytest.approx([20, 20])
    assert options["gap_closed"].tolist() == pytest.approx([10, 20])
    assert options["leads"].tolist() == pytest.approx([20 * 365 * 0.05] * 2)
    assert options["vehicles"].tolist() == pytest.approx([20 * 365 * 0.05 * 0.08] * 2)


def test_a_candidate_that_is_a_station_adds_nothing() -> None:
    world = town()
    world = replace(world, stations=world.stations.rename(index={"S0": "C0"}))
    found = charging(lay_groundwork(asked(), world)).options.loc["C0:stall"]
    assert (found["there"], found["supply"], found["sessions"], found["gap_closed"]) == (True, 20, 20, 0)


def test_chargers_that_a_candidate_names_come_before_those_of_its_format() -> None:
    world = town()
    world = replace(world, candidates=world.candidates.assign(piles=[2.0, np.nan, np.nan]))
    assert charging(lay_groundwork(asked(), world)).options["supply"].tolist() == [10, 40]


def test_the_standard_of_the_study_comes_before_the_minutes_of_charging() -> None:
    far = asked(tiers={"minutes": {"charging": 80}})
    assert charging(lay_groundwork(far, town())).zones["minutes"].tolist() == [80, 80]
    assert charging(lay_groundwork(far, town())).zones["access"].iloc[1] > 0
    assert charging(lay_groundwork(asked(charging={"minutes": 10}), town())).zones["minutes"].tolist() == [10, 10]


def test_criteria_of_charging_score_the_sites_that_may_charge() -> None:
    weights = {"charging_sessions": 1, "charging_gap": 1, "charging_leads": 1}
    card = lay_groundwork(asked(score={"weights": weights}), town()).scorecard
    assert card.values["charging_gap"].tolist() == pytest.approx([10, 20, np.nan], nan_ok=True)
    assert card.points["charging_gap"].tolist() == [0, 100, 50]  # who may not charge is neither helped nor hurt
    assert card.values["charging_leads"].iloc[0] == pytest.approx(29.2)


def test_without_stations_there_is_nothing_to_say_and_a_criterion_is_left_out() -> None:
    world = replace(town(), stations=stations([], []))
    ground = lay_groundwork(asked(score={"weights": {"charging_gap": 1, "population": 1}}), world)
    assert ground.charging is None
    assert list(ground.scorecard.weights.index) == ["population"]


def test_stations_out_of_reach_are_named() -> None:
    found = charging(lay_groundwork(asked(), town((4.0, 9.0), (113.0, 116.0))))
    assert found.stations["reached"].tolist() == [True, False]
    assert charging_notes(found, Reader("en")) == ["1 station is out of reach of every zone and serves nobody here: S1"]
    assert found.zones["demand"] @ found.zones["access"] == pytest.approx(20)


def test_no_demand_anywhere_is_said_and_breaks_nothing() -> None:
    world = town()
    world = replace(world, zones=world.zones.drop(columns="charging_demand"))
    found = charging(lay_groundwork(asked(demand={"sessions_per_vehicle_day": 0}), world))
    assert "No zone has any demand" in charging_notes(found, Reader("en"))[0]
    assert found.zones[["access", "gap"]].to_numpy().tolist() == [[0, 0], [0, 0]]
    assert found.options[["sessions", "gap_closed"]].to_numpy().sum() == 0


def test_leads_are_shown_and_added_to_no_sales() -> None:
    """The model that plans are made with is the same with stations and without."""
    with_, without = (lay_groundwork(asked(), world) for world in (town(), replace(town(), stations=stations([], []))))
    assert (with_.model.options != without.model.options).nnz == 0
    assert with_.model.demand.equals(without.model.demand)
