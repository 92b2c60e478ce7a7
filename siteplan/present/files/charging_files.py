"""Charging on disk: what options would win, and access and gap of every zone."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from siteplan.charging.charging_market import ChargingMarket
from siteplan.groundwork import Groundwork

__all__ = ["option_table", "zone_table"]


def option_table(ground: Groundwork, charging: ChargingMarket) -> pd.DataFrame:
    """Return the charging options with units in their names, the one that wins most sessions first."""
    sites = ground.market.candidates[["name", "city", "county", "tier"]]
    table = charging.best().join(sites, on="site_id")
    return pd.DataFrame(
        {
            "option": table.index,
            **{name: table[name].to_numpy() for name in ("site_id", "name", "format", "city", "county", "tier")},
            "supply_sessions_day": table["supply"].to_numpy(),
            "sessions_day": table["sessions"].to_numpy(),
            "gap_closed_sessions_day": table["gap_closed"].to_numpy(),
            "leads_year": table["leads"].to_numpy(),
            "vehicles_year": table["vehicles"].to_numpy(),
            "is_station_today": table["there"].to_numpy(),
        }
    )


def zone_table(ground: Groundwork, charging: ChargingMarket) -> gpd.GeoDataFrame:
    """Return demand, access and gap of each zone with its shape, units in the names."""
    zones = ground.market.zones[["city", "county", "tier", "rural", "population", "geometry"]]
    units = {"demand": "demand_sessions_day", "minutes": "standard_minutes", "gap": "gap_sessions_day"}
    found = charging.zones.rename(columns=units)
    return gpd.GeoDataFrame(zones.join(found).reset_index(), geometry="geometry", crs=zones.crs)
