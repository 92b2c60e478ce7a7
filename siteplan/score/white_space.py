"""White space: demand that the own network does not win, and the places where most of it is within reach."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from siteplan.errors.params import Params, within
from siteplan.market import Market
from siteplan.score.neighbourhood import best_places, to_places
from siteplan.study import Travel
from siteplan.tradearea import Utilities, shares
from siteplan.travel import TravelMatrix

__all__ = ["WhiteSpaceParams", "described", "unmet_demand", "white_places"]


@dataclass(frozen=True)
class WhiteSpaceParams(Params):
    """How many places are shown, and how many are looked at for it.

    Attributes
    ----------
    places : count; those that are shown
    spots_a_place : count; spots by straight line that are looked at by the study's own minutes, for each place shown
    """

    places: int = within(15, 1)
    spots_a_place: int = within(4, 1)


def unmet_demand(model: Utilities, stands: NDArray[np.bool_]) -> pd.DataFrame:
    """Return each zone's demand today, all in vehicles/year: `demand` = own + unmet, and `unmet` = rivals + unserved.

    `unmet` is demand x (1 - share of the own network); `unserved` the part of it that rivals do not win either: bought
    elsewhere, or not at all.
    """
    split = shares(model, stands)
    demand = model.demand.to_numpy(dtype=float)
    parts = {
        "demand": demand,
        "own": demand * split.network,
        "rivals": demand * np.asarray(split.rivals.sum(axis=1), dtype=float),
        "unmet": demand * (1 - split.network),
        "unserved": demand * split.outside,
    }
    return pd.DataFrame({name: model.by_zone(values) for name, values in parts.items()})


def white_places(
    travel: Travel,
    market: Market,
    reach: csr_array,
    minutes: float,
    split: pd.DataFrame,
    params: WhiteSpaceParams = WhiteSpaceParams(),
) -> tuple[NDArray[np.intp], csr_array]:
    """Return the zones (positions) with most unmet demand within reach, best first, and who reaches them.

    Spots are found by straight line (`reach`, n_zones by n_zones), then ranked by the study's own minutes.
    """
    worth = split["unmet"].to_numpy(dtype=float)
    spots, _ = best_places(reach, worth, params.places * params.spots_a_place)
    there = to_places(travel, market, minutes, spots)
    ranked, _ = best_places(there, worth, params.places)
    return spots[ranked], csr_array(there[:, ranked])


def described(
    market: Market,
    split: pd.DataFrame,
    chosen: NDArray[np.intp],
    reach: csr_array,
    candidates: TravelMatrix,
    minutes: float,
) -> pd.DataFrame:
    """Return a row for each place (n_places,): where it is, and what lies within reach (n_zones, n_places).

    zone_id, city, county, tier, lon, lat (the zone's centre); population, demand, unmet, unserved (vehicles/year within
    reach), unmet_new (what of the unmet is not within reach of a place above), own_share; candidates within reach, the
    nearest of them and its minutes.
    """
    zones = market.zones.iloc[chosen]
    centres = zones.geometry.to_crs(market.metric_crs).centroid.to_crs(market.zones.crs)
    within = {name: reach.T @ split[name].to_numpy(dtype=float) for name in ("demand", "own", "unmet", "unserved")}
    table = zones[["city", "county", "tier"]].assign(
        lon=centres.x.to_numpy(), lat=centres.y.to_numpy(),
        population=reach.T @ market.zones["population"].to_numpy(dtype=float),
        demand=within["demand"], unmet=within["unmet"], unmet_new=_new(reach, split["unmet"].to_numpy(dtype=float)),
        unserved=within["unserved"],
        own_share=np.divide(within["own"], within["demand"], out=np.zeros(len(zones)), where=within["demand"] > 0),
    )  # fmt: skip
    near = [_near(candidates, int(zone), minutes) for zone in chosen]
    columns = ["candidates", "nearest_candidate", "candidate_minutes"]
    found = pd.DataFrame(near, columns=columns, index=zones.index)
    return pd.DataFrame(table).join(found).rename_axis("zone_id").reset_index()


def _new(reach: csr_array, worth: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what each place has that no place above it reaches (n_places,)."""
    first = reach.tocsr().astype(bool).toarray()
    seen = np.cumsum(first, axis=1) - first > 0
    return np.asarray((first & ~seen).T.astype(float) @ worth)


def _near(candidates: TravelMatrix, zone: int, minutes: float) -> tuple[int, str, float]:
    """Return how many candidates a zone reaches, the nearest of them, and its minutes."""
    start, end = candidates.minutes.indptr[zone : zone + 2]
    columns, found = candidates.minutes.indices[start:end], candidates.minutes.data[start:end]
    inside = found <= minutes
    if not inside.any():
        return 0, "", float("nan")
    best = np.flatnonzero(inside)[found[inside].argmin()]
    return int(inside.sum()), str(candidates.site_ids[columns[best]]), float(found[best])
