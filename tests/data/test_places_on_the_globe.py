"""Where on the globe a town lies changes no figure: also across 180 degrees, and where no UTM zone reaches."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from numpy.typing import NDArray
from pyproj import CRS

import siteplan as sp
from siteplan.market import metric_crs, middle
from siteplan.pipeline import make_plan
from tests.data.folders import TOML, candidates, competitors, facilities, write_study, zones

LIMIT = '\n[[plan.rules]]\nkind = "count"\nat_most = 2\n'


def planned(folder: Path, east: float, north: float = 0.0) -> sp.Plan:
    """The plan of the small town moved by degrees."""

    def there(table: pd.DataFrame) -> pd.DataFrame:
        return table.assign(lon=(table["lon"] + east + 180) % 360 - 180, lat=table["lat"] + north)

    def corners(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        moved = xy + np.array([east, north])
        moved[:, 0] -= 360 * (moved[:, 0].mean() > 180)
        rounded: NDArray[np.float64] = moved.round(9)
        return rounded

    town: gpd.GeoDataFrame = zones()
    town["geometry"] = [shapely.transform(shape, corners) for shape in town.geometry]
    tables = {"candidates": candidates(), "facilities": facilities(), "competitors": competitors()}
    found = sp.check_study(write_study(folder, TOML + LIMIT, zones=town, **{k: there(t) for k, t in tables.items()}))
    assert found.study is not None, [str(problem) for problem in found.problems]
    assert found.market is not None
    return make_plan(found.study, found.market)


def test_a_town_across_180_degrees_is_planned_as_anywhere(tmp_path: Path) -> None:
    """Its first zones end at 180 degrees, where the others begin at -180."""
    here, there = planned(tmp_path / "a", 0.0), planned(tmp_path / "b", 66.9)
    assert list(here.sites["site_id"]) == list(there.sites["site_id"])
    assert there.kpis.capture == pytest.approx(here.kpis.capture, rel=2e-3)  # UTM and equal areas, by their scales


def test_a_town_where_no_utm_zone_reaches_is_planned(tmp_path: Path) -> None:
    assert len(planned(tmp_path, 0.0, 63.0).sites) > 0


def test_wide_or_polar_zones_are_measured_on_a_map_of_equal_areas() -> None:
    """A cell of 1 degree at the equator has 12,308.8 km2 on the ellipsoid, wherever it lies in a wide study."""
    cells = [shapely.box(x, -0.5, x + 1, 0.5) for x in (-30, 0, 29)]
    wide = gpd.GeoDataFrame(geometry=cells, crs="EPSG:4326")
    assert wide.to_crs(metric_crs(wide)).area.to_numpy() / 1e6 == pytest.approx(12_308.8, rel=1e-3)
    assert metric_crs(wide.iloc[[0]]) == CRS.from_epsg(32626)


def test_the_middle_of_zones_on_both_sides_of_180_degrees_lies_there() -> None:
    both = gpd.GeoDataFrame(geometry=[shapely.box(179, -1, 180, 1), shapely.box(-180, -1, -179, 1)], crs="EPSG:4326")
    lon, lat = middle(both)
    assert (abs(lon), lat) == pytest.approx((180.0, 0.0))
