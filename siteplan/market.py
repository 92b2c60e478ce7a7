"""The market: what is there, as checked tables in one coordinate system."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS
from scipy.sparse import csr_array
from shapely import Point

from siteplan.errors import Note
from siteplan.filled import Filled

__all__ = ["WGS84", "Market", "RoadNetwork", "metric_crs"]

WGS84 = "EPSG:4326"


@dataclass(frozen=True)
class RoadNetwork:
    """A directed road graph: node coordinates (n_nodes,) in WGS-84 and edge minutes (n_nodes, n_nodes)."""

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    minutes: csr_array


def _no_stations() -> gpd.GeoDataFrame:
    columns = ["name", "operator", "piles", "kw", "own"]
    return gpd.GeoDataFrame(columns=columns, index=pd.Index([], name="site_id"), geometry=[], crs=WGS84)


def metric_crs(zones: gpd.GeoDataFrame) -> CRS:
    """Return a CRS in metres for the extent of zones in WGS-84: the UTM zone of its centre."""
    west, south, east, north = zones.total_bounds
    return _utm((west + east) / 2, (south + north) / 2)


@cache  # a look-up in the EPSG register takes a tenth of a second, and a run asks for it many times
def _utm(lon: float, lat: float) -> CRS:
    return CRS.from_user_input(gpd.GeoSeries([Point(lon, lat)], crs=WGS84).estimate_utm_crs())


@dataclass(frozen=True)
class Market:
    """Zones, sites and what else the study's files say, checked and in WGS-84.

    Attributes
    ----------
    zones : GeoDataFrame indexed by zone_id
        geometry (polygon or point), population (persons), city, county, tier (text, "" where unknown),
        rural (bool), and income, footfall, households, vehicle_demand where given.
    candidates : GeoDataFrame indexed by site_id
        geometry (point), name, city, county, tier, formats (tuple of format names), status
        (candidate, required, forbidden), area_m2, rent (CNY/m2/day), footfall, piles and kw (in all) of chargers there
        (NaN where not given).
    facilities : GeoDataFrame indexed by site_id
        geometry, name, format, city, county, tier, keep (keep, closable, convertible), convert_to (tuple of format
        names; none means any).
    competitors : GeoDataFrame indexed by site_id
        geometry, name, brand, class, attractiveness (NaN where not given).
    stations : GeoDataFrame indexed by site_id
        Public charging stations: geometry, name, operator, piles, kw (of all piles together; NaN where not given), own
        (bool). No rows where the study names no such file.
    minutes : DataFrame or None
        The user's own matrix: zone_id, site_id, minutes.
    flows : DataFrame or None
        Observed visits: zone_id, site_id (of facilities or competitors), visits.
    roads : RoadNetwork or None
        The road graph, where the study names one.
    notes : tuple of Note
        What was set right, filled in or guessed while reading.
    """

    zones: gpd.GeoDataFrame
    candidates: gpd.GeoDataFrame
    facilities: gpd.GeoDataFrame
    competitors: gpd.GeoDataFrame
    minutes: pd.DataFrame | None = None
    roads: RoadNetwork | None = None
    notes: tuple[Note, ...] = ()
    filled: tuple[Filled, ...] = ()
    flows: pd.DataFrame | None = None
    stations: gpd.GeoDataFrame = field(default_factory=_no_stations)

    @property
    def metric_crs(self) -> CRS:
        """A CRS in metres for this extent."""
        return metric_crs(self.zones)

    @property
    def population(self) -> float:
        """Persons in all zones."""
        return float(self.zones["population"].sum())
