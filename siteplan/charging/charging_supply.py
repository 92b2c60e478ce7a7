"""What charging stations, and options with chargers, can give: sessions a day."""

from __future__ import annotations

import numpy as np
import pandas as pd

from siteplan.study.charging_spec import Charging
from siteplan.study.section import by_key

__all__ = ["option_supply", "station_supply"]


def station_supply(spec: Charging, sites: pd.DataFrame) -> pd.Series:
    """Return sessions/day that sites can give, on their index; NaN where neither their power nor their piles are known.

    Power comes first, since it says how long a session takes: kW x utilisation x 24 h / kWh per session; else piles x
    sessions per pile and day. `sites` has piles and kw (of all piles together).
    """
    by_power = _numbers(sites, "kw") * spec.utilisation * 24 / spec.kwh_per_session
    supply: pd.Series = by_power.fillna(_numbers(sites, "piles") * spec.sessions_per_pile_day)
    return supply.rename("supply")


def option_supply(spec: Charging, options: pd.DataFrame) -> pd.Series:
    """Return sessions/day that options could give, on their index: as of a station, else by their format's piles."""
    usual = options["format"].map(lambda name: by_key(spec.piles, name)).astype(float) * spec.sessions_per_pile_day
    supply: pd.Series = station_supply(spec, options).fillna(usual)
    return supply.rename("supply")


def _numbers(sites: pd.DataFrame, column: str) -> pd.Series:
    if column not in sites:
        return pd.Series(np.nan, index=sites.index)
    return sites[column].astype(float)
