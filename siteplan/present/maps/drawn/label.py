"""Names on a map: the important ones first, none over another, none over a site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, product

import numpy as np
from numpy.typing import NDArray

from siteplan.present.maps.scene.crop import Box

__all__ = ["Label", "Letters", "WantedLabel", "placed_labels"]

Letters = Callable[[str, float, bool], float]  # how wide a text is: text, size of its letters, whether bold
_ABOVE, _BELOW = 0.80, 0.22  # of the size of letters: how far they reach over and under their line
_APART = 2.0  # between two names on a line, that none reads as one
# Of the size of letters, between a place and its name: as near as there is room.
_GAPS = (0.25, 0.8, 1.4, 2.0, 2.6)
# On the place, over, under, beside, and at its corners: by how much of its width and height a name is moved.
_SPOTS = ((0, 0), (0, -1), (0, 1), (1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1))


@dataclass(frozen=True)
class WantedLabel:
    """A name, where it belongs, and its letters: size in the units of x and y.

    `belongs` says of a point whether the name may have its middle there: in no other place's land. `elsewhere` gives
    more points for its middle, asked where there is no room beside (x, y): in the land that is its own.
    """

    text: str
    x: float
    y: float
    size: float
    bold: bool = False
    belongs: Callable[[float, float], bool] = lambda _x, _y: True
    elsewhere: Callable[[], Iterable[tuple[float, float]]] = tuple


@dataclass(frozen=True)
class Label:
    """A name in its place: `x` the middle of its line, `y` the line that letters stand on, and what it covers."""

    text: str
    x: float
    y: float
    size: float
    bold: bool
    box: Box


def placed_labels(
    wanted: Sequence[WantedLabel], taken: Iterable[Box], within: Box, letters: Letters, yielding: Sequence[Box] = ()
) -> list[Label]:
    """Return names that have room, the first ones first: on their place, or at eight spots round it.

    `taken` are boxes that no name may touch, `within` is where all of a name must lie; boxes that are `yielding` are
    covered only by bold names that have no other room. A name that fits nowhere is left out, and so is one that is
    shown already.
    """
    boxes, found = [*taken], dict[str, Label]()
    for name in wanted:
        if not name.text or name.text in found:
            continue
        label = _first_free(name, [*boxes, *yielding], within, letters)
        if label is None and name.bold and yielding:
            label = _first_free(name, boxes, within, letters)
        if label is not None:
            found[name.text] = label
            boxes.append((label.box[0] - _APART, label.box[1], label.box[2] + _APART, label.box[3]))
    return [*found.values()]


def _first_free(name: WantedLabel, taken: Sequence[Box], within: Box, letters: Letters) -> Label | None:
    wide = letters(name.text, name.size, name.bold)
    above, below = _ABOVE * name.size, _BELOW * name.size
    others = np.array(taken, dtype=float).reshape(-1, 4)
    for x, middle in chain(_beside(name, wide, above + below), _elsewhere(name)):
        y = middle + (above - below) / 2
        box = (x - wide / 2, y - above, x + wide / 2, y + below)
        if _is_inside(box, within) and not _touches(box, others) and name.belongs(x, middle):
            return Label(name.text, x, y, name.size, name.bold, box)
    return None


def _beside(name: WantedLabel, wide: float, high: float) -> Iterator[tuple[float, float]]:
    """Yield where the middle of a name may be: on its place, then round it, the nearest first."""
    for gap, (right, down) in product([part * name.size for part in _GAPS], _SPOTS):
        yield name.x + right * (wide / 2 + gap), name.y + down * (high / 2 + gap)


def _elsewhere(name: WantedLabel) -> Iterator[tuple[float, float]]:
    yield from name.elsewhere()


def _is_inside(box: Box, within: Box) -> bool:
    return box[0] >= within[0] and box[1] >= within[1] and box[2] <= within[2] and box[3] <= within[3]


def _touches(box: Box, others: NDArray[np.float64]) -> bool:
    left, top, right, bottom = box
    apart = (others[:, 0] >= right) | (others[:, 2] <= left) | (others[:, 1] >= bottom) | (others[:, 3] <= top)
    return not bool(apart.all())
