"""The map of differences of two plans as plain numbers, on the first one's map."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

import geopandas as gpd
import pandas as pd

from siteplan.evaluate import Plan
from siteplan.present.compare.compared import Comparison
from siteplan.present.compare.site_differences import against_first
from siteplan.present.maps.merged_zones import Mosaic
from siteplan.present.maps.scene.map_scene import WIDE, Rings, Scene, SceneSite
from siteplan.present.maps.scene.scene_frame import SceneFrame, rings_of
from siteplan.present.maps.scene.scene_of import scene_frame

__all__ = ["Ground", "difference_scene"]

_REACHED = {(True, True): "alike", (False, True): "gained", (True, False): "dropped", (False, False): "neither"}


class Ground:
    """What maps of differences to one plan are drawn on; `areas` are its zones' polygons, as PlanAreas.all has them."""

    def __init__(self, plan: Plan, scene: Scene, areas: gpd.GeoSeries) -> None:
        self.plan, self.scene, self.mosaic = plan, scene, Mosaic(areas)
        self.frame: SceneFrame = scene_frame(plan, areas)
        self.least = self.frame.least_area(areas)


def difference_scene(found: Comparison, n: int, ground: Ground) -> Scene:
    """Return where the n-th plan and the first differ: sites by which has them, zones by which reaches them."""
    one = "coverage" not in found.asked
    return replace(
        ground.scene,
        areas=_areas(found.plans[n - 1].plan, ground) if one else {},
        sites=_sites(found, n, ground),
        plans=(found.labels[0], found.labels[n - 1]),
    )


def _areas(other: Plan, ground: Ground) -> dict[str, Rings]:
    """Return zones by which of two plans reaches them; none of those that one plan alone knows, or without people."""
    zones = ground.plan.zones
    there = other.zones["covered"].reindex(zones.index)
    known = there.notna() & (zones["population"] > 0)
    pairs = zip(zones["covered"].astype(bool), there.eq(True), strict=True)
    kinds = pd.Series([_REACHED[pair] for pair in pairs], index=zones.index, dtype=object).where(known)
    merged = ground.mosaic.merged(kinds)
    return {str(kind): rings_of(ground.frame.shape(area), ground.least) for kind, area in merged.items()}


def _sites(found: Comparison, n: int, ground: Ground) -> tuple[SceneSite, ...]:
    """Return the sites of both plans that lie on the map, those that sell most first."""
    every = found.sites
    alike = every[(every["format_1"] != "") & (every["format_1"] == every[f"format_{n}"])]
    alike = alike.assign(kind="alike", format=alike["format_1"], sold=alike[["sold_1", f"sold_{n}"]].max(axis=1))
    rows = pd.concat([alike, against_first(found, n)], ignore_index=True)
    sold = rows["sold"].fillna(0.0).clip(lower=0.0).to_numpy(float)
    most = max([*sold, 1e-9])
    places = ground.frame.points(gpd.GeoSeries(gpd.points_from_xy(rows["lon"], rows["lat"])))
    sites = [
        SceneSite(str(row["site_id"]), str(row["format"]), str(row["kind"]), round(sqrt(part / most), 3), x, y)
        for row, part, (x, y) in zip(rows.to_dict("records"), sold, places, strict=True)
    ]
    there = [site for site in sites if 0 <= site.x <= WIDE and 0 <= site.y <= ground.scene.height]
    return tuple(sorted(there, key=lambda site: (-site.size, site.state, site.site_id)))
