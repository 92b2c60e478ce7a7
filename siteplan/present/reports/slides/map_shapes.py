"""Shapes of a map on a slide, as its format writes them: areas, lines and marks that can be coloured anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Any

from pptx.oxml import parse_xml

from siteplan.present.maps.drawn.scene_style import AreaStyle
from siteplan.present.maps.scene.map_scene import Line
from siteplan.present.web import Shape

__all__ = ["MapShapes", "filled", "lined"]

_EMU = 12_700  # in a point
_NAMES = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_PRESETS: Mapping[Shape, str] = {
    "circle": "ellipse", "square": "rect", "triangle": "triangle", "diamond": "diamond", "hexagon": "hexagon",
    "star": "star5", "down": "flowChartMerge", "plus": "plus", "bow": "flowChartCollate", "bar": "flowChartProcess",
    "patch": "rect", "line": "rect",
}  # fmt: skip
_HATCHES = {"rising": "ltUpDiag", "falling": "ltDnDiag", "dots": "pct20"}
_LEAST = 2 * (0.1 * _EMU) ** 2  # twice the area of a ring that can be seen


def filled(style: AreaStyle) -> str:
    """Return the fill of an area, hatched where its style has lines."""
    if not style.lines:
        return _solid(style.fill)
    return (
        f'<a:pattFill prst="{_HATCHES[style.lines]}"><a:fgClr>{_rgb(style.line)}</a:fgClr>'
        f"<a:bgClr>{_rgb(style.fill)}</a:bgClr></a:pattFill>"
    )


def lined(colour: str, width: float) -> str:
    """Return an outline, its width in points; none without a colour."""
    if not colour:
        return "<a:ln><a:noFill/></a:ln>"
    return f'<a:ln w="{round(width * _EMU)}">{_solid(colour)}<a:round/></a:ln>'


class MapShapes:
    """A group of shapes on a slide; coordinates are points of the slide."""

    def __init__(self, shapes: Any, text: str) -> None:
        self._group = shapes.add_group_shape()._element
        self._numbers = count(shapes._spTree.max_shape_id + 1)  # no two shapes of a slide may bear one
        self._group.nvGrpSpPr.cNvPr.set("descr", text)

    def area(self, name: str, rings: Iterable[Line], fill: str, edge: str, closed: bool = True) -> None:
        """Add one shape of many rings, or lines: inside is what an odd number of rings holds."""
        given = [[(round(x * _EMU), round(y * _EMU)) for x, y in ring] for ring in rings]
        corners = [ring for ring in given if (_is_area(ring) if closed else len(ring) > 1)]
        if not corners:
            return
        left, top = (min(corner[k] for ring in corners for corner in ring) for k in (0, 1))
        right, bottom = (max(corner[k] for ring in corners for corner in ring) for k in (0, 1))
        path = "".join(_path(ring, left, top, closed) for ring in corners)
        inside = fill if closed else "<a:noFill/>"
        kind = "norm" if closed else "none"
        shape = (
            "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
            '<a:rect l="0" t="0" r="r" b="b"/>'
            f'<a:pathLst><a:path w="{right - left}" h="{bottom - top}" fill="{kind}">{path}</a:path></a:pathLst>'
            "</a:custGeom>"
        )
        self._add(name, (left, top, right - left, bottom - top), shape + inside + edge)

    def mark(self, name: str, shape: Shape, at: tuple[float, float], half: float, look: str) -> None:
        """Add a mark round a point, `half` points to each side."""
        self.preset(name, _PRESETS[shape], (at[0] - half, at[1] - half, 2 * half, 2 * half), look)

    def preset(self, name: str, preset: str, box: tuple[float, float, float, float], look: str) -> None:
        """Add a shape of the format's own."""
        left, top, wide, high = (round(side * _EMU) for side in box)
        self._add(name, (left, top, wide, high), f'<a:prstGeom prst="{preset}"><a:avLst/></a:prstGeom>{look}')

    def take(self, shape: Any) -> None:
        """Move a shape of the slide into the group, on top."""
        shape._element.nvSpPr.cNvPr.set("id", str(next(self._numbers)))
        self._group.append(shape._element)

    def closed_off(self, box: Sequence[float]) -> None:
        """Say how large the group is, once for all."""
        left, top, wide, high = (round(side * _EMU) for side in box)
        form = self._group.grpSpPr.get_or_add_xfrm()
        for tag, one, other in (("off", left, top), ("ext", wide, high), ("chOff", left, top), ("chExt", wide, high)):
            part = getattr(form, f"get_or_add_{tag}")()
            names = ("x", "y") if "ff" in tag.lower() else ("cx", "cy")
            part.set(names[0], str(one))
            part.set(names[1], str(other))

    def _add(self, name: str, box: tuple[int, int, int, int], look: str) -> None:
        number, (left, top, wide, high) = next(self._numbers), box
        self._group.append(parse_xml(
            f'<p:sp {_NAMES}><p:nvSpPr><p:cNvPr id="{number}" name="{name} {number}"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
            f'<p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>{look}</p:spPr>'
            "</p:sp>"
        ))  # fmt: skip


def _is_area(ring: Sequence[tuple[int, int]]) -> bool:
    """Return whether a ring holds anything: of one that does not, viewers would fill the box it lies in."""
    following = [*ring[1:], *ring[:1]]
    return abs(sum(x * below - right * y for (x, y), (right, below) in zip(ring, following, strict=True))) > _LEAST


def _path(ring: Sequence[tuple[int, int]], left: int, top: int, closed: bool) -> str:
    first, *others = (f'<a:pt x="{x - left}" y="{y - top}"/>' for x, y in ring)
    lines = "".join(f"<a:lnTo>{point}</a:lnTo>" for point in others)
    return f"<a:moveTo>{first}</a:moveTo>{lines}{'<a:close/>' if closed else ''}"


def _solid(colour: str) -> str:
    return f"<a:solidFill>{_rgb(colour)}</a:solidFill>"


def _rgb(colour: str) -> str:
    return f'<a:srgbClr val="{colour.removeprefix("#")}"/>'
