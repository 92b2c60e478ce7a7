"""Which zone every site lies in, or nearest to, and which sites lie outside all."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from siteplan.errors import N_, Note, Problem
from siteplan.market import middle

__all__ = ["SITES", "around_sites", "outside_problems", "overlap_notes"]

SITES = ("candidates", "facilities", "competitors")
NEAR_POLYGON_M = 1_000  # sites lie on coasts and piers, where zones end
NEAR_POINT_M = 50_000
FAR_DEGREES = 2.0  # a site this far from the extent is outside without measuring


def around_sites(tables: Mapping[str, pd.DataFrame], others: Collection[str] = ()) -> dict[str, pd.DataFrame]:
    """Return the zones of the sites (see `ZoneFinder.around`) of every table whose sites, and zones, have geometry.

    `others` are tables of sites beside those of every study.
    """
    zones = tables.get("zones")
    if not isinstance(zones, gpd.GeoDataFrame) or zones.geometry.isna().all():
        return {}
    finder = ZoneFinder(zones)
    located = {name: tables[name] for name in (*SITES, *others) if isinstance(tables.get(name), gpd.GeoDataFrame)}
    return {name: finder.around(sites.geometry) for name, sites in located.items()}


@dataclass(frozen=True, eq=False)
class ZoneFinder:
    """Zones, in WGS-84, of which the one around any point is asked for."""

    zones: gpd.GeoDataFrame

    def around(self, points: gpd.GeoSeries) -> pd.DataFrame:
        """Return for each point the `row` of its zone (-1 if far from all) and the `metres` to it (0 inside).

        `points` are in WGS-84; a missing one gets -1 and NaN.
        """
        given = points.notna()
        row, metres = np.full(len(points), -1), np.where(given, np.inf, np.nan)
        near = np.flatnonzero(given & _near_extent(points, self.zones))
        places = shapely.points(*self._to_metres.transform(points.x.to_numpy()[near], points.y.to_numpy()[near]))
        # Points first: where both kinds are near enough, the polygon says more surely who is there.
        for rows, tree in self._trees:
            which, zone, away = _nearest(tree, places)
            at, zone = near[which], rows[zone]
            settled = (row[at] >= 0) & (metres[at] <= self._limits[row[at]])
            better = (away <= self._limits[zone]) | (away < metres[at]) & ~settled
            row[at[better]], metres[at[better]] = zone[better], away[better]
        return pd.DataFrame({"row": row, "metres": metres}, index=points.index)

    @cached_property
    def _limits(self) -> NDArray[np.float64]:
        return _limits(self.zones.geometry)

    @cached_property
    def _to_metres(self) -> Transformer:
        return Transformer.from_crs(self.zones.crs, _metres_around(self.zones), always_xy=True)

    @cached_property
    def _trees(self) -> list[tuple[NDArray[np.intp], shapely.STRtree]]:
        """The zones that are points, then those that are not, in metres: their rows, and where they lie."""
        shapes = self.zones.geometry
        is_point, given = (shapes.geom_type == "Point").to_numpy(), shapes.notna().to_numpy()
        kinds = [np.flatnonzero(kind) for kind in (given & is_point, given & ~is_point)]
        return [(rows, shapely.STRtree(self._in_metres(shapes.to_numpy()[rows]))) for rows in kinds if len(rows)]

    def _in_metres(self, shapes: NDArray[np.object_]) -> NDArray[np.object_]:
        moved: NDArray[np.object_] = shapely.transform(
            shapes, lambda xy: np.column_stack(self._to_metres.transform(*xy.T))
        )
        return moved


def _nearest(
    tree: shapely.STRtree, places: NDArray[np.object_]
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    """Return which places have a nearest shape, the first of equals, and how far it is."""
    (place, shape), away = tree.query_nearest(places, return_distance=True)
    order = np.lexsort((shape, place))
    which, first = np.unique(place[order], return_index=True)
    return which, shape[order][first], away[order][first]


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
    text = N_("{n:,} pairs of zones overlap; what lies in both is counted twice")
    return (Note("zones", text, "geometry", tuple(pairs), {"n": len(pairs)}),) if pairs else ()


def outside_problems(tables: Mapping[str, pd.DataFrame], around: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """Return which sites lie outside all zones: over 1 km from the nearest polygon, 50 km from a point zone."""
    return [problem for name in around for problem in _outside(name, tables[name], tables["zones"], around[name])]


def _outside(table: str, sites: gpd.GeoDataFrame, zones: gpd.GeoDataFrame, around: pd.DataFrame) -> Iterator[Problem]:
    limit = _limits(zones.geometry)[around["row"].to_numpy()]
    outside = around["metres"] > limit + _benefit_of_doubt(zones)
    exchanged = outside & _swapped(sites.geometry, zones)
    exchange = "Exchange them; lon is east-west, lat north-south."
    check = "Check lon and lat, and coordinates and crs in [files]; or remove the sites, or add their zones."
    if exchanged.any():
        yield Problem(table, "lon and lat are swapped", exchange, "lon, lat", _ids(sites, exchanged))
    if (outside & ~exchanged).any():
        rest = _ids(sites, outside & ~exchanged)
        yield Problem(table, "the sites are outside all zones", check, "geometry", rest)


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
