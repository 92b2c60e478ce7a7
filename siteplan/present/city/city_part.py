"""Maps of the cities that a plan changes most: what opens, converts and closes there, and who is reached."""

from __future__ import annotations

from siteplan.evaluate import Plan
from siteplan.present.city.place_maps import PlaceCrop, changes_by, place_map, places_by_changes, places_left_out
from siteplan.present.maps.scene.crop import cities
from siteplan.present.maps.scene.map_scene import Scene, SceneCity
from siteplan.present.reports.report_parts import Part
from siteplan.present.text.reader import Reader

__all__ = ["city_parts"]

MOST = 6  # cities that have a map: two to a page


def city_parts(plan: Plan, scene: Scene, reader: Reader) -> list[Part]:
    """Return the maps of the cities that change most; nothing where the study has one city, or nothing changes."""
    changes = changes_by(plan, "city", reader)
    if changes.empty or len(scene.cities) < 2:
        return []
    order, names = places_by_changes(changes), reader.names_of(plan.market.zones, "city")
    found = {city.names.get("", ""): _crop(city, part) for city, part in cities(scene, order[:MOST])}
    crops = [found[name] for name in order if name in found]
    charts = [place_map(plan, scene, crop, "city", changes, names, reader) for crop in crops]
    n = len(order)
    told = reader.ngettext("Sites open, convert or close in {n} city.",
                           "Sites open, convert or close in {n} cities.", n).format(n=n)  # fmt: skip
    said = [told, places_left_out(changes, [*found], names, reader)]
    sentence = ("" if reader.is_chinese else " ").join(filter(None, said))
    return [Part(reader.gettext("Maps by city"), [sentence], charts, "cities")] if charts else []


def _crop(city: SceneCity, part: Scene) -> PlaceCrop:
    own = next((one.rings for one in part.cities if one.names == city.names), ())
    return PlaceCrop(city.names.get("", ""), part, own)
