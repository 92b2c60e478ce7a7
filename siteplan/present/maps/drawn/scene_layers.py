"""The layers of a scene as elements of SVG."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence

from siteplan.present.maps.drawn.scene_style import (
    AREAS,
    BEYOND,
    BORDERS,
    CROSSED,
    DOTTED,
    FRAME,
    GROUND,
    NAME,
    PLUS,
    QUIET_RIM,
    RIM,
    ROADS,
    SITES,
    AreaStyle,
)
from siteplan.present.maps.scene.crop import Box
from siteplan.present.maps.scene.hatching import dotted, hatched
from siteplan.present.maps.scene.map_scene import GRID, Line, Rings, Scene, SceneCity, SceneSite
from siteplan.present.theme.style import RIVAL
from siteplan.present.web import Shape, esc
from siteplan.present.web.glyph import shape_path

__all__ = ["area_patch", "frame", "ground", "lettering", "line_sign", "scale_bar_parts", "site_mark", "veil"]

_HATCH = 4.5  # pixels from line to line
_DOTS, _DOT = 3.2, 1.1  # pixels from dot to dot, and of a dot
_VEIL = 0.55  # how far beyond a city's outline all is paler
_HALF = 10.0  # of the box that shapes of sites are drawn in
_ON_TOP = {
    CROSSED: "M3 3L17 17M17 3L3 17",
    DOTTED: "M10 7.2a2.8 2.8 0 1 1 0 5.6a2.8 2.8 0 1 1 0-5.6z",
    PLUS: "M10 4V16M4 10H16",
}


def ground(scene: Scene, left: float, top: float, scale: float, lines: Sequence[str], fine: float) -> list[str]:
    """Return land, areas, roads and borders, `scale` pixels a unit, the corner of the scene there.

    `lines` are the kinds of roads and borders that are drawn, `fine` is how thick to the usual.
    """
    step = scale / GRID

    def drawn(d: str, fill: str, stroke: str, width: float, layer: str) -> str:
        edge = f' stroke="{stroke}" stroke-width="{width * fine / step:.1f}" stroke-linejoin="round"' if stroke else ""
        return f'<path data-layer="{layer}" d="{d}" fill="{fill}" fill-rule="evenodd"{edge}/>' if d else ""

    parts = [drawn(_closed(scene.land), GROUND, "", 0.0, "land")]
    for kind in (kind for kind in AREAS if kind in scene.areas):
        style, rings = AREAS[kind], scene.areas[kind]
        # Edges in the colour of the fill close the slits between zones of different size.
        parts.append(drawn(_closed(rings), style.fill, style.edge or style.fill, 0.4, f"area:{kind}"))
        if style.lines == "dots":
            rows, each = dotted(rings, _DOTS / scale), _DOTS / scale * GRID
            dots = "".join(f"M{a * GRID:.0f} {y * GRID:.0f}h{(b - a) * GRID + 1:.0f}" for (a, y), (b, _) in rows)
            parts.append(_dashed(drawn(dots, "none", style.line, _DOT, f"lines:{kind}"), 1.0, each))
        elif style.lines:
            slants = hatched(rings, _HATCH / scale, style.lines == "rising")
            parts.append(drawn(_open(slants), "none", style.line, 0.55, f"lines:{kind}"))
    parts += _borders(drawn, "county", scene.counties, lines)
    for kind in (kind for kind in scene.roads if kind in lines):
        road, d = ROADS[kind], _open(scene.roads[kind])
        parts.append(drawn(d, "none", "#FFFFFF", road.width + 0.9, "casing"))
        parts.append(drawn(d, "none", road.colour, road.width, f"road:{kind}"))
    parts += _borders(drawn, "city", scene.cities, lines)
    parts += _borders(drawn, "province", scene.provinces, lines)
    parts.append(drawn(_closed(scene.land), "none", BORDERS["city"].colour, 0.9, "coast"))
    return [f'<g transform="translate({left:.2f} {top:.2f}) scale({step:.6g})">', *parts, "</g>"]


def _borders(draw: Callable[..., str], kind: str, areas: Iterable[SceneCity], lines: Sequence[str]) -> list[str]:
    style = BORDERS[kind]
    d = _closed(tuple(ring for one in areas for ring in one.rings)) if kind in lines else ""
    return [draw(d, "none", style.colour, style.width, f"border:{kind}")]


def _closed(rings: Rings) -> str:
    return "".join(f"{_steps(ring)}z" for ring in rings)


def _open(lines: Iterable[Line]) -> str:
    return "".join(map(_steps, lines))


def _steps(line: Line) -> str:
    """Return corners in whole steps of the grid, each from the one before: short."""
    corners = [(round(x * GRID), round(y * GRID)) for x, y in line]
    moves = [f"{x - left} {y - top}" for (left, top), (x, y) in itertools.pairwise(corners)]
    return f"M{corners[0][0]} {corners[0][1]}l{' '.join(moves)}"


def site_mark(site: SceneSite, shape: Shape, x: float, y: float, radius: float, layer: str) -> str:
    """Return a site's shape in the colour of its state, round a point in pixels."""
    scale, rival = radius / _HALF, layer.startswith("rival")
    fill, rim = (RIVAL, "#FFFFFF") if rival else (SITES[site.state], QUIET_RIM if site.state == "alike" else RIM)
    width = min(0.8, radius / 4) / scale
    at = f'transform="translate({x - radius:.1f} {y - radius:.1f}) scale({scale:.3g})"'
    over = next((sign for states, sign in _ON_TOP.items() if site.state in states), "")
    edge = f'stroke="{rim}" stroke-width="{width:.2g}" {at}'
    mark = f'<path data-layer="{esc(layer)}" d="{shape_path(shape)}" fill="{fill}" {edge}/>'
    top = f'<path d="{over}" fill="{RIM if site.state in DOTTED else "none"}" {edge}/>'
    return mark + (top if over else "")


def frame(box: Box, fill: str = "none", edge: bool = True) -> str:
    """Return a box in pixels."""
    left, top, right, bottom = box
    line = f' stroke="{FRAME}" stroke-width="0.9"' if edge else ""
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{bottom - top:.1f}" fill="{fill}"'
        f"{line}/>"
    )


def veil(box: Box, rings: Iterable[Line]) -> str:
    """Return what makes paler all of a box (in pixels) that no ring holds."""
    left, top, right, bottom = box
    holes = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "z" for ring in rings)
    d = f"M{left:.1f} {top:.1f}H{right:.1f}V{bottom:.1f}H{left:.1f}z{holes}"
    return f'<path data-layer="veil" d="{d}" fill="{BEYOND}" fill-opacity="{_VEIL}" fill-rule="evenodd"/>'


def lettering(
    x: float, y: float, words: str, size: float, *, anchor: str = "start", bold: bool = False, halo: bool = False
) -> str:
    """Return a line of text, with a white edge where it lies on a map."""
    weight = ' font-weight="700"' if bold else ""
    edge = (
        ' stroke="#FFFFFF" stroke-opacity="0.75" stroke-width="2" stroke-linejoin="round" paint-order="stroke"'
        if halo
        else ""
    )
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}"'
    return f'<text {place} fill="{NAME}"{weight}{edge}>{esc(words)}</text>'


def scale_bar_parts(x: float, y: float, pixels: float, words: str, halo: bool = False) -> list[str]:
    """Return a scale bar, its left end there, with its length in words."""
    bar = f'<path d="M{x:.1f} {y - 4:.1f}v4h{pixels:.1f}v-4" fill="none" stroke="{NAME}" stroke-width="1"/>'
    return [bar, lettering(x + pixels + 6.0, y, words, 10.5, halo=halo)]


def area_patch(kind: str, box: Box) -> str:
    """Return a sample of an area."""
    style = AREAS[kind]
    left, top, right, bottom = box
    ring: Line = ((left, top), (right, top), (right, bottom), (left, bottom))
    slants = _pattern(style, ring)
    return (
        f'<rect data-layer="legend:area:{kind}" x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" '
        f'height="{bottom - top:.1f}" fill="{style.fill}"/>{slants}'
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{bottom - top:.1f}" fill="none" '
        f'stroke="{style.edge or "#7B8494"}" stroke-width="0.5"/>'
    )


def _dashed(path: str, dash: float, each: float) -> str:
    """Return a path as round dots, one at the start of each line and `each` after the last."""
    dashes = f'stroke-linecap="round" stroke-dasharray="{dash:g} {each - dash:.4g}"'
    return path.replace("<path", f"<path {dashes}", 1)


def _pattern(style: AreaStyle, ring: Line) -> str:
    """Return what lies on an area's fill in the legend."""
    if style.lines == "dots":
        d = "".join(f"M{a:.1f} {y:.1f}h{b - a + 0.1:.1f}" for (a, y), (b, _) in dotted((ring,), _DOTS))
        return _dashed(f'<path d="{d}" fill="none" stroke="{style.line}" stroke-width="{_DOT}"/>', 0.1, _DOTS)
    lines = hatched((ring,), _HATCH, style.lines == "rising") if style.lines else []
    d = "".join(f"M{a:.1f} {b:.1f}L{c:.1f} {e:.1f}" for (a, b), (c, e) in lines)
    return f'<path d="{d}" fill="none" stroke="{style.line}" stroke-width="0.55"/>' if d else ""


def line_sign(layer: str, kind: str, left: float, right: float, y: float) -> str:
    """Return a sample of a road or border."""
    style = ROADS[kind] if layer == "road" else BORDERS[kind]
    return (
        f'<path data-layer="legend:{layer}:{kind}" d="M{left:.1f} {y:.1f}H{right:.1f}" stroke="{style.colour}" '
        f'stroke-width="{style.width + 0.2:g}"/>'
    )
