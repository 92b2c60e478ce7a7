"""A part of a scene shows what the whole one does, larger."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from shapely import Polygon

from siteplan.present.maps.scene.crop import cities, crop, inside
from siteplan.present.maps.scene.hatching import dotted, hatched
from siteplan.present.maps.scene.map_scene import WIDE, Rings, Scene
from siteplan.present.maps.scene.scene_of import scene_of
from tests.worlds import tiny_plan


@cache
def scene() -> Scene:
    return scene_of(tiny_plan())


def size(rings: Rings) -> float:
    area = Polygon()
    for ring in rings:
        area = area.symmetric_difference(Polygon(ring).buffer(0))
    return area.area


def test_parts_of_a_scene_add_up_to_it() -> None:
    across, down = 430.0, 390.0  # through zones, not along their edges
    whole = scene()
    boxes = [
        (left, top, right, bottom)
        for left, right in ((0.0, across), (across, WIDE))
        for top, bottom in ((0.0, down), (down, whole.height))
    ]
    parts = [crop(whole, box) for box in boxes]
    zooms = [WIDE / (box[2] - box[0]) for box in boxes]
    for kind, rings in whole.areas.items():
        found = sum(size(part.areas.get(kind, ())) / zoom**2 for part, zoom in zip(parts, zooms, strict=True))
        assert found == pytest.approx(size(rings), rel=2e-3)
    assert sum(len(part.sites) for part in parts) == len(whole.sites)
    assert sum(len(part.rivals) for part in parts) == len(whole.rivals)
    assert [part.km * zoom for part, zoom in zip(parts, zooms, strict=True)] == pytest.approx([whole.km] * 4)


def test_a_site_is_where_it_was() -> None:
    site = scene().sites[0]
    part = crop(scene(), (site.x - 50, site.y - 20, site.x + 50, site.y + 60))
    (there,) = (one for one in part.sites if one.site_id == site.site_id)
    assert (there.x, there.y) == pytest.approx((WIDE / 2, 200.0), abs=0.1)  # ten times as large
    assert part.height == 800


def test_a_ring_that_leaves_and_comes_back_is_two_within() -> None:
    comb = (
        (0.0, 0.0),
        (100.0, 0.0),
        (100.0, 90.0),
        (60.0, 90.0),
        (60.0, 20.0),
        (40.0, 20.0),
        (40.0, 90.0),
        (0.0, 90.0),
    )
    part = crop(Scene(100.0, 1.0, 1.0, (), land=(comb,)), (0.0, 40.0, 100.0, 100.0))
    assert size(part.land) == pytest.approx(100.0 * (40 * 50 + 40 * 50), rel=1e-3)  # two teeth, ten times as large
    points = np.array([[200.0, 100.0], [500.0, 100.0], [800.0, 100.0], [200.0, 550.0]])
    assert inside(part.land, points).tolist() == [True, False, True, False]


def test_each_city_with_a_change_has_a_map() -> None:
    found = {city.names[""]: part for city, part in cities(scene())}
    assert set(found) == {*tiny_plan().sites["city"]}
    for city, part in found.items():
        ids = set(tiny_plan().sites.loc[tiny_plan().sites["city"] == city, "site_id"])
        assert ids <= {site.site_id for site in part.sites}
    one_city = Scene(scene().height, scene().km, scene().bar, scene().formats, cities=scene().cities[:1])
    assert cities(one_city) == []


def test_a_box_without_room_is_refused() -> None:
    with pytest.raises(ValueError, match="right beyond left"):
        crop(scene(), (5.0, 0.0, 5.0, 10.0))


def test_hatching_lies_inside_and_as_dense_as_asked() -> None:
    square: Rings = (((0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)),)
    hole: Rings = (*square, ((20.0, 20.0), (80.0, 20.0), (80.0, 80.0), (20.0, 80.0)))
    for rising in (True, False):
        lines = np.array(hatched(hole, 2.0, rising))
        along = np.hypot(*(lines[:, 1] - lines[:, 0]).T)
        assert along.sum() == pytest.approx((100**2 - 60**2) / 2.0, rel=0.03)  # length by distance is the area
        assert inside(hole, lines.mean(axis=1)).all()
        slope = (lines[:, 1] - lines[:, 0])[:, 1] / (lines[:, 1] - lines[:, 0])[:, 0]
        assert slope == pytest.approx(-1.0 if rising else 1.0)  # y counts downwards
    assert hatched((), 2.0) == []
    rows = dotted(((((0.0, 0.0), (40.0, 0.0), (40.0, 20.0), (0.0, 20.0))),), 2.0)
    assert sum((right - left) / 2.0 + 1 for (left, _), (right, _) in rows) == 40 * 20 / 2**2  # one a square of 2 by 2
