"""Polygons that cost little each and much together are refused before they are repaired."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import Polygon

from siteplan.data.check import shape_limits
from siteplan.data.check.shape_limits import tangled
from tests.data.folders import only, problems, zones

BOW = Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])  # two sides cross: one pair, counted twice


def shapes(*some: Polygon) -> pd.Series:
    return pd.Series(list(some), index=[f"Z{n}" for n in range(len(some))])


def test_crossings_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each bow has 2; a budget of 3 is used up by two of them, and the third is not looked at."""
    monkeypatch.setattr(shape_limits, "MOST_CROSSINGS_IN_ALL", 3)
    knot, beyond = tangled(shapes(BOW, BOW, BOW), pd.Series([True] * 3))
    assert (knot.tolist(), beyond.tolist()) == ([False] * 3, [False, False, True])


def test_so_do_corners(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each bow has 4 sides."""
    monkeypatch.setattr(shape_limits, "MOST_BROKEN_CORNERS", 9)
    assert tangled(shapes(BOW, BOW, BOW), pd.Series([True, False, True]))[1].tolist() == [False] * 3
    assert tangled(shapes(BOW, BOW, BOW), pd.Series([True] * 3))[1].tolist() == [False, False, True]


def test_what_is_beyond_is_told_with_its_ids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Knots of 200 corners have some 9,000 crossings each, where 30,000 may be: five are too many, none alone is."""
    monkeypatch.setattr(shape_limits, "MOST_CROSSINGS_IN_ALL", 30_000)
    rng = np.random.default_rng(0)
    knots = [Polygon(rng.random((200, 2)) / 10 + [x, 23]) for x in (113, 113.1, 113.2, 113.3, 113.4)]
    given: gpd.GeoDataFrame = zones().set_geometry([*knots, zones().geometry.iloc[5]], crs="EPSG:4326")
    problem = only([p for p in problems(tmp_path, zones=given) if p.table == "zones"])
    assert "repairing all would take too long" in problem.what
    assert tuple(problem.ids) == ("Z5",)
