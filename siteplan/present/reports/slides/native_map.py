"""A scene as shapes of a slide: each class of areas is one, names are texts, sites are marks, hatching is a pattern."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from siteplan.present.maps.drawn.inset import inset_of
from siteplan.present.maps.drawn.label import placed_labels
from siteplan.present.maps.drawn.scene_legend import MapEntry, map_entries
from siteplan.present.maps.drawn.scene_style import (
    AREAS,
    BEYOND,
    BORDERS,
    CROSSED,
    DOTTED,
    FRAME,
    GROUND,
    PLUS,
    QUIET,
    QUIET_RIM,
    RIM,
    ROADS,
    SITES,
    AreaStyle,
    radius,
    sites_in_order,
)
from siteplan.present.maps.drawn.scene_view import NameStyle, SceneView, closer, is_in, name_style, wanted_names
from siteplan.present.maps.drawn.site_signs import SiteSigns, site_signs
from siteplan.present.maps.scene.crop import Box as Part
from siteplan.present.maps.scene.crop import crop
from siteplan.present.maps.scene.map_scene import WIDE, Line, Scene
from siteplan.present.pack.content import Headline
from siteplan.present.reports.fonts.typeface import width
from siteplan.present.reports.slides.deck import BODY, Leaf
from siteplan.present.reports.slides.map_shapes import MapShapes, filled, lined
from siteplan.present.reports.slides.opening_slides import card
from siteplan.present.reports.slides.slide_text import Box, Words, shown
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader
from siteplan.study import Format

__all__ = ["map_slide"]

_LEGEND = 176.0  # points beside the map
_CARD, _WIDE_CARD = 118.0, 160.0
_ROW, _SIGN = 22.0, 26.0
_USUAL = 560.0  # points across, at which sites are as large as styles say
_CITY, _COUNTY = 10.5, 9.0  # points of names
_QUIET = 0.55  # of the size of sites, where an inset shows them larger
_WIDER = 1.25  # than a name is measured: the viewer's letters are others


def map_slide(
    leaf: Leaf, scene: Scene, told: str, heads: Sequence[Headline], reader: Reader, formats: Mapping[str, Format]
) -> list[str]:
    """Draw a scene with its legend and figures beside it, and an inset where sites crowd; `told` says what it shows."""
    room = Box(BODY.left, BODY.top - 4, BODY.width - _LEGEND, BODY.height + 2)
    scale = min(room.width / WIDE, room.height / scene.height)
    box = Box(room.left, room.top, WIDE * scale, scene.height * scale)
    shapes = MapShapes(leaf.shapes, shown(told))
    inset, style = inset_of(scene), name_style(scene, _CITY, _COUNTY)
    whole = _View(scene, box.left, box.top, scale, reader, style, site_signs(scene, reader, formats))
    focus, place = (None, None) if inset is None else (inset.focus, inset.place)
    _drawn(leaf, shapes, whole, focus, [] if focus is None or place is None else [focus, place])
    if focus is not None and place is not None:
        _inset(leaf, shapes, whole, focus, place)
    shapes.closed_off((box.left, box.top, box.width, box.height))
    left, high = box.left + box.width + 20, (_CARD + 10) * len(heads)
    beside = Box(left, room.top + 8, BODY.left + BODY.width - left, room.height - 8)
    has_room = beside.width > _LEGEND + _WIDE_CARD
    _legend(leaf, whole, Box(left, beside.top, _LEGEND, beside.height - (0 if has_room else high)))
    at = Box(BODY.left + BODY.width - _WIDE_CARD, BODY.top, _WIDE_CARD, _CARD)
    at = at if has_room else Box(left, BODY.top + BODY.height - high, _WIDE_CARD, _CARD)
    for n, head in enumerate(heads):
        card(leaf, Box(at.left, at.top + n * (_CARD + 10), at.width, at.height), head)
    return [head.figure.id for head in heads]


@dataclass(frozen=True)
class _View(SceneView):
    """A scene in its place, in points of the slide."""

    reader: Reader
    style: NameStyle
    signs: SiteSigns


def _drawn(leaf: Leaf, shapes: MapShapes, view: _View, focus: Part | None, aside: Sequence[Part]) -> None:
    """Draw all but the legend; no name touches what lies `aside`, and sites in the `focus` are small."""
    _ground(shapes, view)
    taken: list[Part] = [view.boxed(part) for part in aside]
    staying: list[Part] = []
    for site in sites_in_order(view.scene):
        half = radius(site, len(view.scene.sites)) * max(view.scale * WIDE / _USUAL, 0.8)
        half *= _QUIET if focus is not None and is_in(site, focus) else 1.0
        x, y = view.at(site.x, site.y)
        _mark(shapes, site.state, view.signs.of(site)[0], (x, y), half)
        (staying if site.state in QUIET else taken).append((x - half, y - half, x + half, y + half))
    if focus is not None:
        _framed(shapes, view.boxed(focus), "<a:noFill/>")
    wanted = [replace(name, text=shown(name.text)) for name in wanted_names(view, view.style, view.reader, focus)]
    for name in placed_labels(wanted, taken, view.box, _wide, yielding=staying):
        wide, high = _wide(name.text, name.size, name.bold) * _WIDER, name.size * 1.3
        left = min(max(name.x - wide / 2, BODY.left), BODY.left + BODY.width - wide)
        place = Box(left, name.y - name.size * 1.02, wide, high)
        shapes.take(leaf.words(place, [Words(name.text, name.size, name.bold, align="center")], "middle", 6.0))


def _ground(shapes: MapShapes, view: _View) -> None:
    scene = view.scene
    shapes.area("land", view.rings(scene.land), filled(AreaStyle(GROUND)), lined("", 0))
    for kind in (kind for kind in AREAS if kind in scene.areas):
        style = AREAS[kind]
        shapes.area(kind, view.rings(scene.areas[kind]), filled(style), lined(style.edge, 0.4))
    if "county" in view.style.lines:
        _borders(shapes, view, "county", [ring for one in scene.counties for ring in one.rings])
    for kind in (kind for kind in scene.roads if kind in view.style.lines):
        road = ROADS[kind]
        shapes.area(kind, view.rings(scene.roads[kind]), "", lined(road.colour, road.width), closed=False)
    if "city" in view.style.lines:
        _borders(shapes, view, "city", [ring for one in scene.cities for ring in one.rings])
    if "province" in view.style.lines:
        _borders(shapes, view, "province", [ring for one in scene.provinces for ring in one.rings])
    shapes.area("coast", view.rings(scene.land), "<a:noFill/>", lined(BORDERS["city"].colour, 0.8))


def _borders(shapes: MapShapes, view: _View, kind: str, rings: Sequence[Line]) -> None:
    shapes.area(f"{kind} borders", view.rings(rings), "<a:noFill/>", lined(BORDERS[kind].colour, BORDERS[kind].width))


def _mark(shapes: MapShapes, state: str, shape: str, at: tuple[float, float], half: float) -> None:
    """Draw a site; a cross: it closes or is lost; a dot: its format is another; a plus: it is gained."""
    look = filled(AreaStyle(SITES[state])) + lined(QUIET_RIM if state == "alike" else RIM, 0.6)
    shapes.mark(state, shape, at, half, look)  # type: ignore[arg-type]
    dark = filled(AreaStyle(RIM)) + lined("", 0)
    if state in CROSSED | PLUS:
        sign = "mathMultiply" if state in CROSSED else "mathPlus"
        shapes.preset("sign", sign, (at[0] - half, at[1] - half, 2 * half, 2 * half), dark)
    if state in DOTTED:
        shapes.mark("sign", "circle", at, half * 0.35, dark)


def _inset(leaf: Leaf, shapes: MapShapes, view: _View, focus: Part, place: Part) -> None:
    """Draw a part of the scene at its own scale, framed."""
    part = crop(view.scene, focus)
    left, top, right, _bottom = view.boxed(place)
    _framed(shapes, view.boxed(place), filled(AreaStyle(BEYOND)), edge=False)
    own = replace(view, scene=part, left=left, top=top, scale=(right - left) / WIDE, style=closer(view.style))
    _drawn(leaf, shapes, own, None, [])
    _framed(shapes, view.boxed(place), "<a:noFill/>")


def _framed(shapes: MapShapes, box: Part, fill: str, edge: bool = True) -> None:
    left, top, right, bottom = box
    shapes.preset("frame", "rect", (left, top, right - left, bottom - top), fill + lined(FRAME if edge else "", 1.0))


def _legend(leaf: Leaf, view: _View, box: Box) -> None:
    """Write what is drawn, and how long a kilometre is."""
    entries = map_entries(view.scene, view.reader, view.signs)
    row = min(_ROW, box.height / (len(entries) + 1.5))
    shapes = MapShapes(leaf.shapes, "")
    for n, entry in enumerate(entries):
        y = box.top + row * (n + 0.5)
        _sign(shapes, entry, box.left, y)
        place = Box(box.left + _SIGN, y - row / 2, box.width - _SIGN, row)
        shapes.take(leaf.words(place, [Words(entry.label, 11)], "middle", 7.0))
    y, long = box.top + row * (len(entries) + 1), view.scene.bar / view.scene.km * view.scale
    bar: Line = ((box.left, y - 4), (box.left, y), (box.left + long, y), (box.left + long, y - 4))
    shapes.area("scale", [bar], "", lined(FRAME, 1.0), closed=False)
    told = [Words(amount(view.scene.bar, "km", view.reader), 11)]
    place = Box(box.left + long + 6, y - row / 2 - 2, box.width - long - 6, row)
    shapes.take(leaf.words(place, told, "middle", 7.0))
    shapes.closed_off((box.left, box.top, box.width, row * (len(entries) + 1.5)))


def _sign(shapes: MapShapes, entry: MapEntry, x: float, y: float) -> None:
    """Draw what stands for a line of the legend, its left end at x and its middle at y."""
    if entry.layer == "area":
        style = AREAS[entry.kind]
        shapes.preset(entry.kind, "rect", (x, y - 6, 18, 12), filled(style) + lined(style.edge or "#7B8494", 0.5))
    elif entry.layer in ("road", "border"):
        style_of = ROADS[entry.kind] if entry.layer == "road" else BORDERS[entry.kind]
        shapes.area(entry.kind, [((x, y), (x + 18, y))], "", lined(style_of.colour, style_of.width + 0.3), closed=False)
    else:
        _mark(shapes, entry.kind, entry.shape, (x + 9, y), 4.0 if entry.kind in QUIET else 5.5)


def _wide(text: str, size: float, bold: bool) -> float:
    return width(text, size, bold)
