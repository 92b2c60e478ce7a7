"""Zones of a market merged by their class of demand, and low maps of them in the app."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import folium
import geopandas as gpd
import pandas as pd

from siteplan.groundwork import Groundwork
from siteplan.present.maps.map_base import add_style, blank_map, finished_map
from siteplan.present.maps.map_marks import own_marks, rival_marks
from siteplan.present.maps.map_sites import site_layer
from siteplan.present.maps.map_zones import Fill, fill_layer, outline_layer
from siteplan.present.maps.merged_zones import Mosaic, per_km2, screen_mosaic
from siteplan.present.text.reader import Reader
from siteplan.present.theme.classes import Classes, sequential
from siteplan.present.theme.colours import PURPLE
from siteplan.present.theme.style import NO_DATA
from siteplan.present.web import LegendSection, ramp

__all__ = [
    "COMPACT",
    "MarketAreas",
    "filled_map",
    "market_areas",
    "unmet_areas",
]

_OPACITY = 0.7
# In the app a map is low: the legend takes its left side, zoom buttons stand to the right.
COMPACT = """<style>
.leaflet-container .siteplan-key { max-height: 400px; font-size: 11px; line-height: 1.25; padding: 6px 10px; }
.leaflet-container .siteplan-key h2 { font-size: 11px; margin: 5px 0 1px; }
.leaflet-container .siteplan-key .synthetic { margin: 5px 0 0; }
.leaflet-left .leaflet-control { margin-left: 6px; }
.leaflet-bottom.leaflet-left .leaflet-control { margin-bottom: 6px; }
.leaflet-bottom.leaflet-right { max-width: calc(100% - 260px); }
.leaflet-container .leaflet-control-attribution { font-size: 10px; }
</style>"""


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
    classes = replace(classes, colours=tuple(PURPLE[: len(classes.colours)]))
    return MarketAreas(classes, mosaic.merged(of_zone), mosaic)


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
