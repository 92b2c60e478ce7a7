"""Zones as polygons, and merged into few."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

__all__ = ["Mosaic", "zone_areas"]

_WIDE = 1.0  # degrees; a wider map keeps four decimals (11 m), a narrower one five


def zone_areas(zones: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Return the polygon of each zone; one that is a point gets a disc that reaches half-way to its neighbours."""
    is_point = zones.geom_type == "Point"
    return zones.geometry.where(~is_point, _discs(zones.geometry)) if is_point.any() else zones.geometry


@dataclass(frozen=True, eq=False)
class Mosaic:
    """Polygons of zones, side by side, to be merged many times.

    Those that share their corners and edges with all their neighbours are merged by dropping what two of them share,
    which takes a part of the time; what that needs to know is found once.
    """

    areas: gpd.GeoSeries

    @classmethod
    def of(cls, zones: gpd.GeoDataFrame) -> Mosaic:
        """Take the polygons of zones: see zone_areas."""
        return cls(zone_areas(zones))

    def merged(self, by: pd.Series) -> gpd.GeoSeries:
        """Return one shape for each value of `by`, in the order of the values; zones without a value are left out."""
        known = np.flatnonzero(by.notna().to_numpy())
        decimals = _decimals(self._polygons[known]) if len(known) else 0
        rows = pd.Series(known).groupby(by.to_numpy()[known], observed=True, sort=True)
        shapes = {key: _rounded(self._joined(part.to_numpy()), decimals) for key, part in rows}
        return gpd.GeoSeries(shapes, crs=self.areas.crs)

    def together(self, zone_ids: pd.Index) -> shapely.Geometry:
        """Return some of the zones, by their index, as one shape; an empty polygon for none."""
        rows = self.areas.index.get_indexer(zone_ids)
        if not len(rows):
            return shapely.Polygon()
        return _rounded(self._joined(rows), _decimals(self._polygons[rows]))

    @cached_property
    def outline(self) -> shapely.MultiPolygon:
        """All zones as one shape, the gaps between them closed."""
        parts = shapely.get_parts(self._joined(np.arange(len(self.areas))))
        filled = shapely.union_all(shapely.polygons(shapely.get_exterior_ring(parts)))
        return shapely.MultiPolygon([*shapely.get_parts(_rounded(filled, _decimals(self._polygons)))])

    @cached_property
    def _polygons(self) -> NDArray[np.object_]:
        polygons: NDArray[np.object_] = self.areas.to_numpy()
        return polygons

    @cached_property
    def _fitting(self) -> NDArray[np.bool_]:
        """(n_zones,) zones that lie on no other, and whose corners are on edges of others only where those have one."""
        fitting: NDArray[np.bool_] = shapely.is_empty(shapely.coverage_invalid_edges(self._polygons))
        return fitting

    def _joined(self, rows: NDArray[np.intp]) -> shapely.Geometry:
        polygons, fitting = self._polygons[rows], self._fitting[rows]
        whole = shapely.coverage_union_all(polygons[fitting])
        return whole if fitting.all() else shapely.union_all([whole, *polygons[~fitting]])


def _discs(zones: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return discs, in degrees, of half the median way to the nearest neighbour."""
    centres = gpd.GeoSeries(shapely.centroid(zones.to_numpy()), index=zones.index, crs=zones.crs)
    radius = _spacing(np.column_stack((centres.x, centres.y))) / 2
    discs = shapely.buffer(centres.to_numpy(), radius, quad_segs=4)
    return gpd.GeoSeries(discs, index=zones.index, crs=zones.crs)


def _spacing(places: np.ndarray) -> float:
    """Return the median distance to the nearest other place; a hundredth of a degree for a lonely one."""
    different = np.unique(places, axis=0)
    if len(different) < 2:
        return 0.01
    points = [shapely.Point(place) for place in different]
    _, near = shapely.STRtree(points).query_nearest(points, exclusive=True, return_distance=True, all_matches=False)
    return float(np.median(near))


def _decimals(polygons: NDArray[np.object_]) -> int:
    west, south, east, north = shapely.total_bounds(polygons)
    return 4 if max(east - west, north - south) > _WIDE else 5


def _rounded(shape: shapely.Geometry, decimals: int) -> shapely.Geometry:
    """Return a shape with coordinates that are written with few digits, and still valid: it may be merged again."""
    short = shapely.transform(shape, lambda xy: xy.round(decimals))
    if shapely.is_valid(short):
        return short
    # A sliver narrower than a digit crosses itself once it is rounded; on a grid it is closed instead.
    on_grid = shapely.set_precision(shape, 10.0**-decimals)
    return shapely.transform(on_grid, lambda xy: xy.round(decimals))
