"""A scene as SVG: for a page of HTML and for a PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from siteplan.present.charts.svg import Drawing
from siteplan.present.maps.drawn.inset import Inset, MapRoom, insets_of
from siteplan.present.maps.drawn.label import Label, Letters, WantedLabel, placed_labels
from siteplan.present.maps.drawn.legend_block import LegendBlock, legend_block
from siteplan.present.maps.drawn.scene_layers import frame, ground, lettering, scale_bar_parts, site_mark, veil
from siteplan.present.maps.drawn.scene_legend import map_entries
from siteplan.present.maps.drawn.scene_style import BEYOND, QUIET, radius, sites_in_order
from siteplan.present.maps.drawn.scene_view import NameStyle, SceneView, closer, is_in, name_style, wanted_names
from siteplan.present.maps.drawn.site_signs import SiteSigns, site_signs
from siteplan.present.maps.scene.crop import Box, crop
from siteplan.present.maps.scene.map_scene import WIDE, Rings, Scene, SceneSite
from siteplan.present.reports.fonts.typeface import width as letters_width
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader
from siteplan.present.web import Shape

__all__ = ["USUAL", "SvgView", "scene_drawing", "svg_view"]

USUAL = 640.0  # pixels across: what the sizes of scene_style are for
_LETTERS, _SMALL_LETTERS = 11.0, 9.5  # pixels of cities' and of counties' names
_NUMBERS = 8.5  # pixels of sites' numbers
_EDGE = 3.0  # pixels between a name and the edge of its map
_QUIET = 0.55  # of the size of sites, where an inset shows them larger
_COLUMNS = (2, 1)  # of a legend in a corner
_OVER = 0.01  # of a legend that may lie over land
_TALL = 0.9  # of its width: the height from which on a map has its legend beside it
_GAP = 8.0  # pixels between a map and the legend beside it


def scene_drawing(
    scene: Scene,
    reader: Reader,
    label: str,
    *,
    width: float = USUAL,
    letters: Letters = letters_width,
    rivals: bool = False,
    signs: SiteSigns | None = None,
) -> Drawing:
    """Return a scene as a drawing `width` pixels wide, with its legend, a scale bar, and an inset where sites crowd.

    The legend is in a corner without land, else beside a high map or below a wide one. Texts stay texts: `letters` says
    how wide they are in the font that the drawing is written with. `label` says to those who do not see it what it
    shows; `signs` are those of the sites. What it shows is told apart in grey, too.
    """
    view = svg_view(scene, reader, width, letters, signs, rivals)
    inset, block, corner = _arranged(view)
    if corner is not None:
        at, size = view.at(corner[0], corner[1]), (width, view.box[3])
    else:
        view, block, at, size = _legend_outside(view, width)
    aside = [*([] if inset is None else [inset.focus, inset.place]), *([] if corner is None else [corner])]
    parts = view.drawn([view.boxed(box) for box in aside], None if inset is None else inset.focus)
    if inset is not None:
        parts += _enlarged(view, inset)
    return Drawing(*size, [*parts, *block.parts(*at)], label, kind="drawn-map")


def svg_view(
    scene: Scene,
    reader: Reader,
    width: float,
    letters: Letters = letters_width,
    signs: SiteSigns | None = None,
    rivals: bool = False,
) -> SvgView:
    """Return a scene in its place on a drawing, as wide as asked, its corner that of the drawing."""
    style, signs = name_style(scene, _LETTERS, _SMALL_LETTERS), signs or site_signs(scene, reader)
    return SvgView(scene, 0.0, 0.0, width / WIDE, reader, letters, rivals, style, _fine(width), signs)


@dataclass(frozen=True)
class SvgView(SceneView):
    """A scene in its place, in pixels; `fine` is how thick lines and how large sites are, to a map of USUAL width."""

    reader: Reader
    letters: Letters
    rivals: bool
    style: NameStyle
    fine: float
    signs: SiteSigns

    def legend(self, columns: int) -> LegendBlock:
        """Return the legend in so many columns."""
        entries = map_entries(self.scene, self.reader, self.signs, self.rivals)
        return legend_block(entries, self.bar(), self.letters, min(columns, len(entries) or 1))

    def bar(self) -> tuple[float, str]:
        """Return how long the scale bar is, and what it says."""
        return self.scene.bar / self.scene.km * self.scale, amount(self.scene.bar, "km", self.reader)

    def drawn(self, aside: Sequence[Box], focus: Box | None, numbers: Sequence[str] = (), own: Rings = ()) -> list[str]:
        """Return all but its legend; no name touches what is `aside` or changes; sites in the `focus` are small.

        Sites by the ids of `numbers` have theirs beside them, from 1 on, where there is room. Beyond the outline `own`
        all is paler.
        """
        scene = self.scene
        marks = [(site.state, *self._mark(site, focus)) for site in sites_in_order(scene)]
        wanted = [*self._numbers(numbers), *wanted_names(self, self.style, self.reader, focus)]
        stay, changing = ([box for state, _, box in marks if (state in QUIET) is still] for still in (True, False))
        names = placed_labels(wanted, [*changing, *aside], _inner(self.box), self.letters, yielding=stay)
        return [
            frame(self.box, BEYOND, edge=False),
            *ground(scene, self.left, self.top, self.scale, self.style.lines, self.fine),
            *(self._rivals() if self.rivals else []),
            *(part for _, part, _ in marks),
            *([veil(self.box, self.rings(own))] if own else []),
            *([] if focus is None else [frame(self.boxed(focus))]),
            *(_written(name) for name in names),
        ]

    def with_room(self, numbers: Sequence[str]) -> list[str]:
        """Return the ids of sites whose number has room beside them, in the same order."""
        marks = [self._mark(site, None)[1] for site in self.scene.sites if site.state not in QUIET]
        found = {label.text for label in placed_labels(self._numbers(numbers), marks, _inner(self.box), self.letters)}
        return [site_id for n, site_id in enumerate(numbers, 1) if str(n) in found]

    def _numbers(self, numbers: Sequence[str]) -> list[WantedLabel]:
        at = {site.site_id: self.at(site.x, site.y) for site in self.scene.sites if site.state not in QUIET}
        given = [(str(n), at[site_id]) for n, site_id in enumerate(numbers, 1) if site_id in at]
        return [WantedLabel(text, x, y, _NUMBERS, bold=True) for text, (x, y) in given]

    def _mark(self, site: SceneSite, focus: Box | None) -> tuple[str, Box]:
        """Return a site and the box that it covers."""
        x, y = self.at(site.x, site.y)
        quiet = focus is not None and is_in(site, focus)
        half = radius(site, len(self.scene.sites)) * self.fine * (_QUIET if quiet else 1.0)
        shape, _name = self.signs.of(site)
        return site_mark(site, shape, x, y, half, _layer(site, shape)), (x - half, y - half, x + half, y + half)

    def _rivals(self) -> list[str]:
        rival = SceneSite("", "", "own", 1.0, 0.0, 0.0)
        half = radius(rival, len(self.scene.rivals)) * self.fine
        return [site_mark(rival, "diamond", *self.at(*place), half, "rival::diamond") for place in self.scene.rivals]


def _arranged(view: SvgView) -> tuple[Inset | None, LegendBlock, Box | None]:
    """Return inset, legend, and the corner of the scene (in units) that the legend has room in; None: it goes outside.

    An inset is as large as leaves the legend a corner; where none does, it is as large as there is room.
    """
    room = MapRoom(view.scene)
    blocks = [view.legend(columns) for columns in _COLUMNS]
    insets: list[Inset | None] = [*insets_of(view.scene, room)] or [None]
    for inset in insets:
        taken = [] if inset is None else [inset.focus, inset.place]
        for block in blocks:
            corner = room.corner(block.width / view.scale, block.height / view.scale, taken, _OVER)
            if corner is not None:
                return inset, block, corner
    return insets[0], blocks[0], None


def _legend_outside(
    view: SvgView, width: float
) -> tuple[SvgView, LegendBlock, tuple[float, float], tuple[float, float]]:
    """Return the map as it is then, its legend, where that stands, and width and height of both together."""
    if view.scene.height > _TALL * WIDE:
        beside = view.legend(1).width + _GAP
        smaller = replace(view, scale=(width - beside) / WIDE)
        block, high = smaller.legend(1), smaller.box[3]
        return smaller, block, (width - beside + _GAP, max(high - block.height, 0.0)), (width, max(high, block.height))
    n = len(map_entries(view.scene, view.reader, view.signs, view.rivals))
    blocks = [view.legend(columns) for columns in range(max(n, 1), 0, -1)]
    block = next((block for block in blocks if block.width <= width), blocks[-1])
    high = view.box[3] + 2.0
    return view, block, (0.0, high), (width, high + block.height)


def _enlarged(view: SvgView, inset: Inset) -> list[str]:
    """Return the inset: the part of the scene at its own scale, framed, with its own bar."""
    part = crop(view.scene, inset.focus)
    left, top, right, bottom = view.boxed(inset.place)
    own = replace(view, scene=part, left=left, top=top, scale=(right - left) / WIDE, style=closer(view.style))
    pixels, words = own.bar()
    bar = (left + 6.0, bottom - 20.0, left + pixels + 16.0 + view.letters(words, 10.5, False), bottom - 3.0)
    return [
        *own.drawn([bar], None),
        *scale_bar_parts(bar[0], bottom - 7.0, pixels, words, halo=True),
        frame((left, top, right, bottom)),
    ]


def _written(label: Label) -> str:
    return lettering(label.x, label.y, label.text, label.size, anchor="middle", bold=label.bold, halo=True)


def _fine(width: float) -> float:
    return float(min(1.0, (width / USUAL) ** 0.7))


def _inner(box: Box) -> Box:
    return box[0] + _EDGE, box[1] + _EDGE, box[2] - _EDGE, box[3] - _EDGE


def _layer(site: SceneSite, shape: Shape) -> str:
    return f"site:{site.state}:{shape}"
