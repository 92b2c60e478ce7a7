"""The market's own figures: its metres."""

from __future__ import annotations

import geopandas as gpd
import pytest
from shapely import Point, box

from siteplan.market import WGS84, metric_crs


@pytest.mark.parametrize(
    ("corners", "epsg"),
    [
        ((113.0, 22.0, 114.0, 24.0), 32649),  # zone 49 spans 108 to 114 degrees east
        ((109.6, 20.2, 117.3, 25.5), 32649),  # Guangdong: its centre counts
        ((174.6, -36.9, 174.8, -36.7), 32760),  # Auckland, south of the equator
    ],
)
def test_metres_are_those_of_the_utm_zone_of_the_centre(corners: tuple[float, ...], epsg: int) -> None:
    zones = gpd.GeoDataFrame(geometry=[box(*corners)], crs=WGS84)
    assert metric_crs(zones).to_epsg() == epsg == zones.estimate_utm_crs().to_epsg()


def test_two_places_have_each_their_own_metres() -> None:
    """What was looked up for one study is not taken for another."""
    places = [gpd.GeoDataFrame(geometry=[Point(lon, 23.0)], crs=WGS84) for lon in (113.0, 117.0, 113.0)]
    assert [metric_crs(zones).to_epsg() for zones in places] == [32649, 32650, 32649]
