"""Zones merged for a map cover what they covered, with fewer corners."""

from __future__ import annotations

from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point, box

from siteplan.present.maps.merged_zones import Mosaic, area_km2, screen_mosaic, zone_areas
from tests.examples import examples
from tests.worlds import tiny_market


@pytest.fixture(scope="module")
def zones() -> gpd.GeoDataFrame:
    return tiny_market().zones


def degrees(shapes: gpd.GeoSeries) -> float:
    """Area in square degrees."""
    return float(shapely.area(shapes.to_numpy()).sum())


def test_merged_classes_keep_their_area_and_leave_out_the_classless(zones: gpd.GeoDataFrame) -> None:
    classes = pd.Series(np.arange(48) % 3, index=zones.index, dtype=float).where(np.arange(48) >= 6)
    shapes = Mosaic.of(zones).merged(classes)
    assert list(shapes.index) == [0, 1, 2]
    assert degrees(shapes) == pytest.approx(42 * 0.05**2, rel=1e-6)
    assert shapes.is_valid.all()


def test_one_class_is_one_rectangle(zones: gpd.GeoDataFrame) -> None:
    whole = Mosaic.of(zones).together(zones.index)
    assert whole.symmetric_difference(box(113.0, 23.0, 113.4, 23.3)).area < 1e-9


def test_the_outline_has_no_holes(zones: gpd.GeoDataFrame) -> None:
    ring = zones.drop(index=["z22"])
    shape = Mosaic.of(ring).outline
    assert shape.geom_type == "MultiPolygon"
    assert shape.area == pytest.approx(48 * 0.05**2)


def test_coordinates_are_short(zones: gpd.GeoDataFrame) -> None:
    moved = zones.set_geometry(zones.geometry.translate(1 / 3, 1 / 7))
    shape = Mosaic.of(moved).together(zones.index)
    assert all(len(f"{x}".split(".")[1]) <= 5 for xy in shape.exterior.coords for x in xy)


def test_points_become_discs_that_do_not_overlap() -> None:
    grid = [Point(113 + x / 10, 23 + y / 10) for x in range(3) for y in range(3)]
    areas = zone_areas(gpd.GeoDataFrame(geometry=grid, crs="EPSG:4326"))
    assert (areas.geom_type == "Polygon").all()
    assert degrees(areas) == pytest.approx(areas.union_all().area)
    assert degrees(areas) == pytest.approx(9 * np.pi * 0.05**2, rel=0.05)


def test_a_single_point_still_has_an_area() -> None:
    lonely = gpd.GeoDataFrame(geometry=[Point(113, 23)], crs="EPSG:4326")
    assert degrees(zone_areas(lonely)) > 0
    assert area_km2(lonely).isna().all()


def test_square_kilometres(zones: gpd.GeoDataFrame) -> None:
    # 0.05 degrees of latitude are 5.54 km, of longitude at 23 degrees 5.12 km.
    assert area_km2(zones).to_numpy() == pytest.approx(5.54 * 5.12, rel=0.01)


def test_a_sliver_that_rounding_would_twist_stays_valid() -> None:
    """Merged shapes are merged again when they are drawn: invalid ones would stop the map."""
    # A needle, narrower than a digit, whose tip rounds across its other side.
    needle = shapely.Polygon(
        [(0, 0), (0.1, 0), (0.1, 0.1), (0.050004, 0.1), (0.050006, 0.00002), (0.049999, 0.1), (0, 0.1)]
    )
    assert not shapely.transform(needle, lambda xy: xy.round(5)).is_valid
    areas = gpd.GeoSeries([needle], crs="EPSG:4326")
    shape = Mosaic(areas).merged(pd.Series([0])).iloc[0]
    assert shape.is_valid
    assert shape.area == pytest.approx(needle.area, rel=1e-3)


CORNERS = st.integers(0, 5)


def patch(at: tuple[int, int, int, int]) -> shapely.Polygon:
    x, y, width, height = at
    return box(x, y, x + 1 + width, y + 1 + height)


@examples(40)
@given(st.lists(st.tuples(CORNERS, CORNERS, st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=30), st.data())
def test_merged_is_the_union_however_zones_lie_on_and_beside_each_other(
    places: list[tuple[int, int, int, int]], data: st.DataObject
) -> None:
    """Some share whole edges, some parts of them, some lie on others: one rule for all is GEOS's plain union."""
    areas = gpd.GeoSeries([patch(at) for at in places], crs="EPSG:4326")
    by = pd.Series(data.draw(st.lists(st.integers(0, 2), min_size=len(areas), max_size=len(areas))))
    shapes = Mosaic(areas).merged(by)
    for key, part in areas.groupby(by):
        plain = shapely.union_all(part.to_numpy())
        assert shapes[key].is_valid
        assert shapes[key].symmetric_difference(plain).area == pytest.approx(0, abs=1e-9)
    whole = Mosaic(areas).together(areas.index)
    assert whole.symmetric_difference(areas.union_all()).area == pytest.approx(0, abs=1e-9)


def test_nobody_is_an_empty_polygon(zones: gpd.GeoDataFrame) -> None:
    assert Mosaic.of(zones).together(zones.index[:0]).equals(shapely.Polygon())


def winding(n: int) -> gpd.GeoDataFrame:
    """Four strips a degree wide side by side, whose edges wind through n corners."""
    north = np.linspace(0, 1, n)
    edges = [np.column_stack((east + np.sin(north * 40) / 50, north)) for east in range(5)]
    strips = [shapely.Polygon([*left, *right[::-1]]) for left, right in pairwise(edges)]
    return gpd.GeoDataFrame(geometry=strips, crs="EPSG:4326")


def test_detail_that_no_screen_shows_is_left_out_and_neighbours_still_touch(monkeypatch: pytest.MonkeyPatch) -> None:
    zones = winding(2_000)
    assert screen_mosaic(zones).areas.equals(zones.geometry)  # 16,000 corners are few
    monkeypatch.setattr("siteplan.present.maps.merged_zones.CORNERS", 4_000)
    drawn = screen_mosaic(zones).areas
    assert shapely.get_num_coordinates(drawn.to_numpy()).sum() <= 4_000
    assert shapely.coverage_is_valid(drawn.to_numpy())
    assert degrees(drawn) == pytest.approx(drawn.union_all().area)
    assert drawn.union_all().hausdorff_distance(zones.union_all()) < 4 / 2**11  # of the map's longer side


def test_detail_is_left_out_of_zones_that_lie_on_each_other_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("siteplan.present.maps.merged_zones.CORNERS", 100)
    zones = winding(500)
    shifted = pd.concat([zones, zones.set_geometry(zones.translate(0.5, 0.01))], ignore_index=True)
    shapes = screen_mosaic(shifted).merged(pd.Series([0, 1] * 4))
    assert shapes.is_valid.all()
    assert set(shapes.geom_type) <= {"Polygon", "MultiPolygon"}
    assert degrees(gpd.GeoSeries(shapes.union_all())) == pytest.approx(shifted.union_all().area, rel=0.01)
