"""The map of a site's trade area, drawn on the plan's own scene."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from siteplan.evaluate import Plan
from siteplan.evaluate.catchments import Catchments, Land
from siteplan.present.charts.charts import Chart
from siteplan.present.maps.drawn.scene_svg import scene_drawing
from siteplan.present.maps.drawn.site_signs import site_signs
from siteplan.present.maps.plan_areas import PlanAreas
from siteplan.present.maps.scene.crop import crop
from siteplan.present.maps.scene.map_scene import WIDE, Rings, Scene, SceneSite
from siteplan.present.maps.scene.scene_frame import rings_of
from siteplan.present.maps.scene.scene_of import scene_frame
from siteplan.present.plan_text.sentences import percent
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader

__all__ = ["site_map"]

AROUND = 0.15  # of the area's longer side, around it
LEAST = 30.0  # units across
CLOSED = 20.0  # km to each side of a site that closes
WIDTH = 440.0  # pixels: that of a column of page one
KINDS = ("inner", "middle", "outer")  # of the scene's areas; a site of more levels shows the outermost three


def site_map(plan: Plan, site_id: str, scene: Scene, areas: PlanAreas, reader: Reader) -> Chart:
    """Return where a site's sales come from: the zones that make up most of them, the nearest first.

    Of a site that closes, and so has no customers with the plan, return who is reached around it.
    """
    _ = reader.gettext
    if (closed := _closing(scene, site_id)) is not None:
        return _around(plan, closed, scene, reader)
    found = Catchments(Land(plan.study, plan.market), plan.network)
    area = found.of(site_id, "customer_share")
    shapes = found.shapes(area).to_numpy()
    frame, levels = scene_frame(plan, areas.all), found.figures(area)
    rings = [rings_of(frame.shape(shape)) for shape in shapes]
    kinds = dict(zip(KINDS[-len(rings) :], rings[-len(KINDS) :], strict=True))
    sites = tuple(replace(site, size=float(site.site_id == site_id)) for site in scene.sites)
    drawn = crop(replace(scene, areas=kinds, sites=sites), _box(rings, scene))
    outer, signs = levels.iloc[-1], site_signs(scene, reader, plan.study.formats)
    finding = _("{share} of its sales come from zones with {people} people").format(
        share=percent(area.order[-1], reader, 0), people=amount(float(outer["people"]), "", reader)
    )
    told = _(", ").join(percent(level, reader, 0) for level in area.order)
    measure = _("Zones that make up {levels} of what the site sells, the darkest first").format(levels=told)
    return Chart(finding, measure, scene_drawing(drawn, reader, finding, width=WIDTH, rivals=True, signs=signs))


def _closing(scene: Scene, site_id: str) -> SceneSite | None:
    """Return the site where it closes and none with its id opens."""
    named = {site.state: site for site in scene.sites if site.site_id == site_id}
    return named.get("closed") if set(named) == {"closed"} else None


def _around(plan: Plan, site: SceneSite, scene: Scene, reader: Reader) -> Chart:
    """Return who is reached near a site that closes, with all that stands there."""
    _, half = reader.gettext, CLOSED / scene.km
    box = (max(site.x - half, 0.0), max(site.y - half, 0.0), min(site.x + half, WIDE), min(site.y + half, scene.height))
    finding = _("Who is reached around it once it is closed")
    measure = _("Zones by coverage, today and with the plan; sites that sell more are larger")
    signs = site_signs(scene, reader, plan.study.formats)
    drawn = scene_drawing(crop(scene, box), reader, finding, width=WIDTH, rivals=True, signs=signs)
    return Chart(finding, measure, drawn)


def _box(rings: list[Rings], scene: Scene) -> tuple[float, float, float, float]:
    """Return the part of the scene around an area, as wide as it is high or wider, within the scene."""
    corners = np.array([corner for part in rings for ring in part for corner in ring])
    low, high = corners.min(axis=0), corners.max(axis=0)
    side = max(float((high - low).max()) * (1 + 2 * AROUND), LEAST)
    middle = (low + high) / 2
    left, top = (float(x) for x in middle - side / 2)
    return max(left, 0.0), max(top, 0.0), min(left + side, WIDE), min(top + side, scene.height)
