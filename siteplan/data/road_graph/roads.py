"""Read a road graph: drive minutes on its directed edges, in one piece."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import Geod
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from siteplan.data.read.files import checked_file
from siteplan.data.read.graph import RawRoads, read_graph
from siteplan.data.read.said import RoadEdges, Said, number
from siteplan.data.road_graph.road_speeds import CLASS_KMH, NOT_FOR_CARS, class_names, speed_problems, speeds
from siteplan.data.road_graph.roads_kept import kept_or_read
from siteplan.data.tables.coordinates import FRAMES
from siteplan.errors import N_, Note, Problem, StudyError
from siteplan.market import MAIN_ROADS, RoadNetwork
from siteplan.study import Coordinates

__all__ = ["CLASS_KMH", "NOT_FOR_CARS", "Roads", "read_roads"]

WHOLE = 0.9  # share of nodes in the largest piece below which a graph is refused
LEAST_MINUTES = 1e-6  # so that an edge of no length stays an edge
LONGEST_M = 1e6  # of one edge; a ferry may be long
LEAST_WINDING, MOST_WINDING = 0.01, 100.0  # of half the edges; beyond, lengths are in kilometres or centimetres
Moved = Callable[[NDArray[np.float64]], NDArray[np.float64]]
GLOBE = Geod(ellps="WGS84")
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
    from which not all others can be reached and back are left out, if they are few. What a large file comes to
    (from KEEP_FROM_BYTES) is kept beside it.

    Raises
    ------
    StudyError
        The file cannot be read, lacks x, y or length, or the graph is in pieces.
    """
    network, notes = kept_or_read(checked_file(path, "roads"), frame, lambda: _read(path, frame))
    return Roads(network, notes)


def _read(path: Path, frame: Coordinates) -> tuple[RoadNetwork, tuple[Note, ...]]:
    raw = read_graph(path)
    edges = raw.edges.where(raw.edges.said["highway"].map(_for_cars, dtype=bool))
    problems = (*_node_problems(raw.nodes), *_edge_problems(edges))
    lonlat, length = raw.nodes.to_numpy(dtype=float), edges.said["length"].map(number)
    if problems := problems or _unit_problems(lonlat, edges, length):
        raise StudyError(problems)
    kmh, notes = speeds(edges)
    minutes = np.maximum(length / kmh * METRES_MINUTES, LEAST_MINUTES)
    classes = edges.said["highway"].map(_main_class, dtype=np.uint8)
    return _network(FRAMES[frame], lonlat, edges, (minutes, classes), (*_both_ways_note(raw), *notes))


def _both_ways_note(raw: RawRoads) -> tuple[Note, ...]:
    text = N_(
        "the graph is undirected; roads were read in both directions, one-way streets too where no start is given"
    )
    return () if raw.directed else (Note("roads", text),)


def _for_cars(classes: Any) -> bool:
    """Return whether an edge of these classes can be driven, all of it."""
    return NOT_FOR_CARS.isdisjoint(class_names(classes))


def _main_class(classes: Any) -> int:
    """Return what RoadNetwork.classes says of an edge of these classes: the greatest of them counts."""
    return max((MAIN_ROADS.index(name) + 1 for name in class_names(classes) if name in MAIN_ROADS), default=0)


def _node_problems(nodes: pd.DataFrame) -> list[Problem]:
    x, y = nodes["x"].astype(float), nodes["y"].astype(float)
    missing, off = ~np.isfinite(x) | ~np.isfinite(y), (x.abs() > 180) | (y.abs() > 90)
    give = "Give every node x (lon) and y (lat), as osmnx.save_graphml does."
    project = "Save the graph in EPSG:4326 (osmnx.project_graph with to_latlong=True), x the longitude."
    found = (
        ("nodes have no x or no y", give, missing),
        ("x and y are not degrees of lon and lat", project, off & ~missing),
    )
    return [
        Problem("roads", what, remedy, "x, y", tuple(str(node) for node in nodes.index[rows]))
        for what, remedy, rows in found
        if rows.any()
    ]


def _edge_problems(edges: RoadEdges) -> list[Problem]:
    if not len(edges):
        remedy = "Give a graph of roads, such as OSMnx's network_type drive."
        return [Problem("roads", "the graph has no roads for cars", remedy)]
    fault = _length_faults(edges.said["length"])
    remedy = "Give every edge its length in metres, as osmnx.distance.add_edge_lengths does."
    found = (
        ("edges have no length, or one below 0", "bad"),
        ("edges have a list of lengths", "list"),
        (f"edges are longer than {LONGEST_M / 1000:,.0f} km", "long"),
    )
    problems = [
        Problem("roads", what, remedy, "length", edges.names(fault == kind))
        for what, kind in found
        if (fault == kind).any()
    ]
    return problems + speed_problems(edges)


def _length_faults(lengths: Said) -> NDArray[np.object_]:
    """Return what is wrong with the length of each edge, "" where nothing is."""
    different = pd.Series([*lengths.values, None], dtype=object)
    lists = np.array([isinstance(value, list | tuple) for value in different], dtype=bool)
    metres = pd.to_numeric(different.where(~lists), errors="coerce").astype(float)
    fault = np.select([lists, ~(metres >= 0), metres > LONGEST_M], ["list", "bad", "long"], "").astype(object)
    return fault[lengths.codes]


def _unit_problems(lonlat: NDArray[np.float64], edges: RoadEdges, length: NDArray[np.float64]) -> tuple[Problem, ...]:
    """Find lengths that cannot be metres: most edges much shorter, or much longer, than the way as the crow flies."""
    _, _, crow = GLOBE.inv(*lonlat[edges.u].T, *lonlat[edges.v].T)
    apart = (crow > 1.0) & (length > 0)
    if not apart.any():
        return ()
    times = float(np.median(length[apart] / crow[apart]))
    if LEAST_WINDING <= times <= MOST_WINDING:
        return ()
    what = f"lengths are {times:.2g} times the straight-line distance, at the median edge; they are not in metres"
    return (Problem("roads", what, "Give lengths in metres, and x and y of the same nodes.", "length"),)


def _network(
    to_wgs84: Moved,
    nodes: NDArray[np.float64],
    edges: RoadEdges,
    about: tuple[NDArray[np.float64], NDArray[np.uint8]],
    notes: tuple[Note, ...],
) -> tuple[RoadNetwork, tuple[Note, ...]]:
    """Return the largest piece of the graph as a network, unless too much lies in others.

    `about` has the minutes and the classes of edges.
    """
    used, ends = np.unique(np.concatenate([edges.u, edges.v]), return_inverse=True)
    matrix, classes = _matrices(len(used), ends[: len(edges)], ends[len(edges) :], *about)
    _, piece = connected_components(matrix, directed=True, connection="strong")
    sizes = np.bincount(piece)
    kept = np.flatnonzero(piece == sizes.argmax())
    if len(kept) < WHOLE * len(used):
        raise StudyError([_in_pieces(sizes, len(used))])
    lonlat = to_wgs84(nodes[used[kept]])
    minutes, of_edges = (csr_array(part[kept][:, kept]) for part in (matrix, classes))
    network = RoadNetwork(lonlat[:, 0], lonlat[:, 1], minutes, of_edges.data)
    left_out = len(nodes) - len(kept)
    text = N_("{n:,} of {total:,} nodes were left out; no car can go there and back")
    note = Note("roads", text, values={"n": left_out, "total": len(nodes)})
    return network, (*notes, note) if left_out else notes


def _matrices(
    n_nodes: int, u: NDArray[Any], v: NDArray[Any], minutes: NDArray[np.float64], classes: NDArray[np.uint8]
) -> tuple[csr_array, csr_array]:
    """Return minutes and classes (n_nodes, n_nodes), of parallel edges the quickest and the greatest; no loops."""
    apart = u != v
    edges = pd.DataFrame({"u": u[apart], "v": v[apart], "minutes": minutes[apart], "class": classes[apart]})
    best = edges.groupby(["u", "v"], as_index=False).agg({"minutes": "min", "class": "max"})
    at, shape = (best["u"], best["v"]), (n_nodes, n_nodes)
    return csr_array((best["minutes"], at), shape=shape), csr_array((best["class"], at), shape=shape)


def _in_pieces(sizes: NDArray[np.intp], n_nodes: int) -> Problem:
    largest = ", ".join(f"{size:,}" for size in sorted(sizes, reverse=True)[:5])
    what = (
        f"the graph is in {len(sizes):,} pieces; the largest have {largest} of {n_nodes:,} nodes"
        " (in a piece every node is reached from every other along one-way streets)"
    )
    remedy = "Fetch a larger area with its bridges, or keep one piece with osmnx.truncate.largest_component."
    return Problem("roads", what, remedy)
