"""Places near points, on a map in metres."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import KDTree

from siteplan.travel.plane import Plane, discs, near_points


def test_metres_from_the_centre_are_great_circle_metres_and_the_way_back_is_the_same() -> None:
    plane = Plane(113.0, 23.0)
    metres = plane.metres(np.array([113.0, 113.0]), np.array([23.0, 24.0]))
    assert metres == pytest.approx(np.array([[0.0, 0.0], [0.0, 111_195.08]]), abs=0.1)
    there = shapely.Point(*metres[1])
    assert plane.lonlat(there).coords[0] == pytest.approx((113.0, 24.0))


def test_a_disc_is_held_whole() -> None:
    (disc,) = discs(np.zeros((1, 2)), np.array([100.0]))
    assert shapely.distance(shapely.boundary(disc), shapely.Point(0, 0)) == pytest.approx(100.0)


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.integers(2, 12))
def test_a_place_is_near_if_its_nearest_point_says_so(seed: int, n: int) -> None:
    """At random places; those within 1 % of a radius, and those between two points, may go either way."""
    rng = np.random.default_rng(seed)
    points = rng.random((n, 2)) * 1000
    radius = rng.uniform(-200, 400, n)
    area = near_points(points, radius, 0.01)
    places = rng.random((300, 2)) * 1600 - 300
    far, nearest = KDTree(points).query(places, k=2)
    clear = far[:, 1] - far[:, 0] > 1
    slack = radius[nearest[:, 0]] - far[:, 0]
    inside = shapely.covers(area, shapely.points(places))
    assert inside[clear & (slack >= 1)].all()
    assert not inside[clear & (slack < -0.01 * np.abs(radius[nearest[:, 0]]))].any()
