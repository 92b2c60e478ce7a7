"""Zones merged into the few areas that a map draws, and their size."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely

from siteplan.market import metric_crs
from siteplan.travel.shapes import Mosaic, zone_areas

__all__ = ["Mosaic", "area_km2", "have_areas", "per_km2", "screen_mosaic", "zone_areas"]

CORNERS = 200_000  # of all zones: some ten bytes each in a map with all its layers
# Of the map's longer side, finest first. On a screen 1,500 pixels wide the coarsest leaves out what is smaller than
# 0.7 pixels, until one zooms in.
_DETAIL = tuple(1 / 2**k for k in (14, 13, 12, 11))


def screen_mosaic(zones: gpd.GeoDataFrame, whole: Mosaic | None = None) -> Mosaic:
    """Return the polygons of zones as a map draws them: where they have very many corners, without the finest detail.

    Neighbours keep the edges that they share. `whole` are the polygons in full, if somebody has them.
    """
    whole = whole or Mosaic.of(zones)
    areas = whole.areas
    west, south, east, north = areas.total_bounds
    polygons = areas.to_numpy()
    for detail in _DETAIL:
        if shapely.get_num_coordinates(polygons).sum() <= CORNERS:
            return whole if areas is whole.areas else Mosaic(areas)
        polygons = shapely.coverage_simplify(polygons, detail * max(east - west, north - south))
        # Zones that lie on each other are no coverage: one of them may come to cross itself.
        polygons = shapely.make_valid(polygons, method="structure", keep_collapsed=False)
        areas = gpd.GeoSeries(polygons, index=areas.index, crs=areas.crs)
    return Mosaic(areas)


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
