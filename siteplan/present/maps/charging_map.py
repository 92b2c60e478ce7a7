"""The map of charging: what is lacking, how well zones are served, stations, and the sites that would win most."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from siteplan.charging.charging_market import ChargingMarket
from siteplan.groundwork import Groundwork
from siteplan.present.maps.map_base import add_style, blank_map, finished_map
from siteplan.present.maps.map_sites import Mark, site_layer, sizes
from siteplan.present.maps.map_zones import Fill, fill_layer, outline_layer
from siteplan.present.maps.market_map import COMPACT
from siteplan.present.maps.merged_zones import Mosaic, have_areas, per_km2, screen_mosaic
from siteplan.present.tables import vocabulary as v
from siteplan.present.text.reader import Reader
from siteplan.present.theme.classes import Classes, sequential
from siteplan.present.theme.style import ACCENT, OWN, RIVAL
from siteplan.present.web import Entry, LegendSection, ramp
from siteplan.present.web.popup import Popup

__all__ = ["MOST_STATIONS", "ChargingAreas", "charging_areas", "charging_map"]

MOST_STATIONS = 2_000  # a map with more markers is slow
_BEST = 20  # sites that are marked
_OPACITY = 0.75
_SMALL = 0.3  # of a site's usual size: stations are many, and what is lacking lies between them
_LEAST = 0.005  # of the largest gap: what cannot be seen beside it counts as none
_GAP = ("#FDEBD3", "#FBC98B", "#F39A4A", "#D9661B", "#A03A06")  # the more, the darker
_ACCESS = ("#C2560C", "#F5B26B", "#8FB8DE", "#1F5FA8")  # too little in orange, enough in blue
_NOTHING_LACKING, _NO_STATION = "#D9E6F2", "#33373D"


@dataclass(frozen=True)
class ChargingAreas:
    """What takes long to draw: zones merged by class of gap and of access; -1: nothing lacking, no station in reach."""

    outline: shapely.MultiPolygon
    gap: Classes
    by_gap: gpd.GeoSeries
    access: Classes
    by_access: gpd.GeoSeries


def charging_areas(ground: Groundwork) -> ChargingAreas | None:
    """Return the areas of a market's charging, in no language; None where no stations are known."""
    if ground.charging is None:
        return None
    zones, found = ground.market.zones, ground.charging.zones
    mosaic = screen_mosaic(zones)
    density = per_km2(found["gap"], zones)
    lacking = density.where(density > _LEAST * density.quantile(0.99))
    gap = sequential(lacking.to_numpy())
    gap = replace(gap, colours=_GAP[-len(gap.colours) :])
    access = _access_classes(found["access"], ground.study.charging.needed)
    reached = found["access"].where(found["access"] > 0)
    by_gap, by_access = _merged(mosaic, gap, lacking), _merged(mosaic, access, reached)
    return ChargingAreas(mosaic.outline, gap, by_gap, access, by_access)


def charging_map(ground: Groundwork, charging: ChargingMarket, areas: ChargingAreas, reader: Reader) -> folium.Map:
    """Return gap and access of zones to be switched between, stations, and the options that would win most."""
    _ = reader.gettext
    drawn = blank_map(ground.market.zones)
    drawn.options["zoom_control"] = False
    drawn.zoom_control_position, drawn.zoom_control = True, "topright"
    for layer in (
        _fill(_("Charging gap"), areas.by_gap, areas.gap, _NOTHING_LACKING, show=True),
        _fill(_("Access to charging"), areas.by_access, areas.access, _NO_STATION, show=False),
        outline_layer(areas.outline),
        site_layer(_("Charging stations"), _station_marks(ground, charging, reader)),
        site_layer(_("Best sites for charging"), _option_marks(ground, charging, reader)),
    ):
        drawn.add_child(layer)
    add_style(drawn, "charging_style", COMPACT)
    return finished_map(drawn, _legend(ground, areas, reader), ground.study, reader)


def _access_classes(access: pd.Series, needed: float) -> Classes:
    """Return classes about what is needed: half of it, all, twice as much."""
    top = max(float(access.max()), 3 * needed)
    return Classes((0.0, needed / 2, needed, 2 * needed, float(np.ceil(top))), _ACCESS)


def _merged(mosaic: Mosaic, classes: Classes, values: pd.Series) -> gpd.GeoSeries:
    return mosaic.merged(pd.Series(classes.index(values.to_numpy()), index=mosaic.areas.index))


def _fill(name: str, shapes: gpd.GeoSeries, classes: Classes, without: str, show: bool) -> folium.GeoJson:
    fills = {-1: Fill(without, _OPACITY), **{i: Fill(c, _OPACITY) for i, c in enumerate(classes.colours)}}
    return fill_layer(name, shapes, fills, show)


def _station_marks(ground: Groundwork, charging: ChargingMarket, reader: Reader) -> list[Mark]:
    """Return the stations, the largest ones where there are many."""
    largest = ground.market.stations.join(charging.stations).nlargest(MOST_STATIONS, "supply")
    words = reader.shown(largest, "name"), sizes(largest["supply"].to_numpy()) * _SMALL
    rows = zip(
        largest.index, largest.geometry, largest.drop(columns="geometry").to_dict("records"), *words, strict=True
    )
    return [
        Mark(
            str(site_id), at.x, at.y, "circle", OWN if row["own"] else RIVAL, _station_popup(str(name), row, reader),
            size=float(size),
        )
        for site_id, at, row, name, size in rows
    ]  # fmt: skip


def _station_popup(name: str, row: Mapping[Hashable, Any], reader: Reader) -> Popup:
    told = {v.PILES: row["piles"], v.POWER: row["kw"], v.SUPPLY: row["supply"], v.CHARGING_DEMAND: row["demand"]}
    facts = [column.fact(value, reader) for column, value in told.items()]
    return Popup(name, str(row["operator"]), facts)


def _option_marks(ground: Groundwork, charging: ChargingMarket, reader: Reader) -> list[Mark]:
    """Return the options that would win most sessions, one a site."""
    best = charging.best().drop_duplicates("site_id").head(_BEST)
    sites = ground.market.candidates.loc[best["site_id"]]
    rows = zip(best.to_dict("records"), sites.geometry, reader.shown(sites, "name"), strict=True)
    return [
        Mark(str(row["site_id"]), at.x, at.y, "star", ACCENT, _option_popup(str(name), row, reader), size=15.0)
        for row, at, name in rows
    ]


def _option_popup(name: str, row: Mapping[Hashable, Any], reader: Reader) -> Popup:
    facts = [column.fact(row[column.name], reader) for column in (v.SESSIONS, v.GAP_CLOSED, v.FROM_LEADS)]
    return Popup(name, reader.format_name(row["format"]), facts)


def _legend(ground: Groundwork, areas: ChargingAreas, reader: Reader) -> list[LegendSection]:
    _ = reader.gettext
    dense, plain = _("Charging gap, sessions/day per km²"), _("Charging gap, sessions/day")
    gap = ramp(dense if have_areas(ground.market.zones) else plain, areas.gap, "", reader)
    access = ramp(_("Sessions available per session of demand"), areas.access, "", reader)
    stations, best = (_("Charging stations"),), (_("Best sites for charging"),)
    owns = ground.market.stations["own"].any()
    sites = [
        Entry(_("charging station, larger: more capacity"), RIVAL, "circle", layers=stations),
        *([Entry(_("own charging station"), OWN, "circle", layers=stations)] if owns else []),
        Entry(_("candidate that would win most sessions"), ACCENT, "star", layers=best),
    ]
    return [
        LegendSection(gap.title, [*gap.entries, Entry(_("no gap"), _NOTHING_LACKING)], (_("Charging gap"),)),
        LegendSection(
            access.title, [*access.entries, Entry(_("no station in reach"), _NO_STATION)], (_("Access to charging"),)
        ),
        LegendSection(_("Sites"), sites),
    ]
