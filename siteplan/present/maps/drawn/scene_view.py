"""A scene in its place on a page, and the names that it wants there: the same on paper, on a screen and on a slide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from siteplan.present.maps.drawn.label import WantedLabel
from siteplan.present.maps.drawn.scene_legend import place_text
from siteplan.present.maps.drawn.scene_style import drawn_lines, few_counties_of_points
from siteplan.present.maps.scene.crop import Box, bounds_of, inside
from siteplan.present.maps.scene.map_scene import WIDE, Line, Point, Rings, Scene, SceneCity, ScenePlace, SceneSite
from siteplan.present.text.reader import Reader

__all__ = ["NameStyle", "SceneView", "closer", "is_in", "name_style", "wanted_names"]

_BOLD = 0.1  # of the people of all cities: one that has more is written bold
_STEP = 8.0  # between the points of a city that its name may stand at, in the letters' unit


@dataclass(frozen=True)
class NameStyle:
    """Size of cities' and of counties' names, of how many people on a city's is bold, which borders are drawn."""

    city: float
    county: float
    bold: float
    lines: Sequence[str]


@dataclass(frozen=True)
class SceneView:
    """A scene in its place: its corner on the page, `scale` of the page's unit a unit of the scene."""

    scene: Scene
    left: float
    top: float
    scale: float

    @property
    def box(self) -> Box:
        """What it covers of the page."""
        return self.boxed((0.0, 0.0, WIDE, self.scene.height))

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the scene is on the page."""
        return self.left + x * self.scale, self.top + y * self.scale

    def boxed(self, box: Box) -> Box:
        """Return where a box of the scene is on the page."""
        return *self.at(box[0], box[1]), *self.at(box[2], box[3])

    def rings(self, rings: Sequence[Line]) -> list[Line]:
        """Return lines of the scene as lines of the page."""
        return [tuple(self.at(x, y) for x, y in ring) for ring in rings]


def name_style(scene: Scene, city: float, county: float) -> NameStyle:
    """Return how a scene, and every part of it, writes its names."""
    people = sum(place.people for place in scene.places if place.kind == "city")
    return NameStyle(city, county, _BOLD * people, drawn_lines(scene))


def wanted_names(view: SceneView, style: NameStyle, reader: Reader, focus: Box | None = None) -> list[WantedLabel]:
    """Return names in the order of their importance; those in the `focus`, which an inset shows, are not among them."""
    kinds = {"province"} if _of_provinces(style.lines) else {"city"}
    if "county" in style.lines or few_counties_of_points(view.scene):
        kinds.add("county")
    return [
        _wanted(view, place, style, reader)
        for place in view.scene.places
        if place.kind in kinds and not (focus is not None and is_in(place, focus))
    ]


def closer(style: NameStyle) -> NameStyle:
    """Return how an enlarged part writes its names: cities, too, where the whole has room for provinces alone."""
    return replace(style, lines=[*style.lines, "city"]) if _of_provinces(style.lines) else style


def _of_provinces(lines: Sequence[str]) -> bool:
    return "province" in lines and "city" not in lines


def is_in(thing: SceneSite | ScenePlace, box: Box) -> bool:
    """Whether a site or a place lies in a box of the scene."""
    return box[0] <= thing.x <= box[2] and box[1] <= thing.y <= box[3]


def _wanted(view: SceneView, place: ScenePlace, style: NameStyle, reader: Reader) -> WantedLabel:
    bold, size = place.kind != "county" and place.people > style.bold, _size(place, style)
    text, own = place_text(place.names, reader), _land(view.scene, place)
    others = _others(view.scene, place) if own else []

    def belongs(x: float, y: float) -> bool:
        at = (np.array([[x, y]]) - (view.left, view.top)) / view.scale
        return not any(_is_at(at, bounds_of(rings)) and inside(rings, at).any() for rings in others)

    def elsewhere() -> list[Point]:
        points = _spread(own, (place.x, place.y), _STEP / view.scale)
        return [view.at(x, y) for x, y in points.tolist()]

    return WantedLabel(text, *view.at(place.x, place.y), size, bold, belongs, elsewhere)


def _size(place: ScenePlace, style: NameStyle) -> float:
    return style.county if place.kind == "county" else style.city


def _alike(scene: Scene, place: ScenePlace) -> Sequence[SceneCity]:
    """Return the outlines of places of its kind; none of counties."""
    return {"city": scene.cities, "province": scene.provinces}.get(place.kind, ())


def _land(scene: Scene, place: ScenePlace) -> Rings:
    """Return the outline of a place."""
    some = _alike(scene, place)
    return next((one.rings for one in some if one.names == place.names), ())


def _others(scene: Scene, place: ScenePlace) -> list[Rings]:
    """Return the outlines of cities, or provinces, that the name of one may not stand in."""
    some = _alike(scene, place)
    return [one.rings for one in some if one.names != place.names]


def _spread(land: Rings, place: Point, step: float) -> NDArray[np.float64]:
    """Return points (n, 2) inside an area, `step` units from each other, those near the place first."""
    if not land:
        return np.zeros((0, 2))
    left, top, right, bottom = bounds_of(land)
    grid = np.stack(np.meshgrid(np.arange(left, right, step), np.arange(top, bottom, step)), axis=-1).reshape(-1, 2)
    held = grid[inside(land, grid)]
    return np.asarray(held[np.argsort(np.hypot(*(held - place).T), kind="stable")])


def _is_at(point: NDArray[np.float64], box: Box) -> bool:
    return bool((point[0] >= box[:2]).all() and (point[0] <= box[2:]).all())
