"""Road graphs: minutes of edges, what is left out, and graphs that are refused."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import networkx as nx
import numpy as np
import osmnx
import pytest

from siteplan.data import check_study
from siteplan.data.road_graph.roads import CLASS_KMH, NOT_FOR_CARS, read_roads
from siteplan.data.tables.coordinates import gcj02_to_wgs84
from siteplan.errors import StudyError
from siteplan.market import MAIN_ROADS
from siteplan.travel import open_study
from tests.data.folders import TOML, only, write_study

Edge = tuple[str, str, Mapping[str, object]]
WITH_ROADS = TOML.replace("[formats.mall]", '[travel]\nsource = "roads"\n\n[formats.mall]').replace(
    'competitors = "competitors.csv"', 'competitors = "competitors.csv"\nroads = "roads.graphml"'
)


def both(u: str, v: str, **data: object) -> list[Edge]:
    return [(u, v, data), (v, u, data)]


def save(path: Path, edges: list[Edge], nodes: str = "abcd", **graph: object) -> Path:
    """Save a graph of nodes a, b, ... 0.01 degrees apart along 23 N, as OSMnx does."""
    made = nx.MultiDiGraph(**{"crs": "epsg:4326", **graph})
    for n, node in enumerate(nodes):
        made.add_node(node, x=113 + 0.01 * n, y=23.0)
    for u, v, data in edges:
        made.add_edge(u, v, **{"osmid": 1, **data})
    osmnx.save_graphml(made, path)
    return path


def minutes(path: Path) -> np.ndarray:
    return read_roads(path).network.minutes.toarray()


def refused(path: Path) -> str:
    with pytest.raises(StudyError) as caught:
        read_roads(path)
    assert all(p.table == "roads" and p.remedy for p in caught.value.problems)
    return str(caught.value)


def test_minutes_are_length_over_speed(tmp_path: Path) -> None:
    edges = [("a", "b", {"length": 1000, "speed_kph": 60}), ("b", "a", {"length": 1000, "speed_kph": 30})]
    roads = read_roads(save(tmp_path / "g.graphml", edges, "ab"))
    assert roads.network.minutes.toarray() == pytest.approx(np.array([[0, 1], [2, 0]]))  # one way is not the other
    assert roads.network.lon == pytest.approx([113.0, 113.01])
    assert roads.network.lat == pytest.approx([23.0, 23.0])
    assert roads.notes == ()


def test_speed_is_given_or_posted_or_that_of_the_class(tmp_path: Path) -> None:
    edges = [
        ("a", "b", {"length": 1000, "speed_kph": 60, "maxspeed": "20", "highway": "primary"}),
        ("b", "c", {"length": 1000, "maxspeed": "50", "highway": "primary"}),
        ("c", "d", {"length": 1000, "highway": "primary"}),
        ("d", "a", {"length": 1000}),
    ]
    found = minutes(save(tmp_path / "g.graphml", edges))
    expected = [60 / 60, 60 / 50, 60 / CLASS_KMH["primary"], 60 / CLASS_KMH["road"]]
    assert [found[0, 1], found[1, 2], found[2, 3], found[3, 0]] == pytest.approx(expected)


def test_of_parallel_edges_the_quickest_counts_and_loops_do_not(tmp_path: Path) -> None:
    slow, quick = {"length": 1000, "speed_kph": 30}, {"length": 1500, "speed_kph": 90}
    edges = [("a", "b", slow), ("a", "b", quick), ("b", "a", slow), ("a", "a", quick)]
    found = minutes(save(tmp_path / "g.graphml", edges, "ab"))
    assert found == pytest.approx(np.array([[0, 1], [2, 0]]))


def test_the_greatest_class_between_two_nodes_is_known_as_it_is_driven(tmp_path: Path) -> None:
    # Of parallel edges the greatest counts, of a list its greatest; a slip road is none of the three.
    edges = [
        *both("a", "b", length=900, highway="residential"),
        ("a", "b", {"length": 1000, "highway": ["primary", "trunk"]}),
        *both("b", "c", length=100, highway="motorway_link"),
        ("c", "b", {"length": 100, "highway": "motorway"}),
    ]
    network = read_roads(save(tmp_path / "g.graphml", edges, "abc")).network
    of_edges = dict(zip(zip(*network.minutes.nonzero(), strict=True), network.classes, strict=True))
    names = {0: "", **dict(enumerate(MAIN_ROADS, 1))}
    assert {"abc"[u] + "abc"[v]: names[of] for (u, v), of in of_edges.items()} == {
        "ab": "trunk", "ba": "", "bc": "", "cb": "motorway",
    }  # fmt: skip


def test_an_edge_of_no_length_still_joins(tmp_path: Path) -> None:
    found = read_roads(save(tmp_path / "g.graphml", both("a", "b", length=0, speed_kph=30), "ab")).network.minutes
    assert found.nnz == 2
    assert found.max() < 1e-5


def test_cars_do_not_take_the_stairs(tmp_path: Path) -> None:
    streets = [*both("a", "b", length=100, highway="residential"), *both("b", "c", length=100, highway="service")]
    stairs = both("a", "c", length=1, highway="steps")
    mixed = both("c", "d", length=1, highway=["footway", "residential"])
    roads = read_roads(save(tmp_path / "g.graphml", [*streets, *stairs, *mixed]))
    assert roads.network.minutes.shape == (3, 3)
    assert roads.network.minutes.nnz == 4
    assert "1 of 4 nodes" in str(roads.notes[-1])


def test_speeds_of_classes_are_for_cars() -> None:
    assert NOT_FOR_CARS.isdisjoint(CLASS_KMH)


def line(nodes: str) -> list[Edge]:
    return [edge for u, v in pairwise(nodes) for edge in both(u, v, length=500, speed_kph=30)]


def test_a_few_nodes_apart_are_left_out_and_noted(tmp_path: Path) -> None:
    # v can be left but not reached.
    path = save(tmp_path / "g.graphml", [*line("abcdefghijklmnopqrstu"), ("v", "a", {"length": 1, "speed_kph": 30})],
                "abcdefghijklmnopqrstuv")  # fmt: skip
    roads = read_roads(path)
    assert len(roads.network.lon) == 21
    assert "1 of 22 nodes" in str(roads.notes[0])


def test_a_graph_in_pieces_is_refused_with_their_sizes(tmp_path: Path) -> None:
    text = refused(save(tmp_path / "g.graphml", line("abcde") + line("fgh"), "abcdefgh"))
    assert "in 2 pieces; the largest have 5, 3 of 8 nodes" in text
    assert "largest_component" in text


def test_one_way_streets_alone_are_pieces(tmp_path: Path) -> None:
    edges = [(u, v, {"length": 500, "speed_kph": 30}) for u, v in ("ab", "bc", "cd")]
    assert "in 4 pieces" in refused(save(tmp_path / "g.graphml", edges))


@pytest.mark.parametrize(
    ("edges", "what"),
    [
        (both("a", "b", speed_kph=30), "no length"),
        (both("a", "b", length=-5, speed_kph=30), "below 0"),
        (both("a", "b", length=5, speed_kph=0), "speed of 0"),
        (both("a", "b", length=5, highway="footway"), "no roads for cars"),
        ([], "no roads for cars"),
    ],
)
def test_what_an_edge_lacks_is_said(edges: list[Edge], what: str, tmp_path: Path) -> None:
    assert what in refused(save(tmp_path / "g.graphml", edges, "ab"))


def test_nodes_need_degrees(tmp_path: Path) -> None:
    path = save(tmp_path / "g.graphml", line("ab"), "ab")
    path.write_text(path.read_text().replace(">113.01<", ">12600000<"))
    assert "not degrees" in refused(path)
    path.write_text(path.read_text().replace('attr.name="x"', 'attr.name="easting"'))
    assert "no x" in refused(path)


@pytest.mark.parametrize("content", ["", "no xml", "<graphml/>", '<?xml version="1.0"?><osm version="0.6"/>'])
@pytest.mark.parametrize("name", ["g.graphml", "g.osm"])
def test_a_file_that_is_no_graph_is_refused_in_one_line(name: str, content: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content)
    assert len(refused(tmp_path / name).splitlines()) == 1


def test_a_graph_may_be_in_metres_if_it_says_so(tmp_path: Path) -> None:
    graph = osmnx.load_graphml(save(tmp_path / "g.graphml", line("abcd")), node_dtypes={"osmid": str})
    osmnx.save_graphml(osmnx.project_graph(graph, to_crs="EPSG:32649"), tmp_path / "m.graphml")
    assert read_roads(tmp_path / "m.graphml").network.lon == pytest.approx([113.0, 113.01, 113.02, 113.03])


def test_nodes_are_moved_out_of_a_shifted_frame(tmp_path: Path) -> None:
    path = save(tmp_path / "g.graphml", line("ab"), "ab")
    network = read_roads(path, "gcj02").network
    expected = gcj02_to_wgs84(np.array([[113.0, 23.0], [113.01, 23.0]]))
    assert np.column_stack((network.lon, network.lat)) == pytest.approx(expected, abs=1e-12)


OSM = """<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6" generator="test">
  <node id="1" lat="23.0" lon="113.0"/><node id="2" lat="23.0" lon="113.01"/><node id="3" lat="23.0" lon="113.02"/>
  <way id="10"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/><tag k="maxspeed" v="60"/></way>
  <way id="11"><nd ref="2"/><nd ref="3"/><tag k="highway" v="primary"/><tag k="maxspeed" v="60"/></way>
</osm>
"""


def test_osm_xml_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "map.osm").write_text(OSM)
    network = read_roads(tmp_path / "map.osm").network
    km = 6_371 * np.radians(0.02) * np.cos(np.radians(23))
    assert network.minutes.data == pytest.approx([km, km], rel=1e-3)  # at 60 km/h a minute each, there and back


def test_roads_are_checked_with_the_tables(tmp_path: Path) -> None:
    folder = write_study(tmp_path, WITH_ROADS, competitors=None)
    assert {p.table for p in check_study(folder).problems} == {"roads", "competitors"}
    save(folder / "roads.graphml", line("abcde") + line("fgh"), "abcdefgh")
    assert {p.table for p in check_study(folder).problems} == {"roads", "competitors"}


def test_a_study_with_roads_carries_them(tmp_path: Path) -> None:
    folder = write_study(tmp_path, WITH_ROADS)
    save(folder / "roads.graphml", line("abcd"))
    found = check_study(folder)
    assert found.problems == ()
    assert found.market is not None
    assert found.market.roads is not None
    assert found.market.roads.minutes.shape == (4, 4)


def test_roads_that_no_minutes_come_from_wait_unread(tmp_path: Path) -> None:
    toml = WITH_ROADS.replace('source = "roads"', 'source = "straight_line"')
    folder = write_study(tmp_path, toml)
    (folder / "roads.graphml").write_text("no graph")
    assert check_study(folder).problems == ()
    (folder / "roads.graphml").unlink()
    assert only(list(check_study(folder).problems)).table == "roads"


@pytest.mark.acceptance
def test_a_real_graph_loses_its_footways(shared_data: Path) -> None:
    roads = read_roads(shared_data / "shenzhen" / "osm_futian_network.graphml")
    graph = osmnx.load_graphml(shared_data / "shenzhen" / "osm_futian_network.graphml")
    assert 1300 < len(roads.network.lon) < len(graph)
    assert roads.notes
    # Nothing is quicker than the fastest class along the straight line between the ends of an edge.
    pairs = roads.network.minutes.tocoo()
    metres = osmnx.distance.great_circle(
        roads.network.lat[pairs.row], roads.network.lon[pairs.row],
        roads.network.lat[pairs.col], roads.network.lon[pairs.col],
    )  # fmt: skip
    assert (metres / pairs.data * 60 / 1000).max() <= max(CLASS_KMH.values()) + 1e-6


def posted(limit: object, path: Path) -> float:
    """Minutes of a kilometre of a primary road with this limit."""
    edges = [("a", "b", {"length": 1000, "highway": "primary", "maxspeed": limit}), ("b", "a", {"length": 1000})]
    return float(minutes(save(path / "g.graphml", edges, "ab"))[0, 1])


@pytest.mark.parametrize(
    ("limit", "kmh"),
    [
        ("50", 50),
        ("50 km/h", 50),
        ("30 mph", 30 * 1.609344),
        ("50;30", 40),
        ("['50', '70']", 60),
        (50.0, 50),
        ("0|50", 50),
    ],
)
def test_limits_are_read_as_openstreetmap_writes_them(limit: object, kmh: float, tmp_path: Path) -> None:
    assert posted(limit, tmp_path) == pytest.approx(60 / kmh)


@pytest.mark.parametrize("limit", ["0", "-5", -5.0, 1e308, "1e308", "900", "['0', '0']"])
def test_limits_that_cannot_be_are_not_used_and_said(limit: object, tmp_path: Path) -> None:
    assert posted(limit, tmp_path) == pytest.approx(60 / CLASS_KMH["primary"])
    notes = read_roads(tmp_path / "g.graphml").notes
    assert [note.ids for note in notes if note.column == "maxspeed"] == [("a - b",)]


@pytest.mark.parametrize("limit", ["none", "walk", "RO:urban", "signals", ""])
def test_limits_without_a_number_leave_the_speed_of_the_class(limit: str, tmp_path: Path) -> None:
    assert posted(limit, tmp_path) == pytest.approx(60 / CLASS_KMH["primary"])


@pytest.mark.parametrize("speed", ["[0, 50]", "[]", "['fast']", "[50, 'fast']", "[[50]]", -3, 1e308, "fast"])
def test_speeds_given_must_be_speeds(speed: object, tmp_path: Path) -> None:
    assert "roads.speed_kph" in refused(save(tmp_path / "g.graphml", both("a", "b", length=5, speed_kph=speed), "ab"))


def test_roads_of_another_place_are_refused(tmp_path: Path) -> None:
    folder = write_study(tmp_path, WITH_ROADS)
    text = save(folder / "roads.graphml", line("abcdefgh"), "abcdefgh").read_text()
    (folder / "roads.graphml").write_text(text.replace(">23.0<", ">23.05<"))  # through the middle of Z1
    assert open_study(folder).problems == ()
    (folder / "roads.graphml").write_text(text.replace(">23.0<", ">43.05<"))
    assert "roads and zones are in different places" in only(list(open_study(folder).problems)).what


@pytest.mark.parametrize("length", [1.1, 110_000.0], ids=["kilometres", "centimetres"])
def test_lengths_in_another_unit_are_no_metres(length: float, tmp_path: Path) -> None:
    """The nodes are 1.02 km apart; minutes would be a thousandth, or a hundred times, of the right ones."""
    assert "they are not in metres" in refused(save(tmp_path / "g.graphml", both("a", "b", length=length), "ab"))
