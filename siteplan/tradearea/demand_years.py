"""Demand of other years than the study's own: shares by year, growth, and subsidies that end."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from siteplan.study import Study
from siteplan.study.demand_spec import Demand, Subsidy
from siteplan.study.section import by_key
from siteplan.tradearea.demand import demand_steps, in_year, vehicle_demand

__all__ = ["demand_in", "horizon", "years_held"]

_MOVING = ("nev_share", "online_share", "growth")


def demand_in(demand: Demand, zones: gpd.GeoDataFrame, year: float) -> pd.Series:
    r"""Return vehicles/year that sites may win in the twelve months from `year` on, on the zones' index.

    The demand of zone z in year y, `b` being the demand's own year, is the product of its steps with the shares of y
    times

    .. math:: \prod_{k=b+1}^{y} (1 + g_k) \prod_s \frac{1 + (e_s - 1) r_s(y)}{1 + (e_s - 1) r_s(b)}

    with the growth :math:`g_k` of year k over the one before, and of each subsidy s its effect :math:`e_s` and the
    part :math:`r_s` of the twelve months in which it runs, all of the zone's tier. In year b, and in every year where
    `demand.moving` names nothing, it is `vehicle_demand` to the last digit.

    Parameters
    ----------
    year : 2027 is that calendar year, 2027.25 the twelve months from April 2027 on; of a year before b, too

    Raises
    ------
    ValueError
        The demand differs from year to year, and does not say of which year it is (`siteplan check` asks for it).
    """
    if not demand.moving:
        return vehicle_demand(demand, zones)
    if demand.year is None:
        raise ValueError(f"{', '.join(demand.moving)}: say of which year the demand is, as year = {year:.0f}")
    factors = {tier: _growth(demand, tier, year) * _support(demand, tier, year) for tier in zones["tier"].unique()}
    steps = demand_steps(demand, zones, year).prod(axis=1)
    changed: pd.Series = steps * zones["tier"].map(factors).astype(float)
    return changed.rename("demand")


def horizon(study: Study) -> range:
    """Return the calendar years of the plan's horizon, from that of the demand on; none where it names no year."""
    year = study.demand.year
    return range(0) if year is None else range(year, year + study.plan.horizon_years)


def years_held(demand: Demand, zones: gpd.GeoDataFrame, years: range) -> dict[str, int]:
    """Return, by key given by year, how many of these years lie beyond those given, where the nearest one holds."""
    bought = "vehicle_demand" in zones or demand.per_person is not None
    held = {}
    for key in ("online_share", "growth") if bought else _MOVING:
        known = [int(year) for year in getattr(demand, key) if year]
        # What grows from one year to the next is the later one's rate: that of the first year is never asked.
        asked = years[1:] if key == "growth" else years
        held[key] = sum(not min(known) <= year <= max(known) for year in asked) if known else 0
    return {key: n for key, n in held.items() if n}


def _growth(demand: Demand, tier: str, year: float) -> float:
    """Return how many times the demand of its own year is that of another by growth alone; of parts of years, too."""
    low, high = sorted((float(demand.year or year), year))
    starts = np.arange(np.floor(low), high)
    parts = np.minimum(starts + 1, high) - np.maximum(starts, low)
    rates = np.array([in_year(demand.growth, tier, start + 1) for start in starts])
    grown = float(np.prod((1.0 + rates) ** parts))
    return grown if year == high else 1.0 / grown


def _support(demand: Demand, tier: str, year: float) -> float:
    """Return how many times as much is bought by what subsidies do in a year, against the demand's own."""
    own = float(demand.year or year)
    return float(np.prod([_effect(s, tier, year) / _effect(s, tier, own) for s in demand.subsidies]))


def _effect(subsidy: Subsidy, tier: str, year: float) -> float:
    """Return a subsidy's mean effect over the twelve months from `year` on."""
    runs = min(max(subsidy.ends - year, 0.0), 1.0)
    return 1.0 + (by_key(subsidy.effect, tier, 1.0) - 1.0) * runs
