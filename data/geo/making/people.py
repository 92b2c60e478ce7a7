"""Spread each county's census figures over its cells: totals exact, the spread invented."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .cells import FINE
from .terrain import metres

__all__ = ["spread"]

Floats = NDArray[np.float64]

CAPS = {"1": 42_000, "new-1": 24_000, "2": 19_000, "3": 19_000, "4": 17_000, "5": 15_000}  # persons/km2, fine cells
COARSE_CAP = 9_000.0  # persons/km2 over the 36 km2 of a coarse cell
SEAT_SHARE = 0.55  # of a county's urban people live around its seat, where it has no listed town
SCATTERED = 0.45  # of its rural people live outside towns


def spread(cells: pd.DataFrame, counties: gpd.GeoDataFrame, towns: pd.DataFrame, low: pd.Series) -> pd.DataFrame:
    """Return cells with population, pop_urban, pop_rural, households, rural: whole numbers, county totals exact."""
    pull = _pull(cells, counties, towns, low)
    parts = [_county(cells[cells["adcode"] == code], county, pull) for code, county in counties.iterrows()]
    return cells.join(pd.concat(parts)).loc[cells.index]


def _pull(cells: pd.DataFrame, counties: gpd.GeoDataFrame, towns: pd.DataFrame, low: pd.Series) -> pd.Series:
    """Return the expected persons in each cell before county totals are met."""
    centres = _centres(counties, towns)
    here, spots = metres(cells["lon"], cells["lat"]), metres(centres["lon"], centres["lat"])
    area = cells["area_km2"].to_numpy()
    pull = _scattered(cells, counties, low)
    for spot, persons in zip(spots, centres["persons"], strict=True):
        reach = 900 + 1_000 * np.sqrt(persons / 1e5)  # metres: larger places are wider
        near = area * np.exp(-np.hypot(*(here - spot).T) / reach)
        pull += persons * near / near.sum()
    return pd.Series(pull, index=cells.index)


def _centres(counties: gpd.GeoDataFrame, towns: pd.DataFrame) -> pd.DataFrame:
    """Return seats and towns with the persons (expected) that each draws."""
    listed = towns.loc[towns["real"], "adcode"].value_counts().reindex(counties.index, fill_value=0)
    at_seat = counties["pop_urban"] * SEAT_SHARE / (1 + 0.25 * listed)
    seats = pd.DataFrame({"lon": counties["seat_lon"], "lat": counties["seat_lat"], "persons": at_seat})
    rest = counties["pop"] - at_seat - SCATTERED * counties["pop_rural"]
    share = towns["size"] / towns.groupby("adcode")["size"].transform("sum")
    return pd.concat([seats, towns.assign(persons=share * towns["adcode"].map(rest))[["lon", "lat", "persons"]]])


def _scattered(cells: pd.DataFrame, counties: gpd.GeoDataFrame, low: pd.Series) -> Floats:
    """Return villagers by cell: a share of the rural people, and a thin one of all, in the lowlands."""
    villagers = SCATTERED * counties["pop_rural"] + 0.02 * counties["pop"]
    weight = low * cells["area_km2"]
    share = weight / weight.groupby(cells["adcode"]).transform("sum")
    return (share * cells["adcode"].map(villagers)).to_numpy(copy=True)


def _county(cells: pd.DataFrame, county: pd.Series, pull: pd.Series) -> pd.DataFrame:
    """Return one county's people by cell."""
    cap = np.where(cells["resolution"] == FINE, CAPS[county["tier"]], COARSE_CAP)
    mean = county["pop"] / cells["area_km2"].sum()
    room = np.maximum(cap, 1.35 * mean) * cells["area_km2"].to_numpy()
    persons = _whole(_capped(pull[cells.index].to_numpy(), room, county["pop"]), county["pop"])
    urban = _urban(persons / cells["area_km2"].to_numpy(), persons, county["pop_urban"])
    homes = _whole(persons * (county["households"] / county["pop"]), county["households"])
    people = {"population": persons, "pop_urban": urban, "pop_rural": persons - urban, "households": homes}
    return pd.DataFrame({**people, "rural": persons - urban > urban}, index=cells.index)


def _capped(weight: Floats, room: Floats, total: float) -> Floats:
    """Return `total` shared by weight, none above its room; what does not fit goes to the others."""
    shares = np.zeros_like(weight)
    full = np.zeros(len(weight), dtype=bool)
    while True:
        left = total - room[full].sum()
        shares = np.where(full, room, left * weight / weight[~full].sum())
        over = ~full & (shares > room)
        if not over.any():
            return shares
        full |= over


def _whole(shares: Floats, total: int) -> NDArray[np.int64]:
    """Return shares as whole numbers with the given sum: largest remainders are rounded up."""
    floor = np.floor(shares).astype(np.int64)
    most = np.argsort(floor - shares, kind="stable")[: int(total) - int(floor.sum())]
    floor[most] += 1
    return floor


def _urban(density: Floats, persons: NDArray[np.int64], total: int) -> NDArray[np.int64]:
    """Return urban persons by cell: the densest cells first, until the county's urban total is reached."""
    order = np.argsort(-density, kind="stable")
    before = np.concatenate([[0], np.cumsum(persons[order])[:-1]])
    urban = np.zeros_like(persons)
    urban[order] = np.clip(int(total) - before, 0, persons[order])
    return urban
