"""A map in metres round one place, and what lies near points on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from siteplan.travel.endpoints import EARTH_RADIUS_M

__all__ = ["Geometries", "Plane", "discs", "joined", "near_parts", "near_points", "voronoi"]

Geometries = NDArray[np.object_]


@dataclass(frozen=True)
class Plane:
    """An azimuthal equidistant map of the sphere: metres from its centre (degrees) are great-circle metres."""

    lon: float
    lat: float

    @cached_property
    def _there(self) -> Transformer:
        sphere, flat = self._frames
        return Transformer.from_crs(sphere, flat, always_xy=True)

    @cached_property
    def _back(self) -> Transformer:
        sphere, flat = self._frames
        return Transformer.from_crs(flat, sphere, always_xy=True)

    @property
    def _frames(self) -> tuple[str, str]:
        sphere = f"+R={EARTH_RADIUS_M} +no_defs"
        flat = f"+proj=aeqd +lon_0={self.lon!r} +lat_0={self.lat!r} +units=m {sphere}"
        return f"+proj=longlat {sphere}", flat

    def metres(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return degrees as metres east and north of the centre (n, 2)."""
        return np.column_stack(self._there.transform(lon, lat))

    def flat(self, shapes: Geometries) -> Geometries:
        """Return shapes in degrees as shapes in metres."""
        moved: Geometries = shapely.transform(shapes, lambda xy: self.metres(*xy.T))
        return moved

    def lonlat(self, shape: shapely.Geometry) -> shapely.Geometry:
        """Return a shape in metres as one in degrees."""
        return shapely.transform(shape, lambda xy: np.column_stack(self._back.transform(*xy.T)))


def discs(centres: NDArray[np.float64], radius: NDArray[np.float64], quad_segs: int = 8) -> Geometries:
    """Return round polygons that hold all of each disc: their edges touch it from outside."""
    around: Geometries = shapely.buffer(
        shapely.points(centres), radius / np.cos(np.pi / (4 * quad_segs)), quad_segs=quad_segs
    )
    return around


def joined(shapes: Sequence[shapely.Geometry] | Geometries, grid: float) -> shapely.Geometry:
    """Return shapes as one, without the lines and points in which some only touch; coordinates snap to `grid`."""
    parts = shapely.get_parts(np.asarray(shapes, dtype=object))
    whole = shapely.union_all(parts[shapely.get_dimensions(parts) == 2], grid_size=grid)
    if whole.geom_type != "GeometryCollection":
        return whole
    return shapely.MultiPolygon([part for part in shapely.get_parts(whole) if shapely.get_dimensions(part) == 2])


def near_parts(
    points: NDArray[np.float64], radius: NDArray[np.float64], grid: float
) -> tuple[Geometries, NDArray[np.intp]]:
    """Return round each point (n, 2) the places nearest to it and no farther than its own radius (n,), and its number.

    A point whose radius is below zero has no part, but is still nearer than others to the places round it. `grid` is
    what coordinates snap to.
    """
    reach = radius.max(initial=-1.0)
    if reach < 0:
        return np.empty(0, dtype=object), np.empty(0, dtype=np.intp)
    close = np.flatnonzero(_close(points, radius, 2 * reach))
    _, first = np.unique(points[close], axis=0, return_index=True)
    some = close[first]
    near = radius[some] >= 0
    number = some[near]
    parts = discs(points[number], radius[number])
    if len(some) > 1:
        cells = voronoi(points[some], reach)[near]
        whole = _farthest(cells, points[number]) <= radius[number]
        parts[whole] = cells[whole]
        parts[~whole] = shapely.intersection(cells[~whole], parts[~whole], grid_size=grid)
    return parts, number


def near_points(points: NDArray[np.float64], radius: NDArray[np.float64], grid: float) -> shapely.Geometry:
    """Return the parts of `near_parts` as one shape."""
    return joined(near_parts(points, radius, grid)[0], grid)


def _close(points: NDArray[np.float64], radius: NDArray[np.float64], margin: float) -> NDArray[np.bool_]:
    """Return which points may be the nearest of a place that is near some point (n,)."""
    low, high = (f(points[radius >= 0], axis=0) for f in (np.min, np.max))
    close: NDArray[np.bool_] = ((points >= low - margin) & (points <= high + margin)).all(axis=1)
    return close


def voronoi(points: NDArray[np.float64], margin: float) -> Geometries:
    """Return where each point is the nearest: its cell of Voronoi's diagram, wide enough for `margin` all round."""
    ends = shapely.box(*points.min(axis=0) - margin, *points.max(axis=0) + margin)
    cells = shapely.voronoi_polygons(shapely.multipoints(points), extend_to=ends, ordered=True)
    parts: Geometries = shapely.get_parts(cells)
    return parts


def _farthest(cells: Geometries, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far each cell reaches from its point (n,)."""
    corners, cell = shapely.get_coordinates(cells, return_index=True)
    far = np.zeros(len(cells))
    np.maximum.at(far, cell, np.hypot(*(corners - points[cell]).T))
    return far
