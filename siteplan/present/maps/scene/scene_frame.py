"""From degrees to the units of a scene, on its grid."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Proj

from siteplan.present.maps.scene.map_scene import GRID, WIDE, Line, Point, Rings

__all__ = ["SceneFrame", "lines_of", "rings_of"]

_MARGIN = 0.012  # of the longer side, around everything
_LEAST_M = 2_000.0  # across, so that a study of one point has a map


class SceneFrame:
    """A local projection in metres, scaled to a box WIDE units wide that holds all of `shapes` (in degrees).

    Lambert's, of equal areas: north is up at `centre` (lon, lat).
    """

    def __init__(self, shapes: Iterable[gpd.GeoSeries], centre: tuple[float, float]) -> None:
        self._to_metres = Proj(proj="laea", lon_0=centre[0], lat_0=centre[1], ellps="WGS84")
        # Corners, not bounds: those of degrees lie otherwise in metres.
        corners = np.concatenate([shapely.get_coordinates(part.to_numpy()) for part in shapes])
        east, north = self._to_metres(*corners.T)
        wide, high = float(np.ptp(east)), float(np.ptp(north))
        around = max((_LEAST_M - max(wide, high)) / 2, _MARGIN * max(wide, high))
        self._left, self._top = float(np.min(east)) - around, float(np.max(north)) + around
        self.metres = (wide + 2 * around) / WIDE
        self.height = float(ceil((high + 2 * around) / self.metres))

    def xy(self, degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return units (n, 2) of lon, lat (n, 2)."""
        east, north = self._to_metres(*degrees.T)
        return np.asarray(np.column_stack([np.subtract(east, self._left), np.subtract(self._top, north)]) / self.metres)

    def shape(self, shape: shapely.Geometry) -> shapely.Geometry:
        """Return a shape in units."""
        return shapely.transform(shape, self.xy)

    def points(self, places: gpd.GeoSeries) -> list[Point]:
        """Return points in units."""
        xy = _on_grid(self.xy(np.column_stack([places.x, places.y])))
        return list(map(tuple, xy.tolist()))


def _on_grid(units: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return coordinates on the grid: neighbours that share a corner still do."""
    return np.asarray(np.round(units * GRID) / GRID + 0.0)


def rings_of(area: shapely.Geometry) -> Rings:
    """Return the rings of an area that have at least three corners on the grid."""
    return tuple(ring for ring in _split(shapely.get_rings(shapely.get_parts(area)), closed=True) if len(ring) > 2)


def lines_of(lines: Iterable[shapely.Geometry]) -> tuple[Line, ...]:
    """Return lines that have at least two corners on the grid."""
    return tuple(line for line in _split(np.array([*lines], dtype=object), closed=False) if len(line) > 1)


def _split(lines: NDArray[np.object_], closed: bool) -> list[Line]:
    """Return the corners of each line, one of those that fall on each other, and of a ring the first not again."""
    corners, of = shapely.get_coordinates(lines, return_index=True)
    corners = _on_grid(corners)
    another = np.append(True, (np.diff(corners, axis=0) != 0).any(axis=1) | (np.diff(of) != 0))
    corners, of = corners[another[: len(corners)]], of[another[: len(corners)]]
    parts = np.split(corners, np.flatnonzero(np.diff(of)) + 1) if len(corners) else []
    drawn = [part[:-1] if closed and len(part) > 1 and (part[0] == part[-1]).all() else part for part in parts]
    return [tuple(map(tuple, part.tolist())) for part in drawn]
