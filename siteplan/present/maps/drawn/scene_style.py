"""How a scene looks in every medium: colours that also tell apart in grey, and how large sites are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from siteplan.present.maps.scene.map_scene import Scene, SceneSite

__all__ = [
    "AREAS",
    "BEYOND",
    "BORDERS",
    "CROSSED",
    "DOTTED",
    "FRAME",
    "GROUND",
    "NAME",
    "PLUS",
    "QUIET",
    "QUIET_RIM",
    "RIM",
    "ROADS",
    "SITES",
    "AreaStyle",
    "drawn_lines",
    "few_counties_of_points",
    "radius",
    "sites_in_order",
]

BEYOND = "#FFFFFF"  # sea or other land: white as the paper, so that a legend may stand there
GROUND = "#FCFCFA"  # land where nobody lives
FRAME = "#374151"
NAME = "#10151C"
RIM, QUIET_RIM = "#1F2937", "#6B7686"  # of sites: a white one is lost in grey; of those of two plans alike


@dataclass(frozen=True)
class AreaStyle:
    """A fill, what lies on it ("" nothing, lines "rising" or "falling", "dots"), its colour, and an edge ("" none)."""

    fill: str
    lines: str = ""
    line: str = ""
    edge: str = ""


# No fill is so dark that black letters need a white edge; in grey they are 88, 63, hatched, dotted and hatched.
AREAS: Mapping[str, AreaStyle] = {
    "today": AreaStyle("#C3E3DB"),
    "plan": AreaStyle("#4BA79A"),
    "rural": AreaStyle("#FBFAF6", "rising", "#8F8A7C"),
    "urban": AreaStyle("#FFFFFF", "dots", "#4B5563", edge="#4B5563"),
    "lost": AreaStyle("#FBE3D6", "falling", "#9A3412"),
    # Of two plans beside each other: what one has alone stands out.
    "neither": AreaStyle("#FFFFFF", edge="#A9B1BC"),  # zones that are points would else not be seen
    "alike": AreaStyle("#D3DEDB"),
    "gained": AreaStyle("#4BA79A"),
    "dropped": AreaStyle("#FBE3D6", "falling", "#9A3412"),
    # Of demand: the darker, the denser.
    "thin": AreaStyle("#E6EDF7"),
    "middling": AreaStyle("#AFC6E8"),
    "dense": AreaStyle("#769CD3"),
    # Of one site's trade area; each lies on the one before.
    "outer": AreaStyle("#DCEFEA", edge="#7B8494"),
    "middle": AreaStyle("#A9D5CB", edge="#7B8494"),
    "inner": AreaStyle("#4BA79A", edge="#7B8494"),
}


@dataclass(frozen=True)
class RoadStyle:
    """Colour and width (pixels at 640 across) of a road, and how wide (km) a map may be that shows it."""

    colour: str
    width: float
    widest: float


ROADS: Mapping[str, RoadStyle] = {
    "primary": RoadStyle("#A7AFBB", 0.5, 150.0),
    "trunk": RoadStyle("#9AA3B0", 0.6, 500.0),
    "motorway": RoadStyle("#6B7686", 1.0, 3_000.0),
}


@dataclass(frozen=True)
class BorderStyle:
    """Colour and width of a border."""

    colour: str
    width: float


BORDERS: Mapping[str, BorderStyle] = {
    "county": BorderStyle("#9AA3B0", 0.5),
    "city": BorderStyle("#4B5563", 0.8),
    "province": BorderStyle("#1F2937", 1.2),
}

# Own sites that stay are dark and small, those of both plans grey and small; what changes or differs stands out.
SITES: Mapping[str, str] = {
    "own": "#1F2937", "closed": "#FFFFFF", "converted": "#FDE68A", "new": "#F59E0B",
    "alike": "#C3CAD3", "dropped": "#FFFFFF", "reshaped": "#FDE68A", "gained": "#F59E0B",
}  # fmt: skip
QUIET = frozenset({"own", "alike"})
"""States of sites that are small, and share a sign where signs are many."""
CROSSED, DOTTED, PLUS = frozenset({"closed", "dropped"}), frozenset({"converted", "reshaped"}), frozenset({"gained"})
"""States of sites that bear a cross, a dot, or a plus."""
_ORDER = tuple(SITES)  # the last on top
_LARGEST, _LEAST = 5.2, 1.2  # pixels of a radius, at 640 across
_CROWD = 120  # sites that have room at full size
_SMALLEST = 0.6  # of the largest one's radius
_DIFFERENT, _LARGE = frozenset({"gained", "dropped", "reshaped"}), 1.3  # of the radius: room for a sign in colour
_SMALL = 0.62  # of the radius, of sites that are quiet
_MOST_CITIES = 60  # of several provinces, likewise
_MOST_COUNTIES = 30  # whose borders and names are readable in one map


def sites_in_order(scene: Scene) -> list[SceneSite]:
    """Return sites as they are drawn: what changes above what stays, small ones above large ones."""
    return sorted(scene.sites, key=lambda site: _ORDER.index(site.state))


def radius(site: SceneSite, n: int) -> float:
    """Return half a site's width in pixels, on a map of `n` sites that is 640 across."""
    largest = _LARGEST * min(1.0, sqrt(_CROWD / max(n, 1)))
    return max(
        largest
        * (_SMALL if site.state in QUIET else _LARGE if site.state in _DIFFERENT else 1.0)
        * (_SMALLEST + (1 - _SMALLEST) * site.size),
        _LEAST,
    )


def drawn_lines(scene: Scene) -> list[str]:
    """Return the kinds of roads and borders that a map of this scene shows; others would be too many."""
    roads = [kind for kind in ROADS if kind in scene.roads and scene.km * 1000 <= ROADS[kind].widest]
    provinces = ["province"] if len(scene.provinces) > 1 else []
    n = len(scene.cities)
    cities = ["city"] if (1 <= n <= _MOST_CITIES if provinces else n > 1) else []
    counties = len(scene.cities) < len(scene.counties) <= _MOST_COUNTIES
    return [*roads, *(["county"] if counties else []), *cities, *provinces]


def few_counties_of_points(scene: Scene) -> bool:
    """Return whether a map without outlines of cities has room for the names of counties beside theirs."""
    return not scene.cities and sum(place.kind == "county" for place in scene.places) <= _MOST_COUNTIES
