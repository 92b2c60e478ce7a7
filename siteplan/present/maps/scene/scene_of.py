"""From a plan to the scene of its map."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

import geopandas as gpd

from siteplan.evaluate import Plan
from siteplan.evaluate.catchments import Land
from siteplan.market import middle
from siteplan.present.maps.plan_areas import PlanAreas, plan_areas
from siteplan.present.maps.scene.map_scene import Scene, SceneSite
from siteplan.present.maps.scene.scene_frame import SceneFrame, rings_of, scale_bar
from siteplan.present.maps.scene.scene_places import city_outlines, named_places, province_outlines
from siteplan.present.maps.scene.scene_roads import main_roads
from siteplan.present.plan_text.changes import changed, staying
from siteplan.present.theme import coverage_classes as coverage

__all__ = ["scene_frame", "scene_of"]

_KINDS: Mapping[int, str] = {
    coverage.COVERED: "today",
    coverage.NEWLY: "plan",
    coverage.URBAN_OPEN: "urban",
    coverage.RURAL_OPEN: "rural",
    coverage.LOST: "lost",
}
_STATES = {"stays": "own", "kept": "own", "new": "new", "converted": "converted", "closed": "closed"}


def scene_of(plan: Plan, land: Land | None = None, areas: PlanAreas | None = None) -> Scene:
    """Return the map of a plan, today and with the plan in one, as plain numbers.

    `land` and `areas` are its ground and its merged zones, if somebody has them already.
    """
    areas = areas or plan_areas(plan, land)
    zones, sites = plan.market.zones, _tables(plan)
    frame = scene_frame(plan, areas.all)
    are_areas = not (zones.geom_type == "Point").any()
    least = frame.least_area(areas.all)
    cities, counties = city_outlines(zones, areas.counties, frame, least) if are_areas else ((), ())
    return Scene(
        height=frame.height,
        km=frame.metres / 1000,
        bar=scale_bar(frame.metres / 1000),
        formats=tuple(plan.study.formats),
        land=rings_of(frame.shape(areas.outline), least) if are_areas else (),
        areas={_KINDS[int(kind)]: rings_of(frame.shape(area), least) for kind, area in areas.both.items()},
        counties=counties,
        cities=cities,
        provinces=province_outlines(zones, areas, frame) if are_areas else (),
        roads=main_roads(plan.market.roads, frame),
        places=named_places(zones, frame),
        sites=_sites(plan, frame, sites),
        rivals=tuple(frame.points(plan.market.competitors.geometry)),
    )


def scene_frame(plan: Plan, zones: gpd.GeoSeries) -> SceneFrame:
    """Return where a plan's scene has what lies at some degrees: for what is drawn on it later.

    `zones` are its polygons, as PlanAreas.all has them.
    """
    return SceneFrame([zones, *(table.geometry for table in _tables(plan).values())], middle(plan.market.zones))


def _tables(plan: Plan) -> dict[str, gpd.GeoDataFrame]:
    """Return own sites by their state."""
    return {
        "own": staying(plan),
        "closed": changed(plan, "closed"),
        "converted": changed(plan, "converted"),
        "new": plan.sites,
    }


def _sites(plan: Plan, frame: SceneFrame, tables: Mapping[str, gpd.GeoDataFrame]) -> tuple[SceneSite, ...]:
    """Return own sites, those that sell most first."""
    told = plan.business.sites
    sold = {
        (_STATES[change], site_id): max(float(n), 0.0)
        for change, site_id, n in zip(told["change"], told["site_id"], told["sold"].fillna(0.0), strict=True)
    }
    most = max([*sold.values(), 1e-9])
    sites = []
    for state, table in tables.items():
        ids = table.index if table.index.name == "site_id" else table["site_id"]
        for site_id, kind, (x, y) in zip(ids, table["format"], frame.points(table.geometry), strict=True):
            size = round(sqrt(sold.get((state, site_id), 0.0) / most), 3)
            sites.append(SceneSite(str(site_id), str(kind), state, size, x, y))
    return tuple(sorted(sites, key=lambda site: (-site.size, site.state, site.site_id)))
