"""Great circle x detour / speed."""

import numpy as np
import pytest
from pyproj import Geod

from siteplan.study import Travel
from siteplan.travel.endpoints import sites_as_places, zones_as_places
from siteplan.travel.straight_line import straight_line_minutes
from tests.markets import grid_market, market, sites, zones


def test_minutes_follow_distance_detour_and_the_speed_of_the_zone() -> None:
    town = zones([113.0, 113.0], [22.0, 22.0], [1, 1]).assign(rural=[False, True])
    world = market(town, sites("C", [113.2], [22.0]))
    travel = Travel(detour=1.5, urban_kmh=30, rural_kmh=60, max_minutes=200)
    minutes = straight_line_minutes(travel, zones_as_places(world), sites_as_places(world.candidates)).toarray()
    km = Geod(ellps="sphere").inv(113.0, 22.0, 113.2, 22.0)[2] / 1000
    assert minutes[:, 0] == pytest.approx([km * 1.5 / 30 * 60, km * 1.5 / 60 * 60], rel=1e-3)


def test_pairs_beyond_the_limit_are_left_out_and_no_other() -> None:
    world = grid_market(3)
    ends = zones_as_places(world), sites_as_places(world.candidates)
    wide = straight_line_minutes(Travel(max_minutes=500), *ends).toarray()
    near = straight_line_minutes(Travel(max_minutes=40), *ends)
    assert (wide > 0).all()
    assert 0 < near.nnz < wide.size
    assert np.array_equal(near.toarray(), np.where(wide <= 40, wide, 0))


def test_people_of_a_polygon_zone_have_a_leg_inside_it() -> None:
    around = zones([113.0], [22.0], [10])
    metric = around.to_crs(32649).buffer(np.sqrt(25e6 / np.pi), quad_segs=64)
    world = market(around.set_geometry(metric.to_crs(4326)), sites("C", [113.0], [22.0]))
    ends = zones_as_places(world), sites_as_places(world.candidates)
    minutes = straight_line_minutes(Travel(detour=1, urban_kmh=60), *ends).toarray()[0, 0]
    radius_km = np.sqrt(25 / np.pi)
    assert minutes == pytest.approx(2 / 3 * radius_km, rel=0.01)  # mean way to the centre of a disc, 1 km/min


def test_no_sites_is_an_empty_matrix() -> None:
    world = market(zones([113.0], [22.0], [1]), sites("C", [], []))
    assert straight_line_minutes(Travel(), zones_as_places(world), sites_as_places(world.candidates)).shape == (1, 0)
