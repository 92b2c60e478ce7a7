"""The area from which a site is reached within so many minutes, as a polygon.

Drive minutes are defined for places: a place goes to its nearest road node and on by road (see road_network). The
area is that definition drawn: round each node that reaches the site in time the disc of the minutes left, cut to
where this node is the nearest. Roads reached in part are drawn as far as they are reached. People of a zone that is a
polygon need at least the mean way inside it, and so it is cut by what is left for that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from siteplan.errors.params import Params, within
from siteplan.market import WGS84, Market, RoadNetwork
from siteplan.study import Travel
from siteplan.travel.endpoints import Endpoints, zones_as_places
from siteplan.travel.plane import Geometries, Plane, discs, joined, near_parts, near_points, voronoi
from siteplan.travel.road_network import minutes_to, snap
from siteplan.travel.shapes import Mosaic
from siteplan.travel.straight_line import METRES_PER_KMH_MINUTE

__all__ = ["DriveAreas", "IsochroneParams"]

Shape = shapely.Geometry  # polygons, one or many or none
NOWHERE: Shape = shapely.Polygon()


@dataclass(frozen=True)
class IsochroneParams(Params):
    """How areas of reach are drawn.

    Attributes
    ----------
    roadside_m : metres on either side of a road that is reached between its nodes
    roadside_arcs : count; edges of a quarter circle at its ends
    grid_m : metres; coordinates snap to it, so that neighbours that share an edge leave no sliver between them
    grid_degrees : degrees; the same of what is given back
    arcs : count; edges of a quarter circle by straight line
    """

    roadside_m: float = within(30.0, 0.1)
    roadside_arcs: int = within(2, 1)
    grid_m: float = within(0.01, 0.0)
    grid_degrees: float = within(1e-6, 0.0)
    arcs: int = within(32, 1)


@dataclass(frozen=True)
class DriveAreas:
    """The areas from which sites of a market are reached, by the source of minutes that the study names."""

    travel: Travel
    market: Market
    params: IsochroneParams = IsochroneParams()

    def of(self, site: Endpoints, levels: Sequence[float], minutes: pd.Series) -> gpd.GeoSeries:
        """Return the area from which a site is reached within each of `levels` (minutes).

        By road and straight line it is made of places, not of whole zones, and cut to the land that the zones cover,
        if they are polygons; a zone's place is its centroid. With the user's own minutes it is the zones within reach,
        merged.

        Parameters
        ----------
        site : one place
        minutes : Series on the zones' index
            Their minutes to the site as the model has them; infinite beyond reach.

        Returns
        -------
        GeoSeries in WGS-84 indexed by level, with holes and islands as they are; empty polygons where nobody is in
        reach.
        """
        index = pd.Index(levels, name="level", dtype=float)
        if self.travel.source == "minutes" and self.market.minutes is not None:
            shapes = [self._mosaic.together(minutes.index[minutes <= level]) for level in levels]
            return gpd.GeoSeries(shapes, index=index, crs=WGS84)
        plane = Plane(float(site.lon[0]), float(site.lat[0]))
        flat = [self._on_land(shape, plane) for shape in self._flat(site, levels, minutes, plane)]
        within = [self._places.pick(np.asarray(minutes <= level)) for level in levels]
        spots = [plane.metres(at.lon, at.lat) for at in within]
        flat = [_with_spots(shape, some, self.params) for shape, some in zip(flat, spots, strict=True)]
        return gpd.GeoSeries([_in_degrees(shape, plane, self.params) for shape in flat], index=index, crs=WGS84)

    def _flat(self, site: Endpoints, levels: Sequence[float], minutes: pd.Series, plane: Plane) -> list[Shape]:
        zones = _zones(self.travel, self._places, self._mosaic.areas, plane, self.params)
        roads = self.market.roads if self.travel.source == "roads" else None
        if roads is None:
            return [zones.by_straight_line(level) for level in levels]
        return _road_areas(self.travel, roads, zones, site, levels, minutes, plane)

    def _on_land(self, shape: Shape, plane: Plane) -> Shape:
        """Return what of a shape is covered by zones or lies among them: nobody lives in the sea."""
        if self._land is None or shapely.is_empty(shape):
            return shape
        land, grid = plane.flat(np.array([self._land]))[0], self.params.grid_m
        return joined([shapely.intersection(shape, land, grid_size=grid)], grid)

    @cached_property
    def _places(self) -> Endpoints:
        return zones_as_places(self.market)

    @cached_property
    def _mosaic(self) -> Mosaic:
        return Mosaic.of(self.market.zones)

    @cached_property
    def _land(self) -> Shape | None:
        """All zones as one shape; none where some are points, and the land round them unknown."""
        return None if (self.market.zones.geom_type == "Point").any() else self._mosaic.outline


def _in_degrees(shape: Shape, plane: Plane, params: IsochroneParams) -> Shape:
    """Return a shape in WGS-84; an edge is straight in degrees now, and may cut a corner that it passed by a hair."""
    return joined([shapely.make_valid(plane.lonlat(shape), method="structure")], params.grid_degrees)


def _with_spots(shape: Shape, places: NDArray[np.float64], params: IsochroneParams) -> Shape:
    """Return a shape that holds these places: a zone's centroid may lie in another zone, and be cut off with it."""
    shapely.prepare(shape)
    left_out = places[~shapely.intersects_xy(shape, *places.T)]
    if not len(left_out):
        return shape
    return joined([shape, *discs(left_out, np.full(len(left_out), params.roadside_m))], params.grid_m)


@dataclass(frozen=True)
class _Zones:
    """Zones on a plane: polygons (n,), metres inside them (n,), metres a minute by straight line (n,).

    Points have the places nearest to them in the stead of a polygon.
    """

    places: Endpoints
    shapes: Geometries
    inner_m: NDArray[np.float64]
    speed: NDArray[np.float64]
    params: IsochroneParams

    def by_straight_line(self, minutes: float) -> Shape:
        """Return where the site at the plane's centre is reached from, each zone at its own speed."""
        radius = minutes * self.speed - self.inner_m
        if np.ptp(radius) == 0:
            return discs(np.zeros((1, 2)), radius[:1], quad_segs=self.params.arcs)[0] if radius[0] > 0 else NOWHERE
        tree = shapely.STRtree(self.shapes)
        some = np.sort(tree.query(shapely.Point(0, 0), predicate="dwithin", distance=max(radius.max(), 0.0)))
        some = some[radius[some] > 0]
        around = discs(np.zeros((len(some), 2)), radius[some], quad_segs=self.params.arcs)
        grid = self.params.grid_m
        return joined(shapely.intersection(self.shapes[some], around, grid_size=grid), grid)

    def without_deep(self, parts: Geometries, metres: NDArray[np.float64]) -> Geometries:
        """Return parts of land less the zones in which one has farther to go than the part's metres left (n_parts,)."""
        rim = np.flatnonzero(metres < self.inner_m.max())
        part, zone = shapely.STRtree(self.shapes).query(parts[rim], predicate="intersects")
        deep = metres[rim[part]] < self.inner_m[zone]
        cut = parts.copy()
        for row in np.unique(part[deep]):
            deeper = shapely.union_all(self.shapes[zone[deep & (part == row)]])
            cut[rim[row]] = shapely.difference(parts[rim[row]], deeper, grid_size=self.params.grid_m)
        return cut

    def beyond(self, minutes: NDArray[np.float64], limit: float, near: shapely.Geometry) -> Shape:
        """Return those near a shape whose people are beyond the limit; points are no area."""
        if not self.inner_m.any():
            return NOWHERE
        shapely.prepare(near)
        return shapely.union_all(self.shapes[(minutes > limit) & shapely.intersects(near, self.shapes)])


def _zones(travel: Travel, places: Endpoints, shapes: gpd.GeoSeries, plane: Plane, params: IsochroneParams) -> _Zones:
    kmh = np.where(places.rural, travel.rural_kmh, travel.urban_kmh)
    speed = kmh * METRES_PER_KMH_MINUTE / travel.detour
    if places.inner_m.any():
        return _Zones(places, plane.flat(shapes.to_numpy()), places.inner_m, speed, params)
    at = plane.metres(places.lon, places.lat)
    some, number = np.unique(at, axis=0, return_inverse=True)
    far = float(np.abs(at).max()) + travel.max_minutes * float(speed.max())
    cells = voronoi(some, far) if len(some) > 1 else np.array([shapely.box(-far, -far, far, far)])
    return _Zones(places, cells[number], places.inner_m, speed, params)


def _road_areas(
    travel: Travel,
    roads: RoadNetwork,
    zones: _Zones,
    site: Endpoints,
    levels: Sequence[float],
    minutes: pd.Series,
    plane: Plane,
) -> list[Shape]:
    end = snap(travel, roads, site)
    crow = travel.elsewhere == "straight_line"
    if not end.on_road[0]:
        return [zones.by_straight_line(level) if crow else NOWHERE for level in levels]
    to_site = minutes_to(roads, int(end.node[0]), max(levels)) + end.minutes[0]
    reached = _Reached(travel, roads, zones, plane, to_site)
    shapes = [reached.within(level, minutes.to_numpy(dtype=float)) for level in levels]
    if not crow or snap(travel, roads, zones.places).on_road.all():
        return shapes
    return [
        joined([shape, reached.off_road(zones.by_straight_line(level))], zones.params.grid_m)
        for shape, level in zip(shapes, levels, strict=True)
    ]


class _Reached:
    """Road nodes on a plane with their minutes to a site (n_nodes,)."""

    def __init__(
        self, travel: Travel, roads: RoadNetwork, zones: _Zones, plane: Plane, minutes: NDArray[np.float64]
    ) -> None:
        self.travel = travel
        self.zones, self.params = zones, zones.params
        self.minutes = minutes
        self.at = plane.metres(roads.lon, roads.lat)
        self.edges = roads.minutes.tocoo()

    def within(self, limit: float, of_zones: NDArray[np.float64]) -> Shape:
        """Return what is reached within so many minutes; `of_zones` are those of the zones (n_zones,)."""
        left, grid = limit - self.minutes, self.params.grid_m
        metres = left * self.travel.access_kmh * METRES_PER_KMH_MINUTE / self.travel.detour
        parts, node = near_parts(self.at, np.where(left >= 0, np.minimum(metres, self.travel.snap_m), -1), grid)
        around = joined(self.zones.without_deep(parts, metres[node]), grid)
        apart = shapely.difference(self._roads(limit), around)
        strip = shapely.buffer(apart, self.params.roadside_m, quad_segs=self.params.roadside_arcs)
        beside = shapely.difference(strip, self.zones.beyond(of_zones, limit, strip))
        return joined([around, beside], grid)

    def off_road(self, crow: Shape) -> Shape:
        """Return the part of an area that is farther from every node than `snap_m`: there one goes by straight line."""
        if shapely.is_empty(crow):
            return crow
        west, south, east, north = shapely.bounds(crow)
        margin, (x, y) = self.travel.snap_m, self.at.T
        close = (x > west - margin) & (x < east + margin) & (y > south - margin) & (y < north + margin)
        near = near_points(self.at[close], np.full(close.sum(), margin), self.params.grid_m)
        return shapely.difference(crow, near, grid_size=self.params.grid_m)

    def _roads(self, limit: float) -> Shape:
        """Return the roads as far as they are reached, each from the end where it leads to the site."""
        start, end = self.edges.coords
        left = limit - self.minutes[end]
        some = left > 0
        part = np.minimum(left[some] / self.edges.data[some], 1.0)[:, None]
        near, far = self.at[end[some]], self.at[start[some]]
        lines = np.stack((near, near + part * (far - near)), axis=1)
        return shapely.union_all(shapely.linestrings(lines[part[:, 0] > 0]), grid_size=self.params.grid_m)
