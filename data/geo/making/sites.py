"""Place sites: candidates, own facilities and rivals, by where people and money are."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .places import METRES, WGS84
from .terrain import metres

__all__ = ["allocate", "place"]

Floats = NDArray[np.float64]
JITTER = 0.3  # of a cell's width that a site lies from its centre


def allocate(weight: pd.Series, total: int, at_least: int = 0) -> pd.Series:
    """Return whole numbers by county that sum to `total`: a minimum each, the rest by weight."""
    free = weight / weight.sum() * (total - at_least * len(weight))
    number = np.floor(free).astype(int)
    extra = (number - free).sort_values(kind="stable").index[: int(total - at_least * len(weight) - number.sum())]
    return number.add(pd.Series(1, index=extra), fill_value=0).astype(int) + at_least


def place(
    cells: gpd.GeoDataFrame,
    number: pd.Series,
    appeal: pd.Series,
    apart: float,
    rng: np.random.Generator,
    taken: Sequence[tuple[float, float]] = (),
) -> pd.DataFrame:
    """Return sites drawn in each county by the appeal of its cells: the cell's columns, lon and lat.

    No two lie in one cell while another cell of the county has appeal, nor within `apart` metres of each
    other or of `taken` (metres) if that can be had.
    """
    rows: list[pd.DataFrame] = []
    spots = list(taken)
    for code, wanted in number.items():
        own = cells[cells["adcode"] == code]
        picks = _pick(own, appeal[own.index], int(wanted), apart, spots, rng)
        rows.append(picks)
        spots += [tuple(spot) for spot in picks[["x", "y"]].to_numpy()]
    return _positions(pd.concat(rows))


def _pick(
    cells: pd.DataFrame,
    appeal: pd.Series,
    wanted: int,
    apart: float,
    spots: Sequence[tuple[float, float]],
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return `wanted` cells with a spot (x, y in metres) in each; spacing is halved until they fit."""
    here = metres(cells["lon"], cells["lat"])
    here += rng.uniform(-JITTER, JITTER, here.shape) * 1_000 * np.sqrt(cells[["area_km2"]].to_numpy())
    keys = np.log(rng.uniform(size=len(cells))) / appeal.clip(lower=1e-9).to_numpy()  # Efraimidis and Spirakis 2006
    order = np.argsort(-keys, kind="stable")
    kept: list[int] = []
    while len(kept) < min(wanted, len(cells)):
        kept = _spaced(here, order, wanted, apart, spots)
        apart /= 2
    return cells.iloc[kept].assign(x=here[kept, 0], y=here[kept, 1])


def _spaced(
    here: Floats, order: NDArray[np.int64], wanted: int, apart: float, spots: Sequence[tuple[float, float]]
) -> list[int]:
    """Return the first `wanted` of an order that keep apart from each other and from the spots."""
    kept: list[int] = []
    others = np.array(spots).reshape(-1, 2)
    for row in order:
        if len(kept) == wanted:
            break
        if not len(others) or np.hypot(*(others - here[row]).T).min() >= apart:
            kept.append(int(row))
            others = np.vstack([others, here[row]])
    return kept


def _positions(sites: pd.DataFrame) -> pd.DataFrame:
    points = gpd.GeoSeries(gpd.points_from_xy(sites["x"], sites["y"]), crs=METRES).to_crs(WGS84)
    return sites.assign(lon=points.x.round(5).to_numpy(), lat=points.y.round(5).to_numpy()).reset_index(drop=True)
