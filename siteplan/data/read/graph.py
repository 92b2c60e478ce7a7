"""Road graphs as files hold them: GraphML of networkx and OSMnx, OSM XML."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from siteplan.data.read.graphml import NotPlainError, PlainGraph, read_plain_graphml
from siteplan.data.read.guard import guarded
from siteplan.data.read.said import RoadEdges, Said, number
from siteplan.market import WGS84

if TYPE_CHECKING:
    import networkx as nx

    Graph = nx.Graph[Any]

__all__ = ["EDGE", "RawRoads", "read_graph"]

EDGE = ("length", "speed_kph", "maxspeed", "highway", "oneway", "from")
YES = frozenset({"true", "yes", "1"})
PACKED = (".gz", ".bz2")  # networkx unpacks them


@dataclass(frozen=True)
class RawRoads:
    """Nodes (x, y by id; NaN where missing), edges and what the file says of them, and if it was directed."""

    nodes: pd.DataFrame
    edges: RoadEdges
    directed: bool


def read_graph(path: Path) -> RawRoads:
    """Return the nodes, in degrees where the file says its coordinate system, and the edges of a road graph.

    Of an undirected graph every edge is given both ways, but for one-way streets that say from where to where.

    Raises
    ------
    StudyError
        The file is no graph.
    """
    again = "Save it again with osmnx.save_graphml or networkx.write_graphml."
    with guarded("roads", f"the file {path.name} is not a road graph", again):
        graph = _graph(path)
        edges = graph.edges if graph.directed else _both_ways(graph.edges)
        nodes = pd.DataFrame(graph.lonlat, columns=["x", "y"], index=pd.Index(edges.ids))
        return RawRoads(_in_degrees(nodes, graph.crs), edges, graph.directed)


def _graph(path: Path) -> PlainGraph:
    suffix = path.suffix.lower()
    if suffix in (".osm", ".xml"):
        import osmnx  # noqa: PLC0415 - takes a second

        return _listed(osmnx.graph_from_xml(path, retain_all=True))
    try:
        if suffix not in PACKED:
            return read_plain_graphml(path, EDGE)
    except NotPlainError:
        pass
    import networkx as nx  # noqa: PLC0415 - seldom needed, and slow to import

    return _listed(nx.read_graphml(path, force_multigraph=True))


def _listed(graph: Graph) -> PlainGraph:
    """Return a graph of objects as arrays."""
    places = {node: place for place, node in enumerate(graph)}
    ids = np.empty(len(places), dtype=object)
    ids[:] = list(places)
    lonlat = np.array([(number(d.get("x")), number(d.get("y"))) for _, d in graph.nodes(data=True)], dtype=float)
    edges = list(graph.edges(data=True))
    u, v = (np.array([places[edge[end]] for edge in edges], dtype=np.int32) for end in (0, 1))
    said = {name: Said.of(data.get(name) for _, _, data in edges) for name in EDGE}
    return PlainGraph(lonlat.reshape(-1, 2), RoadEdges(ids, u, v, said), graph.is_directed(), graph.graph.get("crs"))


def _both_ways(edges: RoadEdges) -> RoadEdges:
    """Return each edge there and back; a one-way street only from where to where it says."""
    rows = np.tile(np.arange(len(edges)), 2)
    twice = edges.where(rows)
    whole = RoadEdges(edges.ids, np.concatenate([edges.u, edges.v]), np.concatenate([edges.v, edges.u]), twice.said)
    places = {str(node): place for place, node in enumerate(edges.ids)}
    start = whole.said["from"].map(lambda given: places.get(str(given), -1), dtype=np.int64)
    says = whole.said["from"].map(lambda given: not _missing(given), dtype=bool)
    one_way = whole.said["oneway"].map(lambda given: str(given).casefold() in YES, dtype=bool) & says
    return whole.where(~one_way | (start == whole.u))


def _missing(given: Any) -> bool:
    return given is None or given != given  # noqa: PLR0124 - NaN only


def _in_degrees(nodes: pd.DataFrame, given: Any) -> pd.DataFrame:
    """Return the nodes in longitude and latitude, if the graph says what else they are in."""
    crs = CRS.from_user_input(given or WGS84)
    if crs.is_geographic or nodes.empty:
        return nodes
    lonlat = Transformer.from_crs(crs, WGS84, always_xy=True).transform(nodes["x"].to_numpy(), nodes["y"].to_numpy())
    moved: NDArray[np.float64] = np.column_stack(lonlat)
    return pd.DataFrame(moved, columns=["x", "y"], index=nodes.index)
