"""From degrees to the pixels of a small map that prints."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

__all__ = ["HEAD", "Frame", "degrees_of"]

HEAD = 22.0  # pixels above a map, for its title
_FINE = 0.35  # pixels: detail that is left out


class Frame:
    """From degrees to pixels: the extent of the areas, `width` wide, true at its middle latitude."""

    def __init__(self, areas: gpd.GeoSeries, width: float) -> None:
        west, south, east, north = areas.total_bounds
        self._shrink = float(np.cos(np.radians((south + north) / 2)))
        wide = max((east - west) * self._shrink, 1e-9)
        self._scale = min(width / wide, 1.2 * width / max(north - south, 1e-9))
        self._west, self._north = west, north
        self.width, self.height = width, (north - south) * self._scale

    def xy(self, degrees: np.ndarray) -> np.ndarray:
        """Return pixels (n, 2) of lon, lat (n, 2)."""
        x = (degrees[:, 0] - self._west) * self._shrink * self._scale
        return np.column_stack((x, (self._north - degrees[:, 1]) * self._scale))

    def shape(self, area: shapely.Geometry, right: float) -> str:
        """Return a shape in SVG's path language, moved to the right."""
        # One by one: side by side, each would be held against all others.
        drawn = shapely.simplify(shapely.get_parts(shapely.transform(area, self.xy)), _FINE)
        moved = np.array([right, HEAD])
        rings = shapely.get_rings(drawn)
        return "".join(_ring(shapely.get_coordinates(ring) + moved) for ring in rings)


def _ring(corners: np.ndarray) -> str:
    if len(corners) < 4:
        return ""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners[:-1]) + "Z"


def degrees_of(points: gpd.GeoSeries) -> np.ndarray:
    """Return lon, lat of points (n, 2)."""
    return np.column_stack((points.x, points.y))
