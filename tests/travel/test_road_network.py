"""Drive minutes on a directed graph."""

import networkx as nx
import numpy as np
import pytest
from scipy.sparse import csr_array

from siteplan.market import RoadNetwork
from siteplan.study import Travel
from siteplan.travel.endpoints import sites_as_places, zones_as_places
from siteplan.travel.road_network import node_minutes, road_minutes, snap
from siteplan.travel.times import travel_times
from tests.markets import market, sites, zones


def one_way_ring() -> RoadNetwork:
    """Three nodes, minutes 1, 2 and 4 round a one-way ring."""
    minutes = csr_array((np.array([1.0, 2.0, 4.0]), (np.array([0, 1, 2]), np.array([1, 2, 0]))), shape=(3, 3))
    return RoadNetwork(np.array([113.0, 113.01, 113.02]), np.array([22.0, 22.0, 22.0]), minutes)


def test_one_way_streets_are_driven_one_way() -> None:
    found = node_minutes(one_way_ring(), np.array([0, 1]), np.array([2, 0]), 60).toarray()
    assert found.tolist() == [[3.0, 0.0], [2.0, 6.0]]


def test_minutes_equal_networkx_on_a_random_directed_graph() -> None:
    graph = nx.gnp_random_graph(60, 0.06, seed=5, directed=True)
    rng = np.random.default_rng(5)
    for _, _, data in graph.edges(data=True):
        data["minutes"] = float(rng.uniform(0.5, 9))
    matrix = csr_array(nx.to_scipy_sparse_array(graph, weight="minutes", format="csr"))
    roads = RoadNetwork(rng.random(60), rng.random(60), matrix)
    nodes = np.arange(60)
    ours = node_minutes(roads, nodes, nodes, 12.0)
    theirs = dict(nx.all_pairs_dijkstra_path_length(graph, cutoff=12.0, weight="minutes"))
    assert ours.nnz == sum(map(len, theirs.values()))
    for i, j in zip(*ours.nonzero(), strict=True):
        assert ours[i, j] == pytest.approx(theirs[i][j])


def test_access_legs_are_added_at_both_ends() -> None:
    world = market(zones([113.0], [22.009], [1]), sites("C", [113.01], [21.991]))
    travel = Travel(access_kmh=30, detour=1.0)
    minutes = road_minutes(travel, one_way_ring(), zones_as_places(world), sites_as_places(world.candidates))
    leg = 0.009 * 111.195 / 30 * 60  # degrees of latitude -> km -> minutes
    assert minutes.toarray()[0, 0] == pytest.approx(1 + 2 * leg, rel=1e-3)


def test_places_far_from_any_road_go_by_straight_line_or_not_at_all() -> None:
    world = market(zones([113.0, 113.1], [22.0, 22.1], [1, 1]), sites("C", [113.01], [22.0]), roads=one_way_ring())
    travel = Travel(source="roads", snap_m=1000)
    assert snap(travel, one_way_ring(), zones_as_places(world)).on_road.tolist() == [True, False]
    both = travel_times(travel, world).candidates.minutes.toarray()[:, 0]
    assert both[0] == pytest.approx(1.0)
    crow_km = np.hypot(0.09 * np.cos(np.radians(22.05)), 0.1) * 111.195
    assert both[1] == pytest.approx(crow_km * travel.detour / travel.urban_kmh * 60, rel=1e-3)
    none = travel_times(travel.model_copy(update={"elsewhere": "unreachable"}), world)
    assert none.candidates.minutes.nnz == 1
