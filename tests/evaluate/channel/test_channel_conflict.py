"""Conflicts in a market of one place, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from siteplan.evaluate.channel.channel_conflict import ChannelConflict, channel_conflict
from siteplan.evaluate.channel.market_difficulty import market_difficulty, weight_of
from siteplan.evaluate.channel.own_network import own_network
from siteplan.evaluate.channel.service_areas import gini, service_areas
from siteplan.evaluate.taken_by_site import opened_beside, taken_by_site
from siteplan.formulate.network import Network
from siteplan.groundwork import Groundwork
from siteplan.pipeline import lay_groundwork
from tests.markets import FORMATS, market, sites, study, zones

HERE = {"trade_area": {"outside": 0.5}}
DEALER = FORMATS["mall"].model_copy(update={"ownership": "dealer", "margin": 8_000})


def one_place(formats: dict[str, Any] | None = None, **sections: Any) -> Groundwork:
    """An own mall and a candidate at the door of 1,000 people who want 300 vehicles a year.

    Each site is worth 1 to them, buying elsewhere 0.5: the mall wins 300 x 1 / 1.5 = 200 alone, 300 x 1 / 2.5 = 120
    beside the other.
    """
    town = zones([113.0], [22.0], [1000]).assign(vehicle_demand=300.0)
    return ground_of(town, [113.0], formats, **sections)


def ground_of(town: Any, lon: list[float], formats: dict[str, Any] | None = None, **sections: Any) -> Groundwork:
    new = sites("C", lon, [22.0] * len(lon))
    new["formats"] = [tuple(formats or {"mall": 1})] * len(lon)
    world = market(town, new, sites("F", [113.0], [22.0]))
    return lay_groundwork(study(**{**HERE, **sections, "formats": {**FORMATS, **(formats or {})}}), world)


def opened(ground: Groundwork, *options: str) -> tuple[Network, Network, ChannelConflict]:
    is_open = opened_beside(ground, options)
    before, after = Network(ground, ground.stands), Network(ground, is_open)
    return before, after, channel_conflict(before, after, taken_by_site(ground, is_open))


def test_an_own_site_loses_two_fifths_to_one_at_its_door() -> None:
    """200 alone, 120 beside: 80 or 0.4 of what it wins, which is high and the board's."""
    found = opened(one_place(), "C0:mall")[2]
    site, pair = found.sites.iloc[0], found.pairs.iloc[0]
    assert site[["site_id", "losing_to", "territories", "severity"]].tolist() == ["F0", 1, 0, "high"]
    assert site[["won_today", "lost", "lost_share"]].to_numpy(dtype=float) == pytest.approx([200, 80, 0.4])
    assert pair[["site_id", "to", "severity"]].tolist() == ["F0", "C0", "high"]
    assert pair[["lost", "lost_share", "minutes_apart"]].to_numpy(dtype=float) == pytest.approx([80, 0.4, 0])
    assert np.isnan(pair["lost_margin"])  # one and the same company runs both


@pytest.mark.parametrize(("low", "severity"), [(0.39, "low"), (0.41, "none")])
def test_severity_is_by_the_limits_of_the_study(low: float, severity: str) -> None:
    limits = {"share_lost": {"low": low, "medium": 0.5, "high": 0.6}}
    assert opened(one_place(conflict=limits), "C0:mall")[2].sites["severity"].tolist() == [severity]


def test_a_territory_that_two_sites_share_is_breached() -> None:
    """All 1,000 people live within ten minutes of both; without a figure of minutes there is no territory."""
    limits = {"share_lost": {"low": 0.7, "medium": 0.8, "high": 0.9}, "territory_minutes": 10}
    found = opened(one_place(conflict=limits), "C0:mall")[2]
    assert found.pairs[["shared_people", "breach", "severity"]].iloc[0].tolist() == [1000, True, "low"]
    assert found.sites["territories"].tolist() == [1]
    rule = {"rules": [{"kind": "territory", "minutes": 12}]}
    assert opened(one_place(plan=rule), "C0:mall")[2].territory_minutes == 12


def test_margin_lost_to_others_is_split_by_what_each_wins() -> None:
    """80 vehicles at 10,000 each; both win 120 then, in one city: half each."""
    pair = opened(one_place({"shop": DEALER}), "C0:shop")[2].pairs.iloc[0]
    assert pair[["ownership", "to_ownership"]].tolist() == ["direct", "dealer"]
    assert pair[["lost_margin", "own_part", "own_margin"]].to_numpy(dtype=float) == pytest.approx([8e5, 0.5, 4e5])


def test_who_sells_in_a_harder_city_keeps_more() -> None:
    """2 x the normal distribution function: 1 at 0, 1.6827 at one standard deviation above."""
    assert weight_of(np.array([0.0, 1.0, -1.0])) == pytest.approx([1, 1.6827, 0.3173], abs=1e-4)


def test_difficulty_by_income_alone() -> None:
    """Incomes of 10, 20 and 40: median 20, median distance 10, z = -(x - 20) / 14.826; all else is alike."""
    town = zones([113.0, 115.0, 117.0], [22.0] * 3, [1, 1, 1]).assign(
        city=["A", "B", "C"], income=[10.0, 20.0, 40.0], vehicle_demand=1.0
    )
    ground = lay_groundwork(study(**HERE), market(town, sites("C", [113.0], [22.0])))
    cities = market_difficulty(Network(ground, ground.stands))
    assert cities["z_mean_income"].tolist() == pytest.approx([0.6745, 0, -1.349], abs=1e-4)
    assert cities["difficulty"].tolist() == pytest.approx([0.6745 / 4, 0, -1.349 / 4], abs=1e-4)
    assert cities["fragmentation"].tolist() == [0, 0, 0]


def own_of(town: Any, formats: dict[str, Any] | None = None) -> tuple[Network, Network]:
    ground = ground_of(town, [113.1], formats)
    return opened(ground, next(iter(ground.options.index)))[:2]


def test_demand_in_two_counties_alike_is_spread_by_half() -> None:
    town = zones([113.0, 113.1], [22.0] * 2, [1, 1]).assign(county=["a", "b"], vehicle_demand=5.0)
    cities = market_difficulty(own_of(town)[0])
    assert cities["fragmentation"].tolist() == [0.5]
    assert cities["mean_income"].isna().all()  # nobody gives it: the others count alone
    assert cities["difficulty"].tolist() == [0]


def test_each_zone_is_the_site_s_that_wins_most_there() -> None:
    """Ten kilometres apart each of two sites has its own zone: 300 and 100 vehicles, 1.5 times the mean, Gini 1/4."""
    town = zones([113.0, 113.1], [22.0] * 2, [3, 1]).assign(vehicle_demand=[300.0, 100.0])
    served = service_areas(own_network(own_of(town)[1]))
    zone = served.zones[served.zones["group"] == "all"]
    assert zone[["zone_id", "site_id", "demand"]].to_numpy().tolist() == [["Z0", "F0", 300], ["Z1", "C0", 100]]
    assert served.balance.loc["all"].tolist() == pytest.approx([2, 200, 300, 1.5, 0.25])


def test_an_agent_s_zones_are_those_nearest_to_it() -> None:
    """It sells nothing, and franchises stand under its format."""
    agent = FORMATS["service"]
    town = zones([113.0, 113.1], [22.0] * 2, [3, 1]).assign(vehicle_demand=[300.0, 100.0])
    shop = FORMATS["mall"].model_copy(update={"ownership": "franchise", "under": "agent"})
    served = service_areas(own_network(own_of(town, {"agent": agent, "shop": shop})[1]))
    rows = served.zones[served.zones["group"] == "agent"]
    assert rows[["site_id", "basis"]].to_numpy().tolist() == [["C0", "nearest"]] * 2


def test_gini_of_a_few_amounts() -> None:
    assert [gini(np.array(x, float)) for x in ([1, 1], [0, 1], [1, 2, 3])] == pytest.approx([0, 0.5, 2 / 9])
    assert np.isnan(gini(np.zeros(2)))


def test_a_site_that_closes_is_in_no_conflict() -> None:
    """What it loses is the plan's will."""
    ground = one_place()
    own = ground.market.facilities.assign(keep="closable", convert_to=[()])
    ground = lay_groundwork(ground.study, replace(ground.market, facilities=own))
    is_open = np.asarray(ground.options.index == "C0:mall")
    before, after = Network(ground, ground.stands), Network(ground, is_open)
    found = channel_conflict(before, after, taken_by_site(ground, is_open))
    assert found.sites.empty
    assert found.pairs.empty
