"""The main job on a real city's files."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import shapely

from siteplan.data import read_market, read_study
from siteplan.data.road_graph.roads import read_roads
from siteplan.travel import travel_times
from siteplan.travel.endpoints import sites_as_places, zones_as_places
from siteplan.travel.isochrone import DriveAreas
from siteplan.travel.road_network import node_minutes
from tests.acceptance.shenzhen import build_study
from tests.examples import some

pytestmark = pytest.mark.acceptance


@pytest.fixture(scope="module")
def folder(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_study(shared_data, tmp_path_factory.mktemp("shenzhen") / "study")


def test_stations_lie_in_the_city_once_converted_from_gcj02(folder: Path) -> None:
    market = read_market(read_study(folder))
    city = market.zones.geometry.union_all()
    assert len(market.candidates) == 1362
    assert market.candidates.within(city).mean() >= 0.995


def test_the_plan_is_made_from_the_command_line(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan"
    command = [sys.executable, "-m", "siteplan", "plan", str(folder), "--out", str(out)]
    run = subprocess.run(
        [*command, "--json", "--explain-limit", "0"], capture_output=True, text=True, check=False, timeout=300
    )
    assert run.returncode == 0, run.stderr
    plan = json.loads((out / "plan.json").read_text(encoding="utf-8"))
    assert plan["status"] == "optimal"
    assert plan["bound"] >= plan["objective"] > 0
    assert plan["gap"] <= 0.01
    assert plan["kpis"]["capex"] <= 6_000_000
    assert plan["kpis"]["coverage"]["all"] >= 0.9 > plan["baseline"]["coverage"]["all"]
    assert plan["kpis"]["capture"] == pytest.approx(plan["objective"])
    zones = pd.read_parquet(out / "zones.parquet")
    assert len(zones) == 491


def test_minutes_equal_networkx_on_the_real_graph(shared_data: Path) -> None:
    roads = read_roads(shared_data / "shenzhen" / "osm_futian_network.graphml").network
    graph = nx.from_scipy_sparse_array(roads.minutes, create_using=nx.DiGraph)
    assert graph.number_of_nodes() > 500
    rng = np.random.default_rng(0)
    starts, ends = rng.integers(graph.number_of_nodes(), size=(2, 200))
    ours = node_minutes(roads, starts, ends, 1e9).toarray().diagonal()
    theirs = [nx.dijkstra_path_length(graph, *pair) for pair in zip(starts.tolist(), ends.tolist(), strict=True)]
    assert ours == pytest.approx(theirs)


@pytest.mark.parametrize("snap_m", some([600.0, 5000.0], 1))
def test_isochrones_hold_the_zones_in_reach_and_none_beyond_one_edge(folder: Path, snap_m: float) -> None:
    """A zone's minutes are the model's, its way to the road and inside it counted; few or many zones go by road."""
    study = read_study(folder)
    travel = study.travel.model_copy(update={"snap_m": snap_m})
    market = read_market(study)
    assert market.roads is not None
    edge = market.roads.minutes.data.max()
    zones, sites = zones_as_places(market), market.candidates.iloc[::150]
    at = shapely.points(zones.lon, zones.lat)
    minutes = travel_times(travel, replace(market, candidates=sites)).candidates.minutes.tocsc()
    held, draw = 0, DriveAreas(travel, market)
    for column, site_id in enumerate(sites.index):
        found = pd.Series(np.inf, market.zones.index)
        pairs = minutes[:, [column]].tocoo()
        found.iloc[pairs.row] = pairs.data
        areas = draw.of(sites_as_places(sites.loc[[site_id]]), [5, 10, 15, 30], found)
        for level, area in areas.items():
            inside = shapely.covers(area, at)
            assert inside[found <= level].all()
            assert (found[inside] <= level + edge).all()
            held += int(inside.sum())
    assert held > 500
