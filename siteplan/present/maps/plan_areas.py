"""Zones of a plan, merged as its maps and figures draw them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from siteplan.evaluate import Plan
from siteplan.evaluate.catchments import Land
from siteplan.present.maps.merged_zones import Mosaic, screen_mosaic
from siteplan.present.tables.plan_tables import county_of
from siteplan.present.theme import coverage_classes as coverage
from siteplan.present.theme.area_colours import area_colours
from siteplan.present.theme.classes import Classes, sequential

__all__ = ["PlanAreas", "plan_areas", "share_classes"]

SERVED = ("all", "agent")  # groups of sites whose areas a map draws


@dataclass(frozen=True, eq=False)
class PlanAreas:
    """What takes long to draw of a plan, in no language: made once for its map, its report and their figures.

    Attributes
    ----------
    mosaic : the zones, to be merged
    all : their polygons
    outline : all zones as one shape
    counties : by the number of the county, as by_county has them
    covered, covered_before : by class of coverage
    both : the same of today and the plan in one: see coverage_classes.both
    classes : of market share in per cent
    share, share_before : by their number; -1: none
    served : who serves whom, by group of sites ("all", and "agent" where there are any): by the number of a colour, in
        which areas that meet differ
    served_by : the same number of each zone
    """

    mosaic: Mosaic
    all: gpd.GeoSeries
    outline: shapely.MultiPolygon
    counties: gpd.GeoSeries
    covered: gpd.GeoSeries
    covered_before: gpd.GeoSeries
    both: gpd.GeoSeries
    classes: Classes
    share: gpd.GeoSeries
    share_before: gpd.GeoSeries
    served: Mapping[str, gpd.GeoSeries]
    served_by: Mapping[str, pd.Series]


def plan_areas(plan: Plan, land: Land | None = None) -> PlanAreas:
    """Return the merged zones of a plan; `land` is its ground, if somebody has drawn from it already."""
    mosaic = screen_mosaic(plan.zones, None if land is None else land.zones)
    zones, classes = plan.zones, share_classes(plan.zones)
    covered, in_one = coverage.after(zones), coverage.both(zones)
    merged = mosaic.merged(covered)
    served = {group: _served(plan, mosaic, group) for group in SERVED if group in set(plan.served.zones["group"])}

    def by_share(column: str) -> gpd.GeoSeries:
        values = zones[column].where(zones[column] > 0) * 100
        return mosaic.merged(pd.Series(classes.index(values.to_numpy()), index=zones.index))

    return PlanAreas(
        mosaic=mosaic,
        all=mosaic.areas,
        outline=mosaic.outline,
        counties=mosaic.merged(county_of(zones)),
        covered=merged,
        covered_before=mosaic.merged(coverage.before(zones)),
        both=merged if in_one.equals(covered) else mosaic.merged(in_one),
        classes=classes,
        share=by_share("share"),
        share_before=by_share("share_before"),
        served={group: mosaic.merged(colours) for group, colours in served.items()},
        served_by=served,
    )


def _served(plan: Plan, mosaic: Mosaic, group: str) -> pd.Series:
    """Return whose of a group's areas each zone is of, by the number of their colour; nothing where nobody's."""
    rows = plan.served.zones[plan.served.zones["group"] == group]
    servers = rows.set_index("zone_id")["site_id"].reindex(plan.zones.index)
    areas = mosaic.merged(servers)
    one, other = shapely.STRtree(areas.to_numpy()).query(areas.to_numpy(), predicate="intersects")
    meet = np.zeros((len(areas), len(areas)), dtype=bool)
    meet[one, other] = one != other
    return servers.map(dict(zip(areas.index, area_colours(meet), strict=True)))


def share_classes(zones: pd.DataFrame) -> Classes:
    """Return the classes of market share in per cent, the same before and after."""
    both = zones[["share_before", "share"]].to_numpy().ravel() * 100
    return sequential(both[both > 0])
