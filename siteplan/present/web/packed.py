"""Shapes and popups as a page carries them: short, each text once; the browser makes GeoJSON of them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from itertools import pairwise
from typing import Any

import folium
import numpy as np
import shapely
from branca.element import MacroElement
from folium.template import Template
from numpy.typing import NDArray

from siteplan.present.theme.colours import MUTED

__all__ = ["PackedGeoJson", "Unpacking", "packed_shapes"]

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"  # none that a page must escape
_CODES = np.frombuffer(_DIGITS.encode(), np.uint8)
_RING, _POLYGON = b",;"


def packed_shapes(shapes: Sequence[shapely.Geometry]) -> list[dict[str, str]]:
    """Return each shape's polygons as GeoJSON's MultiPolygon with a text in place of coordinates.

    The first sign tells the decimals (4 or 5). Each number that follows is the step from the corner before, in units of
    the last decimal, doubled, and turned where it is below zero (2n, or -2n - 1), in digits of 5 bits, the lowest
    first; 32 is added to all but the last digit. A comma begins another ring, a semicolon another polygon; no ring
    tells its first corner again. (The idea of encoded polylines.)
    """
    parts, shape_of = shapely.get_parts(shapes, return_index=True)
    areal = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    rings, polygon = shapely.get_rings(parts[areal], return_index=True)
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    again = np.diff(ring, append=len(rings)) > 0  # the last corner of a ring is its first
    corners, ring = corners[~again], ring[~again]
    decimals = 4 if np.allclose(corners, corners.round(4), rtol=0, atol=1e-9) else 5
    first = np.diff(ring, prepend=-1) > 0
    of_shape = shape_of[areal][polygon][ring]
    begins = np.diff(of_shape, prepend=-1) > 0
    marks = np.where(np.diff(polygon[ring], prepend=-1) > 0, _POLYGON, _RING)
    texts = _texts(_steps(corners * 10.0**decimals, begins), np.where(first & ~begins, marks, 0), begins)
    told = dict(zip(of_shape[begins].tolist(), texts, strict=True))
    return [{"type": "MultiPolygon", "coordinates": f"{decimals}{told.get(i, '')}"} for i in range(len(shapes))]


def _steps(corners: NDArray[np.float64], begins: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the way from each corner to the next in whole units (n, 2), from nought where a shape begins."""
    whole: NDArray[np.int64] = np.rint(corners).astype(np.int64)
    before = np.vstack((np.zeros((1, 2), np.int64), whole))[: len(whole)]
    return whole - np.where(begins[:, None], 0, before)


def _texts(steps: NDArray[np.int64], marks: NDArray[np.intp], begins: NDArray[np.bool_]) -> list[str]:
    """Return whole numbers (n, 2) in digits, a text for each shape that begins; a mark that is not 0 comes first."""
    turned = np.where(steps < 0, -2 * steps - 1, 2 * steps).ravel()
    digits = np.maximum(-(-np.frexp(turned.astype(float))[1] // 5), 1)
    room = digits.copy()
    room[::2] += marks > 0
    ends = np.cumsum(room)
    text = np.empty(ends[-1] if len(ends) else 0, np.uint8)
    text[(ends - room)[::2][marks > 0]] = marks[marks > 0]
    firsts = ends - digits
    for k in range(int(digits.max(initial=0))):
        has = digits > k
        text[firsts[has] + k] = _CODES[(turned[has] >> 5 * k & 31) + np.where(digits[has] > k + 1, 32, 0)]
    cuts = [*(ends - room)[::2][begins].tolist(), len(text)]
    signs = text.tobytes().decode()
    return [signs[start:end] for start, end in pairwise(cuts)]


class PackedGeoJson(folium.GeoJson):
    """A layer whose shapes are `packed_shapes`, and whose popups are texts in an order (see popup.packed_popups)."""

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
