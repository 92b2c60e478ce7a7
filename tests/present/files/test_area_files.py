"""The files of a plan's areas."""

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from siteplan.evaluate import Plan
from siteplan.present.files.area_files import area_table, overlap_table
from siteplan.present.files.export import write_plan
from siteplan.tradearea.catchment import KINDS, Kind
from tests.worlds import tiny_plan


def writing(*kinds: Kind) -> Plan:
    """A plan of a study that asks for these kinds of areas."""
    plan = tiny_plan()
    areas = plan.study.areas.model_copy(update={"written": kinds})
    return replace(plan, study=plan.study.model_copy(update={"areas": areas}))


def test_there_is_a_row_for_each_new_site_kind_and_level() -> None:
    plan = writing(*KINDS)
    table = area_table(plan)
    assert set(table["site_id"]) == set(plan.sites["site_id"])
    assert set(table["kind"]) == set(KINDS)
    assert not table.duplicated(["site_id", "kind", "level"]).any()
    share = table[table["kind"] == "customer_share"]
    assert (share["overshoot"] >= 0).all()
    assert (share["held"] - share["level"]).to_numpy() == pytest.approx(share["overshoot"].to_numpy())


def test_only_what_is_asked_for_is_drawn() -> None:
    assert set(area_table(tiny_plan())["kind"]) == set(overlap_table(tiny_plan())["kind"]) == {"customer_share"}
    assert set(area_table(writing("nearest"))["kind"]) == {"nearest"}
    assert overlap_table(writing("nearest")).empty  # nearest areas share no zone


def test_overlaps_name_a_new_site_in_every_row() -> None:
    plan = writing(*KINDS)
    table, new = overlap_table(plan), plan.sites["site_id"]
    assert (table["site_a"].isin(new) | table["site_b"].isin(new)).all()
    assert (table["zones"] > 0).all()


def test_others_can_read_the_files(tmp_path: Path) -> None:
    write_plan(writing(*KINDS), tmp_path / "out")
    areas = gpd.read_file(tmp_path / "out" / "trade_areas.geojson")
    assert areas.crs == "EPSG:4326"
    assert areas.geometry.dropna().is_valid.all()
    empty = areas.geometry.isna() | areas.geometry.is_empty
    assert list(empty) == list(areas["zones"] == 0)
    pairs = pd.read_csv(tmp_path / "out" / "overlap.csv")
    assert np.isfinite(pairs[["level", "zones", "people", "demand"]]).all(axis=None)
