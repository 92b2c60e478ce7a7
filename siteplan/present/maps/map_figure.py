"""The plan as one map, today and with the plan: a drawing that prints."""

from __future__ import annotations

from siteplan.evaluate import Plan
from siteplan.present.charts.charts import Chart
from siteplan.present.maps.drawn.scene_svg import USUAL, scene_drawing
from siteplan.present.maps.drawn.site_signs import site_signs
from siteplan.present.maps.scene.map_scene import Scene
from siteplan.present.maps.scene.scene_of import scene_of
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader

__all__ = ["coverage_figure"]


def coverage_figure(plan: Plan, reader: Reader, scene: Scene | None = None, width: float = USUAL) -> Chart:
    """Return who is covered today and with the plan, and the sites; `scene` is made here if nobody has it.

    `width` is that of the drawing in pixels: letters and sites keep their size, so that a narrow map has fewer names.
    """
    _ = reader.gettext
    finding, drawn = _finding(plan, reader), scene or scene_of(plan)
    signs = site_signs(drawn, reader, plan.study.formats)
    measure = _("Zones by coverage, today and with the plan; sites that sell more are larger")
    if signs.grouped:
        measure = _("Zones by coverage, today and with the plan; sites by what they do, those that sell more larger")
    return Chart(finding, measure, scene_drawing(drawn, reader, finding, width=width, signs=signs))


def _finding(plan: Plan, reader: Reader) -> str:
    _ = reader.gettext
    zones = plan.zones
    newly = zones["covered"] & ~zones["covered_before"]
    people = float(zones.loc[newly, "population"].sum())
    if people <= 0:
        return _loss(plan, reader) or _("The plan brings no more people within reach")
    rural = float(zones.loc[newly & zones["rural"], "population"].sum())
    said = _("{people} people come within reach, {rural} of them rural").format(
        people=amount(people, "", reader), rural=amount(rural, "", reader)
    )
    return _("; ").join(text for text in (said, _loss(plan, reader)) if text)


def _loss(plan: Plan, reader: Reader) -> str:
    """Return how many people are no longer within reach, where sites close or convert."""
    lost = plan.zones["covered_before"] & ~plan.zones["covered"]
    people = float(plan.zones.loc[lost, "population"].sum())
    said = reader.gettext("{people} people are no longer within reach")
    return said.format(people=amount(people, "", reader)) if people > 0 else ""
