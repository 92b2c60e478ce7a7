"""A map with the list of its sites beside it: each by its number on the map, its name, and a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from siteplan.present.charts.svg import Drawing, rect
from siteplan.present.maps.drawn.label import Letters
from siteplan.present.maps.drawn.scene_layers import lettering
from siteplan.present.maps.drawn.scene_legend import map_entries
from siteplan.present.maps.drawn.scene_svg import USUAL, SvgView, svg_view
from siteplan.present.maps.drawn.site_signs import SiteSigns
from siteplan.present.maps.scene.map_scene import WIDE, Rings, Scene
from siteplan.present.reports.fonts.typeface import width as letters_width
from siteplan.present.text.reader import Reader
from siteplan.present.theme.style import NO_DATA

__all__ = ["ListedSite", "SiteList", "listed_map"]

_WIDEST, _TALLEST = 410.0, 330.0  # pixels of the map
_GAP, _ROW, _SIZE, _NUMBER = 14.0, 12.6, 9.8, 18.0
_MOST_WIDE = 230.0  # pixels of a column: a figure stays near its name
_COLUMN = 190.0  # pixels: two columns of the list where both are so wide


@dataclass(frozen=True)
class ListedSite:
    """A site of the list: its id, what it is called, and its figure."""

    site_id: str
    name: str
    figure: str


@dataclass(frozen=True)
class SiteList:
    """Sites, the weightiest first, what their figure is, and what is said of the n that have no room: "{n} more"."""

    sites: Sequence[ListedSite]
    head: str
    more: str


def listed_map(
    scene: Scene,
    reader: Reader,
    label: str,
    listed: SiteList,
    signs: SiteSigns,
    own: Rings = (),
    letters: Letters = letters_width,
) -> Drawing:
    """Return a scene as a drawing of the usual width: the map, its sites numbered, the list beside it, legend below.

    What lies beyond the outline `own` is paler.
    """
    wide = min(_WIDEST, _TALLEST / scene.height * WIDE)
    view = svg_view(scene, reader, wide, letters, signs)
    high = view.box[3]
    shown = view.with_room([site.site_id for site in listed.sites])[: _rows(high) * _columns(wide)]
    by_id = {site.site_id: site for site in listed.sites}
    table = replace(listed, sites=[by_id[site_id] for site_id in shown])
    n = len(map_entries(scene, reader, signs))
    blocks = [view.legend(columns) for columns in range(min(n, 5) or 1, 0, -1)]
    block = next((block for block in blocks if block.width <= USUAL), blocks[-1])
    parts = [*view.drawn([], None, shown, own), *_list(view, table, len(listed.sites) - len(shown))]
    return Drawing(USUAL, high + 4.0 + block.height, [*parts, *block.parts(0.0, high + 4.0)], label, kind="drawn-map")


def _rows(high: float) -> int:
    """Return how many rows of a column have room beside a map, its head and what is left out aside."""
    return max(int(high / _ROW) - 2, 1)


def _columns(wide: float) -> int:
    return 2 if USUAL - wide - _GAP >= 2 * _COLUMN else 1


def _list(view: SvgView, listed: SiteList, left_out: int) -> list[str]:
    """Return the list in its columns, beside the map."""
    n, start = _columns(view.box[2]), view.box[2] + _GAP
    wide = min((USUAL - start - _GAP * (n - 1)) / n, _MOST_WIDE)
    each = max(-(-len(listed.sites) // n), 1)
    parts = []
    for column in range(n):
        x = start + column * (wide + _GAP)
        some = list(enumerate(listed.sites, 1))[column * each : (column + 1) * each]
        if some:
            parts += [lettering(x + wide, 10.0, listed.head, 8.5, anchor="end"), rect(x, 14.0, wide, 0.8, NO_DATA)]
        for row, (number, site) in enumerate(some, 1):
            parts += _line(view, site, number, x, 14.0 + _ROW * row - 2.5, wide)
    if left_out:
        y = 14.0 + _ROW * (min(each, len(listed.sites)) + 1) - 1.0
        parts.append(lettering(start + (_NUMBER if listed.sites else 0.0), y, listed.more.format(n=left_out), 8.5))
    return parts


def _line(view: SvgView, site: ListedSite, number: int, x: float, y: float, wide: float) -> list[str]:
    room = wide - _NUMBER - view.letters(site.figure, _SIZE, False) - 6.0
    return [
        lettering(x, y, str(number), _SIZE, bold=True),
        lettering(x + _NUMBER, y, _cut(site.name, room, view.letters), _SIZE),
        lettering(x + wide, y, site.figure, _SIZE, anchor="end"),
    ]


def _cut(name: str, room: float, letters: Letters) -> str:
    """Return a name as far as there is room for it."""
    if letters(name, _SIZE, False) <= room:
        return name
    return next((text for n in range(len(name), 0, -1) if letters(text := f"{name[:n]}…", _SIZE, False) <= room), "…")
