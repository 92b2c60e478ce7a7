"""Invent observed flows: visits to today's sites, by the process that their sales are drawn from (see trade.py)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from siteplan.market import Market
from siteplan.travel import TravelMatrix, TravelTimes

from .trade import LEVEL, by_middle, drive, maturity

__all__ = ["flows"]

ZONES = 120
VISITS = (40, 250)  # of a zone


def flows(market: Market, travel: TravelTimes, rng: np.random.Generator) -> pd.DataFrame:
    """Return zone_id, site_id, visits: from populous zones to the sites of today.

    A site draws a zone's visits by its pull times the part of people who drive so far: a rival's pull is its
    attractiveness, an own site's its maturity, more in formats that sell more. Pairs without a visit are left out.
    """
    chosen = rng.choice(market.zones.index, ZONES, replace=False, p=_weights(market))
    pull = pd.concat([_own_pull(market), market.competitors["attractiveness"]])
    pairs = pd.concat(
        [_pairs(sorted(chosen), found) for found in (travel.facilities, travel.competitors)], ignore_index=True
    )
    weight = pairs["site_id"].map(pull) * drive(pairs["minutes"].to_numpy())
    table = pairs[weight > 0].assign(weight=weight, origin="synthetic").sort_values(["zone_id", "site_id"])
    drawn = [_drawn(group, rng) for _, group in table.groupby("zone_id", sort=True)["weight"]]
    table = table.assign(visits=pd.concat(drawn))
    return table.loc[table["visits"] > 0, ["zone_id", "site_id", "visits", "origin"]]


def _own_pull(market: Market) -> pd.Series:
    """Return what each own site draws against a rival of attractiveness 1 (n_facilities,)."""
    own = market.facilities
    return own["format"].map(LEVEL).fillna(0.0) / LEVEL["mall"] * by_middle(maturity(own["opened"]), own)


def _pairs(zones: list[str], travel: TravelMatrix) -> pd.DataFrame:
    """Return zone_id, site_id, minutes of all sites within reach of these zones."""
    found = travel.minutes[travel.zone_ids.get_indexer(zones)].tocoo()
    return pd.DataFrame(
        {"zone_id": np.array(zones)[found.row], "site_id": travel.site_ids[found.col], "minutes": found.data}
    )


def _weights(market: Market) -> pd.Series:
    people = market.zones["population"].pow(0.7)
    return people / people.sum()


def _drawn(weight: pd.Series, rng: np.random.Generator) -> pd.Series:
    """Return whole visits of one zone by its sites' weights."""
    visits = rng.multinomial(rng.integers(*VISITS), weight / weight.sum())
    return pd.Series(visits, index=weight.index)
