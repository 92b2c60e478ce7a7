"""WGS-84, GCJ-02 and BD-09: from the shifted frames of Chinese map services to the true one, and back.

GCJ-02 has no published definition; these are the constants and series that open converters share (eviltransform,
github.com/googollee/eviltransform; prcoords, github.com/Artoria2e5/PRCoords).
BD-09 is Baidu's further turn of GCJ-02. Both are defined forwards only; here the way back is the fixed point of the
way there, exact to 1e-9 degrees.
"""

from __future__ import annotations

from collections.abc import Callable

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from siteplan.study import Coordinates

__all__ = [
    "FRAMES",
    "bd09_to_gcj02",
    "bd09_to_wgs84",
    "gcj02_to_bd09",
    "gcj02_to_wgs84",
    "to_wgs84",
    "wgs84_to_bd09",
    "wgs84_to_gcj02",
]
__all__ += ["wgs84_to_bd09", "wgs84_to_gcj02"]

Degrees = NDArray[np.float64]  # (n, 2): lon, lat
Shift = Callable[[Degrees], Degrees]

KRASOVSKY_M = 6_378_245.0  # semi-major axis of the Krasovsky 1940 ellipsoid
ECCENTRICITY_2 = 0.006_693_421_622_965_943  # its first eccentricity, squared
CENTRE = (105.0, 35.0)
CHINA_LON, CHINA_LAT = (72.004, 137.8347), (0.8293, 55.8271)  # the frame is not shifted outside
MARGIN = 1.0  # degrees; more than any shift
BAIDU_TURN = np.pi * 3000 / 180
BAIDU_OFFSET = (0.0065, 0.006)
ROUNDS = 30  # each gains about two digits; a million points all over China needed seven
TOLERANCE = 1e-12  # degrees


def wgs84_to_gcj02(lonlat: Degrees) -> Degrees:
    """Return GCJ-02 degrees (n, 2) for WGS-84 ones; unchanged outside China."""
    return np.where(_in_china(lonlat), lonlat + _gcj02_shift(lonlat), lonlat)


def gcj02_to_wgs84(lonlat: Degrees) -> Degrees:
    """Return WGS-84 degrees (n, 2) for GCJ-02 ones; unchanged outside China."""
    back = _inverse(lambda x: x + _gcj02_shift(x), lonlat)
    return np.where(_in_china(back), back, lonlat)


def gcj02_to_bd09(lonlat: Degrees) -> Degrees:
    """Return BD-09 degrees (n, 2) for GCJ-02 ones; unchanged outside China."""
    return np.where(_in_china(lonlat), _baidu(lonlat), lonlat)


def bd09_to_gcj02(lonlat: Degrees) -> Degrees:
    """Return GCJ-02 degrees (n, 2) for BD-09 ones; unchanged outside China."""
    back = _inverse(_baidu, lonlat)
    return np.where(_in_china(back), back, lonlat)


def wgs84_to_bd09(lonlat: Degrees) -> Degrees:
    """Return BD-09 degrees (n, 2) for WGS-84 ones; unchanged outside China."""
    return np.where(_in_china(lonlat), _baidu(lonlat + _gcj02_shift(lonlat)), lonlat)


def bd09_to_wgs84(lonlat: Degrees) -> Degrees:
    """Return WGS-84 degrees (n, 2) for BD-09 ones; unchanged outside China."""
    back = _inverse(lambda x: _baidu(x + _gcj02_shift(x)), lonlat)
    return np.where(_in_china(back), back, lonlat)


FRAMES: dict[Coordinates, Shift] = {
    "wgs84": lambda lonlat: lonlat,
    "gcj02": gcj02_to_wgs84,
    "bd09": bd09_to_wgs84,
}


def to_wgs84(geometry: gpd.GeoSeries, frame: Coordinates) -> gpd.GeoSeries:
    """Return geometries given in degrees of a frame, corner by corner, in WGS-84."""
    if frame == "wgs84":
        return geometry
    moved = shapely.transform(geometry.to_numpy(), FRAMES[frame])
    return gpd.GeoSeries(moved, index=geometry.index, crs=geometry.crs)


def _in_china(lonlat: Degrees, margin: float = 0.0) -> NDArray[np.bool_]:
    """Return whether points lie in the rectangle in which the frame is shifted: (n, 1)."""
    low, high = np.transpose((CHINA_LON, CHINA_LAT))
    inside: NDArray[np.bool_] = np.all((lonlat >= low - margin) & (lonlat <= high + margin), axis=1, keepdims=True)
    return inside


def _gcj02_shift(lonlat: Degrees) -> Degrees:
    """Return the shift in degrees (n, 2): a series in metres on the Krasovsky ellipsoid."""
    x, y = lonlat[:, 0] - CENTRE[0], lonlat[:, 1] - CENTRE[1]
    phi = np.radians(lonlat[:, 1])
    w2 = 1 - ECCENTRICITY_2 * np.sin(phi) ** 2
    meridian = KRASOVSKY_M * (1 - ECCENTRICITY_2) / w2**1.5
    parallel = KRASOVSKY_M / np.sqrt(w2) * np.cos(phi)
    return np.column_stack((np.degrees(_east_m(x, y) / parallel), np.degrees(_north_m(x, y) / meridian)))


def _east_m(x: Degrees, y: Degrees) -> Degrees:
    smooth = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    return smooth + _waves(x, ((20, 6), (20, 2), (20, 1), (40, 1 / 3), (150, 1 / 12), (300, 1 / 30)))


def _north_m(x: Degrees, y: Degrees) -> Degrees:
    smooth = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    along = _waves(y, ((20, 1), (40, 1 / 3), (160, 1 / 12), (320, 1 / 30)))
    return smooth + _waves(x, ((20, 6), (20, 2))) + along


def _waves(degrees: Degrees, terms: tuple[tuple[float, float], ...]) -> Degrees:
    """Return two thirds of the sum of amplitude (m) x sin(pi x degrees x frequency)."""
    total = sum(amplitude * np.sin(np.pi * degrees * frequency) for amplitude, frequency in terms)
    return np.asarray(2 / 3 * total)


def _baidu(lonlat: Degrees) -> Degrees:
    """Return BD-09 of GCJ-02: a small turn and stretch about the origin, and an offset."""
    lon, lat = lonlat[:, 0], lonlat[:, 1]
    radius = np.hypot(lon, lat) + 0.000_02 * np.sin(lat * BAIDU_TURN)
    angle = np.arctan2(lat, lon) + 0.000_003 * np.cos(lon * BAIDU_TURN)
    return np.column_stack((radius * np.cos(angle), radius * np.sin(angle))) + BAIDU_OFFSET


def _inverse(forward: Shift, target: Degrees) -> Degrees:
    """Return x with forward(x) = target, by x <- x + target - forward(x): the shift is nearly constant.

    Points farther than `MARGIN` from China stay as they are; the series makes no sense there.
    """
    x = np.array(target, dtype=float)
    near = _in_china(x, MARGIN)[:, 0]
    for _ in range(ROUNDS if near.any() else 0):
        step = target[near] - forward(x[near])
        x[near] += step
        if np.abs(step).max() < TOLERANCE:
            break
    return x
