"""Which zone every site lies in, or nearest to."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

__all__ = ["assign_zones", "lies_outside", "swapped"]

NEAR_POLYGON_M = 1_000  # sites lie on coasts and piers, where zones end
NEAR_POINT_M = 50_000
FAR_DEGREES = 2.0  # a site this far from the extent is outside without measuring


def assign_zones(points: gpd.GeoSeries, zones: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return for each point the `row` of its zone (-1 if far from all) and the `metres` to it (0 inside).

    `zones` and `points` are in WGS-84; a missing point gets -1 and NaN.
    """
    out = pd.DataFrame({"row": -1, "metres": np.nan}, index=points.index)
    near = points[points.notna() & _near_extent(points, zones)]
    shapes = zones.geometry.reset_index(drop=True)
    shapes = shapes[shapes.notna()]
    out.loc[points.notna(), "metres"] = np.inf
    if near.empty or shapes.empty:
        return out
    metric = shapes.estimate_utm_crs()
    left, right = near.to_frame("geometry").to_crs(metric), shapes.to_frame("geometry").to_crs(metric)
    found = left.sjoin_nearest(right, distance_col="metres")
    first = found.loc[~found.index.duplicated(), ["index_right", "metres"]]
    out.loc[first.index, "row"] = first["index_right"].astype(int)
    out.loc[first.index, "metres"] = first["metres"]
    return out


def _near_extent(points: gpd.GeoSeries, zones: gpd.GeoDataFrame) -> pd.Series:
    west, south, east, north = zones.total_bounds
    around = points.bounds
    near_lon = around["minx"].between(west - FAR_DEGREES, east + FAR_DEGREES)
    near: pd.Series = near_lon & around["miny"].between(south - FAR_DEGREES, north + FAR_DEGREES)
    return near


def lies_outside(assigned: pd.DataFrame, zones: gpd.GeoDataFrame) -> pd.Series:
    """Return which points lie outside all zones: over 1 km from the nearest polygon, 50 km from a point zone."""
    is_point = (zones.geometry.geom_type == "Point").to_numpy()
    limit = np.where(is_point, NEAR_POINT_M, NEAR_POLYGON_M)[assigned["row"].to_numpy()]
    outside: pd.Series = assigned["metres"] > limit
    return outside


def swapped(points: gpd.GeoSeries, zones: gpd.GeoDataFrame) -> pd.Series:
    """Return which points would lie in the zones' extent if lon and lat were exchanged."""
    west, south, east, north = zones.total_bounds
    fits: pd.Series = points.y.between(west, east) & points.x.between(south, north)
    return fits
