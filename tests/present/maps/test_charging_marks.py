"""The marks and the files of charging: what they show, and that names from files stay names."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from siteplan.charging.charging_market import ChargingMarket
from siteplan.groundwork import Groundwork
from siteplan.pipeline import lay_groundwork
from siteplan.present.files.export import write_scores
from siteplan.present.files.folder import CHARGING_FILES, SCORE_FILES
from siteplan.present.livemap.theme_maps import charging_records, charging_rows
from siteplan.present.text.reader import Reader
from siteplan.ui.parts.charging_tables import county_table, option_table
from tests.worlds import FORMULA, HOSTILE, tiny_market, tiny_study


@cache
def ground(name: str | None = None) -> Groundwork:
    """Two cities with two stations, both in the west."""
    market = tiny_market(name)
    stations = market.facilities[["name", "geometry"]].set_axis(["S1", "S2"]).rename_axis("site_id")
    stations = stations.assign(operator=name or "Volt", piles=[400.0, np.nan], kw=[np.nan, 3000.0], own=[True, False])
    return lay_groundwork(tiny_study(), replace(market, stations=stations))


def charging() -> ChargingMarket:
    known = ground().charging
    assert known is not None
    return known


def test_stations_and_the_best_sites_are_marked() -> None:
    of = ground(HOSTILE)
    records = charging_records(of, Reader("en"))
    assert {record["id"]: record["kind"] for record in records} == {
        "S1": "station", "S2": "station", "C8": "best", "C9": "best",
    }  # fmt: skip
    assert all(HOSTILE in record["told"][0] for record in records)  # the browser writes it as text
    labels = [row["label"] for row in charging_rows(of, Reader("en"))]
    assert "own charging station" in labels
    assert charging_records(lay_groundwork(tiny_study(), tiny_market()), Reader("en")) == []


def test_files_beside_the_scores(tmp_path: Path) -> None:
    write_scores(ground(FORMULA), tmp_path / "out")
    assert {file.name for file in (tmp_path / "out").iterdir()} == {*SCORE_FILES, *CHARGING_FILES}
    table = pd.read_csv(tmp_path / "out" / "charging.csv")
    assert table["option"].tolist() == list(charging().best().index)
    assert (table["name"].str[0] == "'").all()
    assert table["sessions_day"].tolist() == pytest.approx(charging().best()["sessions"].tolist(), abs=1e-6)
    zones = pd.read_csv(tmp_path / "out" / "charging_zones.csv")
    assert len(zones) == 48
    assert zones["gap_sessions_day"].sum() == pytest.approx(charging().zones["gap"].sum(), abs=1e-3)
    drawn = json.loads((tmp_path / "out" / "charging_zones.geojson").read_text("utf-8"))
    assert len(drawn["features"]) == 48
    write_scores(ground(), tmp_path / "out")  # results may be replaced


def test_tables_of_the_page_sum_to_the_market() -> None:
    counties = county_table(ground(), charging(), Reader("en"))
    assert counties["charging_gap"].sum() == pytest.approx(charging().zones["gap"].sum())
    assert counties["charging_gap"].is_monotonic_decreasing
    assert counties["lacking"].between(0, 1).all()
    options = option_table(ground(), charging(), Reader("en"))
    assert options["sessions"].is_monotonic_decreasing
    assert options["used"].between(0, 1).all()
    assert set(options["format"]) == {"charging partner"}
