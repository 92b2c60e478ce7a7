"""Access to charging on a real city's files: 491 zones, 1,362 stations with 17,532 piles, published in GCJ-02."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from siteplan.charging.charging_market import ChargingMarket
from siteplan.data import read_market, read_study
from siteplan.evaluate.zones_today import zones_today
from siteplan.groundwork import Groundwork
from siteplan.pipeline import lay_groundwork
from siteplan.present.files.export import write_scores
from siteplan.present.files.folder import CHARGING_FILES
from siteplan.present.livemap.zone_layers import zone_figure
from tests.acceptance.shenzhen import build_study

pytestmark = pytest.mark.acceptance

CANDIDATES = 'candidates = { path = "stations.csv"'


@pytest.fixture(scope="module")
def ground(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Groundwork:
    """Every station is a station, and a candidate to be a partner of."""
    folder = build_study(shared_data, tmp_path_factory.mktemp("shenzhen") / "study")
    toml = folder / "study.toml"
    text = toml.read_text("utf-8")
    stations = 'stations = { path = "stations.csv", source = "UrbanEV", coordinates = "gcj02" }'
    toml.write_text(text.replace(CANDIDATES, f"{stations}\n{CANDIDATES}"), "utf-8")
    study = read_study(folder)
    return lay_groundwork(study, read_market(study))


@pytest.fixture(scope="module")
def charging(ground: Groundwork) -> ChargingMarket:
    assert ground.charging is not None
    return ground.charging


def test_every_station_is_read_and_turned(ground: Groundwork) -> None:
    stations = ground.market.stations
    assert len(stations) == 1362
    assert stations["piles"].sum() == 17_532
    assert stations.geometry.equals(ground.market.candidates.geometry)


def test_supply_is_conserved(charging: ChargingMarket) -> None:
    served = charging.zones["demand"] @ charging.zones["access"]
    in_reach = charging.stations["demand"] > 0
    assert served == pytest.approx(charging.stations.loc[in_reach, "supply"].sum(), rel=1e-9)
    assert charging.stations["reached"].mean() > 0.99
    assert charging.stations["supply"].sum() == pytest.approx(17_532 * 5)


def test_the_gap_is_a_part_of_the_demand_and_its_map_shows_some(ground: Groundwork, charging: ChargingMarket) -> None:
    zones = charging.zones
    assert ((zones["gap"] >= 0) & (zones["gap"] <= zones["demand"])).all()
    assert 0 < zones["gap"].sum() < zones["demand"].sum()
    assert zones["access"].notna().all()
    today = zones_today(ground)
    assert len(np.unique(zone_figure("gap", ground.market.zones, today).classes.edges)) > 3


def test_a_partner_at_a_station_of_today_wins_its_part_and_closes_nothing(charging: ChargingMarket) -> None:
    options = charging.options
    assert options["there"].all()
    assert options["gap_closed"].sum() == 0
    assert (options["sessions"] <= options["supply"] + 1e-9).all()
    assert 0 < options["sessions"].sum() <= charging.zones["demand"].sum()


def test_stations_held_back_would_win_sessions_and_close_part_of_the_gap(ground: Groundwork) -> None:
    today = ground.market.stations
    held = np.arange(len(today)) % 10 == 0
    found = lay_groundwork(ground.study, replace(ground.market, stations=today[~held])).charging
    assert found is not None
    new = found.options[~found.options["there"]]
    assert len(new) == held.sum()
    assert (new["sessions"] > 0).mean() > 0.99
    assert new["gap_closed"].sum() > 0
    assert (new["gap_closed"] <= new["supply"] + 1e-9).all()


def test_files(ground: Groundwork, tmp_path: Path) -> None:
    write_scores(ground, tmp_path / "out")
    assert set(CHARGING_FILES) <= {file.name for file in (tmp_path / "out").iterdir()}
