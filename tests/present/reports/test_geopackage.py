"""The GeoPackage has the plan's rows and figures as layers, the same bytes each time, hostile text as text."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from functools import cache
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest

from siteplan.present.maps.plan_areas import plan_areas
from siteplan.present.pack.build import pack_of
from siteplan.present.pack.content import Pack
from siteplan.present.reports.geopackage import geopackage_of
from siteplan.present.text.reader import Reader
from tests.worlds import HOSTILE, tiny_plan

MADE = 1_790_000_000


@cache
def pack(language: str = "en", name: str | None = None) -> Pack:
    plan = tiny_plan(name)
    return pack_of(plan, plan_areas(plan), MADE, Reader(language))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = tmp_path_factory.mktemp("gis") / "plan.gpkg"
    written.write_bytes(geopackage_of(tiny_plan(), pack()))
    return written


def test_layers_have_the_rows_of_the_plan_in_degrees(file: Path) -> None:
    plan = tiny_plan()
    assert {name for name, _ in pyogrio.list_layers(file)} == {"sites", "own_sites", "zones", "trade_areas", "figures"}
    sites, zones = gpd.read_file(file, layer="sites"), gpd.read_file(file, layer="zones")
    assert set(sites["site_id"]) == {*plan.sites["site_id"], *plan.facilities["site_id"]}
    assert sites.crs is not None
    assert sites.crs.to_epsg() == 4326
    assert sites.set_index("site_id")["net_new"].loc[plan.sites["site_id"]].tolist() == pytest.approx(
        plan.sites["net_new"].tolist()
    )
    assert len(zones) == len(plan.zones)


def test_figures_are_those_of_the_pack(file: Path) -> None:
    table = pyogrio.read_dataframe(file, layer="figures")
    assert dict(zip(table["id"], table["value"], strict=True)) == pytest.approx(
        {one.id: one.value for one in pack().figures}, nan_ok=True
    )


def test_the_same_plan_gives_the_same_bytes_later(file: Path) -> None:
    """SQLite and GDAL write when a layer was changed, to the second."""
    time.sleep(1.1)
    assert geopackage_of(tiny_plan(), pack()) == file.read_bytes()


def test_hostile_names_are_text(tmp_path: Path) -> None:
    written = tmp_path / "plan.gpkg"
    written.write_bytes(geopackage_of(tiny_plan(HOSTILE), pack(name=HOSTILE)))
    names = set(gpd.read_file(written, layer="sites")["name"]) | set(gpd.read_file(written, layer="own_sites")["name"])
    assert any(HOSTILE in name for name in names)


def test_what_is_synthetic_is_said_in_each_layer(file: Path) -> None:
    """Of tables without a mark nothing is said; the study's name always is."""
    plan = tiny_plan()
    study = plan.study
    files = study.files.model_copy(update={"zones": study.files.zones.model_copy(update={"synthetic": True})})
    marked = replace(plan, study=study.model_copy(update={"files": files}))
    written = file.with_name("marked.gpkg")
    written.write_bytes(geopackage_of(marked, pack()))
    with closing(sqlite3.connect(written)) as base:
        told = [row[0] for row in base.execute("select description from gpkg_contents")]
    assert len(told) == 5
    assert all("ynthetic" in said and study.study.name in said for said in told)
