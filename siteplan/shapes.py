"""Zones as polygons, and merged into few."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

__all__ = ["merged", "outline", "zone_areas"]

_WIDE = 1.0  # degrees; a wider map keeps four decimals (11 m), a narrower one five


def zone_areas(zones: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Return the polygon of each zone; one that is a point gets a disc that reaches half-way to its neighbours."""
    is_point = zones.geom_type == "Point"
    return zones.geometry.where(~is_point, _discs(zones.geometry)) if is_point.any() else zones.geometry


def merged(areas: gpd.GeoSeries, by: pd.Series) -> gpd.GeoSeries:
    """Return one shape for each value of `by`, in the order of the values; zones without a value are left out."""
    decimals = _decimals(areas)
    groups = areas.groupby(by, observed=True, sort=True)
    shapes = {key: _rounded(shapely.union_all(part.to_numpy()), decimals) for key, part in groups}
    return gpd.GeoSeries(shapes, crs=areas.crs)


def outline(areas: gpd.GeoSeries) -> shapely.MultiPolygon:
    """Return all zones as one shape, the gaps between them closed."""
    parts = shapely.get_parts(shapely.union_all(areas.to_numpy()))
    filled = shapely.union_all(shapely.polygons(shapely.get_exterior_ring(parts)))
    return shapely.MultiPolygon([*shapely.get_parts(_rounded(filled, _decimals(areas)))])


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


def _decimals(areas: gpd.GeoSeries) -> int:
    west, south, east, north = areas.total_bounds
    return 4 if max(east - west, north - south) > _WIDE else 5


def _rounded(shape: shapely.Geometry, decimals: int) -> shapely.Geometry:
    """Return a shape with coordinates that are written with few digits, and still valid: it may be merged again."""
    short = shapely.transform(shape, lambda xy: xy.round(decimals))
    if shapely.is_valid(short):
        return short
    # A sliver narrower than a digit crosses itself once it is rounded; on a grid it is closed instead.
    on_grid = shapely.set_precision(shape, 10.0**-decimals)
    return shapely.transform(on_grid, lambda xy: xy.round(decimals))
