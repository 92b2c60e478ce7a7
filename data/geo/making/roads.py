"""Draw a road network: a mesh of local roads, main roads along its shortest paths, expressways above it."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import h3
import networkx as nx
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from .cells import COARSE, FINE
from .expressways import Expressways, draw_expressways
from .mesh import gabriel, urquhart
from .places import METRES, WGS84
from .terrain import metres

__all__ = ["draw_roads"]

Floats = NDArray[np.float64]
Pairs = NDArray[np.int64]

SPLIT = {COARSE: 1_000.0, FINE: 11_000.0}  # persons/km2 from which a cell gets a node for each of its children
CROSSING = 1_200.0  # metres off land that a local road may bridge
CLOSED = ((441900, 440113), (441900, 440115))  # only expressways cross the Shiziyang to Dongguan
CLASSES = ("residential", "tertiary", "secondary", "primary", "trunk", "motorway_link", "motorway")
SPEED = dict(zip(CLASSES, (26, 36, 44, 52, 66, 45, 100), strict=True))  # km/h, free of queues
QUEUES = {15_000: 0.62, 6_000: 0.75, 2_000: 0.88}  # of that speed is left from so many persons/km2
WINDING = {"motorway": 1.08, "trunk": 1.10}  # road over chord; local roads wind more, the more so in hills
RANK = {name: rank for rank, name in enumerate(CLASSES)}


@dataclass(frozen=True)
class Nodes:
    """Junctions: `xy` in metres (n, 2), `density` in persons/km2 (n,), `adcode` (n,)."""

    xy: Floats
    density: Floats
    adcode: NDArray[np.int64]


def draw_roads(
    cells: pd.DataFrame, counties: gpd.GeoDataFrame, towns: pd.DataFrame, rng: np.random.Generator
) -> nx.MultiDiGraph:
    """Return roads as OSMnx holds them: x, y in degrees; length in m, highway, oneway, speed_kph."""
    land = counties.geometry.to_crs(METRES).union_all().buffer(250)
    nodes = _nodes(cells, counties, towns, rng)
    pairs = _connected(_local(nodes, land), nodes)
    classes = _main_roads(pairs, nodes, counties, towns, rng)
    fast = draw_expressways(nodes.xy, counties, land)
    return _graph(_with(nodes, fast), np.vstack([pairs, fast.pairs]), [*classes, *fast.classes])


def _nodes(cells: pd.DataFrame, counties: gpd.GeoDataFrame, towns: pd.DataFrame, rng: np.random.Generator) -> Nodes:
    """Return a junction in every cell, several in dense ones, moved to its seat or town where it has one."""
    density = cells["population"] / cells["area_km2"]
    split = density >= cells["resolution"].map(SPLIT)
    parts = [sorted(h3.cell_to_children(cell)) if many else [cell] for cell, many in split.items()]
    inside = cells.assign(density=density, part=parts).explode("part")
    inside["size"] = 1_000 * np.sqrt(inside["area_km2"] / inside.groupby(level=0)["part"].transform("size"))
    inside[["lat", "lon"]] = [h3.cell_to_latlng(part) for part in inside["part"]]
    xy = metres(inside["lon"], inside["lat"])
    xy += rng.uniform(-0.24, 0.24, xy.shape) * inside[["size"]].to_numpy()
    for place in np.vstack([metres(counties["seat_lon"], counties["seat_lat"]), metres(towns["lon"], towns["lat"])]):
        xy[np.hypot(*(xy - place).T).argmin()] = place
    return Nodes(np.round(xy), inside["density"].to_numpy(), inside["adcode"].to_numpy())


def _local(nodes: Nodes, land: shapely.Geometry) -> Pairs:
    """Return neighbouring junctions that a local road joins: not over open water, not over closed borders."""
    pairs = urquhart(nodes.xy)
    dry = _off_land(nodes.xy, pairs, land) <= CROSSING
    ends = nodes.adcode[pairs]
    closed = np.zeros(len(pairs), dtype=bool)
    for one, other in CLOSED:
        closed |= np.isin(ends, (one, other)).all(axis=1) & (ends[:, 0] != ends[:, 1])
    return pairs[dry & ~closed]


def _off_land(xy: Floats, pairs: Pairs, land: shapely.Geometry) -> Floats:
    """Return metres of each pair's chord that are not on land."""
    shapely.prepare(land)
    chords = shapely.linestrings(xy[pairs])
    off = np.zeros(len(pairs))
    wet = ~shapely.covers(land, chords)
    off[wet] = shapely.length(shapely.difference(chords[wet], land))
    return off


def _connected(pairs: Pairs, nodes: Nodes) -> Pairs:
    """Return pairs with the shortest bridges added that make them one network."""
    links = gabriel(nodes.xy)
    length = np.hypot(*(nodes.xy[links[:, 0]] - nodes.xy[links[:, 1]]).T)
    links, bridges = links[np.argsort(length, kind="stable")], []
    union = nx.utils.UnionFind(range(len(nodes.xy)))
    for one, other in pairs:
        union.union(int(one), int(other))
    for one, other in links.tolist():
        if union[one] != union[other]:
            union.union(one, other)
            bridges.append((one, other))
    return np.vstack([pairs, np.array(bridges, dtype=np.int64).reshape(-1, 2)])


def _main_roads(
    pairs: Pairs, nodes: Nodes, counties: gpd.GeoDataFrame, towns: pd.DataFrame, rng: np.random.Generator
) -> list[str]:
    """Return the class of each local road: trunk between seats, primary between towns, else by density."""
    seats = metres(counties["seat_lon"], counties["seat_lat"])
    places = np.vstack([seats, metres(towns["lon"], towns["lat"])])
    density = nodes.density[pairs].min(axis=1)
    street = np.select([density > 9_000, density > 250], [rng.choice([0, 1, 2], len(pairs), p=[0.45, 0.3, 0.25]), 2], 1)
    rank = np.maximum(street, np.where(_on_paths(pairs, nodes, places, urquhart(places)), RANK["primary"], 0))
    rank = np.maximum(rank, np.where(_on_paths(pairs, nodes, seats, gabriel(seats)), RANK["trunk"], 0))
    return [CLASSES[value] for value in rank]


def _on_paths(pairs: Pairs, nodes: Nodes, places: Floats, wanted: Pairs) -> NDArray[np.bool_]:
    """Return which pairs lie on the shortest paths between the wanted pairs of places."""
    count = len(nodes.xy)
    length = np.hypot(*(nodes.xy[pairs[:, 0]] - nodes.xy[pairs[:, 1]]).T)
    network = csr_matrix((length, (pairs[:, 0], pairs[:, 1])), (count, count))
    spot = np.array([np.hypot(*(nodes.xy - place).T).argmin() for place in places])
    sources = np.unique(wanted[:, 0])
    _, before = dijkstra(network, directed=False, indices=spot[sources], return_predecessors=True)
    used: set[tuple[int, int]] = set()
    for one, other in wanted:
        used |= _walk(before[np.searchsorted(sources, one)], int(spot[other]))
    return np.array([(min(pair), max(pair)) in used for pair in pairs.tolist()])


def _walk(before: NDArray[np.int32], node: int) -> set[tuple[int, int]]:
    steps: set[tuple[int, int]] = set()
    while before[node] >= 0:
        steps.add((min(node, int(before[node])), max(node, int(before[node]))))
        node = int(before[node])
    return steps


def _with(nodes: Nodes, fast: Expressways) -> Nodes:
    """Return local junctions and interchanges together; an interchange is as dense as the nearest junction."""
    near = np.array([np.hypot(*(nodes.xy - spot).T).argmin() for spot in fast.xy])
    density, adcode = nodes.density[near], nodes.adcode[near]
    return Nodes(
        np.vstack([nodes.xy, fast.xy]),
        np.concatenate([nodes.density, density]),
        np.concatenate([nodes.adcode, adcode]),
    )


def _graph(nodes: Nodes, pairs: Pairs, classes: list[str]) -> nx.MultiDiGraph:
    """Return the network with both directions of each road."""
    graph = nx.MultiDiGraph(crs=WGS84.lower(), name="Guangdong: synthetic roads, drawn for this study; not a map")
    points = gpd.GeoSeries(gpd.points_from_xy(*nodes.xy.T), crs=METRES).to_crs(WGS84)
    for node, point in enumerate(points):
        graph.add_node(node, x=round(point.x, 5), y=round(point.y, 5))
    chord = np.hypot(*(nodes.xy[pairs[:, 0]] - nodes.xy[pairs[:, 1]]).T)
    density = nodes.density[pairs].mean(axis=1)
    for (one, other), metres_, crowd, kind in zip(pairs.tolist(), chord, density, classes, strict=True):
        road = _road(kind, float(metres_), float(crowd))
        graph.add_edge(one, other, **road)
        graph.add_edge(other, one, **road)
    return graph


def _road(kind: str, chord: float, density: float) -> dict[str, object]:
    """Return a road's attributes from its class, chord (m) and the density around it (persons/km2)."""
    winding = WINDING.get(kind, 1.12 if density > 250 else 1.28)
    queue = next((left for floor, left in QUEUES.items() if density >= floor), 1.0)
    speed = SPEED[kind] * (queue**0.5 if kind == "motorway" else queue)
    return {"length": max(round(chord * winding), 1), "highway": kind, "oneway": False, "speed_kph": round(speed)}
