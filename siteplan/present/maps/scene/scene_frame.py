"""From degrees to the units of a scene, on its grid."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil, floor, log10

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Proj

from siteplan.present.maps.scene.map_scene import GRID, WIDE, Line, Point, Rings

__all__ = ["SceneFrame", "lines_of", "on_grid", "rings_of", "scale_bar"]

_MARGIN = 0.012  # of the longer side, around everything
_BAR = 0.12  # of the width: what the scale bar comes near to
_ROUND = (1.0, 2.0, 5.0)
_MOST_OF = 0.9
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

    def degrees(self, units: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return lon, lat (n, 2) of units (n, 2)."""
        east, north = self._left + units[:, 0] * self.metres, self._top - units[:, 1] * self.metres
        return np.column_stack(self._to_metres(east, north, inverse=True))

    def shape(self, shape: shapely.Geometry) -> shapely.Geometry:
        """Return a shape in units."""
        return shapely.transform(shape, self.xy)

    def least_area(self, areas: gpd.GeoSeries) -> float:
        """Return most of what the smallest area holds, in square units."""
        smallest = areas.to_numpy()[int(shapely.area(areas.to_numpy()).argmin())]
        return _MOST_OF * float(shapely.area(self.shape(smallest)))

    def points(self, places: gpd.GeoSeries) -> list[Point]:
        """Return points in units."""
        xy = on_grid(self.xy(np.column_stack([places.x, places.y])))
        return list(map(tuple, xy.tolist()))


def on_grid(units: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return coordinates on the grid: neighbours that share a corner still do."""
    return np.asarray(np.round(units * GRID) / GRID + 0.0)


def rings_of(area: shapely.Geometry, least: float = 0.0) -> Rings:
    """Return the rings of an area that have at least three corners on the grid.

    Those that hold less than `least` square units are left out: smaller than any zone, they are slits between zones.
    """
    rings = shapely.get_rings(shapely.get_parts(area))
    kept = rings[shapely.area(shapely.polygons(rings)) >= least] if len(rings) else rings
    return tuple(ring for ring in _split(kept, closed=True) if len(ring) > 2)


def lines_of(lines: Iterable[shapely.Geometry]) -> tuple[Line, ...]:
    """Return lines that have at least two corners on the grid."""
    return tuple(line for line in _split(np.array([*lines], dtype=object), closed=False) if len(line) > 1)


def _split(lines: NDArray[np.object_], closed: bool) -> list[Line]:
    """Return the corners of each line, one of those that fall on each other, and of a ring the first not again."""
    corners, of = shapely.get_coordinates(lines, return_index=True)
    corners = on_grid(corners)
    another = np.append(True, (np.diff(corners, axis=0) != 0).any(axis=1) | (np.diff(of) != 0))
    corners, of = corners[another[: len(corners)]], of[another[: len(corners)]]
    parts = np.split(corners, np.flatnonzero(np.diff(of)) + 1) if len(corners) else []
    drawn = [part[:-1] if closed and len(part) > 1 and (part[0] == part[-1]).all() else part for part in parts]
    return [tuple(map(tuple, part.tolist())) for part in drawn]


def scale_bar(km: float) -> float:
    """Return a round number of km, at most _BAR of a scene's width; `km` is a unit's."""
    aim = km * WIDE * _BAR
    power = 10.0 ** floor(log10(aim))
    return max(step * power for step in _ROUND if step * power <= aim)
