"""A visitor's own file of candidates: columns are found by their usual names, and all that is wrong is told."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from siteplan.data.limits import MOST_OWN_CELLS, MOST_OWN_SITES
from siteplan.data.reading import Reading
from siteplan.data.tables.own_file import own_candidates, proposed_columns, read_own_file
from siteplan.study import FileEntry
from tests.markets import grid_market, study

MARKET = grid_market(1)
SPOT = MARKET.zones.geometry.iloc[0]
ROWS = {"门店编号": ["N1", "N2"], "名称": ["东门店", "西门店"], "业态": ["mall", "mall"], "租金": ["9.5", ""]}
PLACES = {"经度": [SPOT.x, SPOT.x], "纬度": [SPOT.y, SPOT.y]}


def _taken(path: Path) -> Reading[gpd.GeoDataFrame]:
    entry = FileEntry(path=path.name)
    raw = read_own_file(path, entry).checked()
    return own_candidates(study(), MARKET, raw, proposed_columns(raw.frame), entry)


@pytest.mark.parametrize("kind", ["gbk.csv", "titled.xlsx", "places.geojson", "places.gpkg"])
def test_its_columns_are_found_by_their_usual_names_in_every_kind_of_file(kind: str, tmp_path: Path) -> None:
    path, table = tmp_path / kind, pd.DataFrame(ROWS | PLACES)
    if kind == "gbk.csv":
        table.to_csv(path, index=False, encoding="gbk")
    elif kind == "titled.xlsx":  # a title in merged cells above the header
        with pd.ExcelWriter(path, engine="openpyxl") as book:
            table.to_excel(book, index=False, startrow=1)
            book.sheets["Sheet1"]["A1"] = "候选门店一览"
            book.sheets["Sheet1"].merge_cells("A1:F1")
    else:
        shapes = gpd.points_from_xy(table["经度"], table["纬度"])
        gpd.GeoDataFrame(pd.DataFrame(ROWS), geometry=shapes, crs="EPSG:4326").to_file(path)
    found = _taken(path)
    assert found.problems == ()
    sites = found.checked()
    assert sites.index.tolist() == ["N1", "N2"]
    assert sites["name"].tolist() == ["东门店", "西门店"]
    assert sites["formats"].tolist() == [("mall",), ("mall",)]
    assert sites["rent"].iloc[0] == 9.5
    assert np.isnan(sites["rent"].iloc[1])
    assert sites["city"].tolist() == ["A", "A"]  # of the zone they lie in
    assert sites["uploaded"].all()


def test_sites_without_ids_are_numbered_past_those_of_the_study(tmp_path: Path) -> None:
    path = tmp_path / "sites.csv"
    pd.DataFrame({"lon": [SPOT.x] * 2, "lat": [SPOT.y] * 2}).to_csv(path, index=False)
    assert _taken(path).checked().index.tolist() == ["UP1", "UP2"]


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "sites.csv"
    rows = {"site_id": ["C1", "N2", "N2"], "lon": [SPOT.x] * 3, "lat": [SPOT.y] * 3, "rent": ["cheap", 1, 1]}
    pd.DataFrame(rows).to_csv(path, index=False)
    said = " ".join(map(str, _taken(path).problems))
    assert "not a number" in said
    assert "more than one row" in said
    pd.DataFrame({**rows, "site_id": ["C1", "N2", "N3"], "rent": 1, "formats": "kiosk"}).to_csv(path, index=False)
    said = " ".join(map(str, _taken(path).problems))
    assert "that of a site of the study" in said
    assert '"kiosk" does not exist' in said


def test_a_file_that_is_too_large_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    cells = tmp_path / "cells.csv"
    cells.write_bytes(b"," * (MOST_OWN_CELLS + 1))
    rows = tmp_path / "rows.csv"
    rows.write_text("site_id,lon,lat\n" + "A,1,1\n" * (MOST_OWN_SITES + 1), "utf-8")
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(200_000_000)  # holes: nothing is written
    for path, word in ((cells, "cells"), (rows, "rows"), (huge, "200 MB")):
        found = read_own_file(path, FileEntry(path=path.name))
        assert found.value is None
        assert word in str(found.problems[0])


def test_what_no_program_wrote_is_refused_in_plain_words(tmp_path: Path) -> None:
    for name in ("broken.gpkg", "broken.xlsx", "broken.parquet"):
        path = tmp_path / name
        path.write_bytes(b"PK\x03\x04 no archive")
        found = read_own_file(path, FileEntry(path=name))
        assert found.value is None
        assert found.problems[0].remedy
