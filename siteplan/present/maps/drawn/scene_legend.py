"""What a map's legend says: what is drawn, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from siteplan.present.maps.drawn.scene_style import drawn_lines
from siteplan.present.maps.drawn.site_signs import SiteSigns
from siteplan.present.maps.scene.map_scene import Scene
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_
from siteplan.present.theme import coverage_classes as coverage
from siteplan.present.web import Shape

__all__ = ["MapEntry", "map_entries", "place_text"]

_AREAS: Mapping[str, str] = {
    "today": coverage.COVERAGE[coverage.COVERED].label,
    "plan": coverage.COVERAGE[coverage.NEWLY].label,
    "urban": coverage.COVERAGE[coverage.URBAN_OPEN].label,
    "rural": coverage.COVERAGE[coverage.RURAL_OPEN].label,
    "lost": N_("no longer covered"),
    "alike": N_("reached in both plans"),
    "gained": N_("reached only in {other}"),
    "dropped": N_("reached only in {first}"),
    "neither": N_("reached in neither plan"),
    "dense": N_("densest half of the demand"),
    "middling": N_("the next 30 % of the demand"),
    "thin": N_("the last 20 % of the demand"),
    "inner": N_("trade area, its core"),
    "middle": N_("trade area, middle"),
    "outer": N_("trade area, outer part"),
}
_BORDERS: Mapping[str, str] = {
    "province": N_("province boundary"),
    "city": N_("city boundary"),
    "county": N_("county boundary"),
}
_ROADS: Mapping[str, str] = {
    "motorway": N_("motorway"),
    "trunk": N_("trunk road"),
    "primary": N_("primary road"),
}
_SITES: Mapping[str, str] = {
    "new": N_("{format}, new"),
    "converted": N_("{format}, converted"),
    "closed": N_("{format}, closed"),
    "own": N_("{format}, today"),
    "gained": N_("{format}, only in {other}"),
    "dropped": N_("{format}, only in {first}"),
    "reshaped": N_("{format} in {other}, of another format in {first}"),
    "alike": N_("{format}, in both plans"),
}


@dataclass(frozen=True)
class MapEntry:
    """A line of the legend.

    Attributes
    ----------
    layer : "area", "border", "road", "site" or "rival"
    kind : as the scene calls it; of a site its state
    label : in the reader's language
    shape : of a site
    """

    layer: str
    kind: str
    label: str
    shape: Shape = "circle"


def map_entries(scene: Scene, reader: Reader, signs: SiteSigns, rivals: bool = False) -> list[MapEntry]:
    """Return the legend of a map of a scene: classes of areas, sites, roads, borders that it shows."""
    _ = reader.gettext
    plans = _plans(scene)
    areas = [MapEntry("area", kind, _(label).format(**plans)) for kind, label in _AREAS.items() if kind in scene.areas]
    lines = drawn_lines(scene)
    roads = [MapEntry("road", kind, _(label)) for kind, label in _ROADS.items() if kind in lines]
    borders = [MapEntry("border", kind, _(label)) for kind, label in _BORDERS.items() if kind in lines]
    others = [MapEntry("rival", "", _("competitor"), "diamond")] if rivals and scene.rivals else []
    return [*areas, *_site_entries(scene, reader, signs), *others, *roads, *borders]


def _plans(scene: Scene) -> dict[str, str]:
    """Return what the plans of a map of differences are called, by what texts call them."""
    return dict(zip(("first", "other"), scene.plans, strict=True))


def place_text(names: Mapping[str, str], reader: Reader) -> str:
    """Return a place's name as maps write it: a Chinese city without the word for city."""
    code = reader.language.lower().replace("-", "_")
    found = (names.get(key) for key in (code, code.split("_", maxsplit=1)[0], ""))
    name = next((name for name in found if name), "")
    return name[:-1] if len(name) > 2 and name.endswith("市") else name


def _site_entries(scene: Scene, reader: Reader, signs: SiteSigns) -> list[MapEntry]:
    """Return a line for each state and shape of sites, in the order of formats; those that share both share a line."""
    place = {name: n for n, name in enumerate(scene.formats)}
    drawn: dict[tuple[str, Shape], dict[str, None]] = {}
    for site in sorted(scene.sites, key=lambda site: ([*_SITES].index(site.state), place[site.format])):
        shape, name = signs.of(site)
        drawn.setdefault((site.state, shape), {})[name] = None
    joined = reader.gettext(", ")
    return [
        MapEntry("site", state, reader.gettext(_SITES[state]).format(format=joined.join(names), **_plans(scene)), shape)
        for (state, shape), names in drawn.items()
    ]
