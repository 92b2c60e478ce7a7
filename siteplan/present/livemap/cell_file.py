"""Zones as one file of numbers: what a browser needs to draw them, find them and tell of them."""

from __future__ import annotations

import gzip
import json
import struct
from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

__all__ = ["cell_file", "values_file"]

_WORD = 8  # bytes: columns start at whole multiples of it
_MICRO = 1e6
_KINDS = {"float32": "f4", "int32": "i4", "uint32": "u4", "uint8": "u1"}


def cell_file(areas: gpd.GeoSeries, columns: Mapping[str, NDArray[np.generic]]) -> bytes:
    """Return zones and columns (n_zones,) of float32, int32, uint32 or uint8, packed.

    A length, a header in JSON, then each column from a multiple of 8 bytes on, numbers with their low byte first. `lon`
    and `lat` are corners in millionths of a degree, `corners` where each ring begins in them and `rings` where each
    zone begins in the rings; the last of both is the end.
    """
    shapes, of_zone = shapely.get_parts(areas.to_numpy(), return_index=True)
    rings, of_shape = shapely.get_rings(shapes, return_index=True)
    corners, of_ring = shapely.get_coordinates(rings, return_index=True)
    last = np.append(np.diff(of_ring) > 0, True)  # the first corner again
    corners, of_ring = corners[~last], of_ring[~last]
    whole = np.round(corners * _MICRO).astype(np.int32)
    every = {
        "lon": whole[:, 0],
        "lat": whole[:, 1],
        "corners": _starts(of_ring, len(rings)),
        "rings": _starts(of_zone[of_shape], len(areas)),
        **columns,
    }
    return gzip.compress(_packed(len(areas), every), 6, mtime=0)


def values_file(values: NDArray[np.float64], hatched: NDArray[np.bool_] | None = None) -> bytes:
    """Return a figure of each zone (n_zones,), NaN where there is none, packed; then which zones are hatched."""
    lined = b"" if hatched is None else hatched.astype(np.uint8).tobytes()
    return gzip.compress(values.astype("<f4").tobytes() + lined, 6, mtime=0)


def _starts(of: NDArray[np.intp], n: int) -> NDArray[np.uint32]:
    return np.append(0, np.cumsum(np.bincount(of, minlength=n))).astype(np.uint32)


def _packed(n: int, columns: Mapping[str, NDArray[np.generic]]) -> bytes:
    listed: list[tuple[str, str, int, int]] = []
    size = 0
    while True:  # where columns begin goes by how long the header is, which says where they begin
        offset, listed = _aligned(4 + size), []
        for name, column in columns.items():
            listed.append((name, _KINDS[str(column.dtype)], offset, len(column)))
            offset = _aligned(offset + column.nbytes)
        header = json.dumps({"n": n, "columns": listed}).encode()
        if len(header) <= size:
            break
        size = _aligned(len(header))
    whole = bytearray(offset)
    whole[: 4 + size] = struct.pack("<I", size) + header.ljust(size)
    for (_, _, start, _), column in zip(listed, columns.values(), strict=True):
        data = column.astype(column.dtype.newbyteorder("<")).tobytes()
        whole[start : start + len(data)] = data
    return bytes(whole)


def _aligned(size: int) -> int:
    return -(-size // _WORD) * _WORD
