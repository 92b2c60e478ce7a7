"""WGS-84, GCJ-02, BD-09: known points, and laws over all of China."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point, box

from siteplan.data.tables.coordinates import (
    bd09_to_gcj02,
    bd09_to_wgs84,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    to_wgs84,
    wgs84_to_bd09,
    wgs84_to_gcj02,
)

in_china = st.tuples(st.floats(72.1, 137.7), st.floats(0.9, 55.7))
outside = st.one_of(
    st.tuples(st.floats(-180, 71.9), st.floats(-90, 90)),
    st.tuples(st.floats(138, 180), st.floats(-90, 90)),
    st.tuples(st.floats(-180, 180), st.floats(-90, 0.7)),
)
PAIRS = [(wgs84_to_gcj02, gcj02_to_wgs84), (gcj02_to_bd09, bd09_to_gcj02), (wgs84_to_bd09, bd09_to_wgs84)]


def at(*points: tuple[float, float]) -> np.ndarray:
    return np.array(points, dtype=float)


def metres(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    east = (a[:, 0] - b[:, 0]) * np.cos(np.radians(a[:, 1]))
    return np.hypot(east, a[:, 1] - b[:, 1]) * 111_195


def test_beijings_railway_station_is_where_others_put_it() -> None:
    # The worked example of the R package geoChina.
    assert wgs84_to_gcj02(at((116.42079, 39.90105))) == pytest.approx(at((116.42703, 39.90245)), abs=1e-5)


@pytest.mark.parametrize(("there", "back"), PAIRS)
@given(point=in_china)
def test_there_and_back_is_the_same_place(there: object, back: object, point: tuple[float, float]) -> None:
    given_points = at(point)
    assert np.abs(back(there(given_points)) - given_points).max() < 1e-9  # type: ignore[operator]  # one of PAIRS


@given(point=in_china)
def test_the_shift_is_some_hundred_metres(point: tuple[float, float]) -> None:
    wgs = at(point)
    assert metres(wgs84_to_gcj02(wgs), wgs)[0] < 1100
    assert 300 < metres(gcj02_to_bd09(wgs), wgs)[0] < 1300


@given(point=in_china)
def test_bd09_is_gcj02_turned_once_more(point: tuple[float, float]) -> None:
    wgs = at(point)
    gcj = wgs84_to_gcj02(wgs)
    if 72.1 < gcj[0, 0] < 137.7 and 0.9 < gcj[0, 1] < 55.7:
        assert wgs84_to_bd09(wgs) == pytest.approx(gcj02_to_bd09(gcj), abs=1e-12)


@pytest.mark.parametrize("convert", [f for pair in PAIRS for f in pair])
@given(point=outside)
def test_nothing_is_shifted_outside_china(convert: object, point: tuple[float, float]) -> None:
    assert (convert(at(point)) == at(point)).all()  # type: ignore[operator]  # one of PAIRS


@pytest.mark.parametrize("convert", [f for pair in PAIRS for f in pair])
def test_no_points_are_no_points(convert: object) -> None:
    assert convert(np.empty((0, 2))).shape == (0, 2)  # type: ignore[operator]  # one of PAIRS


def test_polygons_are_moved_corner_by_corner_and_gaps_stay() -> None:
    shapes = gpd.GeoSeries([box(113, 23, 113.1, 23.1), None, Point(113, 23)], index=list("abc"), crs="EPSG:4326")
    moved = to_wgs84(shapes, "gcj02")
    assert list(moved.index) == list("abc")
    assert moved["b"] is None
    assert np.array(moved["c"].coords) == pytest.approx(gcj02_to_wgs84(at((113, 23))))
    corners = np.array(shapes["a"].exterior.coords)
    assert np.array(moved["a"].exterior.coords) == pytest.approx(gcj02_to_wgs84(corners))


def test_wgs84_stays_as_it_is() -> None:
    shapes = gpd.GeoSeries([Point(113, 23)], crs="EPSG:4326")
    assert to_wgs84(shapes, "wgs84") is shapes


@pytest.mark.acceptance
def test_shenzhens_charging_stations_lie_in_shenzhen_once_converted(shared_data: Path) -> None:
    stations = pd.read_csv(shared_data / "shenzhen" / "urbanev_inf.csv")[["longitude", "latitude"]].to_numpy()
    city = gpd.read_file(shared_data / "shenzhen" / "SZ_TAZ.shp").to_crs(4326).union_all()

    def inside(lonlat: np.ndarray) -> float:
        return float(gpd.GeoSeries(gpd.points_from_xy(*lonlat.T), crs=4326).within(city).mean())

    assert len(stations) == 1362
    assert inside(stations) < 0.97
    assert inside(gcj02_to_wgs84(stations)) >= 0.995
