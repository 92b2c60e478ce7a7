"""Maps of the provinces that a plan changes most, for a study of more than one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import compress

import numpy as np

from siteplan.evaluate import Plan
from siteplan.present.city.place_maps import PlaceCrop, changes_by, place_map, places_by_changes, places_left_out
from siteplan.present.maps.plan_areas import PlanAreas
from siteplan.present.maps.scene.crop import around, crop, cropped_rings, inside
from siteplan.present.maps.scene.map_scene import Scene
from siteplan.present.maps.scene.scene_of import scene_frame
from siteplan.present.maps.scene.scene_places import outlines
from siteplan.present.reports.report_parts import Part
from siteplan.present.text.reader import Reader

__all__ = ["province_parts"]

MOST = 6  # provinces that have a map: two to a page


def province_parts(plan: Plan, areas: PlanAreas, scene: Scene, reader: Reader) -> list[Part]:
    """Return the maps of the provinces that change most; nothing where zones name one, or nothing changes."""
    zones = plan.market.zones
    names = {own: read for own, read in reader.names_of(zones, "province").items() if own}
    changes = changes_by(plan, "province", reader)
    if changes.empty or len(names) < 2:
        return []
    order = places_by_changes(changes)
    crops = [*_crops(plan, areas, scene, [name for name in order if name in names][:MOST])]
    charts = [place_map(plan, scene, one, "province", changes, names, reader) for one in crops]
    n = len(order)
    told = reader.ngettext("Sites open, convert or close in {n} province.",
                           "Sites open, convert or close in {n} provinces.", n).format(n=n)  # fmt: skip
    said = [told, places_left_out(changes, [one.name for one in crops], names, reader)]
    sentence = ("" if reader.is_chinese else " ").join(filter(None, said))
    return [Part(reader.gettext("Maps by province"), [sentence], charts, "provinces")] if charts else []


def _crops(plan: Plan, areas: PlanAreas, scene: Scene, shown: Sequence[str]) -> Iterator[PlaceCrop]:
    """Yield the parts of the scene round provinces; a map.json need not hold their outlines, which few maps show."""
    frame = scene_frame(plan, areas.all)
    found = outlines(plan.market.zones["province"], areas, frame, shown)
    for name in shown:
        if rings := found.get(name):
            box = around(rings, scene)
            yield _within(PlaceCrop(name, crop(scene, box), cropped_rings(rings, box)))


def _within(whole: PlaceCrop) -> PlaceCrop:
    """Return a crop without the cities beyond its outline, and their names: a province has enough of its own."""
    scene = whole.scene
    at = np.array([(place.x, place.y) for place in scene.places]).reshape(-1, 2)
    own = [place for place in compress(scene.places, inside(whole.own, at)) if place.kind != "province"]
    named = [place.names for place in own if place.kind == "city"]
    cities = tuple(city for city in scene.cities if city.names in named)
    return replace(whole, scene=replace(scene, places=tuple(own), cities=cities))
