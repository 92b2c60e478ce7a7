"""An area that a visitor draws on the map: which sites lie in it, and how areas without sites are taken away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from siteplan.market import WGS84

__all__ = ["DrawnArea", "exclusions_geojson", "sites_in"]

_DEGREES = 6  # decimals


@dataclass(frozen=True)
class DrawnArea:
    """Corners as [lon, lat] in degrees; `barred` says that no site may open there."""

    area_id: str
    name: str
    ring: tuple[tuple[float, float], ...]
    barred: bool = False

    @property
    def shape(self) -> shapely.Geometry:
        """The area that its corners enclose, also where its edges cross."""
        return shapely.make_valid(shapely.Polygon(self.ring), method="structure", keep_collapsed=False)

    @property
    def is_empty(self) -> bool:
        """Whether its corners enclose nothing."""
        return bool(shapely.is_empty(self.shape))


def sites_in(sites: gpd.GeoDataFrame, area: DrawnArea) -> pd.Index:
    """Return the sites that lie in an area, or on its edge, in the order of their table."""
    shape = area.shape
    shapely.prepare(shape)
    found: pd.Index = sites.index[np.asarray(shapely.intersects(shape, sites.geometry.to_numpy()), dtype=bool)]
    return found


def exclusions_geojson(areas: Sequence[DrawnArea]) -> bytes:
    """Return the barred areas as the table `exclusions` of a study has them."""
    barred = [area for area in areas if area.barred and not area.is_empty]
    table = {"name": [area.name for area in barred], "reason": [""] * len(barred)}
    shapes = shapely.transform(np.array([area.shape for area in barred]), lambda xy: xy.round(_DEGREES))
    written: str = gpd.GeoDataFrame(table, geometry=list(shapes), crs=WGS84).to_json(drop_id=True)
    return written.encode()
