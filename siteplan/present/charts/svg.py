"""Small charts as inline SVG: text stays text, so that they need no font and no library to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from siteplan.present.theme.style import FONT, INK, MUTED
from siteplan.present.theme.tones import PIXELS, WHITE
from siteplan.present.web import Shape, esc
from siteplan.present.web.glyph import shape_path

__all__ = ["Drawing", "circle", "cross", "fitted", "line", "mark", "moved", "path", "polyline", "rect", "text"]

_HALF = 10.0  # of the box that shapes are drawn in
_LETTER, _LATIN = 7.0, 0x2E80  # pixels of a letter; from where on letters are wide


@dataclass(frozen=True)
class Drawing:
    """Parts within a box of `width` by `height`; `label` says to those who do not see it what it shows.

    `kind`: "drawn-map", or "tall" for several of them one below the other: a printed page gives them more height than
    other drawings.
    """

    width: float
    height: float
    parts: Sequence[str]
    label: str
    kind: Literal["", "drawn-map", "tall"] = ""

    def svg(self, font: str = FONT) -> str:
        """Return the drawing as an element of a page, or a file of its own; `font` as font-family has it."""
        kind = f' class="{self.kind}"' if self.kind else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg"{kind} viewBox="0 0 {self.width:g} {self.height:g}" '
            f'role="img" aria-label="{esc(self.label)}" font-family="{esc(font)}" font-size="{PIXELS}" fill="{INK}">'
            f"{''.join(self.parts)}</svg>"
        )


def text(x: float, y: float, words: str, anchor: str = "start", colour: str = INK, bold: bool = False) -> str:
    """Return a line of text; `anchor` is start, middle or end."""
    weight = ' font-weight="600"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}"{weight}>{esc(words)}</text>'


def rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    """Return a bar."""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{height:.1f}" fill="{colour}"/>'


def line(x1: float, y1: float, x2: float, y2: float, colour: str = MUTED, width: float = 0.8) -> str:
    """Return a straight line."""
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{colour}" stroke-width="{width:g}"/>'


def polyline(points: Iterable[tuple[float, float]], colour: str, dashed: bool = False) -> str:
    """Return a line through points."""
    corners = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    dashes = ' stroke-dasharray="5 3"' if dashed else ""
    return f'<path d="M{corners}" fill="none" stroke="{colour}" stroke-width="2"{dashes}/>'


def circle(x: float, y: float, radius: float, colour: str, rim: str = WHITE) -> str:
    """Return a dot with a rim."""
    width = 0.8 if rim == WHITE else 1.4
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colour}" stroke="{rim}" stroke-width="{width}"/>'


def mark(shape: Shape, x: float, y: float, radius: float, colour: str) -> str:
    """Return a dot of some shape with a rim."""
    scale, d = radius / _HALF, shape_path(shape)
    place = f"translate({x - radius:.1f} {y - radius:.1f}) scale({scale:.3f})"
    return f'<path d="{d}" transform="{place}" fill="{colour}" stroke="{WHITE}" stroke-width="1.6"/>'


def cross(x: float, y: float, colour: str) -> str:
    """Return a cross, for what closes."""
    return line(x - 3, y - 3, x + 3, y + 3, colour, 1.4) + line(x - 3, y + 3, x + 3, y - 3, colour, 1.4)


def moved(x: float, y: float, parts: Iterable[str]) -> str:
    """Return parts moved to the right and down."""
    return f'<g transform="translate({x:.1f} {y:.1f})">{"".join(parts)}</g>'


def fitted(words: str, pixels: float) -> str:
    """Return words as far as there is room for them: Chinese letters are twice as wide."""
    room, taken = pixels / _LETTER, 0
    for n, letter in enumerate(words):
        taken += 2 if ord(letter) > _LATIN else 1
        if taken > room:
            return words[: max(n - 1, 1)] + "…"
    return words


def path(d: str, fill: str, stroke: str = "none") -> str:
    """Return a shape of SVG's path language."""
    return f'<path d="{d}" fill="{fill}" fill-rule="evenodd" stroke="{stroke}" stroke-width="0.6"/>'
