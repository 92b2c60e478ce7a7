"""Shapes that would cost minutes to repair or to draw."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from siteplan.data.limits import (
    MOST_BROKEN_CORNERS,
    MOST_CROSSINGS,
    MOST_CROSSINGS_IN_ALL,
    MOST_NEAR,
    MOST_VERTICES,
    MOST_VERTICES_IN_ALL,
)

__all__ = ["oversized", "tangled"]

AT_ONCE = 1_000  # sides asked about together
TOUCHING = 3  # sides that each touches: itself and its neighbours
NEAR_EACH = 20  # sides whose boxes meet that of one side, where corners follow a border


def oversized(shapes: pd.Series) -> tuple[pd.Series, bool]:
    """Return which shapes have too many corners, and whether all have together."""
    corners = pd.Series(shapely.get_num_coordinates(shapes.to_numpy()), index=shapes.index)
    return corners > MOST_VERTICES, int(corners.sum()) > MOST_VERTICES_IN_ALL


def tangled(shapes: pd.Series, broken: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return which polygons have so many sides that cross that repair takes long, and which add too much to others.

    Only the `broken` ones are looked at, and none any more once those before have used up what all may take.
    """
    knot, beyond = (np.zeros(len(shapes), dtype=bool) for _ in range(2))
    crossings, corners = MOST_CROSSINGS_IN_ALL, MOST_BROKEN_CORNERS
    for row in np.flatnonzero(broken):
        sides = _sides(shapes.iloc[row])
        corners -= len(sides)
        if crossings < 0 or corners < 0:
            beyond[row] = True
            continue
        found = _crossings(sides)
        knot[row] = found is None
        crossings -= found or 0
    return pd.Series(knot, index=shapes.index), pd.Series(beyond, index=shapes.index)


def _crossings(sides: NDArray[np.object_]) -> int | None:
    """Return how many pairs of sides cross, counted twice; None where there are too many: corners are in no order."""
    if _pairs(sides, None, MOST_NEAR + NEAR_EACH * len(sides)) is None:
        return None
    touching = TOUCHING * len(sides)
    pairs = _pairs(sides, "intersects", MOST_CROSSINGS + touching)
    return None if pairs is None else max(pairs - touching, 0)


def _pairs(sides: NDArray[np.object_], predicate: Literal["intersects"] | None, most: int) -> int | None:
    """Return how many pairs of sides meet, or have boxes that do; None, and no more counted, beyond `most`."""
    tree, pairs = shapely.STRtree(sides), 0
    for start in range(0, len(sides), AT_ONCE):
        pairs += tree.query(sides[start : start + AT_ONCE], predicate=predicate).shape[1]
        if pairs > most:
            return None
    return pairs


def _sides(shape: shapely.Geometry) -> NDArray[np.object_]:
    """Return the sides of a polygon as lines of two points."""
    corners, ring = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(shape)), return_index=True)
    same = ring[1:] == ring[:-1]
    return np.asarray(shapely.linestrings(np.stack((corners[:-1][same], corners[1:][same]), axis=1)))
