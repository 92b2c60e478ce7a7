"""Areas drawn on the map: what lies in them, and the table of areas that a study reads."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
from shapely import Point

from siteplan.data.tables.exclusions import barred, finished_exclusions
from siteplan.present.candidates.drawn_area import DrawnArea, exclusions_geojson, sites_in

SITES = gpd.GeoDataFrame(
    {"status": ["candidate"] * 4},
    index=["A", "B", "C", "D"],
    geometry=[Point(1, 1), Point(0, 1), Point(3, 1), Point(1.5, 0.2)],
    crs="EPSG:4326",
)
SQUARE = DrawnArea("area-1", "Area 1", ((0, 0), (2, 0), (2, 2), (0, 2)), barred=True)
BOW = DrawnArea("area-2", "Area 2", ((0, 0), (2, 2), (2, 0), (0, 2)))  # two triangles that touch at (1, 1)


def test_what_lies_inside_or_on_the_edge_is_in_it() -> None:
    assert sites_in(SITES, SQUARE).tolist() == ["A", "B", "D"]
    assert sites_in(SITES, BOW).tolist() == ["A", "B"]  # D lies under the bow
    assert DrawnArea("area-3", "", ((0, 0), (1, 1), (2, 2))).is_empty


def test_barred_areas_are_a_table_that_a_study_reads(tmp_path: Path) -> None:
    written = exclusions_geojson([SQUARE, BOW])
    assert len(json.loads(written)["features"]) == 1  # the other one bars nothing
    (tmp_path / "exclusions.geojson").write_bytes(written)
    areas = finished_exclusions(gpd.read_file(tmp_path / "exclusions.geojson"))
    assert barred(SITES, areas)["barred_by"].tolist() == ["Area 1", "Area 1", "", "Area 1"]
