"""Zones merged into the few areas that a map draws, and their size."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from siteplan.market import metric_crs
from siteplan.shapes import Mosaic, zone_areas

__all__ = ["Mosaic", "area_km2", "have_areas", "per_km2", "zone_areas"]


def area_km2(zones: gpd.GeoDataFrame) -> pd.Series:
    """Return the zones' areas in km2, NaN for a point."""
    metric = zones.geometry.to_crs(metric_crs(zones))
    km2: pd.Series = metric.area / 1e6
    return km2.where(km2 > 0)


def have_areas(zones: gpd.GeoDataFrame) -> bool:
    """Return whether every zone is an area: amounts are told by km2 then, else as they are."""
    return bool((zones.geom_type != "Point").all())


def per_km2(amount: pd.Series, zones: gpd.GeoDataFrame) -> pd.Series:
    """Return an amount of zones by their areas; as it is where any of them is a point without area."""
    return amount / area_km2(zones).fillna(1.0) if have_areas(zones) else amount
