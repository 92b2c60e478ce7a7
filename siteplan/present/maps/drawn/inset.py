"""Where a map has room: for an inset of its dense part, and for its legend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siteplan.present.maps.scene.crop import Box
from siteplan.present.maps.scene.hatching import rows_inside
from siteplan.present.maps.scene.map_scene import WIDE, Scene

__all__ = ["Inset", "MapRoom", "inset_of", "insets_of"]

_CELL = 10.0  # units: how finely room is looked for
_FEWEST = 12  # sites that an inset is worth
_PART = 0.4  # of the sites, in a part of the map that is no larger than the last of these
_EXTENTS = (0.015, 0.02, 0.025, 0.03, 0.035, 0.04, 0.05, 0.06)
_NEARLY = 0.85  # of the sites that the largest part would hold: a smaller part is enlarged more
_SHAPE = 1.25  # width of an inset to its height
_WIDEST, _LEAST_ZOOM, _MOST_ZOOM = 0.42, 1.35, 3.0
_OVER = 0.05  # of an inset that may lie over land


@dataclass(frozen=True)
class Inset:
    """A part of a scene that is drawn larger in a corner: `focus` is the part, `place` the corner, in units."""

    focus: Box
    place: Box


class MapRoom:
    """What of a scene's box is land or taken, cell by cell."""

    def __init__(self, scene: Scene) -> None:
        self._shape = (int(np.ceil(scene.height / _CELL)), int(np.ceil(WIDE / _CELL)))
        self._height = scene.height
        self._land = _integral(self._cells(scene))
        self._sites = _integral(_counts(scene, self._shape))

    def _cells(self, scene: Scene) -> NDArray[np.float64]:
        cells = np.zeros(self._shape)
        for some in [scene.land] if scene.land else scene.areas.values():
            for y, start, end in rows_inside([np.array(ring) for ring in some], _CELL):
                row = min(max(int(y / _CELL), 0), self._shape[0] - 1)
                cells[row, max(int(start / _CELL), 0) : int(end / _CELL) + 1] = 1
        return cells

    def corner(self, width: float, height: float, taken: Sequence[Box] = (), over: float = 0.0) -> Box | None:
        """Return the first of `corners`; None where none has room."""
        return next(iter(self.corners(width, height, taken, over)), None)

    def corners(self, width: float, height: float, taken: Sequence[Box] = (), over: float = 0.0) -> list[Box]:
        """Return the corners in which a box of this size covers no site, that with least land first.

        `over` is the part of it that may cover land; no part may cover what is `taken`.
        """
        if width > WIDE or height > self._height:
            return []
        right, low = WIDE - width, self._height - height
        spots = [(left, top, left + width, top + height) for top in (0.0, low) for left in (0.0, right)]
        free = [spot for spot in spots if not any(_meet(spot, box) for box in taken) and not self.sites_in(spot)]
        covered = [(self._sum(self._land, spot) * _CELL**2 / (width * height), spot) for spot in free]
        return [spot for part, spot in sorted(covered) if part <= over]

    def sites_in(self, box: Box) -> int:
        """Return how many sites are in the cells of a box."""
        return int(self._sum(self._sites, box))

    def densest(self, width: float, height: float) -> tuple[int, Box]:
        """Return the box of this size with most sites, and how many."""
        rows, columns = (max(round(side / _CELL), 1) for side in (height, width))
        sums = self._sites
        some = sums[rows:, columns:] - sums[:-rows, columns:] - sums[rows:, :-columns] + sums[:-rows, :-columns]
        if not some.size:
            return 0, (0.0, 0.0, WIDE, self._height)
        row, column = np.unravel_index(int(some.argmax()), some.shape)
        left, top = float(column) * _CELL, float(row) * _CELL
        return int(some.max()), (left, top, left + columns * _CELL, top + rows * _CELL)

    def _sum(self, sums: NDArray[np.float64], box: Box) -> float:
        left, right = (min(max(int(side), 0), self._shape[1]) for side in (box[0] / _CELL, np.ceil(box[2] / _CELL)))
        top, bottom = (min(max(int(side), 0), self._shape[0]) for side in (box[1] / _CELL, np.ceil(box[3] / _CELL)))
        return float(sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left])


def inset_of(scene: Scene, room: MapRoom | None = None) -> Inset | None:
    """Return the largest inset of a scene; see insets_of."""
    return next(insets_of(scene, room), None)


def insets_of(scene: Scene, room: MapRoom | None = None) -> Iterator[Inset]:
    """Yield the insets of a scene whose sites crowd: where 40 % of them lie in 6 % of its extent; the largest first.

    Each is in a corner with room; where none has room enough to enlarge it by a third, there is none.
    """
    if len(scene.sites) < _FEWEST:
        return
    room = room or MapRoom(scene)
    found = [room.densest(wide, wide / _SHAPE) for wide in np.sqrt(np.array(_EXTENTS) * WIDE * scene.height * _SHAPE)]
    most = found[-1][0]
    if most < _PART * len(scene.sites):
        return
    focus = _trimmed(scene, next(box for n, box in found if n >= max(_NEARLY * most, _PART * len(scene.sites))))
    across = focus[2] - focus[0]
    shape = across / (focus[3] - focus[1])
    for width in np.arange(min(_WIDEST * WIDE, across * _MOST_ZOOM), across * _LEAST_ZOOM, -_CELL).tolist():
        for place in room.corners(width, width / shape, [focus], _OVER):
            yield Inset(focus, place)


def _trimmed(scene: Scene, box: Box) -> Box:
    """Return the box without margins beyond its sites, of the shape of an inset, inside the scene."""
    inside = [(site.x, site.y) for site in scene.sites if box[0] <= site.x <= box[2] and box[1] <= site.y <= box[3]]
    (left, top), (right, bottom) = np.min(inside, axis=0).tolist(), np.max(inside, axis=0).tolist()
    wide = max(right - left, (bottom - top) * _SHAPE) + 3 * _CELL
    middle, centre = (left + right) / 2, (top + bottom) / 2
    left = min(max(middle - wide / 2, 0.0), WIDE - wide)
    top = min(max(centre - wide / _SHAPE / 2, 0.0), scene.height - wide / _SHAPE)
    return left, top, left + wide, top + wide / _SHAPE


def _counts(scene: Scene, shape: tuple[int, int]) -> NDArray[np.float64]:
    cells = np.zeros(shape)
    for site in scene.sites:
        row, column = int(site.y / _CELL), int(site.x / _CELL)
        cells[min(max(row, 0), shape[0] - 1), min(max(column, 0), shape[1] - 1)] += 1
    return cells


def _integral(cells: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.pad(cells, ((1, 0), (1, 0))).cumsum(axis=0).cumsum(axis=1)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
