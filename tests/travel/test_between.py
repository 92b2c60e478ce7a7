"""Which sites are near each other, against geodesics and the zones' own minutes."""

import numpy as np
import pytest
from pyproj import Geod
from scipy.sparse import csr_array

from siteplan.market import RoadNetwork
from siteplan.study import Travel
from siteplan.travel import sites_within_km, sites_within_minutes
from tests.markets import grid_market, market, sites, zones

SPHERE = Geod(a=6_371_008.8, b=6_371_008.8)


@pytest.mark.parametrize("km", [0.001, 5.0, 17.3, 30_000.0])
def test_kilometres_are_great_circles(km: float) -> None:
    world = grid_market(1, n_candidates=9)
    x, y = (np.asarray(getattr(world.candidates.geometry, axis)) for axis in "xy")
    i, j = (k.ravel() for k in np.indices((9, 9)))
    expected = (SPHERE.inv(x[i], y[i], x[j], y[j])[2] < km * 1000).reshape(9, 9)
    assert np.array_equal(sites_within_km(world.candidates, world.candidates, km).toarray(), expected)


def test_two_sites_at_one_door_are_near_and_nobody_is_near_nobody() -> None:
    twins, nobody = sites("C", [113.0, 113.0], [22.0, 22.0]), sites("N", [], [])
    assert sites_within_km(twins, twins, 0.001).toarray().all()
    assert sites_within_km(twins, nobody, 5).shape == (2, 0)
    town = market(zones([113.0], [22.0], [1]), twins)
    assert sites_within_minutes(Travel(), town, twins, nobody, 5).shape == (2, 0)
    assert sites_within_minutes(Travel(), town, twins, twins, 1).toarray().all()


def test_minutes_by_straight_line_are_those_of_the_faster_way() -> None:
    """10 km at 30 km/h are 20 min from the urban site, at 60 km/h 10 min from the rural one: near at 12 min."""
    degrees = 10 / (6371.0088 * np.pi / 180)
    pair = sites("C", [113.0, 113.0], [22.0, 22.0 + degrees]).assign(rural=[False, True])
    world = market(zones([113.0], [22.0], [1]), pair)
    travel = Travel(detour=1, urban_kmh=30, rural_kmh=60)
    near = [sites_within_minutes(travel, world, pair, pair, minutes).toarray()[0, 1] for minutes in (9.9, 12.0)]
    assert near == [False, True]
    urban = pair.assign(rural=False)
    assert not sites_within_minutes(travel, world, urban, urban, 12).toarray()[0, 1]


def test_minutes_by_road_follow_the_road() -> None:
    """The road leads from the second site to the first alone, in 7 minutes: near, whichever comes first."""
    pair = sites("C", [113.0, 113.1], [22.0, 22.0])
    roads = RoadNetwork(np.array([113.0, 113.1]), np.array([22.0, 22.0]), csr_array(np.array([[0, 0], [7.0, 0]])))
    world = market(zones([113.0], [22.0], [1]), pair, roads=roads)
    travel = Travel(source="roads")
    near = [sites_within_minutes(travel, world, pair, pair, minutes).toarray() for minutes in (6.9, 7.1)]
    assert [bool(m[0, 1]) and bool(m[1, 0]) for m in near] == [False, True]
