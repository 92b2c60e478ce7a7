"""Shapes and popups as a page carries them: short, each text once; the browser makes GeoJSON of them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

import folium
import numpy as np
import shapely
from branca.element import MacroElement
from folium.template import Template
from numpy.typing import NDArray

from siteplan.present.colours import MUTED

__all__ = ["PackedGeoJson", "Unpacking", "packed_shape"]

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"  # none that a page must escape
_CODES = np.frombuffer(_DIGITS.encode(), np.uint8)
_RING, _POLYGON = b",;"


def packed_shape(shape: shapely.Geometry) -> dict[str, str]:
    """Return a shape's polygons as GeoJSON's MultiPolygon with a text in place of coordinates.

    The first sign tells the decimals (4 or 5). Each number that follows is the step from the corner before, in units of
    the last decimal, doubled, and turned where it is below zero (2n, or -2n - 1), in digits of 5 bits, the lowest
    first; 32 is added to all but the last digit. A comma begins another ring, a semicolon another polygon; no ring
    tells its first corner again. (The idea of encoded polylines.)
    """
    parts = shapely.get_parts(shape)
    polygons = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    rings, polygon_of = shapely.get_rings(polygons, return_index=True)
    corners, ring_of = shapely.get_coordinates(rings, return_index=True)
    last = np.diff(ring_of, append=len(rings)) > 0
    corners, ring_of = corners[~last], ring_of[~last]
    decimals = 4 if np.allclose(corners, corners.round(4), rtol=0, atol=1e-9) else 5
    whole: NDArray[np.int64] = np.rint(corners * 10.0**decimals).astype(np.int64)
    steps = whole - np.vstack((np.zeros((1, 2), np.int64), whole[:-1]))[: len(whole)]
    begins = np.flatnonzero(np.diff(ring_of, prepend=-1) > 0)[1:]
    marks = np.where(np.diff(polygon_of) > 0, _POLYGON, _RING).astype(np.uint8)
    return {"type": "MultiPolygon", "coordinates": f"{decimals}{_text(steps.ravel(), 2 * begins, marks)}"}


def _text(steps: NDArray[np.int64], begins: NDArray[np.intp], marks: NDArray[np.uint8]) -> str:
    """Return whole numbers in digits, with `marks` before the numbers at `begins`."""
    turned = np.where(steps < 0, -2 * steps - 1, 2 * steps)
    bits = np.frexp(turned.astype(float))[1]
    digits = np.maximum(-(-bits // 5), 1)
    room = digits.copy()
    room[begins] += 1
    ends = np.cumsum(room)
    text = np.empty(ends[-1] if len(ends) else 0, np.uint8)
    text[ends[begins] - room[begins]] = marks
    firsts = ends - digits
    for k in range(int(digits.max(initial=0))):
        has = digits > k
        text[firsts[has] + k] = _CODES[(turned[has] >> 5 * k & 31) + np.where(digits[has] > k + 1, 32, 0)]
    return text.tobytes().decode()


class PackedGeoJson(folium.GeoJson):
    """A layer whose shapes are `packed_shape`, and whose popups are texts in an order (see popup.packed_popups)."""

    def __init__(self, features: Sequence[Mapping[str, Any]], facts: Sequence[str] = (), **options: Any) -> None:
        told = {"facts": list(facts)} if facts else {}
        super().__init__({"type": "FeatureCollection", "features": list(features), **told}, **options)

    def _get_self_bounds(self) -> list[list[float | None]]:
        """Return no bounds: a map is told those of its zones, and packed shapes have no coordinates to be asked for."""
        return [[None, None], [None, None]]


class Unpacking(MacroElement):
    """What makes Leaflet's layers read what is packed; belongs to a map before its layers."""

    _template = Template("""
        {% macro script(this, kwargs) %}
            ({{ this.code }})({{ this.digits|tojson }}, {{ this.muted|tojson }});
        {% endmacro %}
    """)

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca leaves it unannotated
        self._name = "Unpacking"
        self.code = (files("siteplan.present") / "templates" / "unpacking.js").read_text("utf-8").strip()
        self.digits, self.muted = _DIGITS, MUTED
