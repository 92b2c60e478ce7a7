"""Zones as polygons, and merged into few."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array

from siteplan.errors.params import Params, within

__all__ = ["Mosaic", "MosaicParams", "zone_areas"]


@dataclass(frozen=True)
class MosaicParams(Params):
    """How polygons are merged.

    Attributes
    ----------
    neighbours : count; of each zone, itself among them: with more that lie on it, pieces are too many
    adds_up : share of a polygon's area by which its pieces may miss it
    wide : degrees; a wider map keeps four decimals (11 m), a narrower one five
    """

    neighbours: int = within(30, 1)
    adds_up: float = within(1e-9, 0.0, 1.0)
    wide: float = within(1.0, 0.0)


def zone_areas(zones: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Return the polygon of each zone; one that is a point gets a disc that reaches half-way to its neighbours."""
    is_point = zones.geom_type == "Point"
    return zones.geometry.where(~is_point, _discs(zones.geometry)) if is_point.any() else zones.geometry


@dataclass(frozen=True, eq=False)
class Mosaic:
    """Polygons of zones, side by side, to be merged many times.

    Those that share their corners and edges with all their neighbours are merged by dropping what two of them share,
    which takes a part of the time; those that lie on others are cut into pieces that do, once.
    """

    areas: gpd.GeoSeries
    params: MosaicParams = MosaicParams()

    @classmethod
    def of(cls, zones: gpd.GeoDataFrame) -> Mosaic:
        """Take the polygons of zones: see zone_areas."""
        return cls(zone_areas(zones))

    def merged(self, by: pd.Series) -> gpd.GeoSeries:
        """Return one shape for each value of `by`, in the order of the values; zones without a value are left out."""
        known = np.flatnonzero(by.notna().to_numpy())
        decimals = _decimals(self._polygons[known], self.params) if len(known) else 0
        rows = pd.Series(known).groupby(by.to_numpy()[known], observed=True, sort=True)
        shapes = {key: _rounded(self._joined(part.to_numpy()), decimals) for key, part in rows}
        return gpd.GeoSeries(shapes, crs=self.areas.crs)

    def together(self, zone_ids: pd.Index) -> shapely.Geometry:
        """Return some of the zones, by their index, as one shape; an empty polygon for none."""
        rows = self.areas.index.get_indexer(zone_ids)
        if not len(rows):
            return shapely.Polygon()
        return _rounded(self._joined(rows), _decimals(self._polygons[rows], self.params))

    @cached_property
    def outline(self) -> shapely.MultiPolygon:
        """All zones as one shape, the gaps between them closed."""
        parts = shapely.get_parts(self._joined(np.arange(len(self.areas))))
        filled = shapely.union_all(shapely.polygons(shapely.get_exterior_ring(parts)))
        return shapely.MultiPolygon([*shapely.get_parts(_rounded(filled, _decimals(self._polygons, self.params)))])

    @cached_property
    def _polygons(self) -> NDArray[np.object_]:
        polygons: NDArray[np.object_] = self.areas.to_numpy()
        return polygons

    @cached_property
    def _fitting(self) -> NDArray[np.bool_]:
        """(n_zones,) zones that lie on no other, and whose corners are on edges of others only where those have one."""
        fitting: NDArray[np.bool_] = shapely.is_empty(shapely.coverage_invalid_edges(self._polygons))
        return fitting

    @cached_property
    def _pieces(self) -> _Pieces | None:
        """What zones are made of that do not fit; None where they lie on each other too often, or cannot be cut."""
        loose = self._polygons[~self._fitting]
        found = _cut(loose, self.params) if _few_neighbours(loose, self.params) else None
        whole = found is not None and shapely.coverage_is_valid([*self._polygons[self._fitting], *found.pieces])
        return found if whole else None

    def _joined(self, rows: NDArray[np.intp]) -> shapely.Geometry:
        polygons, fitting = self._polygons[rows], self._fitting[rows]
        if fitting.all():
            return shapely.coverage_union_all(polygons)
        if self._pieces is None:
            return shapely.union_all([shapely.coverage_union_all(polygons[fitting]), *polygons[~fitting]])
        loose = (np.cumsum(~self._fitting) - 1)[rows[~fitting]]
        return shapely.coverage_union_all([*polygons[fitting], *self._pieces.of(loose)])


@dataclass(frozen=True, eq=False)
class _Pieces:
    """Polygons cut along each other's edges: pieces side by side, and which of them each polygon is made of."""

    pieces: NDArray[np.object_]
    made_of: csr_array  # (n_polygons, n_pieces)

    def of(self, polygons: NDArray[np.intp]) -> NDArray[np.object_]:
        """Return the pieces of some polygons, each once."""
        return self.pieces[np.unique(self.made_of[polygons].indices)]


def _few_neighbours(polygons: NDArray[np.object_], params: MosaicParams) -> bool:
    """Return whether cutting polygons by each other gives few pieces."""
    pairs = shapely.STRtree(polygons).query(polygons, predicate="intersects")
    return bool(pairs.shape[1] <= params.neighbours * len(polygons))


def _cut(polygons: NDArray[np.object_], params: MosaicParams) -> _Pieces | None:
    """Return the pieces of polygons, exact but for where edges cross; None where they do not add up."""
    edges = shapely.union_all(shapely.boundary(polygons))
    pieces = shapely.get_parts(shapely.polygonize([edges]))
    polygon, piece = shapely.STRtree(shapely.point_on_surface(pieces)).query(polygons, predicate="contains")
    made_of = csr_array((shapely.area(pieces)[piece], (polygon, piece)), shape=(len(polygons), len(pieces)))
    used = np.unique(piece)  # the others are gaps that zones leave
    adds_up = np.allclose(made_of.sum(axis=1), shapely.area(polygons), rtol=params.adds_up, atol=0)
    return _Pieces(pieces[used], csr_array(made_of[:, used])) if adds_up else None


def _discs(zones: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return discs, in degrees, of half the median way to the nearest neighbour."""
    centres = gpd.GeoSeries(shapely.centroid(zones.to_numpy()), index=zones.index, crs=zones.crs)
    radius = _spacing(np.column_stack((centres.x, centres.y))) / 2
    discs = shapely.buffer(centres.to_numpy(), radius, quad_segs=4)
    return gpd.GeoSeries(discs, index=zones.index, crs=zones.crs)


def _spacing(places: np.ndarray) -> float:
    """Return the median distance to the nearest other place; a hundredth of a degree for a lonely one."""
    different = np.unique(places, axis=0)
    if len(different) < 2:
        return 0.01
    points = [shapely.Point(place) for place in different]
    _, near = shapely.STRtree(points).query_nearest(points, exclusive=True, return_distance=True, all_matches=False)
    return float(np.median(near))


def _decimals(polygons: NDArray[np.object_], params: MosaicParams) -> int:
    west, south, east, north = shapely.total_bounds(polygons)
    return 4 if max(east - west, north - south) > params.wide else 5


def _rounded(shape: shapely.Geometry, decimals: int) -> shapely.Geometry:
    """Return a shape with coordinates that are written with few digits, and still valid: it may be merged again."""
    short = shapely.transform(shape, lambda xy: xy.round(decimals))
    if shapely.is_valid(short):
        return short
    # A sliver narrower than a digit crosses itself once it is rounded; on a grid it is closed instead.
    on_grid = shapely.set_precision(shape, 10.0**-decimals)
    return shapely.transform(on_grid, lambda xy: xy.round(decimals))
