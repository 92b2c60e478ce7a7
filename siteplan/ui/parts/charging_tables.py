"""Charging as tables: the options that would win most, and the counties that lack most."""

from __future__ import annotations

import pandas as pd

from siteplan.charging.charging_market import ChargingMarket
from siteplan.groundwork import Groundwork
from siteplan.present.text.reader import Reader

__all__ = ["county_table", "option_table"]


def option_table(ground: Groundwork, charging: ChargingMarket, reader: Reader) -> pd.DataFrame:
    """Return a row for each charging option, the one that wins most first; `used` is per cent of what it can give."""
    options = charging.best()
    sites = ground.market.candidates.loc[options["site_id"]]
    return pd.DataFrame(
        {
            "name": reader.shown(sites, "name").to_numpy(),
            "format": [reader.format_name(name) for name in options["format"]],
            "sessions": options["sessions"].to_numpy(),
            "used": (100 * options["sessions"] / options["supply"]).where(options["supply"] > 0, 0.0).to_numpy(),
            "gap_closed": options["gap_closed"].to_numpy(),
            "leads": options["leads"].to_numpy(),
            "vehicles": options["vehicles"].to_numpy(),
            "city": reader.shown(sites, "city").to_numpy(),
        },
        index=options.index,
    )


def county_table(ground: Groundwork, charging: ChargingMarket, reader: Reader) -> pd.DataFrame:
    """Return the counties that lack most first: name, gap (sessions/day), lacking (per cent of their demand)."""
    zones = ground.market.zones
    names = reader.place_names(zones)
    both = charging.zones[["gap", "demand"]].groupby([zones["city"], zones["county"]], sort=False).sum()
    most = both[both["gap"] > 0].sort_values("gap", ascending=False, kind="stable")
    words = [dict.fromkeys(reversed(names[place])) for place in most.index]
    return pd.DataFrame(
        {
            "name": [" · ".join(word for word in place if word) for place in words],
            "gap": most["gap"].to_numpy(),
            "lacking": (100 * most["gap"] / most["demand"]).to_numpy(),
        }
    )
