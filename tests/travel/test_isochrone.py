"""Drive-time areas: what is in reach lies in them, the rest outside, with holes and islands."""

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from shapely import Point

from siteplan.market import Market, RoadNetwork
from siteplan.study import Travel
from siteplan.travel.endpoints import EARTH_RADIUS_M, sites_as_places, zones_as_places
from siteplan.travel.isochrone import DriveAreas
from siteplan.travel.times import travel_times
from tests.markets import grid_market, market, sites, zones

KM = 1 / np.radians(EARTH_RADIUS_M / 1000)  # degrees of latitude


def areas_of(travel: Travel, world: Market, levels: tuple[float, ...]) -> list[shapely.Geometry]:
    minutes = travel_times(travel, world).candidates.minutes.tocoo()
    found = pd.Series(np.inf, world.zones.index)
    found.iloc[minutes.row[minutes.col == 0]] = minutes.data[minutes.col == 0]
    return list(DriveAreas(travel, world).of(sites_as_places(world.candidates.iloc[[0]]), levels, found))


def chain(minutes: float) -> RoadNetwork:
    """Two places on the equator 10 km apart, joined there and back, and nothing between."""
    both = csr_array(np.array([[0.0, minutes], [minutes, 0.0]]))
    return RoadNetwork(np.array([0.0, 10 * KM]), np.zeros(2), both)


def test_by_straight_line_it_is_a_disc() -> None:
    """30 km/h, 20 minutes, no detour: 10 km."""
    world = market(zones([113.0], [22.0], [1]), sites("C", [113.0], [22.0]))
    (area,) = areas_of(Travel(urban_kmh=30, detour=1.0), world, (20.0,))
    assert area.covers(Point(113.0, 22.0 + 9.99 * KM))
    assert not area.covers(Point(113.0, 22.0 + 10.05 * KM))


def test_islands_round_the_nodes_are_joined_by_the_road() -> None:
    """8 minutes to the other node; of 10 there are 2 left there, 10 at the door, at 300 m a minute."""
    world = market(zones([0.0], [0.0], [1]), sites("C", [0.0], [0.0]), roads=chain(8.0))
    travel = Travel(source="roads", access_kmh=18, detour=1.0, elsewhere="unreachable", snap_m=3000)
    (area,) = areas_of(travel, world, (10.0,))
    at = {
        km: area.covers(Point(x * KM, y * KM)) for km, (x, y) in enumerate([(0, 2.9), (0, 3.1), (10, 0.59), (10, 0.7)])
    }
    assert list(at.values()) == [True, False, True, False]
    assert area.covers(Point(7 * KM, 0)), "the road between them is reached"
    assert not area.covers(Point(7 * KM, 0.1 * KM)), "the land beside it is not"
    assert shapely.get_num_geometries(area) == 1


def test_a_road_reached_in_part_is_drawn_in_part() -> None:
    """4 of the 8 minutes: half of the way."""
    world = market(zones([0.0], [0.0], [1]), sites("C", [0.0], [0.0]), roads=chain(8.0))
    travel = Travel(source="roads", access_kmh=18, detour=1.0, elsewhere="unreachable")
    (area,) = areas_of(travel, world, (4.0,))
    assert [area.covers(Point(km * KM, 0)) for km in (1.1, 4.9, 5.1)] == [True, True, False]


def test_a_quiet_spot_inside_a_ring_of_roads_is_a_hole() -> None:
    """A ring of twelve nodes of 2 km radius, 1 minute each; a node at its middle that no road reaches in time."""
    turn = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    lon, lat = (2 * KM * np.append(f(turn), 0.0) for f in (np.cos, np.sin))
    after = np.roll(np.arange(12), -1)
    pairs = [*zip(range(12), after, strict=True), *zip(after, range(12), strict=True), (0, 12), (12, 0)]
    minutes = csr_array((np.array([1.0] * 24 + [60.0, 60.0]), tuple(np.array(pairs).T)), shape=(13, 13))
    world = market(zones([lon[0]], [lat[0]], [1]), sites("C", [lon[0]], [lat[0]]), roads=RoadNetwork(lon, lat, minutes))
    travel = Travel(source="roads", access_kmh=6, detour=1.0, elsewhere="unreachable")
    (area,) = areas_of(travel, world, (15.0,))
    assert not area.covers(Point(-0.5 * KM, 0.0))
    assert area.covers(Point(2 * KM * np.cos(2.0), 2 * KM * np.sin(2.0)))
    assert max(shapely.get_num_interior_rings(shapely.get_parts(area))) >= 1


def test_with_the_users_own_minutes_it_is_the_zones_merged() -> None:
    world = grid_market(0)
    given_minutes = pd.DataFrame({"zone_id": ["Z1", "Z2"], "site_id": ["C0", "C0"], "minutes": [10.0, 25.0]})
    world = Market(world.zones, world.candidates, world.facilities, world.competitors, minutes=given_minutes)
    areas = areas_of(Travel(source="minutes"), world, (5.0, 15.0, 30.0))
    inside = [[area.covers(world.zones.geometry[zone]) for zone in ("Z1", "Z2")] for area in areas]
    assert inside == [[False, False], [True, False], [True, True]]


@settings(max_examples=8)
@given(st.integers(0, 999), st.sampled_from(["straight_line", "roads"]))
def test_zones_within_the_minutes_lie_in_the_area_and_others_outside(seed: int, source: str) -> None:
    """Zones are points here, so that the model's minutes are those of their places; near the edge either may be."""
    world = grid_market(seed)
    rng = np.random.default_rng(seed)
    lon, lat = 113 + rng.random(30) * 0.3, 22 + rng.random(30) * 0.3
    steps = csr_array(rng.uniform(2, 30, (30, 30)) * (rng.random((30, 30)) < 0.2))
    roads = RoadNetwork(lon, lat, steps)
    world = Market(world.zones, world.candidates, world.facilities, world.competitors, roads=roads)
    travel = Travel.model_validate({"source": source, "max_minutes": 60})
    minutes = travel_times(travel, world).candidates.minutes.toarray()[:, 0]
    minutes[minutes == 0] = np.inf
    levels = (10.0, 25.0, 45.0)
    places = zones_as_places(world)
    at = shapely.points(places.lon, places.lat)
    for level, area in zip(levels, areas_of(travel, world, levels), strict=True):
        inside = shapely.covers(area, at)
        assert inside[minutes <= level].all()
        edge = 0.0 if source == "straight_line" else steps.max()
        assert (minutes[inside] <= level + edge + 0.05 * level + 0.1).all()


def test_nobody_in_reach_gives_an_empty_area() -> None:
    world = market(zones([0.0], [0.0], [1]), sites("C", [5.0], [0.0]), roads=chain(8.0))
    travel = Travel(source="roads", elsewhere="unreachable")
    assert [area.is_empty for area in areas_of(travel, world, (10.0,))] == [True]


def test_where_rural_zones_are_faster_they_reach_farther() -> None:
    """20 minutes: 10 km at 30 km/h, 20 km at 60 from a rural zone."""
    town = zones([0.0, 0.0], [15 * KM, -15 * KM], [1, 1]).assign(rural=[True, False])
    world = market(town, sites("C", [0.0], [0.0]))
    (area,) = areas_of(Travel(urban_kmh=30, rural_kmh=60, detour=1.0), world, (20.0,))
    assert [area.covers(point) for point in town.geometry] == [True, False]


@pytest.mark.parametrize("elsewhere", ["straight_line", "unreachable"])
def test_places_off_the_network_are_in_reach_only_by_straight_line(elsewhere: str) -> None:
    """60 min at 25 km/h are 25 km; the place 8 km north is farther than 3 km from any road."""
    far = zones([0.0, 0.0], [0.0, 8 * KM], [1, 1])
    world = market(far, sites("C", [0.0], [0.0]), roads=chain(8.0))
    travel = Travel.model_validate({"source": "roads", "detour": 1.0, "elsewhere": elsewhere})
    (area,) = areas_of(travel, world, (60.0,))
    assert area.covers(far.geometry["Z1"]) == (elsewhere == "straight_line")
