"""The map of the market to explore: what stays, made from areas merged once, and what a selection changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry import mapping

from siteplan.groundwork import Groundwork
from siteplan.present.maps.map_base import add_style, blank_map, finished_map
from siteplan.present.maps.map_legend import drawn_formats, format_section, own_entry, rival_entry
from siteplan.present.maps.map_marks import candidate_marks, own_marks, rival_marks
from siteplan.present.maps.map_sites import Mark, site_layer
from siteplan.present.maps.map_zones import Fill, fill_layer, outline_layer
from siteplan.present.maps.merged_zones import Mosaic, have_areas, per_km2, screen_mosaic
from siteplan.present.text.area_words import label_text
from siteplan.present.text.reader import Reader
from siteplan.present.theme.classes import Classes, sequential
from siteplan.present.theme.style import ACCENT, INK, NO_DATA
from siteplan.present.web import Entry, LegendSection, esc, ramp
from siteplan.tradearea.catchment import Kind

__all__ = [
    "COMPACT",
    "MarketAreas",
    "filled_map",
    "market_areas",
    "market_map",
    "selection_layers",
    "unmet_areas",
    "view_of",
]

_OPACITY = 0.7
_SHRINK = 0.7
# A ground for teal sites to stand out on: light where little is sold (ColorBrewer BuPu, safe without colour vision).
_DEMAND = ("#E9EFF4", "#C3D2E4", "#9EBCDA", "#8C96C6", "#88609F", "#6E016B", "#4D004B")
_WORLD = 360.0  # degrees, 256 pixels wide at zoom 0
_LEGEND = 264  # pixels that the open legend takes
# In the app a map is low: the legend takes its left side, zoom buttons stand to the right.
COMPACT = """<style>
.leaflet-container .siteplan-key { max-height: 400px; font-size: 11px; line-height: 1.25; padding: 6px 10px; }
.leaflet-container .siteplan-key h2 { font-size: 11px; margin: 5px 0 1px; }
.leaflet-container .siteplan-key .synthetic { margin: 5px 0 0; }
.leaflet-left .leaflet-control { margin-left: 6px; }
.leaflet-bottom.leaflet-left .leaflet-control { margin-bottom: 6px; }
.leaflet-bottom.leaflet-right { max-width: calc(100% - 260px); }
.leaflet-container .leaflet-control-attribution { font-size: 10px; }
.level-at .level { position: absolute; transform: translate(-50%, -60%); white-space: nowrap; padding: 0 3px;
  font-size: 10px; color: #1B2530; background: rgba(255, 255, 255, 0.85); border-radius: 2px; }
</style>"""
_INNER, _OUTER = 3.0, 1.0  # pixels: the smaller the area, the bolder its edge


@dataclass(frozen=True)
class MarketAreas:
    """What takes long to draw: zones merged by their class of demand (-1: none), and each zone by itself."""

    classes: Classes
    by_class: gpd.GeoSeries
    mosaic: Mosaic


def market_areas(ground: Groundwork) -> MarketAreas:
    """Return the areas of a market, in no language; they may be kept and drawn many times."""
    zones = ground.market.zones
    return _by_density(zones, ground.model.by_zone(ground.model.demand), screen_mosaic(zones))


def unmet_areas(ground: Groundwork, areas: MarketAreas, unmet: pd.Series) -> MarketAreas:
    """Return the areas of a market by unmet demand (vehicles/year, n_zones) instead."""
    return _by_density(ground.market.zones, unmet, areas.mosaic)


def _by_density(zones: gpd.GeoDataFrame, amount: pd.Series, mosaic: Mosaic) -> MarketAreas:
    density = per_km2(amount, zones)
    density = density.where(density > 0)
    classes = sequential(density.to_numpy())
    of_zone = pd.Series(classes.index(density.to_numpy()), index=zones.index)
    classes = replace(classes, colours=tuple(_DEMAND[: len(classes.colours)]))
    return MarketAreas(classes, mosaic.merged(of_zone), mosaic)


def market_map(ground: Groundwork, areas: MarketAreas, reader: Reader) -> folium.Map:
    """Return demand, today's network and rivals; candidates come as selection_layers."""
    _ = reader.gettext
    dense, plain = _("Demand, vehicles/year per km²"), _("Demand, vehicles/year")
    measure = dense if have_areas(ground.market.zones) else plain
    formats = drawn_formats(ground.market.candidates, ground.market.facilities, reader)
    always = {"": formats.pop(_("Candidates")), **formats}  # they come as a layer that the switch does not name
    sections = [_sites(ground, reader), format_section(ground.study, always, reader)]
    return filled_map(ground, areas, (_("Demand"), measure), [], sections, reader)


def filled_map(
    ground: Groundwork,
    areas: MarketAreas,
    names: tuple[str, str],
    layers: Sequence[folium.GeoJson],
    sections: Sequence[LegendSection],
    reader: Reader,
) -> folium.Map:
    """Return zones by class, today's network and rivals (switched off), and further layers, for a low map in the app.

    `names` are those of the zones' layer and of what is measured.
    """
    _ = reader.gettext
    fills = {-1: Fill(NO_DATA, _OPACITY), **{i: Fill(c, _OPACITY) for i, c in enumerate(areas.classes.colours)}}
    drawn = blank_map(ground.market.zones)
    drawn.options["zoom_control"] = False
    drawn.zoom_control_position, drawn.zoom_control = True, "topright"
    for layer in (
        fill_layer(names[0], areas.by_class, fills, show=True),
        outline_layer(areas.mosaic.outline),
        site_layer(_("Rivals"), rival_marks(ground.market, reader), show=False),
        site_layer(_("Own sites today"), own_marks(ground.study, ground.market, reader)),
        *layers,
    ):
        drawn.add_child(layer)
    shown = ramp(names[1], areas.classes, "", reader, no_data=-1 in areas.by_class.index)
    add_style(drawn, "market_style", COMPACT)
    return finished_map(drawn, [shown, *sections], ground.study, reader)


def _sites(ground: Groundwork, reader: Reader) -> LegendSection:
    _ = reader.gettext
    gated = bool((ground.scorecard.failed != "").any())
    entries = [
        Entry(_("candidate, larger: higher score"), ACCENT, "circle"),
        *([Entry(_("candidate that fails a gate"), ACCENT, "circle", hollow=True)] if gated else []),
        own_entry(reader),
        rival_entry(reader),
        Entry(_("selected site: its trade area, nearer parts bolder"), INK, "line"),
    ]
    return LegendSection(_("Sites"), entries)


def selection_layers(
    ground: Groundwork,
    kept: pd.Index,
    site_id: str | None,
    area: gpd.GeoSeries | None,
    reader: Reader,
    kind: Kind = "customer_share",
) -> list[folium.FeatureGroup]:
    """Return the area of the selected site, its ring, and the candidates that are kept (site_ids).

    `area` is its shapes by level, the innermost first; `kind` says what the levels are.
    """
    _ = reader.gettext
    group = folium.FeatureGroup(name="candidates", control=False)
    if site_id is not None:
        at = ground.market.candidates.geometry[site_id]
        if area is not None and not area.is_empty.all():
            group.add_child(_edges(area))
            for level, shape in area[~area.is_empty].items():
                group.add_child(_label(label_text(kind, float(level), reader), shape))
        for colour, width in (("#FFFFFF", 7), (INK, 3)):
            ring = folium.CircleMarker([at.y, at.x], 13, color=colour, weight=width, fill=False, interactive=False)
            group.add_child(ring)
    shown = set(kept) | ({site_id} if site_id else set())
    marks = [_small(mark) for mark in candidate_marks(ground, reader) if mark.site_id in shown]
    group.add_child(site_layer(_("Candidates"), marks))
    return [group]


def view_of(shape: shapely.Geometry, width: int, height: int) -> tuple[tuple[float, float], int]:
    """Return centre (lat, lon) and zoom that show a shape beside the legend; width and height in pixels."""
    west, south, east, north = shapely.bounds(shape)
    stretch = 1 / np.cos(np.radians((south + north) / 2))  # Mercator draws a degree of latitude longer
    degrees = max((east - west) / (width - _LEGEND), (north - south) * stretch / height)
    zoom = int(np.clip(np.floor(np.log2(_WORLD / 256 / max(degrees, 1e-9))), 5, 14))
    return ((south + north) / 2, (west + east) / 2 - _LEGEND / 2 * _WORLD / 256 / 2**zoom), zoom


def _small(mark: Mark) -> Mark:
    """Return a mark that leaves room for its neighbours on a small map."""
    return replace(mark, size=round(mark.size * _SHRINK))


def _edges(area: gpd.GeoSeries) -> folium.GeoJson:
    """Return the edges of an area, the innermost level the boldest."""
    weights = np.linspace(_INNER, _OUTER, len(area)) if len(area) > 1 else [_INNER]
    features = [
        _feature(f"level{level:g}", mapping(shape), {"weight": float(weight)})
        for (level, shape), weight in zip(area.items(), weights, strict=True)
        if not shape.is_empty
    ]
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=lambda f: {
            "color": INK, "weight": f["properties"]["weight"], "fillColor": INK, "fillOpacity": 0.07,
        },
        smooth_factor=0.5,
        interactive=False,
    )  # fmt: skip


def _label(text: str, shape: shapely.Geometry) -> folium.Marker:
    """Return a text at the northern end of a shape."""
    corners = shapely.get_coordinates(shape)
    lon, lat = corners[corners[:, 1].argmax()]
    icon = folium.DivIcon(html=f'<span class="level">{esc(text)}</span>', icon_size=(0, 0), class_name="level-at")
    return folium.Marker([lat, lon], icon=icon, interactive=False)


def _feature(feature_id: str, geometry: Any, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": feature_id, "properties": properties, "geometry": geometry}
