"""The market: what is there, as checked tables in one coordinate system."""

from __future__ import annotations

from collections.abc import Mapping
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
from siteplan.market.filled import Filled
from siteplan.study import Study
from siteplan.study.shown import Mapped

__all__ = ["MAIN_ROADS", "WGS84", "Market", "RoadNetwork", "metric_crs", "middle"]

WGS84 = "EPSG:4326"
MAIN_ROADS = ("primary", "trunk", "motorway")  # classes of OpenStreetMap, the greatest last
WIDEST_UTM = 12.0  # degrees; beyond, areas and distances of a zone that is 6 wide are no longer true
LOWEST_UTM, HIGHEST_UTM = -80.0, 84.0


@dataclass(frozen=True)
class RoadNetwork:
    """A directed road graph.

    Attributes
    ----------
    lon, lat : (n_nodes,) in WGS-84
    minutes : (n_nodes, n_nodes) of the edges
    classes : (n_edges,) as `minutes` stores them; 1 + the place of an edge's class in MAIN_ROADS, 0 for any other, and
        None where nobody says: what a map draws
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    minutes: csr_array
    classes: NDArray[np.uint8] | None = None


def _no_stations() -> gpd.GeoDataFrame:
    columns = ["name", "operator", "piles", "kw", "own"]
    return gpd.GeoDataFrame(columns=columns, index=pd.Index([], name="site_id"), geometry=[], crs=WGS84)


def _no_exclusions() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"name": [], "reason": []}, geometry=[], crs=WGS84)


def metric_crs(zones: gpd.GeoDataFrame) -> CRS:
    """Return a CRS in metres for zones in WGS-84: the UTM zone of their centre, or a map of equal areas if too wide."""
    west, south, east, north = zones.total_bounds
    if east - west <= WIDEST_UTM and south >= LOWEST_UTM and north <= HIGHEST_UTM:
        return _utm((west + east) / 2, (south + north) / 2)
    lon, lat = middle(zones)
    return CRS.from_dict({"proj": "laea", "lon_0": lon, "lat_0": lat})


@cache  # a look-up in the EPSG register takes a tenth of a second, and a run asks for it many times
def _utm(lon: float, lat: float) -> CRS:
    return CRS.from_user_input(gpd.GeoSeries([Point(lon, lat)], crs=WGS84).estimate_utm_crs())


@dataclass(frozen=True, repr=False)
class Market(Mapped):
    """Zones, sites and what else the study's files say, checked and in WGS-84.

    Attributes
    ----------
    zones : GeoDataFrame indexed by zone_id
        geometry (polygon or point), population (persons), province, city, county, tier (text, "" where unknown),
        rural (bool), and income, footfall, households, vehicle_demand where given.
    candidates : GeoDataFrame indexed by site_id
        geometry (point), name, province, city, county, tier, formats (tuple of format names), status
        (candidate, required, forbidden), area_m2, rent (CNY/m2/day), footfall, piles and kw (in all) of chargers there
        (NaN where not given).
    facilities : GeoDataFrame indexed by site_id
        geometry, name, format, province, city, county, tier, keep (keep, closable, convertible), convert_to
        (tuple of format names; none means any).
    competitors : GeoDataFrame indexed by site_id
        geometry, name, brand, class, attractiveness (NaN where not given).
    stations : GeoDataFrame indexed by site_id
        Public charging stations: geometry, name, operator, piles, kw (of all piles together; NaN where not given), own
        (bool). No rows where the study names no such file.
    exclusions : GeoDataFrame
        Areas where no candidate may open: geometry (polygon), name, reason. Candidates within are forbidden, and have
        its name in `barred_by`.
    minutes : DataFrame or None
        The user's own matrix: zone_id, site_id, minutes.
    flows : DataFrame or None
        Observed visits: zone_id, site_id (of facilities or competitors), visits.
    actuals : DataFrame or None
        What sites have sold and cost so far: site_id, month ("2026-03"), sales, cost and invested (where given).
    roads : RoadNetwork or None
        The road graph, where the study names one.
    notes : tuple of Note
        What was set right, filled in or guessed while reading.
    entering : mapping of GeoDataFrame
        Rivals that come in an outlook, by its name, as competitors: with its `snapshot` all that are there then. Places
        where a rival may open in reply to a plan, by what their table is called.
    read_for : Study or None
        Whose files these are: it says how they are called on a map, and which of them are made.
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
    actuals: pd.DataFrame | None = None
    stations: gpd.GeoDataFrame = field(default_factory=_no_stations)
    read_for: Study | None = None
    exclusions: gpd.GeoDataFrame = field(default_factory=_no_exclusions)
    entering: Mapping[str, gpd.GeoDataFrame] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Let a table without provinces name none: plans and programs from before there was the column stay right."""
        for table in ("zones", "candidates", "facilities"):
            rows = getattr(self, table)
            if "province" not in rows:
                object.__setattr__(self, table, rows.assign(province=""))

    def __repr__(self) -> str:
        tables = ("zones", "candidates", "facilities", "competitors", "stations")
        return f"<Market: {', '.join(f'{len(getattr(self, name)):,} {name}' for name in tables)}>"

    @property
    def metric_crs(self) -> CRS:
        """A CRS in metres for this extent."""
        return metric_crs(self.zones)

    @property
    def population(self) -> float:
        """Persons in all zones."""
        return float(self.zones["population"].sum())


def middle(zones: gpd.GeoDataFrame) -> tuple[float, float]:
    """Return the middle of zones on the globe, also where they lie on both sides of 180 degrees or round a pole."""
    bounds = zones.geometry.bounds
    lon, lat = (np.radians((bounds[f"min{axis}"] + bounds[f"max{axis}"]).to_numpy() / 2) for axis in "xy")
    x, y, z = (np.nanmean(part) for part in (np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))
    return float(np.degrees(np.arctan2(y, x))), float(np.degrees(np.arctan2(z, np.hypot(x, y))))
