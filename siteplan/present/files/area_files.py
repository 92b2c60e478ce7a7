"""The areas of a plan's sites as files: a polygon for each site, kind and level, and where areas overlap."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from siteplan.evaluate import Plan
from siteplan.evaluate.catchments import OVERLAPPING, Catchments, Land

__all__ = ["area_table", "overlap_table"]

GRID = 1e-5  # degrees, about a metre: what is written of a coordinate


def area_table(plan: Plan, land: Land | None = None) -> gpd.GeoDataFrame:
    """Return a row for each site that opens or converts, kind of area and level, the innermost first.

    site_id, kind, level (shares of the site's sales, minutes, km, shares of a zone's demand; "nearest" has one), and
    of the zones in the area: zones, people, demand and capture (vehicles/year), held (of the site's capture), overshoot
    (by how much a customer share is held more than asked); geometry. The figures are exact, the polygon is for the eye.
    `land` is the plan's ground, if somebody has it.
    """
    areas = Catchments(land or Land(plan.study, plan.market), plan.network)
    found = [areas.of(str(site), kind) for site in plan.transfers.sites for kind in plan.study.areas.written]
    if not found:
        return gpd.GeoDataFrame({"site_id": [], "kind": []}, geometry=[], crs=plan.market.zones.crs)
    shapes = np.concatenate([areas.shapes(area).to_numpy() for area in found])
    figures = pd.concat([areas.figures(area) for area in found]).reset_index()
    times = [len(area.order) for area in found]
    figures.insert(0, "site_id", np.repeat([area.site_id for area in found], times))
    figures.insert(1, "kind", np.repeat([area.kind for area in found], times))
    return gpd.GeoDataFrame(figures, geometry=shapely.set_precision(shapes, GRID), crs=plan.market.zones.crs)


def overlap_table(plan: Plan) -> pd.DataFrame:
    """Return a row for each kind, level and pair of areas that share zones, one at least of a new or converted site.

    See Catchments.overlaps.
    """
    areas = Catchments(Land(plan.study, plan.market), plan.network)
    kinds = [kind for kind in plan.study.areas.written if kind in OVERLAPPING]
    return areas.overlaps([str(site) for site in plan.transfers.sites], kinds)
