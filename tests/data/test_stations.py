"""The table of charging stations: read in its own frame, and what is wrong with it said at once."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from siteplan.data import check_study, write_template
from siteplan.data.tables.coordinates import to_wgs84
from siteplan.errors import Problem
from siteplan.market import Market


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_template(tmp_path / "study")


def written(folder: Path, **columns: object) -> Path:
    """The template with other columns in its stations; None takes one out."""
    table = pd.read_csv(folder / "stations.csv")
    for name, values in columns.items():
        table = table.drop(columns=name) if values is None else table.assign(**{name: values})
    table.to_csv(folder / "stations.csv", index=False)
    return folder


def told(folder: Path) -> list[Problem]:
    return [p for p in check_study(folder).problems if p.table in ("stations", "zones") or "charging" in p.table]


def changed(folder: Path, old: str, new: str) -> Path:
    toml = folder / "study.toml"
    text = toml.read_text("utf-8")
    assert old in text
    toml.write_text(text.replace(old, new, 1), "utf-8")
    return folder


def market_of(folder: Path) -> Market:
    found = check_study(folder)
    assert found.problems == ()
    assert found.market is not None
    return found.market


def test_stations_of_the_template(folder: Path) -> None:
    stations = market_of(folder).stations
    assert len(stations) == 10
    assert stations.loc["S02", "piles"] == 96
    assert stations["kw"].isna().sum() == 4
    assert stations["own"].to_dict() == {**dict.fromkeys(stations.index, False), "P02": True}


def test_names_are_ids_where_none_is_given(folder: Path) -> None:
    stations = market_of(written(folder, name=None, operator=None, own=None)).stations
    assert stations["name"].tolist() == stations.index.tolist()
    assert not stations["own"].any()


def test_a_study_without_stations_has_none(folder: Path) -> None:
    text = (folder / "study.toml").read_text("utf-8")
    kept = [line for line in text.splitlines() if not line.startswith("stations =")]
    (folder / "study.toml").write_text("\n".join(kept), "utf-8")
    assert market_of(folder).stations.empty


def test_a_file_in_another_frame_is_turned(folder: Path) -> None:
    as_given = market_of(folder).stations.geometry
    turned = market_of(changed(folder, '"stations.csv", ', '"stations.csv", coordinates = "gcj02", ')).stations.geometry
    assert (turned == to_wgs84(as_given, "gcj02")).all()
    assert ((turned.x - as_given.x).abs() > 1e-3).all()  # a few hundred metres


def test_every_wrong_number_is_told_with_its_station(folder: Path) -> None:
    piles = [-1, "many", "", "", 5, 5, "", 5, 5, 5]
    kw = ["", "", "", 60, -4, 5, "", 5, 5, 5]
    problems = told(written(folder, piles=piles, kw=kw))
    assert {(p.column, p.what, tuple(p.ids)) for p in problems} == {
        ("piles", "the number is negative", ("S01",)),
        ("piles", "this is not a number", ("S02",)),
        ("kw", "the number is negative", ("S05",)),
        ("piles, kw", "neither piles nor kw is given", ("S02", "S03", "S07")),
    }
    assert all(p.remedy for p in problems)


def test_stations_of_no_size_at_all(folder: Path) -> None:
    (problem,) = told(written(folder, piles=None, kw=None))
    assert problem.what == "nothing says how much the stations can give"


def test_a_table_of_stations_elsewhere_is_a_mistake_one_station_is_none(folder: Path) -> None:
    table = pd.read_csv(folder / "stations.csv")
    (far,) = told(written(folder, lon=table["lon"] - 20))
    assert far.what == "no station is near any zone"
    # One station beyond the edge is no mistake: it may lie in the next city.
    assert told(written(folder, lon=table["lon"].where(table["site_id"] != "S09", 103.5))) == []


def test_ids_are_needed_once(folder: Path) -> None:
    (problem,) = told(written(folder, site_id=["S01", *(f"S{i:02d}" for i in range(1, 10))]))
    assert "used by more than one row" in problem.what


def test_zones_without_any_demand(folder: Path) -> None:
    import geopandas as gpd

    zones = gpd.read_file(folder / "zones.geojson").assign(charging_demand=0)
    zones.to_file(folder / "zones.geojson")
    (problem,) = told(folder)
    assert problem.column == "charging_demand"


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("steps = [1.0, 0.68, 0.22]", "steps = [0.2, 0.68]", "steps"),
        ("minutes = 20                # how far people go", "minutes = 61 #", "minutes"),
        ("piles = { charge_partner = 10,", "piles = { charge_partnr = 10,", "piles"),
    ],
)
def test_settings_that_cannot_be(folder: Path, old: str, new: str, column: str) -> None:
    (problem,) = told(changed(folder, old, new))
    assert problem.column == column


def test_criteria_of_charging_need_stations(folder: Path) -> None:
    changed(folder, "weights = { footfall = 0.25,", "weights = { charging_gap = 0.25,")
    changed(folder, "gates = { rent = { at_most = 40.0 }, footfall = { at_least = 100.0 } }", "gates = {}")
    assert check_study(folder).problems == ()
    changed(folder, "stations = {", "# stations = {")
    (problem,) = check_study(folder).problems
    assert (problem.column, problem.table) == ("charging_gap", "study.toml [score]")


def test_minutes_of_ones_own_may_speak_of_stations(folder: Path) -> None:
    changed(folder, 'source = "straight_line"', 'source = "minutes"')
    changed(folder, '# minutes = { path = "minutes.csv", note', 'minutes = { path = "minutes.csv", note')
    rows = [("Z01", "S01", 5.0), ("Z01", "P02", 6.0), ("Z02", "M01", 7.0)]
    pd.DataFrame(rows, columns=["zone_id", "site_id", "minutes"]).to_csv(folder / "minutes.csv", index=False)
    assert check_study(folder).problems == ()
