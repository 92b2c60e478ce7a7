"""Drive minutes on a directed road graph, with an access leg at both ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import KDTree

from siteplan.errors.params import Params, within
from siteplan.market import RoadNetwork
from siteplan.study import Travel
from siteplan.travel.endpoints import Endpoints, metres_from_chord, unit_vectors
from siteplan.travel.matrix import matrix_from_pairs
from siteplan.travel.straight_line import METRES_PER_KMH_MINUTE

__all__ = ["RoadParams", "Snap", "minutes_to", "node_minutes", "road_minutes", "snap"]


@dataclass(frozen=True)
class RoadParams(Params):
    """How shortest ways are asked for.

    Attributes
    ----------
    at_once : count; sources of one Dijkstra call, whose dense block is as many x n_nodes
    """

    at_once: int = within(64, 1)


@dataclass(frozen=True)
class Snap:
    """Nearest road node (n,), minutes to it (n,), whether it is near enough to be used (n,), and metres to it (n,)."""

    node: NDArray[np.intp]
    minutes: NDArray[np.float64]
    on_road: NDArray[np.bool_]
    metres: NDArray[np.float64]


def snap(travel: Travel, roads: RoadNetwork, places: Endpoints) -> Snap:
    """Return each place's nearest road node and its access leg.

    The leg is the way to the node or the mean way inside the place, whichever is longer, x detour at
    `access_kmh`. A place farther than `snap_m` from its node is off the network.
    """
    chord, node = KDTree(unit_vectors(roads.lon, roads.lat)).query(places.unit_vectors())
    metres = metres_from_chord(np.asarray(chord))
    leg = np.maximum(metres, places.inner_m) * travel.detour / (travel.access_kmh * METRES_PER_KMH_MINUTE)
    return Snap(np.asarray(node, dtype=np.intp), leg, metres <= travel.snap_m, metres)


def node_minutes(
    roads: RoadNetwork,
    origins: NDArray[np.intp],
    targets: NDArray[np.intp],
    limit: float,
    params: RoadParams = RoadParams(),
) -> csr_array:
    """Return minutes from each origin node to each target node within `limit`: (n_origins, n_targets).

    Dijkstra runs from the targets on the reversed graph, since there are fewer sites than zones.
    """
    reverse = csr_array(roads.minutes.T)
    blocks = [csr_array((0, len(origins)))]
    for start in range(0, len(targets), params.at_once):
        found = dijkstra(reverse, indices=targets[start : start + params.at_once], limit=limit)[:, origins]
        rows, cols = np.nonzero(np.isfinite(found))
        blocks.append(matrix_from_pairs(rows, cols, found[rows, cols], found.shape))
    return csr_array(csr_array(vstack(blocks)).T.tocsr())


def minutes_to(roads: RoadNetwork, target: int, limit: float) -> NDArray[np.float64]:
    """Return minutes from every node to one (n_nodes,), infinite beyond `limit`."""
    found = dijkstra(csr_array(roads.minutes.T), indices=np.array([target]), limit=limit)
    return np.asarray(found[0], dtype=np.float64)


def road_minutes(travel: Travel, roads: RoadNetwork, zones: Endpoints, sites: Endpoints) -> csr_array:
    """Return minutes (n_zones, n_sites) for pairs whose two ends are on the network and within the limit."""
    start, end = snap(travel, roads, zones), snap(travel, roads, sites)
    targets, column = np.unique(end.node[end.on_road], return_inverse=True)
    origins, row = np.unique(start.node[start.on_road], return_inverse=True)
    between = node_minutes(roads, origins, targets, travel.max_minutes)
    pairs = csr_array(between[row][:, column]).tocoo()
    i, j = np.flatnonzero(start.on_road)[pairs.row], np.flatnonzero(end.on_road)[pairs.col]
    minutes = pairs.data + start.minutes[i] + end.minutes[j]
    near = minutes <= travel.max_minutes
    return matrix_from_pairs(i[near], j[near], minutes[near], (len(zones), len(sites)))
