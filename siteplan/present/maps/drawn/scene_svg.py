"""A scene as SVG: for a page of HTML and for a PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from siteplan.present.charts.svg import Drawing
from siteplan.present.maps.drawn.inset import Inset, MapRoom, inset_of
from siteplan.present.maps.drawn.label import Label, Letters, WantedLabel, placed_labels
from siteplan.present.maps.drawn.legend_block import LegendBlock, legend_block
from siteplan.present.maps.drawn.scene_layers import frame, ground, lettering, scale_bar_parts, site_mark
from siteplan.present.maps.drawn.scene_legend import map_entries, place_text
from siteplan.present.maps.drawn.scene_style import BEYOND, drawn_lines, radius, sites_in_order
from siteplan.present.maps.map_sites import format_shapes
from siteplan.present.maps.scene.crop import Box, bounds_of, crop, inside
from siteplan.present.maps.scene.map_scene import WIDE, Point, Rings, Scene, ScenePlace, SceneSite
from siteplan.present.reports.fonts.typeface import width as letters_width
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader
from siteplan.present.web import Shape

__all__ = ["USUAL", "scene_drawing"]

USUAL = 640.0  # pixels across: what the sizes of scene_style are for
_LETTERS, _SMALL_LETTERS = 11.0, 9.5  # pixels of cities' and of counties' names
_STEP = 8.0  # pixels between the points of a city that its name may stand at
_EDGE = 3.0  # pixels between a name and the edge of its map
_BOLD = 0.1  # of the people of all cities: one that has more is written bold
_QUIET = 0.55  # of the size of sites, where an inset shows them larger
_COLUMNS = (1, 2, 3)  # of a legend in a corner
_OVER = 0.01  # of a legend that may lie over land


def scene_drawing(
    scene: Scene,
    reader: Reader,
    label: str,
    *,
    width: float = USUAL,
    letters: Letters = letters_width,
    rivals: bool = False,
) -> Drawing:
    """Return a scene as a drawing `width` pixels wide, with its legend, a scale bar, and an inset where sites crowd.

    Texts stay texts: `letters` says how wide they are in the font that the drawing is written with. `label` says to
    those who do not see it what it shows. What it shows is told apart in grey, too.
    """
    room = MapRoom(scene)
    inset = inset_of(scene, room)
    bold = _BOLD * sum(place.people for place in scene.places if place.kind == "city")
    view = _View(scene, 0.0, 0.0, width / WIDE, reader, letters, rivals, drawn_lines(scene), bold, _fine(width))
    taken = [] if inset is None else [inset.focus, inset.place]
    block, corner = _legend(view, room, taken)
    height = view.box[3]
    if corner is None:
        at = (0.0, height + 2.0)
        height += block.height + 2.0
    else:
        at = view.at(corner[0], corner[1])
    aside = [*taken, *([] if corner is None else [corner])]
    parts = view.drawn([view.pixels(box) for box in aside], None if inset is None else inset.focus)
    if inset is not None:
        parts += _enlarged(view, inset)
    return Drawing(width, height, [*parts, *block.parts(*at)], label, kind="drawn-map")


@dataclass(frozen=True)
class _View:
    """A scene in its place: its corner in pixels, `scale` pixels a unit; cities of more people than `bold` are that.

    `fine` is how thick lines and how large sites are, to a map of USUAL width.
    """

    scene: Scene
    left: float
    top: float
    scale: float
    reader: Reader
    letters: Letters
    rivals: bool
    lines: Sequence[str]
    bold: float
    fine: float

    @property
    def box(self) -> Box:
        return self.left, self.top, self.left + WIDE * self.scale, self.top + self.scene.height * self.scale

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.left + x * self.scale, self.top + y * self.scale

    def pixels(self, box: Box) -> Box:
        return *self.at(box[0], box[1]), *self.at(box[2], box[3])

    def bar(self) -> tuple[float, str]:
        return self.scene.bar / self.scene.km * self.scale, amount(self.scene.bar, "km", self.reader)

    def drawn(self, aside: Sequence[Box], focus: Box | None) -> list[str]:
        """Return all but its legend; no name touches the boxes `aside`, and sites in the `focus` are small."""
        scene = self.scene
        marks = [self._mark(site, focus) for site in sites_in_order(scene)]
        names = placed_labels(self._names(focus), [*(box for _, box in marks), *aside], _inner(self.box), self.letters)
        return [
            frame(self.box, BEYOND, edge=False),
            *ground(scene, self.left, self.top, self.scale, self.lines, self.fine),
            *(self._rivals() if self.rivals else []),
            *(part for part, _ in marks),
            *([] if focus is None else [frame(self.pixels(focus))]),
            *(_written(name) for name in names),
        ]

    def _mark(self, site: SceneSite, focus: Box | None) -> tuple[str, Box]:
        """Return a site and the box that it covers."""
        x, y = self.at(site.x, site.y)
        quiet = focus is not None and _is_in(site, focus)
        half = radius(site, len(self.scene.sites)) * self.fine * (_QUIET if quiet else 1.0)
        shape = format_shapes(self.scene.formats)[site.format]
        return site_mark(site, shape, x, y, half, _layer(site, shape)), (x - half, y - half, x + half, y + half)

    def _rivals(self) -> list[str]:
        rival = SceneSite("", "", "own", 1.0, 0.0, 0.0)
        half = radius(rival, len(self.scene.rivals)) * self.fine
        return [site_mark(rival, "diamond", *self.at(*place), half, "rival::diamond") for place in self.scene.rivals]

    def _names(self, focus: Box | None) -> list[WantedLabel]:
        """Return names in the order of their importance; those that an inset shows are not among them."""
        counties = "county" in self.lines or not self.scene.cities
        return [
            self._name(place)
            for place in self.scene.places
            if (place.kind == "city" or counties) and not (focus is not None and _is_in(place, focus))
        ]

    def _name(self, place: ScenePlace) -> WantedLabel:
        is_city = place.kind == "city"
        bold, size = is_city and place.people > self.bold, _LETTERS if is_city else _SMALL_LETTERS
        text, own = place_text(place.names, self.reader), self._land(place)
        others = self._others(place) if own else []

        def belongs(x: float, y: float) -> bool:
            at = (np.array([[x, y]]) - (self.left, self.top)) / self.scale
            return not any(_is_at(at, bounds_of(rings)) and inside(rings, at).any() for rings in others)

        def elsewhere() -> list[Point]:
            points = _spread(own, (place.x, place.y), _STEP / self.scale)
            return [self.at(x, y) for x, y in points.tolist()]

        return WantedLabel(text, *self.at(place.x, place.y), size, bold, belongs, elsewhere)

    def _land(self, place: ScenePlace) -> Rings:
        """Return the outline of a place."""
        some = self.scene.cities if place.kind == "city" else ()
        return next((one.rings for one in some if one.names == place.names), ())

    def _others(self, place: ScenePlace) -> list[Rings]:
        """Return the outlines of cities that a city's name may not stand in."""
        some = self.scene.cities if place.kind == "city" else ()
        return [one.rings for one in some if one.names != place.names]


def _spread(land: Rings, place: Point, step: float) -> NDArray[np.float64]:
    """Return points (n, 2) inside an area, `step` units from each other, those near the place first."""
    if not land:
        return np.zeros((0, 2))
    left, top, right, bottom = bounds_of(land)
    grid = np.stack(np.meshgrid(np.arange(left, right, step), np.arange(top, bottom, step)), axis=-1).reshape(-1, 2)
    held = grid[inside(land, grid)]
    return np.asarray(held[np.argsort(np.hypot(*(held - place).T), kind="stable")])


def _legend(view: _View, room: MapRoom, taken: Sequence[Box]) -> tuple[LegendBlock, Box | None]:
    """Return the legend, and the corner of the scene (in units) that it has room in; None: it goes below."""
    entries = map_entries(view.scene, view.reader, view.rivals)
    for columns in _COLUMNS:
        block = legend_block(entries, view.bar(), view.letters, columns)
        corner = room.corner(block.width / view.scale, block.height / view.scale, taken, _OVER)
        if corner is not None:
            return block, corner
    wide = view.box[2]
    blocks = [legend_block(entries, view.bar(), view.letters, columns) for columns in range(len(entries) or 1, 0, -1)]
    return next((block for block in blocks if block.width <= wide), blocks[-1]), None


def _enlarged(view: _View, inset: Inset) -> list[str]:
    """Return the inset: the part of the scene at its own scale, framed, with its own bar."""
    part = crop(view.scene, inset.focus)
    left, top, right, bottom = view.pixels(inset.place)
    own = replace(view, scene=part, left=left, top=top, scale=(right - left) / WIDE)
    pixels, words = own.bar()
    bar = (left + 6.0, bottom - 20.0, left + pixels + 16.0 + view.letters(words, 10.5, False), bottom - 3.0)
    return [
        *own.drawn([bar], None),
        *scale_bar_parts(bar[0], bottom - 7.0, pixels, words, halo=True),
        frame((left, top, right, bottom)),
    ]


def _written(label: Label) -> str:
    return lettering(label.x, label.y, label.text, label.size, anchor="middle", bold=label.bold, halo=True)


def _is_at(point: NDArray[np.float64], box: Box) -> bool:
    return bool((point[0] >= box[:2]).all() and (point[0] <= box[2:]).all())


def _fine(width: float) -> float:
    return float(min(1.0, (width / USUAL) ** 0.7))


def _inner(box: Box) -> Box:
    return box[0] + _EDGE, box[1] + _EDGE, box[2] - _EDGE, box[3] - _EDGE


def _layer(site: SceneSite, shape: Shape) -> str:
    return f"site:{site.state}:{shape}"


def _is_in(thing: SceneSite | ScenePlace, box: Box) -> bool:
    return box[0] <= thing.x <= box[2] and box[1] <= thing.y <= box[3]
