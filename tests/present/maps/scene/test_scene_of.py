"""The scene of a plan's map says what the plan says, on one grid, in no language."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely
from scipy.sparse import csr_array
from shapely import Polygon, box

from siteplan.evaluate import Plan, evaluate
from siteplan.formulate.outcome import Answer
from siteplan.market import RoadNetwork
from siteplan.present.maps.scene.map_scene import GRID, WIDE, Rings, Scene
from siteplan.present.maps.scene.scene_of import scene_of
from tests.moving import moving_ground, opening
from tests.worlds import COLUMNS, ROWS, SIDE, SOUTH, WEST, in_provinces, tiny_plan

KM_OF_DEGREE = 111.2


@pytest.fixture(scope="module")
def scene() -> Scene:
    return scene_of(tiny_plan())


def size(rings: Rings) -> float:
    """Square units that an odd number of rings holds."""
    inside = Polygon()
    for ring in rings:
        inside = inside.symmetric_difference(Polygon(ring))
    return inside.area


def test_classes_are_as_large_as_their_zones(scene: Scene) -> None:
    zones = tiny_plan().zones
    cell = size(scene.land) / len(zones)  # all are 0.05 degrees wide and high; those farther south a bit larger
    counts = {
        "today": int((zones["covered"] & zones["covered_before"]).sum()),
        "plan": int((zones["covered"] & ~zones["covered_before"]).sum()),
        "rural": int((~zones["covered"] & zones["rural"]).sum()),
        "urban": int((~zones["covered"] & ~zones["rural"]).sum()),
    }
    assert {kind: round(size(rings) / cell, 1) for kind, rings in scene.areas.items()} == pytest.approx(counts, abs=0.1)
    assert min(counts.values()) > 0  # "lost" occurs in none of them, and is not there


def test_a_zone_that_is_no_longer_reached_is_told_apart() -> None:
    ground = moving_ground("closable", "convertible")
    plan = evaluate(Answer.of(ground, opening(ground, ["F2:dealer"])))  # the mall closes
    lost = plan.zones["covered_before"] & ~plan.zones["covered"]
    scene = scene_of(plan)
    assert lost.any()
    assert size(scene.areas["lost"]) / size(scene.land) == pytest.approx(lost.mean(), rel=0.02)
    assert {site.state for site in scene.sites} == {"own", "closed"}


def test_the_box_holds_everything_to_scale(scene: Scene) -> None:
    x, y = np.array([corner for ring in scene.land for corner in ring]).T
    wide = COLUMNS * SIDE * np.cos(np.radians(SOUTH + ROWS * SIDE / 2)) * KM_OF_DEGREE
    assert (x.max() - x.min()) * scene.km == pytest.approx(wide, rel=0.01)
    assert (y.max() - y.min()) * scene.km == pytest.approx(ROWS * SIDE * KM_OF_DEGREE, rel=0.01)
    assert 0 < x.min() < x.max() < WIDE
    assert 0 < y.min() < y.max() < scene.height
    assert (x * GRID == np.round(x * GRID)).all()
    assert scene.bar == 5  # of 1, 2 and 5 the longest up to 12 % of some 42 km
    north = next(site for site in scene.sites if site.site_id == "C1")
    south = next(site for site in scene.sites if site.site_id == "C6")
    assert north.y < south.y  # pixels count downwards


def test_sites_have_their_state_and_are_as_large_as_they_sell(scene: Scene) -> None:
    plan = tiny_plan()
    assert {site.site_id: site.state for site in scene.sites} == {
        "C1": "new", "C3": "new", "C6": "new", "F1": "own", "F2": "own",
    }  # fmt: skip
    sold = plan.business.sites.set_index("site_id")["sold"]
    assert [site.site_id for site in scene.sites] == [*sold.sort_values(ascending=False).index]
    assert [site.size**2 for site in scene.sites] == pytest.approx(
        [sold[site.site_id] / sold.max() for site in scene.sites], abs=2e-3
    )
    assert len(scene.rivals) == len(plan.market.competitors)


def test_places_stand_where_people_live_densest_and_keep_their_names() -> None:
    plan = tiny_plan()
    zones = plan.market.zones.assign(city_en="", county_zh_hant="港口", city_code="W")
    zones.loc[zones["city"] == "Westport", "city_en"] = "West Port"
    scene = scene_of(replace(plan, market=replace(plan.market, zones=zones)))
    people = zones.groupby("city")["population"].sum().sort_values(ascending=False)
    cities = [place for place in scene.places if place.kind == "city"]
    assert [place.names[""] for place in cities] == [*people.index]
    assert [place.people for place in cities] == pytest.approx([*people])
    west = next(place for place in cities if place.names[""] == "Westport")
    assert west.names == {"": "Westport", "en": "West Port"}  # a code is no name in a language
    assert [west.name("en"), west.name("zh-Hans")] == ["West Port", "Westport"]
    county = next(place for place in scene.places if place.kind == "county")
    assert county.name("zh-Hant") == "港口"
    most = zones[zones["city"] == "Westport"]["population"].idxmax()  # zones are of one size
    spot = zones.geometry[most].centroid
    left = min(x for ring in scene.land for x, _ in ring)
    right = max(x for ring in scene.land for x, _ in ring)
    assert (west.x - left) / (right - left) == pytest.approx((spot.x - WEST) / (COLUMNS * SIDE), abs=0.01)


def test_cities_tile_the_land_and_neighbours_share_corners(scene: Scene) -> None:
    assert sum(size(city.rings) for city in scene.cities) == pytest.approx(size(scene.land), rel=1e-3)
    assert sum(size(county.rings) for county in scene.counties) == pytest.approx(size(scene.land), rel=1e-3)
    one, other = ({corner for ring in city.rings for corner in ring} for city in scene.cities)
    assert len(one & other) >= 2


def centroids(shapes: gpd.GeoSeries) -> np.ndarray:
    """Degrees (2, n): what geopandas warns of does no harm in cells this small."""
    return shapely.get_coordinates(shapely.centroid(shapes.to_numpy())).T


def with_roads(plan: Plan, classes: list[int] | None) -> Plan:
    """A road eastwards through three nodes, a motorway if its edges say so, and a stub of a lane."""
    lon, lat = np.array([WEST, WEST + 0.2, WEST + 0.4, WEST + 0.2]), np.array([SOUTH + 0.1] * 3 + [SOUTH + 0.2])
    minutes = csr_array((np.ones(5), ([0, 1, 1, 2, 1], [1, 0, 2, 1, 3])), shape=(4, 4))
    kinds = None if classes is None else np.array(classes, dtype=np.uint8)
    return replace(plan, market=replace(plan.market, roads=RoadNetwork(lon, lat, minutes, kinds)))


def test_main_roads_are_one_line_and_others_none() -> None:
    scene = scene_of(with_roads(tiny_plan(), [3, 3, 3, 0, 3]))  # 0-1, 1-0, 1-2, 1-3, 2-1
    assert [*scene.roads] == ["motorway"]
    (line,) = scene.roads["motorway"]
    assert len(line) == 2  # both ways once, and straight
    assert abs(line[1][0] - line[0][0]) > WIDE * 0.9
    assert scene_of(with_roads(tiny_plan(), None)).roads == {}
    assert scene_of(tiny_plan()).roads == {}


def test_points_have_classes_and_no_outlines() -> None:
    plan = tiny_plan()
    centres = gpd.points_from_xy(*centroids(plan.zones.geometry), crs=plan.zones.crs)
    zones = plan.market.zones.set_geometry(centres)
    scene = scene_of(replace(plan, market=replace(plan.market, zones=zones), zones=plan.zones.set_geometry(centres)))
    assert (scene.land, scene.cities, scene.counties) == ((), (), ())
    assert set(scene.areas) == {"today", "plan", "rural", "urban"}
    assert len(scene.places) > 2


def test_one_zone_with_one_site_has_a_map() -> None:
    plan = tiny_plan()
    one = gpd.GeoSeries([box(WEST, SOUTH, WEST + 1e-3, SOUTH + 1e-3)], crs=plan.zones.crs)
    zones = plan.zones.iloc[:1].set_geometry(one.to_numpy(), crs=plan.zones.crs)
    market = replace(plan.market, zones=plan.market.zones.iloc[:1].set_geometry(one.to_numpy(), crs=plan.zones.crs))
    alone = replace(plan, zones=zones, market=market, sites=plan.sites.iloc[:0])
    own = market.facilities.iloc[:1].set_geometry(gpd.points_from_xy([WEST], [SOUTH]), crs=plan.zones.crs)
    scene = scene_of(replace(alone, market=replace(market, facilities=own)))
    assert len(scene.sites) == 1
    assert scene.km * WIDE == pytest.approx(2.0, rel=0.01)  # km: no closer, whatever is there
    assert scene.height > 0


def test_the_same_plan_gives_the_same_scene(scene: Scene) -> None:
    assert scene_of(tiny_plan()) == scene


def test_provinces_are_outlined_and_named_where_zones_name_several(scene: Scene) -> None:
    """Each city is a province here: their outlines are alike; a study of one province has none."""
    assert scene.provinces == ()
    both = scene_of(in_provinces(tiny_plan(), Westport="Jiangsu", Eastshire="Anhui"))
    of_city = {"Jiangsu": "Westport", "Anhui": "Eastshire"}
    cities = {one.names[""]: size(one.rings) for one in both.cities}
    assert {of_city[one.names[""]]: size(one.rings) for one in both.provinces} == pytest.approx(cities)
    assert [place.name("en") for place in both.places if place.kind == "province"] == ["Jiangsu", "Anhui"]
    assert scene_of(in_provinces(tiny_plan(), Westport="Jiangsu")).provinces == ()
