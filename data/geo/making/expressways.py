"""Draw expressways: curved lines between neighbouring places, with interchanges to the roads below."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from .mesh import gabriel
from .places import METRES, WGS84
from .terrain import metres

__all__ = ["Expressways", "draw_expressways"]

Floats = NDArray[np.float64]
Pairs = NDArray[np.int64]

APART = 11_000.0  # metres: nearer seats share one expressway hub
EVERY = 9_000.0  # metres between interchanges
BOW = 0.05  # of its length that a line bends to the side
RAMP = 6_000.0  # metres: an interchange farther from any road has no ramp
OPEN_WATER = 1_500.0  # metres: more is crossed only by the bridges below
BRIDGES = {  # real sea crossings open to traffic: county, shore, shore (degrees), county
    "Shenzhen-Zhongshan Link (2024)": (440306, (113.830, 22.625), (113.545, 22.570), 442000),
    "Nansha Bridge (2019)": (441900, (113.640, 22.885), (113.490, 22.870), 440113),
    "Huangmao Sea Link (2024)": (440404, (113.190, 22.030), (112.960, 21.990), 440781),
}  # the line from Nansha to Shenzhen runs where Humen Bridge (1997) does


@dataclass(frozen=True)
class Expressways:
    """Interchanges `xy` in metres (m, 2); `pairs` (k, 2) counts them on from the local junctions; `classes`."""

    xy: Floats
    pairs: Pairs
    classes: list[str]


def draw_expressways(local: Floats, counties: gpd.GeoDataFrame, land: shapely.Geometry) -> Expressways:
    """Return expressways and their ramps to the nearest local junctions (n, 2)."""
    hubs = _hubs(counties)
    lines = [_bow(hubs[a], hubs[b], (-1.0) ** (a + b)) for a, b in gabriel(hubs)]
    lines = [line for line in lines if shapely.length(shapely.difference(shapely.linestrings(line), land)) < OPEN_WATER]
    lines += _bridges(hubs, counties)
    xy, index = np.unique(np.round(np.vstack(lines)), axis=0, return_inverse=True)
    ends = np.cumsum([len(line) for line in lines])[:-1]
    steps = [np.column_stack([part[:-1], part[1:]]) for part in np.split(index.ravel(), ends)]
    roads = np.unique(np.sort(np.vstack(steps), axis=1), axis=0) + len(local)
    ramps = _ramps(xy, local)
    return Expressways(xy, np.vstack([roads, ramps]), ["motorway"] * len(roads) + ["motorway_link"] * len(ramps))


def _hubs(counties: gpd.GeoDataFrame) -> Floats:
    """Return hubs beside the seats of the largest counties, no two within reach of each other."""
    ordered = counties.sort_values("pop", ascending=False, kind="stable")
    seats = metres(ordered["seat_lon"], ordered["seat_lat"])
    hubs: list[Floats] = []
    for seat in seats:
        if all(np.hypot(*(seat - hub)) > APART for hub in hubs):
            hubs.append(seat)
    return np.array(hubs) + np.array([1_400.0, 1_100.0])  # beside the town, not in it


def _bow(one: Floats, other: Floats, side: float) -> Floats:
    """Return points every few kilometres on an arc between two hubs."""
    chord = other - one
    steps = np.linspace(0, 1, max(int(np.hypot(*chord) / EVERY), 1) + 1)[:, None]
    return one + steps * chord + side * BOW * np.sin(np.pi * steps) * np.array([-chord[1], chord[0]])


def _bridges(hubs: Floats, counties: gpd.GeoDataFrame) -> list[Floats]:
    """Return each bridge, run on to the hubs of the counties at either end."""
    seats = metres(counties["seat_lon"], counties["seat_lat"])
    hub = {code: hubs[np.hypot(*(hubs - seat).T).argmin()] for code, seat in zip(counties.index, seats, strict=True)}
    spots = gpd.GeoSeries([shapely.LineString(bridge[1:3]) for bridge in BRIDGES.values()], crs=WGS84).to_crs(METRES)
    shores = [np.array(line.coords) for line in spots]
    ends = [(hub[bridge[0]], hub[bridge[3]]) for bridge in BRIDGES.values()]
    return [
        np.vstack([_bow(one, shore[0], 0.0)[:-1], shore, _bow(shore[1], other, 0.0)[1:]])
        for shore, (one, other) in zip(shores, ends, strict=True)
    ]


def _ramps(xy: Floats, local: Floats) -> Pairs:
    """Return pairs (interchange, nearest local junction)."""
    ramps = []
    for interchange, spot in enumerate(xy):
        away = np.hypot(*(local - spot).T)
        if away.min() < RAMP:
            ramps.append((interchange + len(local), int(away.argmin())))
    return np.array(ramps, dtype=np.int64)
