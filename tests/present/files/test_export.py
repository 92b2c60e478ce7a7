"""What lies on disk after a run: all the files of the contract, readable by others, or none."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from siteplan.errors import OutputError
from siteplan.present.files import export
from siteplan.present.files.export import write_plan, write_scores
from siteplan.present.files.folder import PLAN_FILES, SCORE_FILES
from tests.worlds import FORMULA, HOSTILE, tiny_ground, tiny_plan


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("results") / "deep" / "plan"
    write_plan(tiny_plan(), folder)
    return folder


def test_all_files_of_a_plan_are_there_and_nothing_else(written: Path) -> None:
    assert {file.name for file in written.iterdir()} == set(PLAN_FILES) - {
        "study.toml"
    }  # asked in Python, not in a file
    assert [entry.name for entry in written.parent.iterdir()] == ["plan"]


def test_files_agree_with_each_other(written: Path) -> None:
    record = json.loads((written / "plan.json").read_text("utf-8"))
    sites = pd.read_csv(written / "sites.csv", dtype={"site_id": str, "tier": str})
    points = gpd.read_file(written / "sites.geojson")
    assert [site["site_id"] for site in record["sites"]] == list(sites["site_id"]) == list(points["site_id"])
    assert sites["net_new"].to_numpy() == pytest.approx([site["net_new"] for site in record["sites"]])
    assert points.crs == "EPSG:4326"
    assert points.geometry.x.to_numpy() == pytest.approx(sites["lon"].to_numpy())
    assert sites["why"].str.startswith("Wins ").all()
    rules = pd.read_csv(written / "rules.csv")
    assert list(rules["met"]) == [True] * 3
    assert rules["words"][0] == "At most 20 m CNY is invested in new sites."


def test_rejected_candidates_are_listed_with_what_they_would_add(written: Path) -> None:
    rejected = pd.read_csv(written / "rejected.csv")
    sites = pd.read_csv(written / "sites.csv")
    assert set(rejected["site_id"]) | set(sites["site_id"]) == set(tiny_plan().market.candidates.index)
    assert not set(rejected["site_id"]) & set(sites["site_id"])
    assert (rejected["gain"] >= 0).all()
    assert (sites["removal_value"] > 0).all()


def test_zones_have_shares_minutes_and_coverage(written: Path) -> None:
    zones = gpd.read_parquet(written / "zones.parquet")
    plan = tiny_plan()
    assert list(zones.index) == list(plan.zones.index)
    assert (zones["demand"] * zones["share"]).sum() == pytest.approx(plan.kpis.capture)
    assert {"covered", "covered_before", "minutes_sale", "minutes_service_before"} <= set(zones.columns)
    assert zones["minutes_charging"].isna().all()  # no site offers it: out of reach is no number
    assert np.isfinite(zones["minutes_sale"]).any()


def test_the_log_tells_every_step_and_the_end(written: Path) -> None:
    lines = (written / "solver.log").read_text("utf-8").splitlines()
    assert len(lines) == len(tiny_plan().proof.trace) + 1
    assert lines[-1].startswith("optimal after 1.2 s: ")
    assert lines[-1].endswith("gap 0.500%")


def test_language_of_the_study_unless_told(written: Path, tmp_path: Path) -> None:
    write_plan(tiny_plan(), tmp_path / "zh", "zh-Hans")
    assert '<html lang="en">' in (written / "report.html").read_text("utf-8")
    assert '<html lang="zh-Hans">' in (tmp_path / "zh" / "map.html").read_text("utf-8")
    assert "辆/年" in (tmp_path / "zh" / "sites.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("name", [HOSTILE, FORMULA])
def test_hostile_names_are_kept_as_data(name: str, tmp_path: Path) -> None:
    write_plan(tiny_plan(name), tmp_path / "out")
    write_scores(tiny_ground(name), tmp_path / "scores")
    for file, guard in (("out/sites.csv", True), ("out/rejected.csv", True), ("scores/scorecard.csv", True)):
        cells = pd.read_csv(tmp_path / file)["name"]
        assert (cells == ("'" + name if guard and name.startswith("=") else name)).all()
    assert (gpd.read_file(tmp_path / "out" / "sites.geojson")["name"] == name).all()
    assert (gpd.read_file(tmp_path / "scores" / "scorecard.geojson")["name"] == name).all()


def test_scores_are_written_best_first_with_every_part(tmp_path: Path) -> None:
    ground = tiny_ground()
    write_scores(ground, tmp_path / "out")
    assert {file.name for file in (tmp_path / "out").iterdir()} == set(SCORE_FILES)
    table = pd.read_csv(tmp_path / "out" / "scorecard.csv")
    assert table["score"].is_monotonic_decreasing
    parts = [column for column in table if column.startswith("contribution_")]
    assert table[parts].sum(axis=1).to_numpy() == pytest.approx(table["score"].to_numpy())
    assert set(table["formats"]) >= {"mall", "dealer;service"}
    assert len(gpd.read_file(tmp_path / "out" / "scorecard.geojson")) == 9


def test_a_run_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> str:
        raise RuntimeError("the pen broke")

    monkeypatch.setattr(export, "report_html", broken)
    with pytest.raises(RuntimeError, match="pen"):
        write_plan(tiny_plan(), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_foreign_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").touch()
    with pytest.raises(OutputError):
        write_plan(tiny_plan(), tmp_path)


def test_the_same_plan_gives_the_same_tables(written: Path, tmp_path: Path) -> None:
    write_plan(tiny_plan(), tmp_path / "again")
    for name in ("plan.json", "sites.csv", "sites.geojson", "rules.csv", "solver.log", "zones.parquet"):
        assert (tmp_path / "again" / name).read_bytes() == (written / name).read_bytes()
