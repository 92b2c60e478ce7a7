"""Where trips start and end: places on the sphere, and the leg inside a zone."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.market import Market

__all__ = ["EARTH_RADIUS_M", "Endpoints", "metres_from_chord", "sites_as_places", "unit_vectors", "zones_as_places"]

EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG
MEAN_TO_CENTRE = 2 / (3 * np.sqrt(np.pi))  # mean distance to the centre of a disc, per root of its area


@dataclass(frozen=True)
class Endpoints:
    """Ends of trips: ids, degrees (n,), metres to be walked or driven inside the place (n,), and if rural (n,)."""

    ids: pd.Index
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    inner_m: NDArray[np.float64]
    rural: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.ids)

    def unit_vectors(self) -> NDArray[np.float64]:
        """Return the places on the unit sphere (n, 3), so that chords stand for great circles."""
        return unit_vectors(self.lon, self.lat)

    def pick(self, mask: NDArray[np.bool_]) -> Endpoints:
        """Return the places where the mask holds."""
        return Endpoints(self.ids[mask], self.lon[mask], self.lat[mask], self.inner_m[mask], self.rural[mask])


def unit_vectors(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return degrees as vectors on the unit sphere (n, 3)."""
    lam, phi = np.radians(lon), np.radians(lat)
    return np.column_stack((np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)))


def metres_from_chord(chord: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return great-circle metres for chords of the unit sphere."""
    metres: NDArray[np.float64] = 2 * EARTH_RADIUS_M * np.arcsin(np.clip(chord / 2, 0, 1))
    return metres


def zones_as_places(market: Market) -> Endpoints:
    """Return the zones' centroids; a polygon's people live a mean distance from it, as in a disc of its area."""
    metric = market.zones.geometry.to_crs(market.metric_crs)
    centre = metric.centroid.to_crs(market.zones.crs)
    inner = MEAN_TO_CENTRE * np.sqrt(metric.area.to_numpy())
    rural = market.zones["rural"].to_numpy(dtype=bool)
    return Endpoints(market.zones.index, centre.x.to_numpy(), centre.y.to_numpy(), inner, rural)


def sites_as_places(sites: gpd.GeoDataFrame) -> Endpoints:
    """Return sites as places without an inner leg; rural where their column of that name says so."""
    points = sites.geometry
    rural = np.broadcast_to(np.asarray(sites.get("rural", False), dtype=np.bool_), len(sites))
    return Endpoints(sites.index, points.x.to_numpy(float), points.y.to_numpy(float), np.zeros(len(sites)), rural)
