"""Demand of each zone in new-energy vehicles a year."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from siteplan.study import Demand, by_key

__all__ = ["vehicle_demand"]


def vehicle_demand(demand: Demand, zones: gpd.GeoDataFrame) -> pd.Series:
    """Return vehicles/year that sites may win, on the zones' index.

    The zones' own `vehicle_demand` where given, else persons x cars per 1,000 x NEV share of the tier x
    (income / mean income) ** elasticity; buyers online are taken off in both cases.
    """
    online = zones["tier"].map(lambda tier: by_key(demand.online_share, tier)).astype(float)
    if "vehicle_demand" in zones:
        cars = zones["vehicle_demand"].astype(float)
    else:
        nev = zones["tier"].map(lambda tier: by_key(demand.nev_share, tier)).astype(float)
        cars = zones["population"] / 1000 * demand.cars_per_1000_persons * nev * _income_factor(demand, zones)
    left: pd.Series = cars * (1 - online)
    return left.rename("demand")


def _income_factor(demand: Demand, zones: gpd.GeoDataFrame) -> pd.Series:
    """Return how income raises demand against the mean person's: 1 where no income is given."""
    if "income" not in zones:
        return pd.Series(1.0, index=zones.index)
    known = zones["income"].notna()
    mean = np.average(zones.loc[known, "income"], weights=zones.loc[known, "population"])
    relative: pd.Series = zones["income"] / mean
    return relative.pow(demand.income_elasticity).fillna(1.0)
