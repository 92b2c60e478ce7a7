"""Which zone every site lies in, or nearest to, and which sites lie outside all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from siteplan.errors import N_, Note, Problem
from siteplan.market import middle

__all__ = ["around_sites", "assign_zones", "outside_problems", "overlap_notes"]

SITES = ("candidates", "facilities", "competitors")
NEAR_POLYGON_M = 1_000  # sites lie on coasts and piers, where zones end
NEAR_POINT_M = 50_000
FAR_DEGREES = 2.0  # a site this far from the extent is outside without measuring


def around_sites(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the zones of the sites (see `assign_zones`) of every table whose sites, and zones, have geometry."""
    zones = tables.get("zones")
    if not isinstance(zones, gpd.GeoDataFrame) or zones.geometry.isna().all():
        return {}
    located = {name: tables[name] for name in SITES if isinstance(tables.get(name), gpd.GeoDataFrame)}
    return {name: assign_zones(sites.geometry, zones) for name, sites in located.items()}


def assign_zones(points: gpd.GeoSeries, zones: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return for each point the `row` of its zone (-1 if far from all) and the `metres` to it (0 inside).

    `zones` and `points` are in WGS-84; a missing point gets -1 and NaN.
    """
    given = points.notna()
    out = pd.DataFrame({"row": -1, "metres": np.where(given, np.inf, np.nan)}, index=points.index)
    near = points[given & _near_extent(points, zones)]
    shapes = zones.geometry.reset_index(drop=True)
    metric = _metres_around(zones)
    left, right = near.to_frame("geometry").to_crs(metric), shapes[shapes.notna()].to_frame("geometry").to_crs(metric)
    # Points first: where both kinds are near enough, the polygon says more surely who is there.
    for kind in (right[right.geom_type == "Point"], right[right.geom_type != "Point"]):
        _take_nearest(out, left.sjoin_nearest(kind, distance_col="metres"), _limits(shapes))
    return out


def _take_nearest(out: pd.DataFrame, found: pd.DataFrame, limits: NDArray[np.float64]) -> None:
    """Write the nearest zones of one kind into `out`: where they are near enough, or nearer than what is there."""
    first = found.loc[~found.index.duplicated(), ["index_right", "metres"]]
    row = first["index_right"].astype(int)
    near_enough = first["metres"].to_numpy() <= limits[row]
    better = near_enough | (first["metres"] < out.loc[first.index, "metres"]).to_numpy() & ~_settled(
        out, first.index, limits
    )
    out.loc[first.index[better], "row"] = row[better]
    out.loc[first.index[better], "metres"] = first["metres"][better]


def _settled(out: pd.DataFrame, index: pd.Index, limits: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which points have a zone that is near enough already."""
    row = out.loc[index, "row"].to_numpy()
    settled: NDArray[np.bool_] = (row >= 0) & (out.loc[index, "metres"].to_numpy() <= limits[row])
    return settled


def _limits(shapes: gpd.GeoSeries) -> NDArray[np.float64]:
    """Return how far a site may lie from each zone (metres)."""
    return np.where((shapes.geom_type == "Point").to_numpy(), NEAR_POINT_M, NEAR_POLYGON_M).astype(float)


def _metres_around(zones: gpd.GeoDataFrame) -> CRS:
    """Return a CRS in metres, true from the middle of the zones outwards."""
    lon, lat = middle(zones)
    return CRS.from_dict({"proj": "aeqd", "lon_0": lon, "lat_0": lat})


def _near_extent(points: gpd.GeoSeries, zones: gpd.GeoDataFrame) -> pd.Series:
    west, south, east, north = zones.total_bounds
    near_lon = points.x.between(west - FAR_DEGREES, east + FAR_DEGREES)
    near: pd.Series = near_lon & points.y.between(south - FAR_DEGREES, north + FAR_DEGREES)
    return near


def overlap_notes(tables: Mapping[str, pd.DataFrame]) -> tuple[Note, ...]:
    """Return a note on polygons of which one lies on another: their people are counted in both."""
    zones = tables.get("zones")
    if not isinstance(zones, gpd.GeoDataFrame) or "zone_id" not in zones:
        return ()
    shapes = zones.geometry[zones.geometry.notna() & (zones.geometry.geom_type != "Point")]
    spots = shapely.point_on_surface(shapes.to_numpy())
    spot, shape = shapely.STRtree(shapes.to_numpy()).query(spots, predicate="within")
    ids = zones.loc[shapes.index, "zone_id"].to_numpy()
    pairs = dict.fromkeys("/".join(sorted((ids[i], ids[j]))) for i, j in zip(spot, shape, strict=True) if i != j)
    text = N_("zones lie on each other; what is in both is counted twice: {n:,}")
    return (Note("zones", text, "geometry", tuple(pairs), {"n": len(pairs)}),) if pairs else ()


def outside_problems(tables: Mapping[str, pd.DataFrame], around: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """Return which sites lie outside all zones: over 1 km from the nearest polygon, 50 km from a point zone."""
    return [problem for name in around for problem in _outside(name, tables[name], tables["zones"], around[name])]


def _outside(table: str, sites: gpd.GeoDataFrame, zones: gpd.GeoDataFrame, around: pd.DataFrame) -> Iterator[Problem]:
    limit = _limits(zones.geometry)[around["row"].to_numpy()]
    outside = around["metres"] > limit + _benefit_of_doubt(zones)
    exchanged = outside & _swapped(sites.geometry, zones)
    exchange = "Exchange them: lon is east-west, lat north-south."
    check = "Check lon and lat, and coordinates and crs in [files]; or remove the sites, or add their zones."
    if exchanged.any():
        yield Problem(table, "lon and lat are swapped", exchange, "lon, lat", _ids(sites, exchanged))
    if (outside & ~exchanged).any():
        rest = _ids(sites, outside & ~exchanged)
        yield Problem(table, "the sites lie outside all zones", check, "geometry", rest)


def _benefit_of_doubt(zones: gpd.GeoDataFrame) -> float:
    """Return how many metres farther a site may lie where shapes of zones are broken: the widest zone's extent."""
    if not zones.geometry.isna().any():
        return 0.0
    bounds = zones.geometry.to_crs(_metres_around(zones)).bounds
    return float(np.hypot(bounds["maxx"] - bounds["minx"], bounds["maxy"] - bounds["miny"]).max())


def _swapped(points: gpd.GeoSeries, zones: gpd.GeoDataFrame) -> pd.Series:
    """Return which points would lie in the zones' extent if lon and lat were exchanged."""
    west, south, east, north = zones.total_bounds
    fits: pd.Series = points.y.between(west, east) & points.x.between(south, north)
    return fits


def _ids(sites: gpd.GeoDataFrame, rows: pd.Series) -> tuple[str, ...]:
    if "site_id" in sites:
        return tuple(sites.loc[rows, "site_id"])
    return tuple(f"row {n + 1} of the data" for n in np.flatnonzero(rows))
