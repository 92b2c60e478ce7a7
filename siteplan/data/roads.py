"""Read a road graph: drive minutes on its directed edges, in one piece."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from siteplan.data.coordinates import FRAMES
from siteplan.errors import N_, Note, Problem, StudyError
from siteplan.market import WGS84, RoadNetwork
from siteplan.study import Coordinates

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["CLASS_KMH", "Roads", "read_roads"]

# What a car makes in mixed traffic, junctions included, where a graph gives no speed. Assumptions.
CLASS_KMH = {
    "motorway": 90.0, "motorway_link": 50.0, "trunk": 60.0, "trunk_link": 40.0, "primary": 45.0,
    "primary_link": 35.0, "secondary": 40.0, "secondary_link": 30.0, "tertiary": 32.0, "tertiary_link": 28.0,
    "unclassified": 28.0, "residential": 22.0, "living_street": 12.0, "service": 15.0, "road": 25.0,
}  # fmt: skip
OTHER_KMH = 25.0
NOT_FOR_CARS = frozenset({
    "bridleway", "bus_guideway", "busway", "construction", "corridor", "cycleway", "elevator", "escalator",
    "footway", "path", "pedestrian", "platform", "proposed", "raceway", "steps", "track",
})  # fmt: skip
WHOLE = 0.9  # share of nodes in the largest piece below which a graph is refused
LEAST_MINUTES = 1e-6  # so that an edge of no length stays an edge
METRES_MINUTES = 60 / 1000  # minutes = metres / (km/h) x this


@dataclass(frozen=True)
class Roads:
    """A road network, with notes of what was left out of the file's graph."""

    network: RoadNetwork
    notes: tuple[Note, ...] = ()


def read_roads(path: Path, frame: Coordinates = "wgs84") -> Roads:
    """Return the road graph of a GraphML or OSM XML file, its nodes moved from `frame` to WGS-84.

    Minutes of an edge are its `length` (m) over its `speed_kph`, else its `maxspeed`, else the speed of its
    class (CLASS_KMH). Ways that are not for cars are left out; of parallel edges the quickest stays; nodes
    from which not all others can be reached and back are left out, if they are few.

    Raises
    ------
    StudyError
        The file cannot be read, lacks x, y or length, or the graph is in pieces.
    """
    if not path.is_file():
        remedy = "Put the file there, or correct its path in [files] of study.toml."
        raise StudyError([Problem("roads", f"the file {path} does not exist", remedy)])
    try:
        graph = _graph(path)
    except Exception as error:  # networkx, lxml and osmnx raise whatever a file provokes
        what = f"the file {path.name} is no road graph ({error})"
        raise StudyError([Problem("roads", what, "Save it anew with osmnx.save_graphml.")]) from error
    nodes, edges = _tables(graph)
    problems = (*_node_problems(nodes), *_edge_problems(edges))
    if problems:
        raise StudyError(problems)
    return _network(nodes, _timed(graph, edges), frame)


def _graph(path: Path) -> nx.MultiDiGraph[Any]:
    import osmnx  # noqa: PLC0415 - takes a second

    if path.suffix.lower() in (".osm", ".xml"):
        return osmnx.graph_from_xml(path, retain_all=True)
    graph = osmnx.load_graphml(path, node_dtypes={"osmid": str})
    crs = CRS.from_user_input(graph.graph.setdefault("crs", WGS84))
    return graph if crs.is_geographic else osmnx.project_graph(graph, to_latlong=True)


def _tables(graph: nx.MultiDiGraph[Any]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return nodes (x, y by id) and those edges that cars may use (u, v, key, length, speed_kph)."""
    nodes = pd.DataFrame.from_dict(dict(graph.nodes(data=True)), orient="index").reindex(columns=["x", "y"])
    rows = [
        (u, v, key, data.get("length"), data.get("speed_kph"))
        for u, v, key, data in graph.edges(keys=True, data=True)
        if _for_cars(data.get("highway"))
    ]
    edges = pd.DataFrame(rows, columns=["u", "v", "key", "length", "speed_kph"])
    return nodes, edges.astype({"length": float, "speed_kph": float})


def _for_cars(classes: str | list[str] | None) -> bool:
    """Return whether an edge of these classes can be driven, all of it."""
    named = [classes] if isinstance(classes, str) else classes or []
    return NOT_FOR_CARS.isdisjoint(named)


def _node_problems(nodes: pd.DataFrame) -> list[Problem]:
    x, y = nodes["x"].astype(float), nodes["y"].astype(float)
    missing, off = x.isna() | y.isna(), (x.abs() > 180) | (y.abs() > 90)
    give = "Give every node x (lon) and y (lat), as osmnx.save_graphml does."
    project = "Save the graph in EPSG:4326 (osmnx.project_graph with to_latlong=True), x the longitude."
    found = (("nodes have no x or no y", give, missing), ("x and y are not degrees of lon and lat", project, off))
    return [
        Problem("roads", what, remedy, "x, y", tuple(str(node) for node in nodes.index[rows]))
        for what, remedy, rows in found
        if rows.any()
    ]


def _edge_problems(edges: pd.DataFrame) -> list[Problem]:
    if edges.empty:
        remedy = "Give a graph of roads, such as OSMnx's network_type drive."
        return [Problem("roads", "the graph holds no road for cars", remedy)]
    names = edges["u"].astype(str) + " - " + edges["v"].astype(str)
    bad = ~(np.isfinite(edges["length"]) & (edges["length"] >= 0))
    slow = edges["speed_kph"].notna() & ~(edges["speed_kph"] > 0)
    found = []
    if bad.any():
        remedy = "Give every edge its length in metres, as osmnx.distance.add_edge_lengths does."
        found.append(Problem("roads", "edges have no length, or one below 0", remedy, "length", tuple(names[bad])))
    if slow.any():
        remedy = "Give km/h above 0, or leave the speed out."
        found.append(Problem("roads", "edges have a speed of 0 or less", remedy, "speed_kph", tuple(names[slow])))
    return found


def _timed(graph: nx.MultiDiGraph[Any], edges: pd.DataFrame) -> pd.DataFrame:
    """Return the edges with their minutes."""
    unknown = edges["speed_kph"].isna()
    found = _speeds(graph, edges[unknown]) if unknown.any() else pd.Series(dtype=float)
    speed = edges["speed_kph"].where(~unknown, found.reindex(edges.index))
    minutes = edges["length"] / speed * METRES_MINUTES
    return edges.assign(minutes=minutes.clip(lower=LEAST_MINUTES))


def _speeds(graph: nx.MultiDiGraph[Any], edges: pd.DataFrame) -> pd.Series:
    """Return km/h of edges that give none: their maxspeed, else that of their class."""
    import osmnx  # noqa: PLC0415 - takes a second

    keys = list(edges[["u", "v", "key"]].itertuples(index=False, name=None))
    part = graph.edge_subgraph(keys).copy()
    for *_, data in part.edges(data=True):
        data.setdefault("highway", "road")
        data.setdefault("maxspeed", "none")  # without any, osmnx trips over a change in pandas 2.3
    timed = osmnx.add_edge_speeds(part, hwy_speeds=CLASS_KMH, fallback=OTHER_KMH)
    return pd.Series([timed.edges[key]["speed_kph"] for key in keys], index=edges.index, dtype=float)


def _network(nodes: pd.DataFrame, edges: pd.DataFrame, frame: Coordinates) -> Roads:
    """Return the largest piece of the graph as a network, unless too much lies in others."""
    used = nodes[nodes.index.isin(edges["u"]) | nodes.index.isin(edges["v"])]
    minutes = _matrix(used.index, edges)
    _, piece = connected_components(minutes, directed=True, connection="strong")
    sizes = np.bincount(piece)
    kept = np.flatnonzero(piece == sizes.argmax())
    if len(kept) < WHOLE * len(used):
        raise StudyError([_in_pieces(sizes, len(used))])
    lonlat = FRAMES[frame](used[["x", "y"]].to_numpy(dtype=float)[kept])
    network = RoadNetwork(lonlat[:, 0], lonlat[:, 1], csr_array(minutes[kept][:, kept]))
    left_out = len(nodes) - len(kept)
    text = N_("{n:,} of {total:,} nodes were left out: no car can go there and back")
    note = Note("roads", text, values={"n": left_out, "total": len(nodes)})
    return Roads(network, (note,) if left_out else ())


def _matrix(ids: pd.Index, edges: pd.DataFrame) -> csr_array:
    """Return minutes (n_nodes, n_nodes), of parallel edges the quickest, loops left out."""
    rows = pd.DataFrame({"u": ids.get_indexer(pd.Index(edges["u"])), "v": ids.get_indexer(pd.Index(edges["v"]))})
    quickest = rows[rows["u"] != rows["v"]].assign(minutes=edges["minutes"].to_numpy()[rows["u"] != rows["v"]])
    best = quickest.groupby(["u", "v"], as_index=False)["minutes"].min()
    return csr_array((best["minutes"], (best["u"], best["v"])), shape=(len(ids), len(ids)))


def _in_pieces(sizes: NDArray[np.intp], n_nodes: int) -> Problem:
    largest = ", ".join(f"{size:,}" for size in sorted(sizes, reverse=True)[:5])
    what = (
        f"the graph is in {len(sizes):,} pieces; the largest have {largest} of {n_nodes:,} nodes"
        " (in a piece every node is reached from every other along one-way streets)"
    )
    remedy = "Fetch a larger area with its bridges, or keep one piece with osmnx.truncate.largest_component."
    return Problem("roads", what, remedy)
