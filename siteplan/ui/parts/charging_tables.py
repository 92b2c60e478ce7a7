"""Charging as tables: the options that would win most, and the counties that lack most."""

from __future__ import annotations

import pandas as pd

from siteplan.charging.charging_market import ChargingMarket
from siteplan.groundwork import Groundwork
from siteplan.present.tables.plan_tables import read_sites
from siteplan.present.text.reader import Reader

__all__ = ["county_table", "option_table"]


def option_table(ground: Groundwork, charging: ChargingMarket, reader: Reader) -> pd.DataFrame:
    """Return a row for each charging option, the one that wins most first; `used` is a part of what it can give."""
    options = charging.best()
    used = (options["sessions"] / options["supply"]).where(options["supply"] > 0, 0.0)
    return read_sites(options.assign(used=used), ground.market.candidates, ground.market.zones, reader)


def county_table(ground: Groundwork, charging: ChargingMarket, reader: Reader) -> pd.DataFrame:
    """Return the counties, those that lack most first: charging_gap (sessions/day), lacking (part of their demand)."""
    zones = ground.market.zones
    names = reader.place_names(zones)
    both = charging.zones[["gap", "demand"]].groupby([zones["city"], zones["county"]], sort=False).sum()
    most = both[both["gap"] > 0].sort_values("gap", ascending=False, kind="stable")
    words = [dict.fromkeys(reversed(names[place])) for place in most.index]
    return pd.DataFrame(
        {
            "county": [" · ".join(word for word in place if word) for place in words],
            "charging_gap": most["gap"].to_numpy(),
            "lacking": (most["gap"] / most["demand"]).to_numpy(),
        }
    )
