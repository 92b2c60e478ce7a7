"""Map layers of sites: shape by format, colour by state, size by what they win."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import folium
import numpy as np

from siteplan.present.web import Badge, PackedGeoJson, Shape, esc, glyph, opaque_id
from siteplan.present.web.popup import Popup, feature_popup, packed_popups

__all__ = ["Mark", "format_shapes", "site_layer", "sizes"]

_SHAPES: tuple[Shape, ...] = (  # the diamond is a rival's
    "circle", "square", "triangle", "hexagon", "star", "down", "plus", "bow", "bar",
)  # fmt: skip
_SMALLEST, _LARGEST = 12.0, 26.0  # pixels


@dataclass(frozen=True)
class Mark:
    """A site on the map. `lon`, `lat` in degrees, `size` in pixels, `colour` of style.py; `when`: see PhaseSteps."""

    site_id: str
    lon: float
    lat: float
    shape: Shape
    colour: str
    popup: Popup
    size: float = _SMALLEST
    hollow: bool = False
    badge: Badge = ""
    when: str = ""


def format_shapes(formats: Sequence[str]) -> Mapping[str, Shape]:
    """Return a shape for each format, in the order of the study; from the ninth on they share one."""
    return {name: _SHAPES[min(i, len(_SHAPES) - 1)] for i, name in enumerate(formats)}


def sizes(values: np.ndarray) -> np.ndarray:
    """Return pixels (n,), the area in proportion to what a site wins, the best one largest."""
    known = np.nan_to_num(np.asarray(values, dtype=float)).clip(min=0)
    top = float(known.max(initial=0.0))
    root = np.sqrt(known / top) if top > 0 else np.zeros_like(known)
    pixels: np.ndarray = np.round(_SMALLEST + (_LARGEST - _SMALLEST) * root)
    return pixels


def site_layer(name: str, marks: Sequence[Mark], show: bool = True) -> folium.GeoJson:
    """Return a layer of sites; a click tells the `id` among its properties: opaque_id of the site's id."""
    facts, popups = packed_popups([mark.popup for mark in marks])
    features = [_feature(mark, popup) for mark, popup in zip(marks, popups, strict=True)]
    icons = {feature["properties"]["id"]: _icon(mark) for feature, mark in zip(features, marks, strict=True)}
    return PackedGeoJson(
        features,
        facts,
        name=esc(name),
        show=show,
        marker=folium.Marker(icon=folium.DivIcon()),
        style_function=lambda feature: icons[feature["properties"]["id"]],
        popup=feature_popup() if marks else None,
    )


def _feature(mark: Mark, popup: list[str | None]) -> dict[str, Any]:
    when = {"when": mark.when} if mark.when else {}
    return {
        "type": "Feature",
        "properties": {"id": opaque_id(mark.site_id), "popup": popup, **when},
        "geometry": {"type": "Point", "coordinates": [round(mark.lon, 5), round(mark.lat, 5)]},
    }


def _icon(mark: Mark) -> dict[str, Any]:
    """Return the options of Leaflet's DivIcon for one site."""
    size = [mark.size, mark.size]
    drawn = glyph(mark.shape, mark.colour, mark.size, mark.hollow, mark.badge)
    above = [0, -mark.size / 2]  # where the tip of a popup points: the mark stays to be seen
    return {"html": drawn, "iconSize": size, "popupAnchor": above, "className": "site"}
