"""Charging in a study's market: access and gap by zone, what stations are asked for, what options would win."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from siteplan.charging.charging_access import access, catchment_weights, session_demand, unmet
from siteplan.charging.charging_capture import gap_closed, sessions_won
from siteplan.charging.charging_supply import option_supply, station_supply
from siteplan.market import Market
from siteplan.market.access import offers, standard_minutes
from siteplan.study import Study
from siteplan.tradearea.demand import charging_demand
from siteplan.travel import TravelTimes, minutes_to

__all__ = ["ChargingMarket", "charging_market"]

Floats = NDArray[np.float64]
DAYS_A_YEAR = 365


@dataclass(frozen=True)
class ChargingMarket:
    """Demand and supply of public charging.

    Attributes
    ----------
    zones : DataFrame (n_zones,) indexed by zone_id
        demand (sessions/day), minutes (the standard), access (sessions that can be had for each asked), gap
        (sessions/day that stations leave unserved within the standard).
    stations : DataFrame (n_stations,) indexed by site_id
        supply (sessions/day that it can give), demand (weighted, in its catchment), reached (bool: any zone in reach).
    options : DataFrame (n_options,) indexed by option
        New ones whose format charges: site_id, format, supply, sessions (won a day), gap_closed (sessions/day), leads
        (a year), vehicles (a year that the leads buy), there (bool: the site is one of today's stations).
    """

    zones: pd.DataFrame
    stations: pd.DataFrame
    options: pd.DataFrame

    def by_site(self) -> pd.DataFrame:
        """Return sessions, gap_closed and vehicles of the best charging option of each site, by site_id."""
        best: pd.DataFrame = self.options.groupby("site_id", sort=False)[["sessions", "gap_closed", "vehicles"]].max()
        return best

    def best(self) -> pd.DataFrame:
        """Return the options, the one that wins most sessions first; of those that win alike, what closes more gap."""
        return self.options.sort_values(["sessions", "gap_closed"], ascending=False, kind="stable")


def charging_market(study: Study, market: Market, travel: TravelTimes, options: pd.DataFrame) -> ChargingMarket | None:
    """Return charging in a market; None where the study names no stations.

    `travel` and `options` are those of the groundwork.
    """
    if market.stations.empty:
        return None
    spec, area = study.charging, study.trade_area
    demand = charging_demand(study.demand, market.zones)
    limits = standard_minutes(study, market.zones, "charging")
    minutes = minutes_to(study.travel, market, market.stations, float(limits.max()))
    weights = catchment_weights(spec, area, minutes.minutes, limits)
    supply = station_supply(spec, market.stations)
    reached = access(weights, supply, demand)
    zones = pd.DataFrame({"demand": demand, "minutes": limits, "access": reached})
    zones["gap"] = unmet(reached, demand, spec.needed)
    stations = pd.DataFrame({"supply": supply, "demand": session_demand(weights, demand)})
    stations["reached"] = np.asarray(weights.astype(bool).sum(axis=0)) > 0
    new = options[offers(study.formats, options, "charging") & (options["change"] == "new").to_numpy()]
    near = catchment_weights(spec, area, travel.decision.to(new["site_id"]).minutes, limits)
    there = np.asarray(weights @ supply.to_numpy(), dtype=float)
    return ChargingMarket(zones, stations, _options(study, new, supply, zones, near, there))


def _options(
    study: Study, new: pd.DataFrame, supply: pd.Series, zones: pd.DataFrame, near: csr_array, there: Floats
) -> pd.DataFrame:
    """Return what each charging option would win; one at a site that is a station today is that station."""
    spec = study.charging
    stands = new["site_id"].isin(supply.index)
    own = new["site_id"].map(supply).where(stands, option_supply(spec, new)).astype(float).rename("supply")
    found = new[["site_id", "format"]].assign(supply=own)
    found["sessions"] = sessions_won(near, own, zones["demand"], there, ~stands.to_numpy())
    extra = own.where(~stands, 0.0)
    found["gap_closed"] = gap_closed(near, extra, zones["demand"], zones["access"], spec.needed)
    found["leads"] = found["sessions"] * DAYS_A_YEAR * spec.leads_per_session
    found["vehicles"] = found["leads"] * spec.orders_per_lead
    return found.assign(there=stands)
