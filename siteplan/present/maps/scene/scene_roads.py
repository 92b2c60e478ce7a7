"""The main roads of a study as a map draws them: in one line from junction to junction, without fine detail."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from siteplan.market import MAIN_ROADS, RoadNetwork
from siteplan.present.maps.scene.map_scene import WIDE, Line
from siteplan.present.maps.scene.scene_frame import SceneFrame, lines_of

__all__ = ["main_roads"]

_FINE = 0.4  # units: detail that is left out
_SHORT = 3.0  # units: what is shorter is a slip road, or a stump
_CORNERS = 12_000  # of all lines: lesser roads are left out beyond


def main_roads(roads: RoadNetwork | None, frame: SceneFrame) -> dict[str, tuple[Line, ...]]:
    """Return lines by kind, the lesser first; none where nobody says what class roads are of."""
    found: dict[str, tuple[Line, ...]] = {}
    if roads is None or roads.classes is None:
        return found
    room = _CORNERS
    for rank, kind in reversed([*enumerate(MAIN_ROADS, 1)]):
        lines = _lines(roads, frame, rank)
        room -= sum(map(len, lines))
        if room < 0:
            break
        if lines:
            found[kind] = lines
    return dict(reversed(found.items()))


def _lines(roads: RoadNetwork, frame: SceneFrame, rank: int) -> tuple[Line, ...]:
    ends = _edges(roads, rank)
    if not len(ends):
        return ()
    places = frame.xy(np.column_stack([roads.lon, roads.lat]))[ends]
    joined = shapely.line_merge(shapely.MultiLineString([*places]))
    inside = shapely.get_parts(shapely.clip_by_rect(joined, 0, 0, WIDE, frame.height))
    kept = shapely.simplify(inside[shapely.length(inside) >= _SHORT], _FINE)
    return tuple(sorted(lines_of(kept)))


def _edges(roads: RoadNetwork, rank: int) -> NDArray[np.intp]:
    """Return the nodes (n, 2) at both ends of the roads of a class, each once whichever way it is driven."""
    minutes = roads.minutes
    start = np.repeat(np.arange(minutes.shape[0]), np.diff(minutes.indptr))
    ends = np.column_stack([start, minutes.indices])[roads.classes == rank]
    return np.unique(np.sort(ends, axis=1), axis=0)
