"""Map layers of zones: filled classes, each merged into one area, and counties with their numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import folium
import geopandas as gpd
import shapely

from siteplan.present.theme.style import ACCENT, MUTED
from siteplan.present.web import PackedGeoJson, esc, packed_shapes
from siteplan.present.web.popup import Popup, feature_popup, packed_popups

__all__ = ["FILL_PANE", "Fill", "county_layer", "fill_layer", "outline_layer"]


FILL_PANE = "fills"  # below outlines and counties, also when another fill is switched on later


@dataclass(frozen=True)
class Fill:
    """How the zones of one class are filled."""

    colour: str
    opacity: float


def fill_layer(name: str, shapes: gpd.GeoSeries, fills: Mapping[int, Fill], show: bool) -> folium.GeoJson:
    """Return zones filled by class, to be chosen instead of other such layers; `shapes` are merged by class."""
    features = _features(shapes, [(f"class{int(key)}", {"class": int(key)}) for key in shapes.index])

    def style(feature: dict[str, Any]) -> dict[str, Any]:
        fill = fills[feature["properties"]["class"]]
        return {"stroke": False, "fillColor": fill.colour, "fillOpacity": fill.opacity}

    return _geojson(
        features, style_function=style, name=esc(name), overlay=False, show=show, interactive=False, pane=FILL_PANE
    )


def county_layer(name: str, shapes: gpd.GeoSeries, popups: Sequence[Popup]) -> folium.GeoJson:
    """Return county outlines that tell their numbers; `shapes` are by the position of a county's popup."""
    facts, told = packed_popups(popups)
    features = _features(shapes, [(f"county{i}", {"popup": told[i]}) for i in shapes.index])
    return _geojson(
        features,
        facts,
        style_function=lambda _: {"color": "#FFFFFF", "weight": 0.8, "opacity": 0.9, "fillOpacity": 0.0},
        highlight_function=lambda _: {"color": ACCENT, "weight": 2},
        name=esc(name),
        popup=feature_popup(),
    )


def outline_layer(outline: shapely.MultiPolygon) -> folium.GeoJson:
    """Return the outline of all zones, always there."""
    return _geojson(
        _features([outline], [("outline", {})]),
        style_function=lambda _: {"color": MUTED, "weight": 1, "opacity": 0.6, "fill": False},
        control=False,
        interactive=False,
    )


def _features(
    shapes: Sequence[shapely.Geometry] | gpd.GeoSeries, known_by: Sequence[tuple[str, dict[str, Any]]]
) -> list[dict[str, Any]]:
    """Return shapes with their ids and properties."""
    return [
        {"type": "Feature", "id": name, "properties": properties, "geometry": geometry}
        for (name, properties), geometry in zip(known_by, packed_shapes(list(shapes)), strict=True)
    ]


def _geojson(features: Sequence[dict[str, Any]], facts: Sequence[str] = (), **options: Any) -> folium.GeoJson:
    return PackedGeoJson(features, facts, smooth_factor=0.5, **options)
