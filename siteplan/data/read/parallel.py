"""Edges between the same nodes: which are one, and in what order a graph of objects lists them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from siteplan.data.read.said import RoadEdges, Said

__all__ = ["in_order", "merged"]


def merged(edges: RoadEdges, own: Said, key: Said) -> RoadEdges:
    """Return the edges, those of the same ends and id as one: what a later one says is added to the first.

    An edge is told by its `own` id, else by the `key` it says, else it is another one. (As networkx has it.)
    """
    pairs = _pairs(edges)
    _, which, counts = np.unique(pairs, return_inverse=True, return_counts=True)
    targets, met = np.arange(len(edges)), dict[int, dict[Any, int]]()
    for row in np.flatnonzero(counts[which] > 1).tolist():
        beside = met.setdefault(int(pairs[row]), {})
        name = next((one.values[one.codes[row]] for one in (own, key) if one.codes[row] >= 0), None)
        targets[row] = beside.setdefault(_free(beside) if name is None else name, row)
    again = targets != np.arange(len(edges))
    for row in np.flatnonzero(again).tolist():
        for one in edges.said.values():
            if one.codes[row] >= 0:
                one.codes[targets[row]] = one.codes[row]
    return edges.where(~again)


def in_order(edges: RoadEdges) -> RoadEdges:
    """Return the edges by their first end, those to the same second end together."""
    _, first, which = np.unique(_pairs(edges), return_index=True, return_inverse=True)
    return edges.where(np.lexsort((first[which], edges.u)))


def _pairs(edges: RoadEdges) -> NDArray[np.int64]:
    return edges.u.astype(np.int64) * max(len(edges.ids), 1) + edges.v


def _free(beside: dict[Any, int]) -> int:
    """Return the number that a further edge gets."""
    number = len(beside)
    while number in beside:
        number += 1
    return number
