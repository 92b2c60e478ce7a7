"""Shapes written short: read again by the rule that is written beside them, they are the same to the last decimal."""

from __future__ import annotations

import folium
import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, Polygon, box

from siteplan.present.web import packed_shapes
from siteplan.present.web.packed import _DIGITS, PackedGeoJson
from tests.examples import examples

CORNER = st.tuples(st.integers(-18_000_000, 18_000_000), st.integers(-9_000_000, 9_000_000))
RINGS = st.lists(CORNER, min_size=3, max_size=6)
POLYGONS = st.lists(st.tuples(RINGS, st.lists(RINGS, max_size=2)), max_size=3)


def in_degrees(polygons: list[tuple[list[tuple[int, int]], list[list[tuple[int, int]]]]], unit: int) -> MultiPolygon:
    def ring(corners: list[tuple[int, int]]) -> list[tuple[float, float]]:
        return [(x / unit, y / unit) for x, y in corners]

    return MultiPolygon([(ring(outer), [ring(hole) for hole in holes]) for outer, holes in polygons])


SHAPES = st.builds(in_degrees, POLYGONS, st.sampled_from([10**4, 10**5]))


def packed_shape(shape: shapely.Geometry) -> dict[str, str]:
    return packed_shapes([shape])[0]


def read_again(text: str) -> MultiPolygon:
    """Read a packed text sign by sign."""
    unit, at = 10 ** int(text[0]), np.zeros(2, dtype=int)
    polygons = []
    for polygon in text[1:].split(";") if text[1:] else []:
        rings = []
        for ring in polygon.split(","):
            corners = []
            for step in zip(*[iter(numbers(ring))] * 2, strict=True):
                at = at + step
                corners.append(tuple(at / unit))
            rings.append(corners)
        polygons.append((rings[0], rings[1:]))
    return MultiPolygon(polygons)


def numbers(signs: str) -> list[int]:
    found, value, place = [], 0, 1
    for sign in signs:
        digit = _DIGITS.index(sign)
        value, place = value + (digit & 31) * place, place * 32
        if digit < 32:
            found.append(-(value + 1) // 2 if value % 2 else value // 2)
            value, place = 0, 1
    return found


@examples(60)
@given(st.lists(SHAPES, max_size=4))
def test_shapes_read_again_are_the_same(shapes: list[MultiPolygon]) -> None:
    again = [read_again(packed["coordinates"]) for packed in packed_shapes(shapes)]
    assert shapely.equals_exact(again, shapes, tolerance=1e-9).all()


def test_what_has_no_area_is_left_out() -> None:
    assert packed_shape(Polygon()) == {"type": "MultiPolygon", "coordinates": "4"}
    mixed = shapely.GeometryCollection([Point(1, 2), box(0, 0, 1, 1)])
    assert read_again(packed_shape(mixed)["coordinates"]).equals(box(0, 0, 1, 1))


def test_a_square_by_hand() -> None:
    """Corners (0.0001, 0), (0.0001, 0.0001), (0, 0.0001), (0, 0): steps 1 0, 0 1, -1 0, 0 -1: 2 0 0 2 1 0 0 1."""
    square = box(0, 0, 0.0001, 0.0001)
    assert [tuple(xy) for xy in shapely.get_coordinates(square)][:2] == [(0.0001, 0), (0.0001, 0.0001)]
    assert packed_shape(square)["coordinates"] == "4CAACBAAB"


def test_it_takes_less_than_half_of_geojson() -> None:
    discs = shapely.union_all(shapely.buffer([Point(x / 3, x % 7 / 5) for x in range(50)], 0.15, quad_segs=4))
    short = shapely.transform(discs, lambda xy: xy.round(4))
    assert len(packed_shape(short)["coordinates"]) < 0.5 * len(shapely.to_geojson(short))


def test_a_map_is_not_asked_for_bounds_of_what_is_packed() -> None:
    feature = {"type": "Feature", "properties": {}, "geometry": packed_shape(box(0, 0, 1, 1))}
    drawn = folium.Map(tiles=None)
    drawn.add_child(PackedGeoJson([feature]))
    assert drawn.get_bounds() == [[None, None], [None, None]]


def test_no_digit_is_a_sign_that_a_page_must_escape() -> None:
    assert len(set(_DIGITS)) == 64
    assert not set("<>&'\"`\\{}$,;") & set(_DIGITS)
