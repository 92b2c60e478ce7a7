"""A plan's map as plain numbers and names: what a page, a PDF and a slide draw alike, in any language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = [
    "AREA_KINDS",
    "GRID",
    "ROAD_KINDS",
    "SITE_STATES",
    "WIDE",
    "Line",
    "Point",
    "Rings",
    "Scene",
    "SceneCity",
    "ScenePlace",
    "SceneSite",
]

WIDE = 1000.0  # units from the left edge to the right one, of every scene
GRID = 20  # steps in a unit: coordinates are multiples of 0.05, a few metres of a city and 40 m of a province
AREA_KINDS = (
    "today", "plan", "urban", "rural", "lost", "outer", "middle", "inner", "neither", "alike", "gained", "dropped",
    "thin", "middling", "dense",
)  # fmt: skip
ROAD_KINDS = ("primary", "trunk", "motorway")
SITE_STATES = ("own", "new", "converted", "closed", "alike", "gained", "dropped", "reshaped")

Point = tuple[float, float]  # to the right and down, in units
Line = tuple[Point, ...]
Rings = tuple[Line, ...]  # without the first corner again; inside is what an odd number of them holds


@dataclass(frozen=True)
class SceneCity:
    """A province, a city or a county as an area.

    Attributes
    ----------
    names : by language, as the files have them: "" the study's own, "en", "zh_hant" ... where they give such columns
    rings : its outline
    """

    names: Mapping[str, str]
    rings: Rings


@dataclass(frozen=True)
class ScenePlace:
    """A name that a map may show, the most important first in a scene.

    Attributes
    ----------
    kind : "province", of a study that has several, "city" or "county"
    names : as of SceneCity
    x, y : where most people live near each other
    people : persons of all of it
    """

    kind: str
    names: Mapping[str, str]
    x: float
    y: float
    people: float

    def name(self, language: str) -> str:
        """Return the name in a language ("zh-Hant"), else as the study calls it."""
        code = language.lower().replace("-", "_")
        found = (self.names.get(key) for key in (code, code.split("_", maxsplit=1)[0], ""))
        return next((name for name in found if name), "")


@dataclass(frozen=True)
class SceneSite:
    """An own site.

    Attributes
    ----------
    site_id, format : as the study calls them; of a site that is converted the new format
    state : one of SITE_STATES: open today and staying, new, converted, closed; of two plans beside each other: the same
        in both, only in the other, only in the first, of another format in the other
    size : 0 to 1; its square is what the site sells (vehicles/year) as a part of what the best one does
    x, y : where it is
    """

    site_id: str
    format: str
    state: str
    size: float
    x: float
    y: float


@dataclass(frozen=True)
class Scene:
    """What a map of a plan shows, in a box WIDE units wide and `height` high; north is up, a unit `km` long.

    Layers, in the order in which they are drawn; any may be empty:

    Attributes
    ----------
    land : the study's zones as one area. What is beyond is sea or other land: nobody draws a border there. No ring
        where zones are points
    areas : by the kinds of AREA_KINDS that occur: reached today and with the plan, reached only with the plan, not
        reached (urban; rural), reached today and no longer with the plan. Where nobody lives there is none. Of two
        plans beside each other: reached by neither, by both, only by the other, only by the first. Of demand: the
        thinnest zones, the next, and the densest
    counties, cities, provinces : outlines, of the study's own zones; a county's neighbours share its corners
    roads : lines by the kinds of ROAD_KINDS that occur, in this order
    rivals : where competitors are, drawn if asked
    sites : own sites, those that sell most first, so that none is hidden
    places : names, the most important first: provinces by people, then cities, then counties
    formats : the study's, in its order: the place of one says its shape
    bar : length of the scale bar in km; `bar / km` units
    plans : what the two plans are called that a map of differences sets beside each other; map.json has none
    """

    height: float
    km: float
    bar: float
    formats: tuple[str, ...]
    land: Rings = ()
    areas: Mapping[str, Rings] = field(default_factory=dict)
    counties: tuple[SceneCity, ...] = ()
    cities: tuple[SceneCity, ...] = ()
    roads: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
    places: tuple[ScenePlace, ...] = ()
    sites: tuple[SceneSite, ...] = ()
    rivals: tuple[Point, ...] = ()
    plans: tuple[str, str] = ("", "")
    provinces: tuple[SceneCity, ...] = ()
