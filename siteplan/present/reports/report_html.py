"""The report: one HTML file for an executive, which prints on A4 and makes no request."""

from __future__ import annotations

import time

from siteplan.evaluate import Plan
from siteplan.present.maps.map_figure import coverage_figure
from siteplan.present.maps.plan_map import PlanDrawing, plan_drawing, plan_map
from siteplan.present.maps.scene.map_scene import Scene
from siteplan.present.maps.scene.scene_of import scene_of
from siteplan.present.pack.build import pack_of
from siteplan.present.pack.content import Pack
from siteplan.present.reports.report_page import document_page
from siteplan.present.text.reader import Reader
from siteplan.present.web import map_parts

__all__ = ["pack_html", "report_html"]


def report_html(
    plan: Plan,
    reader: Reader,
    drawing: PlanDrawing | None = None,
    scene: Scene | None = None,
    made: int | None = None,
) -> str:
    """Return the report of a plan as one page; what nobody has of it is made here, `made` being now."""
    drawing = drawing or plan_drawing(plan, reader)
    scene = scene or scene_of(plan, areas=drawing.areas)
    now = int(time.time()) if made is None else made
    return pack_html(plan, pack_of(plan, drawing.areas, now, reader, scene), drawing, scene)


def pack_html(plan: Plan, pack: Pack, drawing: PlanDrawing, scene: Scene) -> str:
    """Return the pack of a plan as one page: page one, the report's parts, the map to explore, the dictionary."""
    mapped = map_parts(plan_map(plan, pack.reader, compact=True, drawing=drawing))
    return document_page(pack.document, pack.reader, mapped, pack, coverage_figure(plan, pack.reader, scene))
