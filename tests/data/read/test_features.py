"""Shapefiles in old encodings, GeoPackages of several layers, GeoParquet of several geometries."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
from shapely import Point

from siteplan.data.read.files import read_table
from siteplan.errors import StudyError
from siteplan.study import FileEntry


def shapefile(folder: Path, names: list[str], encoding: str, column: str = "name") -> Path:
    """A Shapefile whose .dbf holds names in an encoding, and no .cpg that would say which."""
    spots = gpd.GeoDataFrame(geometry=[Point(113, 23)] * len(names), crs="EPSG:4326")
    letters = [name.encode(encoding).decode("latin-1") for name in names]
    spots = spots.assign(**{column.encode(encoding).decode("latin-1"): letters})
    pyogrio.write_dataframe(spots, folder / "t.shp", encoding="ISO-8859-1")
    (folder / "t.cpg").unlink()
    return folder / "t.shp"


@pytest.mark.parametrize(
    ("names", "encoding"),
    [
        (["广州市天河区", "深圳", "佛山市南海区"], "gb18030"),
        (["臺北市中正區", "高雄", "新北市板橋區"], "big5"),
        (["Köln", "Besançon", "Bad Säckingen"], "cp1252"),
        (["广州", "深圳"], "utf-8"),
    ],
)
def test_names_in_a_shapefile_without_cpg_are_read_and_it_is_said_how(
    names: list[str], encoding: str, tmp_path: Path
) -> None:
    raw = read_table(shapefile(tmp_path, names, encoding), "zones")
    assert raw.frame["name"].tolist() == names
    assert [encoding in str(note) for note in raw.notes] == ([] if encoding == "utf-8" else [True])


def test_names_of_columns_are_in_that_encoding_too(tmp_path: Path) -> None:
    raw = read_table(shapefile(tmp_path, ["广州"], "gb18030", "名称"), "zones")
    assert raw.frame["名称"].tolist() == ["广州"]


def test_an_encoding_that_is_not_certain_is_asked_for_and_then_used(tmp_path: Path) -> None:
    path = shapefile(tmp_path, ["Москва", "Тверь"], "cp1251")
    with pytest.raises(StudyError, match="not certain"):
        read_table(path, "zones")
    declared = FileEntry(path="t.shp", encoding="cp1251")
    assert read_table(path, "zones", declared).frame["name"].tolist() == ["Москва", "Тверь"]


def test_a_cpg_that_lies_is_found_out(tmp_path: Path) -> None:
    path = shapefile(tmp_path, ["广州市", "深圳市"], "utf-8")
    path.with_suffix(".cpg").write_text("ISO-8859-1")
    with pytest.raises(StudyError, match="garbled"):
        read_table(path, "zones")
    assert read_table(path, "zones", FileEntry(path="t.shp", encoding="utf-8")).frame["name"].tolist() == [
        "广州市",
        "深圳市",
    ]


def test_a_name_cut_by_the_width_of_its_column_loses_its_last_letter_alone(tmp_path: Path) -> None:
    cut = ("区" * 100).encode()[:254].decode("latin-1")  # a column of a .dbf holds 254 bytes, 84 letters and two thirds
    path = shapefile(tmp_path, [cut], "latin-1")
    assert set(read_table(path, "zones").frame["name"].iloc[0]) == {"区"}


@pytest.mark.parametrize("suffix", [".dbf", ".shx"])
def test_a_missing_part_is_named(suffix: str, tmp_path: Path) -> None:
    path = shapefile(tmp_path, ["a"], "utf-8")
    path.with_suffix(suffix).unlink()
    with pytest.raises(StudyError, match=f"t{suffix}, which holds its"):
        read_table(path, "zones")


def test_a_table_of_styles_is_no_layer_of_shapes(tmp_path: Path) -> None:
    spots = gpd.GeoDataFrame({"zone_id": ["A"]}, geometry=[Point(113, 23)], crs="EPSG:4326")
    spots.to_file(tmp_path / "t.gpkg", layer="zones")
    pyogrio.write_dataframe(spots.drop(columns="geometry"), tmp_path / "t.gpkg", layer="layer_styles", append=True)
    assert len(read_table(tmp_path / "t.gpkg", "zones").frame) == 1


def test_of_several_geometries_the_one_that_the_file_names_is_used_and_said(tmp_path: Path) -> None:
    spots = gpd.GeoDataFrame({"zone_id": ["A"]}, geometry=[Point(113, 23)], crs="EPSG:4326")
    two = spots.assign(centre=gpd.GeoSeries([Point(1, 1)], crs="EPSG:4326"))
    two.to_parquet(tmp_path / "t.parquet")
    raw = read_table(tmp_path / "t.parquet", "zones")
    assert list(raw.frame) == ["zone_id", "geometry"]
    assert raw.frame.geometry.iloc[0] == Point(113, 23)
    assert "centre" in str(raw.notes[0])
    two.set_geometry("centre").to_parquet(tmp_path / "t.parquet")
    assert read_table(tmp_path / "t.parquet", "zones").frame.geometry.iloc[0] == Point(1, 1)
