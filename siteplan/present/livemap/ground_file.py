"""Outlines, roads and names of a study in degrees: the report's scene, for a map that moves."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from typing import Any

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from siteplan.market import Market, middle
from siteplan.present.livemap.cell_file import cell_file
from siteplan.present.maps.merged_zones import have_areas
from siteplan.present.maps.scene.map_scene import Line, SceneCity
from siteplan.present.maps.scene.scene_frame import SceneFrame
from siteplan.present.maps.scene.scene_places import city_outlines, county_names, named_places
from siteplan.present.maps.scene.scene_roads import main_roads
from siteplan.present.tables.plan_tables import county_of
from siteplan.present.web import writable
from siteplan.travel.shapes import Mosaic

__all__ = ["ground_file", "packed_json", "packed_line", "zone_file"]

_STEP = 1e5  # of a degree: a metre
_SITES = ("candidates", "facilities", "competitors")


# How lines and names are drawn, and from which zoom on.
_COUNTY = {"colour": "#C6CED2", "width": 0.7, "from": 8}
_CITY = {"colour": "#7F8B92", "width": 1, "from": 0}
_ROADS = {
    kind: {"colour": "#A9B2B8", "width": width, "from": zoom}
    for kind, width, zoom in (("motorway", 1.6, 7), ("trunk", 1.1, 8.5), ("primary", 0.7, 9.5))
}
_NAMES = {"city": {"weight": 600, "size": 13, "from": 5.5}, "county": {"weight": 400, "size": 11.5, "from": 9.5}}


def ground_file(market: Market, mosaic: Mosaic) -> bytes:
    """Return what stays the same on every map of a market, packed; `places` are names by the number of the county."""
    zones = market.zones
    tables = [getattr(market, name).geometry for name in _SITES if len(getattr(market, name))]
    frame = SceneFrame([mosaic.areas, *tables], middle(zones))
    cities, counties = _outlines(market, mosaic, frame) if have_areas(zones) else ((), ())
    roads = main_roads(market.roads, frame)
    return packed_json(
        {
            "box": _box(mosaic),
            "strokes": [
                {**_COUNTY, "closed": True, "lines": _rings(counties, frame)},
                {**_CITY, "closed": True, "lines": _rings(cities, frame)},
                *({**_ROADS[kind], "lines": _lines(lines, frame)} for kind, lines in roads.items()),
            ],
            "names": list(_names(zones, frame)),
            "places": county_names(zones),
        }
    )


def zone_file(zones: gpd.GeoDataFrame, mosaic: Mosaic, demand: NDArray[np.float64]) -> bytes:
    """Return zones as cells, with their people, income, demand (vehicles/year) and the number of their county."""
    named = {"people": "population", "income": "income"}
    columns = {name: zones[own].to_numpy(dtype=np.float32) for name, own in named.items() if own in zones}
    place = county_of(zones).to_numpy().astype(np.int32)
    return cell_file(mosaic.areas, {**columns, "demand": demand.astype(np.float32), "place": place})


def packed_json(record: Any) -> bytes:
    """Return a record as JSON, packed: the same record gives the same bytes."""
    text = json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return gzip.compress(writable(text).encode("utf-8"), 6, mtime=0)


def packed_line(degrees: NDArray[np.float64]) -> list[int]:
    """Return corners (n, 2) in whole steps: the first, then how far each is from the one before."""
    steps = np.round(degrees * _STEP).astype(int)
    return [int(step) for step in np.diff(steps, axis=0, prepend=np.zeros((1, 2), dtype=int)).ravel()]


def _box(mosaic: Mosaic) -> list[float]:
    west, south, east, north = mosaic.areas.total_bounds.round(5).tolist()
    return [west, north, east, south]


def _outlines(market: Market, mosaic: Mosaic, frame: SceneFrame) -> tuple[tuple[SceneCity, ...], tuple[SceneCity, ...]]:
    counties = mosaic.merged(county_of(market.zones))
    return city_outlines(market.zones, counties, frame, frame.least_area(mosaic.areas))


def _rings(places: Iterable[SceneCity], frame: SceneFrame) -> list[list[int]]:
    return [packed_line(frame.degrees(np.array(ring))) for place in places for ring in place.rings]


def _lines(lines: Iterable[Line], frame: SceneFrame) -> list[list[int]]:
    return [packed_line(frame.degrees(np.array(line))) for line in lines]


def _names(zones: gpd.GeoDataFrame, frame: SceneFrame) -> Iterable[dict[str, Any]]:
    for place in named_places(zones, frame):
        if place.kind == "province":
            continue
        lon, lat = frame.degrees(np.array([[place.x, place.y]]))[0].round(5).tolist()
        yield {**_NAMES[place.kind], "names": dict(place.names), "lon": lon, "lat": lat}
