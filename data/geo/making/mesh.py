"""Which points are neighbours: plane graphs for roads and valleys."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import Delaunay

__all__ = ["gabriel", "urquhart"]

Floats = NDArray[np.float64]
Pairs = NDArray[np.int64]


def gabriel(points: Floats) -> Pairs:
    """Return pairs (m, 2) whose circle over the pair as diameter holds no other point.

    In the Delaunay triangulation these are the edges that no corner sees at more than a right angle.
    """
    edges, angle_cosine, _ = _triangle_edges(points)
    return _all_sides(edges, angle_cosine >= 0)


def urquhart(points: Floats) -> Pairs:
    """Return the Delaunay pairs (m, 2) that are the longest side of no triangle (Urquhart 1980)."""
    edges, _, longest = _triangle_edges(points)
    return _all_sides(edges, ~longest)


def _triangle_edges(points: Floats) -> tuple[Pairs, Floats, NDArray[np.bool_]]:
    """Return every triangle's sides (3t, 2), the cosine of the angle across, and if it is its longest."""
    corners = Delaunay(points).simplices
    sides = np.stack([corners[:, [1, 2]], corners[:, [2, 0]], corners[:, [0, 1]]], axis=1)
    squared = ((points[sides[..., 0]] - points[sides[..., 1]]) ** 2).sum(axis=-1)
    cosine = squared.sum(axis=1, keepdims=True) - 2 * squared  # its sign is all that matters
    longest = squared == squared.max(axis=1, keepdims=True)
    return np.sort(sides.reshape(-1, 2), axis=1).astype(np.int64), cosine.ravel(), longest.ravel()


def _all_sides(edges: Pairs, good: NDArray[np.bool_]) -> Pairs:
    """Return edges that are good in each triangle they belong to, once each, sorted."""
    unique, member = np.unique(edges, axis=0, return_inverse=True)
    bad = np.bincount(member.ravel(), weights=~good, minlength=len(unique))
    return unique[bad == 0]
