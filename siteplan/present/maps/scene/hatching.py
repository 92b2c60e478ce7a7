"""Lines and dots that fill an area, cut at its edges: a pattern that every medium draws alike."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from siteplan.present.maps.scene.map_scene import Line, Rings

__all__ = ["dotted", "hatched", "rows_inside"]

_SLOPE = np.sqrt(0.5)


def hatched(rings: Rings, apart: float, rising: bool = True) -> list[Line]:
    """Return slanted lines inside an area, `apart` units from each other; `rising` to the right, or falling."""
    sign = 1.0 if rising else -1.0
    turn = np.array([[_SLOPE, sign * _SLOPE], [-sign * _SLOPE, _SLOPE]])  # lines lie along the first axis then
    turned = [np.array(ring) @ turn for ring in rings]
    ends = [((start, row), (end, row)) for row, start, end in rows_inside(turned, apart)]
    corners = np.array(ends).reshape(-1, 2, 2) @ turn.T
    return [((a, b), (c, d)) for (a, b), (c, d) in corners.tolist()]


def dotted(rings: Rings, apart: float) -> list[Line]:
    """Return level rows inside an area, from the first dot to the last of those that lie on it `apart` units each.

    Dots of every other row lie half as much to the right. A row is one line with dashes: dots one by one would take
    half a megabyte where a whole map is dotted.
    """
    found: list[Line] = []
    for y, left, right in rows_inside([np.array(ring) for ring in rings], apart):
        shift = apart / 2 if round(y / apart) % 2 else 0.0
        first = np.ceil((left - shift) / apart) * apart + shift
        last = first + (np.ceil((right - first) / apart) - 1) * apart
        if last >= first:
            found.append(((float(first), y), (float(last), y)))
    return found


def rows_inside(rings: Iterable[NDArray[np.float64]], apart: float) -> list[tuple[float, float, float]]:
    """Return where rows (y in whole multiples of `apart`) run inside an area: y, from x, to x.

    Inside is what an odd number of rings holds.
    """
    starts = [np.asarray(ring) for ring in rings]
    if not starts:
        return []
    start = np.concatenate(starts)
    end = np.concatenate([np.roll(ring, -1, axis=0) for ring in starts])
    first, last = (np.ceil(side / apart) for side in (np.minimum(start, end)[:, 1], np.maximum(start, end)[:, 1]))
    crossings = (last - first).astype(int)  # rows from the lower end on and below the upper one
    edge = np.repeat(np.arange(len(start)), crossings)
    nth = np.arange(len(edge)) - np.repeat(np.cumsum(crossings) - crossings, crossings)
    row = (first[edge] + nth) * apart
    share = (row - start[edge, 1]) / (end[edge, 1] - start[edge, 1])
    x = start[edge, 0] + share * (end[edge, 0] - start[edge, 0])
    order = np.lexsort((x, row))
    x, row = x[order], row[order]
    return [(y, a, b) for y, a, b in zip(row[::2].tolist(), x[::2].tolist(), x[1::2].tolist(), strict=True) if b > a]
