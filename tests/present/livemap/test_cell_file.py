"""The file of cells holds every zone's corners and figures, whatever its shape."""

from __future__ import annotations

import gzip
import json
import struct
from typing import Any

import geopandas as gpd
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box

from siteplan.present.livemap.cell_file import cell_file, values_file

TYPES = {"f4": np.float32, "i4": np.int32, "u4": np.uint32, "u1": np.uint8}


def read(packed: bytes) -> tuple[int, dict[str, np.ndarray]]:
    """Read the file as the browser does."""
    data = gzip.decompress(packed)
    (size,) = struct.unpack("<I", data[:4])
    header: dict[str, Any] = json.loads(data[4 : 4 + size])
    assert all(offset % 8 == 0 for _, _, offset, _ in header["columns"])
    columns = {name: np.frombuffer(data, TYPES[kind], count, offset) for name, kind, offset, count in header["columns"]}
    return header["n"], columns


def rings_of(zone: int, columns: dict[str, np.ndarray]) -> list[list[tuple[float, float]]]:
    at = np.column_stack([columns["lon"], columns["lat"]]) / 1e6
    rings, corners = columns["rings"], columns["corners"]
    return [
        [tuple(corner) for corner in at[corners[r] : corners[r + 1]].tolist()]
        for r in range(rings[zone], rings[zone + 1])
    ]


def test_holes_and_parts_are_rings_of_their_zone() -> None:
    ring_zone = Polygon(box(113, 23, 114, 24).exterior, [box(113.4, 23.4, 113.6, 23.6).exterior])
    islands = MultiPolygon([box(115, 22, 115.1, 22.1), box(115.2, 22, 115.3, 22.1)])
    n, columns = read(cell_file(gpd.GeoSeries([ring_zone, islands]), {"people": np.array([5, 7], dtype=np.float32)}))
    assert n == 2
    assert [len(rings_of(zone, columns)) for zone in (0, 1)] == [2, 2]
    assert set(rings_of(0, columns)[1]) == {(113.4, 23.4), (113.4, 23.6), (113.6, 23.6), (113.6, 23.4)}
    assert columns["people"].tolist() == [5, 7]


@given(st.lists(st.tuples(st.integers(-170, 170), st.integers(-80, 80), st.integers(3, 9)), min_size=1, max_size=9))
def test_every_zone_comes_back(places: list[tuple[int, int, int]]) -> None:
    """Regular polygons of three to nine corners, anywhere: each comes back with its corners, to a millionth."""
    turns = [np.linspace(0, 2 * np.pi, corners, endpoint=False) for _, _, corners in places]
    shapes = [
        Polygon(np.column_stack([lon + np.cos(turn), lat + np.sin(turn)]))
        for (lon, lat, _), turn in zip(places, turns, strict=True)
    ]
    n, columns = read(cell_file(gpd.GeoSeries(shapes), {}))
    assert n == len(shapes)
    for zone, shape in enumerate(shapes):
        (ring,) = rings_of(zone, columns)
        assert np.allclose(ring, np.array(shape.exterior.coords)[:-1], atol=1e-6)


def test_figures_are_as_they_were_and_the_same_bytes_each_time() -> None:
    values = np.array([1.5, np.nan, 0.0])
    packed = values_file(values)
    assert np.array_equal(np.frombuffer(gzip.decompress(packed), "<f4"), values.astype("<f4"), equal_nan=True)
    assert packed == values_file(values)
    lined = gzip.decompress(values_file(values, np.array([True, False, True])))
    assert (lined[:12], [*lined[12:]]) == (gzip.decompress(packed), [1, 0, 1])
