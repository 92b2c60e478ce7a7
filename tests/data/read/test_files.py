"""The reader: the same table from every kind of file, and files that are none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest

from siteplan.data import check_study, read_market, read_study
from siteplan.data.read.files import SUFFIXES, read_table
from siteplan.errors import StudyError
from tests.data.folders import TOML, candidates, only, write_study, zones

IDS = ["007", "7", "1e3", "NA", "深圳", "=1+1"]
NAMES = ["<b>&amp;</b>", '=HYPERLINK("http://x")', "null", 'say "yes", no', "{{ 7*7 }}", "None"]


def table() -> gpd.GeoDataFrame:
    """Candidates with awkward ids and names, as points."""
    given = candidates().assign(site_id=IDS, name=NAMES, rent=[1.5, 2.5, None, 4.0, 5.0, 6.0])
    points = gpd.points_from_xy(given["lon"], given["lat"], crs="EPSG:4326")
    return gpd.GeoDataFrame(given.drop(columns=["lon", "lat"]), geometry=points)


def plain() -> pd.DataFrame:
    points = table()
    return pd.DataFrame(points.drop(columns="geometry")).assign(lon=points.geometry.x, lat=points.geometry.y)


def write_excel(frame: pd.DataFrame, path: Path) -> None:
    """Write a workbook in which text that begins with "=" is text, as a person's apostrophe makes it."""
    frame.to_excel(path, index=False)
    book = openpyxl.load_workbook(path)
    for cell in (cell for row in book.active.iter_rows() for cell in row if cell.data_type == "f"):
        cell.data_type = "s"
    book.save(path)


WRITERS: dict[str, Callable[[Path], object]] = {
    ".csv": lambda path: plain().to_csv(path, index=False),
    ".tsv": lambda path: plain().to_csv(path, index=False, sep="\t"),
    ".xlsx": lambda path: write_excel(plain(), path),
    ".xlsm": lambda path: write_excel(plain(), path),
    ".geojson": lambda path: table().to_file(path, driver="GeoJSON"),
    ".gpkg": lambda path: table().to_file(path, driver="GPKG"),
    ".shp": lambda path: table().to_file(path, encoding="utf-8"),
    ".parquet": lambda path: table().to_parquet(path),
}


def study_with(path: Path) -> Path:
    return write_study(path.parent, TOML.replace("candidates.csv", path.name), candidates=None)


def test_every_kind_of_file_that_is_promised_is_tried_here() -> None:
    assert set(WRITERS) == set(SUFFIXES)


@pytest.mark.parametrize("suffix", WRITERS)
def test_every_kind_of_file_gives_the_same_table(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"candidates{suffix}"
    WRITERS[suffix](path)
    read = read_market(read_study(study_with(path))).candidates
    assert list(read.index) == IDS
    assert list(read["name"]) == NAMES
    assert read["rent"].fillna(-1).tolist() == [1.5, 2.5, -1, 4.0, 5.0, 6.0]
    assert read["formats"].tolist() == [("mall", "service"), *[("mall",)] * 5]
    assert read.geometry.x.to_numpy() == pytest.approx(candidates()["lon"].to_numpy())
    assert read.crs == "EPSG:4326"


def test_a_plain_parquet_may_have_lon_and_lat(tmp_path: Path) -> None:
    path = tmp_path / "candidates.parquet"
    plain().set_index("site_id").to_parquet(path)  # pandas writes a named index as a column of its own kind
    assert list(read_market(read_study(study_with(path))).candidates.index) == IDS


def test_the_geometry_may_have_another_name(tmp_path: Path) -> None:
    path = tmp_path / "candidates.parquet"
    table().rename_geometry("shape").to_parquet(path)
    assert list(read_market(read_study(study_with(path))).candidates.index) == IDS


def test_polygons_may_be_text_in_a_csv(tmp_path: Path) -> None:
    town = pd.DataFrame(zones().to_wkt())
    folder = write_study(tmp_path, TOML.replace("zones.geojson", "zones.csv"), zones=town)
    assert read_market(read_study(folder)).zones.total_bounds == pytest.approx(zones().total_bounds)
    town.loc[2, "geometry"] = "POLYGON((1 2"
    write_study(tmp_path, TOML.replace("zones.geojson", "zones.csv"), zones=town)
    assert tuple(only(list(check_study(tmp_path).problems)).ids) == ("Z3",)


def test_numbers_as_ids_are_whole(tmp_path: Path) -> None:
    path = tmp_path / "candidates.gpkg"
    numbered = table().assign(site_id=[1.0, 2.0, 3.0, 4.0, 5.0, 60.0])
    numbered.to_file(path)
    assert list(read_market(read_study(study_with(path))).candidates.index) == ["1", "2", "3", "4", "5", "60"]


def test_numbers_in_excel_cells_stay_as_they_look(tmp_path: Path) -> None:
    path = tmp_path / "candidates.xlsx"
    write_excel(plain().assign(site_id=[1, 2, 3, 1001, 5, 6]), path)
    assert list(read_market(read_study(study_with(path))).candidates.index) == ["1", "2", "3", "1001", "5", "6"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_comes_in_the_encodings_that_excel_writes(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "candidates.csv"
    plain().to_csv(path, index=False, encoding=encoding)
    assert list(read_table(path).frame["site_id"]) == IDS


def test_columns_that_a_shapefile_cuts_short_are_made_whole(tmp_path: Path) -> None:
    town = zones().assign(vehicle_de=[10, 20, 30, 40, 50, 60])
    folder = write_study(tmp_path, TOML.replace("zones.geojson", "zones.shp"), zones=None)
    town.to_file(folder / "zones.shp")
    assert list(read_market(read_study(folder)).zones["vehicle_demand"]) == [10, 20, 30, 40, 50, 60]


def test_empty_rows_at_the_end_of_a_sheet_do_not_count(tmp_path: Path) -> None:
    path = tmp_path / "candidates.csv"
    path.write_text(plain().to_csv(index=False) + ",,,,\n,,,,\n", encoding="utf-8")
    assert len(read_table(path).frame) == 6


def test_blanks_around_column_names_do_not_count(tmp_path: Path) -> None:
    path = tmp_path / "candidates.csv"
    plain().rename(columns={"site_id": " site_id "}).to_csv(path, index=False)
    assert "site_id" in read_table(path).frame


def test_a_column_that_nearly_has_a_known_name_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "candidates.csv"
    plain().rename(columns={"rent": "Rent "}).to_csv(path, index=False)
    found = check_study(study_with(path))
    assert found.market is not None
    assert "rent" in str(found.market.notes[0])


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("t.csv", b"", "is empty"),
        ("t.csv", b"a,b\n1,2,3\n", "more cells than the header"),
        ("t.csv", b"a,b\n1,2\n1,2,3,4,5\n", "line 3 of t.csv has 5 cells"),
        ("t.csv", b'a,b\n1,"2\n', "never closed"),
        ("t.csv", b"PK\x03\x04", "a workbook"),
        ("t.csv", b"<html><table>", "a web page"),
        ("t.csv", b"a,b\n\xff\xff\xff,2\n", "not certain"),
        ("t.xlsx", b"no workbook", "not a workbook"),
        ("t.xlsx", b"PK\x03\x04 broken", "not a workbook"),
        ("t.xlsx", b"\xd0\xcf\x11\xe0 old", "password"),
        ("t.geojson", b"{", "cannot be read"),
        ("t.gpkg", b"SQLite format 3\x00", "cannot be read"),
        ("t.shp", b"\x00\x00\x27\x0a", "t.dbf"),
        ("t.parquet", b"PAR1", "cannot be read"),
        ("t.xls", b"", "unknown type"),
        ("t", b"", "unknown type"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_one_line(name: str, content: bytes, what: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(StudyError, match=what) as caught:
        read_table(path, "zones")
    assert len(str(caught.value).splitlines()) == 1
    assert caught.value.problems[0].table == "zones"
    assert caught.value.problems[0].remedy


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "t.csv").mkdir()
    with pytest.raises(StudyError, match="is a folder"):
        read_table(tmp_path / "t.csv")


@pytest.mark.parametrize(
    ("there", "asked"),
    [("Zones.csv", "zones.csv"), ("zones.gpkg", "zones.geojson"), ("Orle\u0301ans.csv", "Orl\u00e9ans.csv")],
    ids=["case", "kind", "form of letters"],
)
def test_a_file_of_almost_that_name_is_asked_about(there: str, asked: str, tmp_path: Path) -> None:
    """Another name, as that of another table, is not: it would be read as what it is not."""
    (tmp_path / there).write_text("", "utf-8")
    (tmp_path / "zones2.csv").write_text("", "utf-8")
    with pytest.raises(StudyError, match=f'Did you mean "{there}"'):
        read_table(tmp_path / asked, "zones")
    with pytest.raises(StudyError) as caught:
        read_table(tmp_path / "candidates.csv", "candidates")
    assert "Did you mean" not in str(caught.value)
