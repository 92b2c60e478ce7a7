"""Road graphs as files hold them: GraphML of networkx and OSMnx, OSM XML."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from siteplan.data.readers.guard import guarded
from siteplan.market import WGS84

if TYPE_CHECKING:
    Graph = nx.Graph[Any]

__all__ = ["RawRoads", "read_graph"]

EDGE = ("length", "speed_kph", "maxspeed", "highway", "oneway", "from", "to")
LONGEST_LIST = 10_000  # letters of a list written as text
YES = frozenset({"true", "yes", "1"})


@dataclass(frozen=True)
class RawRoads:
    """Nodes (x, y by id; NaN where missing) and edges (u, v and what the file says of them), and if it was directed."""

    nodes: pd.DataFrame
    edges: pd.DataFrame
    directed: bool


def read_graph(path: Path) -> RawRoads:
    """Return the nodes, in degrees where the file says its coordinate system, and the edges of a road graph.

    Of an undirected graph every edge is given both ways, but for one-way streets that say from where to where.

    Raises
    ------
    StudyError
        The file is no graph.
    """
    anew = "Save it anew with osmnx.save_graphml or networkx.write_graphml."
    with guarded("roads", f"the file {path.name} is no road graph", anew):
        graph = _graph(path)
        nodes = pd.DataFrame([(_number(d.get("x")), _number(d.get("y"))) for _, d in graph.nodes(data=True)])
        nodes = nodes.reindex(columns=[0, 1]).set_axis(["x", "y"], axis=1).set_axis(pd.Index(list(graph.nodes)), axis=0)
        rows = [(u, v, *(_value(data.get(key)) for key in EDGE)) for u, v, data in graph.edges(data=True)]
        edges = pd.DataFrame(rows, columns=["u", "v", *EDGE], dtype=object)
        if not graph.is_directed():
            edges = _both_ways(edges)
        return RawRoads(_in_degrees(nodes, graph.graph), edges, graph.is_directed())


def _graph(path: Path) -> Graph:
    if path.suffix.lower() in (".osm", ".xml"):
        import osmnx  # noqa: PLC0415 - takes a second

        return osmnx.graph_from_xml(path, retain_all=True)
    graph: Graph = nx.read_graphml(path, force_multigraph=True)
    return graph


def _value(given: Any) -> Any:
    """Return a value of GraphML: OSMnx writes lists as text."""
    if isinstance(given, str) and given.startswith("[") and len(given) <= LONGEST_LIST:
        try:
            return ast.literal_eval(given)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            return given
    return given


def _number(given: Any) -> float:
    try:
        return float(given)
    except (TypeError, ValueError):
        return float("nan")


def _both_ways(edges: pd.DataFrame) -> pd.DataFrame:
    """Return each edge there and back; a one-way street only from where to where it says."""
    back = edges.rename(columns={"u": "v", "v": "u"})
    whole = pd.concat([edges, back[edges.columns]], ignore_index=True)
    one_way = whole["oneway"].map(lambda given: str(given).casefold() in YES) & whole["from"].notna()
    along = whole["u"].astype(str) == whole["from"].astype(str)
    return whole[~one_way | along].reset_index(drop=True)


def _in_degrees(nodes: pd.DataFrame, about: Mapping[str, Any]) -> pd.DataFrame:
    """Return the nodes in longitude and latitude, if the graph says what else they are in."""
    crs = CRS.from_user_input(about.get("crs") or WGS84)
    if crs.is_geographic or nodes.empty:
        return nodes
    lonlat = Transformer.from_crs(crs, WGS84, always_xy=True).transform(nodes["x"].to_numpy(), nodes["y"].to_numpy())
    moved: NDArray[np.float64] = np.column_stack(lonlat)
    return pd.DataFrame(moved, columns=["x", "y"], index=nodes.index)
