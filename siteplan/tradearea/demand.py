"""Demand of each zone, step by step: new-energy vehicles a year, charging sessions a day, service visits a year."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import geopandas as gpd
import numpy as np
import pandas as pd

from siteplan.study.demand_spec import Demand
from siteplan.study.section import by_key
from siteplan.tradearea.segments import buying_factor, mean_income

__all__ = [
    "charging_demand",
    "demand_amounts",
    "demand_steps",
    "in_year",
    "nev_stock",
    "owners",
    "service_demand",
    "speaks_of_cars",
    "vehicle_demand",
]


AMOUNTS = {
    "persons": "persons",
    "households": "households",
    "owned": "cars_owned",
    "replaced": "cars_bought",
    "bought": "cars_bought",
    "per_person": "bought",
    "new_energy": "nevs_bought",
    "income": "by_income",
    "segments": "by_segment",
    "vehicle_demand": "given",
    "factor": "by_factor",
    "offline": "demand",
}
"""What is counted after each step: vehicles/year from cars_bought on."""


def vehicle_demand(demand: Demand, zones: gpd.GeoDataFrame) -> pd.Series:
    """Return vehicles/year that sites may win, on the zones' index: the product of `demand_steps`."""
    return demand_steps(demand, zones).prod(axis=1).rename("demand")


def demand_steps(demand: Demand, zones: gpd.GeoDataFrame, year: float | None = None) -> pd.DataFrame:
    """Return the factors whose product is the vehicle demand (n_zones, n_steps), on the zones' index.

    Parameters
    ----------
    zones : with population (persons) and tier; households, income (currency/person/year) and vehicle_demand
        (vehicles/year) where given
    year : of the shares that are given by year; the demand's own if left out

    Returns
    -------
    DataFrame
        persons or households; owned (cars each) and replaced (of them bought anew a year), or bought (cars each a
        year) where the study knows nothing of the cars owned; new_energy (share); income (factor); segments (factor,
        where the study has any); factor, where the study gives one; offline (share not bought online). Where zones give
        their demand vehicle_demand stands in place of all before the factor.
    """
    year = demand.year if year is None else year
    steps = _steps(demand, zones, year)
    if demand.factor != 1.0:
        steps = steps.assign(factor=demand.factor)
    return steps.assign(offline=1.0 - _share(demand.online_share, zones["tier"], year))


def _steps(demand: Demand, zones: gpd.GeoDataFrame, year: float | None) -> pd.DataFrame:
    if "vehicle_demand" in zones:
        return pd.DataFrame({"vehicle_demand": zones["vehicle_demand"].astype(float)})
    steps = _bought(demand, zones, year).assign(income=_income_factor(demand, zones))
    if demand.segments:
        steps["segments"] = buying_factor(demand, zones)
    return steps


def demand_amounts(demand: Demand, zones: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return what is left of the demand after each step, and the other demands, on the zones' index.

    Returns
    -------
    DataFrame (n_zones, n_amounts)
        The columns of AMOUNTS that the study's steps have, the last of them the vehicle demand; then, where it counts
        from cars, nev_stock (vehicles), charging_demand (sessions/day), owners (vehicles) and service_demand
        (visits/year). Sums over zones
        are those of any area.
    """
    amounts = demand_steps(demand, zones).cumprod(axis=1).rename(columns=AMOUNTS)
    others: list[Callable[[Demand, gpd.GeoDataFrame], pd.Series]] = []
    if speaks_of_cars(demand, zones):
        others = [nev_stock, charging_demand, owners, service_demand]
    elif "charging_demand" in zones:
        others = [charging_demand]
    return amounts.join([of(demand, zones) for of in others])


def speaks_of_cars(demand: Demand, zones: gpd.GeoDataFrame) -> bool:
    """Return whether demand is counted from cars: where the study asks for it, and where nothing else says it."""
    return demand.of_cars or ("vehicle_demand" not in zones and demand.per_person is None)


def vehicle_stock(demand: Demand, zones: gpd.GeoDataFrame) -> pd.Series:
    """Return the cars that the people of each zone own.

    Where the study does not say, as many as the cars bought a year keep up at its replacement and growth.
    """
    steps = _cars_bought(demand, zones)
    known: pd.Series = steps.iloc[:, 0] * steps.iloc[:, 1]
    return (known / _turnover(demand) if "bought" in steps else known).rename("cars_owned")


def nev_stock(demand: Demand, zones: gpd.GeoDataFrame) -> pd.Series:
    """Return the new-energy vehicles in use in each zone."""
    stock = vehicle_stock(demand, zones) * _share(demand.nev_stock_share, zones["tier"], demand.year)
    return stock.rename("nev_stock")


def charging_demand(demand: Demand, zones: gpd.GeoDataFrame) -> pd.Series:
    """Return public charging sessions a day, on the zones' index.

    The zones' own `charging_demand` where given, else new-energy vehicles in use x sessions per vehicle and day x the
    share of sessions at public chargers.
    """
    sessions = nev_stock(demand, zones) * demand.sessions_per_vehicle_day * demand.public_charging_share
    if "charging_demand" in zones:
        sessions = zones["charging_demand"].astype(float).fillna(sessions)
    return sessions.rename("charging_demand")


def owners(demand: Demand, zones: gpd.GeoDataFrame) -> pd.Series:
    """Return the own brand's vehicles in use in each zone: its `owners` where given, else a share of the NEV stock."""
    own = nev_stock(demand, zones) * _by_tier(demand.own_stock_share, zones)
    if "owners" in zones:
        own = zones["owners"].astype(float).fillna(own)
    return own.rename("owners")


def service_demand(demand: Demand, zones: gpd.GeoDataFrame) -> pd.Series:
    """Return workshop visits a year of the own brand's owners, on the zones' index."""
    return (owners(demand, zones) * demand.service_visits).rename("service_demand")


def _bought(demand: Demand, zones: gpd.GeoDataFrame, year: float | None) -> pd.DataFrame:
    """Return the factors from people to what they buy a year before income counts."""
    if demand.per_person is not None:
        persons = zones["population"].astype(float)
        return pd.DataFrame({"persons": persons, "per_person": _by_tier(demand.per_person, zones)})
    return _cars_bought(demand, zones).assign(new_energy=_share(demand.nev_share, zones["tier"], year))


def _cars_bought(demand: Demand, zones: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the factors from people to cars bought a year."""
    if demand.cars_per_household is not None:
        steps = {"households": zones["households"].astype(float), "owned": _by_tier(demand.cars_per_household, zones)}
        return pd.DataFrame(steps).assign(replaced=_turnover(demand))
    steps = {"persons": zones["population"].astype(float)}
    if demand.ownership_per_1000_persons is not None:
        steps["owned"] = _by_tier(demand.ownership_per_1000_persons, zones) / 1000
        return pd.DataFrame(steps).assign(replaced=_turnover(demand))
    return pd.DataFrame(steps).assign(bought=demand.cars_per_1000_persons / 1000)


def _by_tier(values: Mapping[str, float], zones: gpd.GeoDataFrame) -> pd.Series:
    """Return the value of each zone's tier."""
    found: pd.Series = zones["tier"].map({tier: by_key(values, tier) for tier in zones["tier"].unique()}).astype(float)
    return found


def _turnover(demand: Demand) -> float:
    """Return new cars a year to each car owned: those that replace one, and those that add to the stock."""
    return 1 / demand.replacement_years + demand.stock_growth


def _share(by_year: Mapping[str, Mapping[str, float]], tier: pd.Series, year: float | None) -> pd.Series:
    """Return the share of each zone's tier in a year, on the line between the years given."""
    found: pd.Series = tier.map({name: in_year(by_year, name, year) for name in tier.unique()}).astype(float)
    return found


def in_year(by_year: Mapping[str, Mapping[str, float]], tier: str, year: float | None) -> float:
    """Return a tier's figure in a year: on the line between the years given, beyond them that of the nearest."""
    known = sorted(by_year, key=lambda key: int(key or 0))
    shares = [by_key(by_year[key], tier) for key in known]
    if len(known) == 1:
        return shares[0]
    return float(np.interp(float(year or known[-1]), [float(key) for key in known], shares))


def _income_factor(demand: Demand, zones: gpd.GeoDataFrame) -> pd.Series:
    """Return how income raises demand against the mean person's: 1 where no income is given."""
    if "income" not in zones:
        return pd.Series(1.0, index=zones.index)
    relative: pd.Series = zones["income"] / mean_income(zones)
    return relative.pow(demand.income_elasticity).fillna(1.0)
