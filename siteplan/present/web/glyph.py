"""Small drawings that stand for a site, on the map and in its legend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

__all__ = ["SHAPES", "Badge", "Shape", "badged_path", "glyph", "shape_path"]

Shape = Literal[
    "circle", "square", "triangle", "diamond", "hexagon", "star", "down", "plus", "bow", "bar", "patch", "line"
]
Badge = Literal["", "cross", "dot"]
SHAPES: tuple[Shape, ...] = get_args(Shape)

# Paths in a box of 20 by 20; patch and line stand for an area and a road in the legend.
_PATHS: Mapping[Shape, str] = {
    "circle": "M10 2.5a7.5 7.5 0 1 1 0 15a7.5 7.5 0 1 1 0-15z",
    "square": "M3.5 3.5h13v13h-13z",
    "triangle": "M10 2.5L18 16.5H2z",
    "diamond": "M10 1.5L18.5 10L10 18.5L1.5 10z",
    "hexagon": "M10 2L17 6v8L10 18L3 14V6z",
    "star": "M10 1.5L12.4 7.3L18.6 7.7L13.8 11.7L15.4 17.8L10 14.4L4.6 17.8L6.2 11.7L1.4 7.7L7.6 7.3z",
    "down": "M10 17.5L2 3.5h16z",
    "plus": "M7 2h6v5h5v6h-5v5H7v-5H2V7h5z",
    "bow": "M2.5 3v14L10 12l7.5 5V3L10 8z",
    "bar": "M1.5 6h17v8h-17z",
    "patch": "M1 3.5h18v13H1z",
    "line": "M1 10h18",
}
_BADGES: Mapping[Badge, str] = {
    "": "",
    "cross": '<path d="M3 3L17 17M17 3L3 17" fill="none" stroke="{colour}" stroke-width="2.5"/>',
    "dot": '<circle cx="10" cy="10.5" r="3" fill="#FFFFFF"/>',
}


# The same as paths: what is within another is left out where the two are filled by the even-odd rule.
_SIGNS: Mapping[Badge, str] = {"": "", "cross": "M3 3L17 17M17 3L3 17", "dot": "M7 10.5a3 3 0 1 0 6 0a3 3 0 1 0-6 0z"}


def glyph(shape: Shape, colour: str, size: float = 16, hollow: bool = False, badge: Badge = "") -> str:
    """Draw a shape as inline SVG, `size` pixels wide; hollow means considered and not taken.

    A cross over a site says that it closes, a dot in it that it is converted. `colour` is a colour of style.py,
    never a text from data.
    """
    if hollow or shape == "line":
        paint = f'fill="{"none" if shape == "line" else "#FFFFFF"}" stroke="{colour}" stroke-width="2.5"'
    else:
        # A white rim keeps sites apart that lie over each other or on a dark zone.
        rim = "none" if shape == "patch" else "#FFFFFF"
        paint = f'fill="{colour}" stroke="{rim}" stroke-width="1.5"'
    return (
        f'<svg width="{size:g}" height="{size:g}" viewBox="0 0 20 20" aria-hidden="true">'
        f'<path d="{_PATHS[shape]}" {paint}/>{_BADGES[badge].format(colour=colour)}</svg>'
    )


def shape_path(shape: Shape) -> str:
    """Return a shape in SVG's path language, in a box of 20 by 20."""
    return _PATHS[shape]


def badged_path(shape: Shape, badge: Badge) -> str:
    """Return a shape with its badge as one path, to be filled by the even-odd rule, in a box of 20 by 20."""
    return _PATHS[shape] + _SIGNS[badge]
