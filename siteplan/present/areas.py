"""Zones merged into the few areas that a map draws, and their size."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from siteplan.shapes import merged, outline, zone_areas

__all__ = ["area_km2", "merged", "outline", "zone_areas"]


def area_km2(zones: gpd.GeoDataFrame) -> pd.Series:
    """Return the zones' areas in km2, NaN for a point."""
    metric = zones.geometry.to_crs(zones.estimate_utm_crs())
    km2: pd.Series = metric.area / 1e6
    return km2.where(km2 > 0)
