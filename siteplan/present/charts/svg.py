"""Small charts as inline SVG: text stays text, so that they need no font and no library to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from siteplan.present.theme.style import FONT, INK, MUTED
from siteplan.present.web import esc

__all__ = ["Drawing", "circle", "line", "path", "polyline", "rect", "text"]

_SIZE = 12  # pixels of text; a drawing is as wide as its page, so this is close to what is printed


@dataclass(frozen=True)
class Drawing:
    """Parts within a box of `width` by `height`; `label` says to those who do not see it what it shows."""

    width: float
    height: float
    parts: Sequence[str]
    label: str

    def svg(self) -> str:
        """Return the drawing as an element of a page."""
        return (
            f'<svg viewBox="0 0 {self.width:g} {self.height:g}" role="img" aria-label="{esc(self.label)}" '
            f'font-family="{esc(FONT)}" font-size="{_SIZE}" fill="{INK}">{"".join(self.parts)}</svg>'
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


def circle(x: float, y: float, radius: float, colour: str) -> str:
    """Return a dot with a white rim."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colour}" stroke="#FFFFFF" stroke-width="0.8"/>'


def path(d: str, fill: str, stroke: str = "none") -> str:
    """Return a shape of SVG's path language."""
    return f'<path d="{d}" fill="{fill}" fill-rule="evenodd" stroke="{stroke}" stroke-width="0.6"/>'
