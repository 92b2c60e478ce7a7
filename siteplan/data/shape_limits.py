"""Shapes that would cost minutes to repair or to draw."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from siteplan.data.limits import MOST_CROSSINGS, MOST_NEAR, MOST_VERTICES, MOST_VERTICES_IN_ALL

__all__ = ["oversized", "tangled"]

AT_ONCE = 1_000  # sides asked about together
TOUCHING = 3  # sides that each touches: itself and its neighbours
NEAR_EACH = 20  # sides whose boxes meet that of one side, where corners follow a border


def oversized(shapes: pd.Series) -> tuple[pd.Series, bool]:
    """Return which shapes have too many corners, and whether all have together."""
    corners = pd.Series(shapely.get_num_coordinates(shapes.to_numpy()), index=shapes.index)
    return corners > MOST_VERTICES, int(corners.sum()) > MOST_VERTICES_IN_ALL


def tangled(shape: shapely.Geometry) -> bool:
    """Return whether so many sides of a polygon cross that its repair would take long: its corners are in no order."""
    sides = _sides(shape)
    near, crossing = MOST_NEAR + NEAR_EACH * len(sides), MOST_CROSSINGS + TOUCHING * len(sides)
    return _exceeds(sides, None, near) or _exceeds(sides, "intersects", crossing)


def _exceeds(sides: NDArray[np.object_], predicate: Literal["intersects"] | None, most: int) -> bool:
    """Return whether more than `most` pairs of sides meet, or have boxes that do; it stops counting there."""
    tree, pairs = shapely.STRtree(sides), 0
    for start in range(0, len(sides), AT_ONCE):
        pairs += tree.query(sides[start : start + AT_ONCE], predicate=predicate).shape[1]
        if pairs > most:
            return True
    return False


def _sides(shape: shapely.Geometry) -> NDArray[np.object_]:
    """Return the sides of a polygon as lines of two points."""
    corners, ring = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(shape)), return_index=True)
    same = ring[1:] == ring[:-1]
    return np.asarray(shapely.linestrings(np.stack((corners[:-1][same], corners[1:][same]), axis=1)))
