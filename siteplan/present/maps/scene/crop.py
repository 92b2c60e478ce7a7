"""A part of a scene as a scene of its own, at its own scale."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from itertools import chain
from math import ceil

import numpy as np
import shapely
from numpy.typing import NDArray

from siteplan.present.maps.scene.map_scene import WIDE, Line, Point, Rings, Scene, SceneCity
from siteplan.present.maps.scene.scene_frame import lines_of, on_grid, scale_bar

__all__ = ["Box", "around", "bounds_of", "cities", "crop", "cropped_rings", "inside"]

Box = tuple[float, float, float, float]  # left, top, right, bottom, in units
_AROUND = 0.05  # of a city's longer side, on all its sides


def crop(scene: Scene, box: Box) -> Scene:
    """Return what lies in a box of a scene, WIDE units wide again: for a map of a part, or an inset.

    Raises
    ------
    ValueError
        The box is empty.
    """
    window = _Window(box)
    km = scene.km / window.zoom
    return Scene(
        height=float(ceil((box[3] - box[1]) * window.zoom)),
        km=km,
        bar=scale_bar(km),
        formats=scene.formats,
        land=window.rings(scene.land),
        areas=_kept({kind: window.rings(rings) for kind, rings in scene.areas.items()}),
        counties=_parts(scene.counties, window),
        cities=_parts(scene.cities, window),
        provinces=_parts(scene.provinces, window),
        roads=_kept({kind: window.lines(lines) for kind, lines in scene.roads.items()}),
        places=tuple(replace(one, x=to[0], y=to[1]) for one in scene.places if (to := window.point(one.x, one.y))),
        sites=tuple(replace(one, x=to[0], y=to[1]) for one in scene.sites if (to := window.point(one.x, one.y))),
        rivals=tuple(to for place in scene.rivals if (to := window.point(*place))),
    )


def cropped_rings(rings: Rings, box: Box) -> Rings:
    """Return an outline of the scene as the crop of the box has it."""
    return _Window(box).rings(rings)


def cities(scene: Scene, named: Collection[str] | None = None) -> list[tuple[SceneCity, Scene]]:
    """Return a city and the crop round it, for each one in which a site opens, converts or closes.

    `named` are the only ones asked for, as the study calls them. The order is the scene's; a scene of one city has no
    crop, it is that itself.
    """
    if len(scene.cities) < 2:
        return []
    changes = np.array([(site.x, site.y) for site in scene.sites if site.state != "own"]).reshape(-1, 2)
    asked = [city for city in scene.cities if named is None or city.names.get("") in named]
    found = [city for city in asked if inside(city.rings, changes).any()]
    return [(city, crop(scene, around(city.rings, scene))) for city in found]


def bounds_of(rings: Iterable[Line]) -> Box:
    """Return the bounds of lines that have corners."""
    corners = np.array([corner for ring in rings for corner in ring])
    (left, top), (right, bottom) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    return left, top, right, bottom


def around(rings: Rings, scene: Scene) -> Box:
    """Return the box of a scene that holds a place of this outline, and a little round it."""
    left, top, right, bottom = bounds_of(rings)
    more = _AROUND * max(right - left, bottom - top)
    return max(left - more, 0.0), max(top - more, 0.0), min(right + more, WIDE), min(bottom + more, scene.height)


class _Window:
    """A box of a scene, and from there to the units of the crop."""

    def __init__(self, box: Box) -> None:
        if not (box[2] > box[0] and box[3] > box[1]):
            raise ValueError(f"a crop needs a box with right beyond left and bottom beyond top, not {box}")
        self._box = box
        self.zoom = WIDE / (box[2] - box[0])

    def point(self, x: float, y: float) -> Point | None:
        """Return a point of the crop; None for one outside."""
        left, top, right, bottom = self._box
        if not (left <= x <= right and top <= y <= bottom):
            return None
        ((there_x, there_y),) = on_grid(self._moved(np.array([[x, y]]))).tolist()
        return there_x, there_y

    def rings(self, rings: Rings) -> Rings:
        """Return each ring cut at the box's sides: what an odd number of them holds stays the same inside.

        Where a ring leaves the box and comes back, it runs along the side.
        """
        if not rings:
            return ()
        corners = np.array([*chain.from_iterable(rings)])
        starts = np.cumsum([0, *map(len, rings)])
        low, high = (side.reduceat(corners, starts[:-1]) for side in (np.minimum, np.maximum))
        near = ((low < self._box[2:]) & (high > self._box[:2])).all(axis=1)
        cut = [_cut(corners[starts[i] : starts[i + 1]], self._box) for i in np.flatnonzero(near)]
        return tuple(ring for part in cut if len(part) > 2 and len(ring := _closed(on_grid(self._moved(part)))) > 2)

    def lines(self, lines: tuple[Line, ...]) -> tuple[Line, ...]:
        """Return the parts of lines inside the box."""
        found = shapely.clip_by_rect(shapely.MultiLineString([*lines]), *self._box)
        parts = shapely.get_parts(found)
        of_lines = parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING]
        return lines_of(shapely.transform(of_lines, self._moved)) if len(of_lines) else ()

    def _moved(self, corners: NDArray[np.float64]) -> NDArray[np.float64]:
        return (corners - self._box[:2]) * self.zoom


def _parts(some: Iterable[SceneCity], window: _Window) -> tuple[SceneCity, ...]:
    return tuple(SceneCity(city.names, found) for city in some if (found := window.rings(city.rings)))


def _kept(found: dict[str, tuple[Line, ...]]) -> dict[str, tuple[Line, ...]]:
    return {kind: lines for kind, lines in found.items() if lines}


def _closed(corners: NDArray[np.float64]) -> Line:
    """Return a ring without the corners that fall on the one before."""
    another = (corners != np.roll(corners, 1, axis=0)).any(axis=1)
    return tuple(map(tuple, corners[another].tolist()))


def _cut(ring: NDArray[np.float64], box: Box) -> NDArray[np.float64]:
    """Return a ring inside the box: after Sutherland and Hodgman (1974), one side after the other."""
    for axis, side, above in ((0, box[0], True), (1, box[1], True), (0, box[2], False), (1, box[3], False)):
        if not len(ring):
            break
        kept = ring[:, axis] >= side if above else ring[:, axis] <= side
        if kept.all():
            continue
        before, was = np.roll(ring, 1, axis=0), np.roll(kept, 1)
        step = ring - before
        along = np.where(kept == was, 1.0, step[:, axis])  # where nothing crosses nothing is asked
        crossing = before + step * ((side - before[:, axis]) / along)[:, None]
        crossing[:, axis] = side
        both = np.stack([crossing, ring], axis=1).reshape(-1, 2)
        ring = both[np.stack([kept != was, kept], axis=1).ravel()]
    return ring


def inside(rings: Rings, points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return of each point (n, 2) whether an odd number of rings holds it."""
    found = np.zeros(len(points), dtype=bool)
    for ring in rings:
        start = np.array(ring)
        end = np.roll(start, -1, axis=0)
        x, y = points[:, None, 0], points[:, None, 1]
        spans = (start[:, 1] > y) != (end[:, 1] > y)
        rise = end[:, 1] - start[:, 1]
        at = start[:, 0] + (y - start[:, 1]) * (end[:, 0] - start[:, 0]) / np.where(rise == 0, 1.0, rise)
        found ^= (spans & (x < at)).sum(axis=1) % 2 == 1
    return found
