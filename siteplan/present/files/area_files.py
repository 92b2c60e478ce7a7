"""What files for maps hold of a plan: sites, zones, a polygon a site, kind and level, and where areas overlap."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from siteplan.evaluate import Plan
from siteplan.evaluate.catchments import OVERLAPPING, Catchments, Land
from siteplan.present.plan_text.changes import change_sentence, decided_sites
from siteplan.present.plan_text.volumes import why_sentences
from siteplan.present.text.reader import Reader
from siteplan.tradearea.demand import demand_amounts
from siteplan.tradearea.parts import demand_parts

__all__ = ["area_table", "explained_sites", "overlap_table", "zone_frame"]

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


def explained_sites(plan: Plan, reader: Reader) -> gpd.GeoDataFrame:
    """Return the sites that the plan decides on with why each opens, or what becomes of it."""
    why = why_sentences(plan, reader)
    why += [change_sentence(plan, site_id, reader) for site_id in plan.facilities["site_id"]]
    return decided_sites(plan).assign(why=why)


def zone_frame(plan: Plan) -> gpd.GeoDataFrame:
    """Return the zones with the steps of their demand, and no number in place of minutes without limit."""
    minutes = [column for column in plan.zones if column.startswith("minutes_")]
    finite = plan.zones.assign(**{column: plan.zones[column].replace(np.inf, np.nan) for column in minutes})
    return finite.join(_zone_demand(plan))


def _zone_demand(plan: Plan) -> pd.DataFrame:
    """Return the steps of each zone's demand, and its parts by segment and line where there are any."""
    demand, zones = plan.study.demand, plan.market.zones
    steps = demand_amounts(demand, zones).drop(columns=["persons", "demand"], errors="ignore")
    if plan.segments.empty:
        return steps
    parts = demand_parts(demand, zones).mul(plan.zones["demand"], axis=0)
    return steps.join(
        parts.set_axis(
            ["demand: " + ", ".join(name for name in part if name) for part in parts.columns.to_flat_index()], axis=1
        )
    )
