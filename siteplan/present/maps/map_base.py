"""What every map has: its extent, its ground, a legend, a scale, sources, the stamp, the switch of layers."""

from __future__ import annotations

from collections.abc import Sequence

import folium
import geopandas as gpd
from branca.element import Element, Figure
from folium.map import CustomPane

from siteplan.present.maps.map_zones import FILL_PANE
from siteplan.present.text.provenance import sources_line, stamp, synthetic_line
from siteplan.present.text.reader import Reader
from siteplan.present.web import Extent, LegendSection, Unpacking, map_key
from siteplan.study import Study

__all__ = ["blank_map", "finished_map"]

_STYLE = """<style>
.leaflet-container { background: #F8F9FA; }
.leaflet-popup-content { font-size: 12px; }
.leaflet-control-attribution, .leaflet-control-scale-line { font-size: 11px; }
.site svg { display: block; }
.leaflet-attribution-flag { display: none !important; }
</style>"""
_KEY_WIDTH = 280  # pixels to the left that the legend covers


def blank_map(zones: gpd.GeoDataFrame, compact: bool = False) -> folium.Map:
    """Return an empty map of these zones; `compact` leaves no room for an open legend."""
    drawn = folium.Map(tiles=None, zoom_snap=0.25, zoom_delta=0.5)
    drawn.add_child(Unpacking())
    drawn.add_child(CustomPane(FILL_PANE, z_index=390))
    left = 8 if compact else _KEY_WIDTH
    west, south, east, north = zones.total_bounds.tolist()
    drawn.add_child(Extent((west, south, east, north), before=(left, 8), after=(8, 24)))
    _add_style(drawn, "siteplan_style", _STYLE)
    return drawn


def finished_map(
    drawn: folium.Map, sections: Sequence[LegendSection], study: Study, reader: Reader, compact: bool = False
) -> folium.Map:
    """Add what every map has: legend, scale, sources, the stamp, the switch of layers."""
    sources = f"{sources_line(study, reader)} · {stamp(reader)}"
    map_key(sections, sources, synthetic_line(study, reader), reader, folded=compact).add_to(drawn)
    folium.LayerControl(collapsed=True, position="topright").add_to(drawn)
    return drawn


def _add_style(drawn: folium.Map, name: str, style: str) -> None:
    """Add a style element (trusted HTML) to a map's page."""
    figure = drawn.get_root()
    if not isinstance(figure, Figure):  # a map that is part of another element has no page yet
        raise TypeError("a style belongs to a map that is a page of its own")
    figure.header.add_child(Element(style), name=name)
