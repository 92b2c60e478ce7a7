"""The legend of a scene as a block of lines, with its scale bar, to be put where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from siteplan.present.maps.drawn.label import Letters
from siteplan.present.maps.drawn.scene_layers import area_patch, lettering, line_sign, scale_bar_parts, site_mark
from siteplan.present.maps.drawn.scene_legend import MapEntry
from siteplan.present.maps.drawn.scene_style import QUIET
from siteplan.present.maps.scene.map_scene import SceneSite

__all__ = ["LegendBlock", "legend_block"]

_ROW, _SIZE, _SIGN, _GAP, _EDGE = 15.0, 10.5, 24.0, 16.0, 6.0  # pixels


@dataclass(frozen=True)
class LegendBlock:
    """Lines in columns: `width` and `height` in pixels."""

    columns: Sequence[Sequence[MapEntry]]
    widths: Sequence[float]
    bar: tuple[float, str]  # pixels, words

    @property
    def width(self) -> float:
        """Pixels from its left edge to its right one."""
        return sum(self.widths) + _GAP * (len(self.widths) - 1) + 2 * _EDGE

    @property
    def height(self) -> float:
        """Pixels from its top to its bottom, with the line of the scale bar."""
        return _ROW * (max(map(len, self.columns), default=0) + 1) + 2 * _EDGE

    def parts(self, left: float, top: float) -> list[str]:
        """Return its drawing, its corner there."""
        drawn, x = [], left + _EDGE
        for column, width in zip(self.columns, self.widths, strict=True):
            for nth, entry in enumerate(column):
                y = top + _EDGE + _ROW * (nth + 0.5)
                drawn += [_sign(entry, x, y), lettering(x + _SIGN, y + 0.36 * _SIZE, entry.label, _SIZE)]
            x += width + _GAP
        return [*drawn, *scale_bar_parts(left + _EDGE, top + self.height - _EDGE - 4.0, *self.bar)]


def legend_block(entries: Sequence[MapEntry], bar: tuple[float, str], letters: Letters, columns: int) -> LegendBlock:
    """Return the legend in this many columns, filled one after the other."""
    each = -(-len(entries) // columns) or 1
    some = [entries[start : start + each] for start in range(0, max(len(entries), 1), each)]
    widths = [_SIGN + max((letters(entry.label, _SIZE, False) for entry in column), default=0.0) for column in some]
    if len(widths) == 1:
        widths = [max(widths[0], bar[0] + 8.0 + letters(bar[1], _SIZE, False))]
    return LegendBlock(some, widths, bar)


def _sign(entry: MapEntry, x: float, y: float) -> str:
    """Return what stands for an entry, its left end at x and its middle at y."""
    if entry.layer == "area":
        return area_patch(entry.kind, (x, y - 5.0, x + 16.0, y + 5.0))
    if entry.layer in ("road", "border"):
        return line_sign(entry.layer, entry.kind, x, x + 16.0, y)
    site = SceneSite("", "", entry.kind, 0.7, x + 8.0, y)
    return site_mark(
        site,
        entry.shape,
        site.x,
        site.y,
        3.6 if entry.kind in QUIET else 4.6,
        f"{entry.layer}:{entry.kind}:{entry.shape}",
    )
