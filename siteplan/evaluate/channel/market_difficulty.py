"""How hard each city is to sell in: competitors, income, ways and spread, each against the other cities."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from siteplan.formulate.network import Network

__all__ = ["market_difficulty", "weight_of"]

Floats = NDArray[np.float64]
HARDER = {"competitors_share": 1.0, "mean_income": -1.0, "minutes": 1.0, "fragmentation": 1.0}
"""What makes a city hard, and whether more of it does (1) or less (-1)."""
MOST = 3.0  # of a robust z-score: beyond it a city is an outlier, and how far does not count


def market_difficulty(network: Network) -> pd.DataFrame:
    """Return a row for each city (its name; cities in the order of the zones).

    competitors_share : of the city's demand won by competitors
    mean_income : mean over persons (NaN where no zone gives it)
    minutes : mean over persons to the nearest own site with the headline function, at most travel.max_minutes
    fragmentation : 1 - sum of the squared shares of its counties in the city's demand: 0 where all is in one
    z_<name> : robust z-score of each, (x - median) / (1.4826 x median absolute deviation), from -3 to 3, more is
        harder; 0 where most cities are alike
    difficulty : mean of the z-scores that there are; 0 is the usual city
    """
    ground = network.ground
    zones, study, model = ground.market.zones, ground.study, ground.model
    demand = model.by_zone(model.demand)
    persons = zones["population"].astype(float)
    rivals = model.mean_by_zone(np.asarray(network.shares.rivals.sum(axis=1), dtype=float))
    minutes = network.minutes[study.plan.coverage].clip(upper=study.travel.max_minutes)
    city = zones["city"].astype(str)
    income = zones["income"].astype(float) if "income" in zones else pd.Series(np.nan, zones.index)
    table = pd.DataFrame(
        {
            "competitors_share": _mean(rivals, demand, city),
            "mean_income": _mean(income, persons.where(income.notna(), 0.0), city),
            "minutes": _mean(minutes, persons, city),
            "fragmentation": _fragmentation(demand, city, zones["county"].astype(str)),
        }
    ).rename_axis("city")
    scores = pd.DataFrame({f"z_{name}": _robust(table[name], sign) for name, sign in HARDER.items()})
    return table.join(scores).assign(difficulty=scores.mean(axis=1).fillna(0.0))


def weight_of(difficulty: Floats) -> Floats:
    """Return the weight of a vehicle won in such cities: 1 in the usual one, from 0 to 2, twice the normal quantile."""
    return np.asarray(2.0 * ndtr(difficulty), dtype=float)


def _mean(values: pd.Series, weights: pd.Series, group: pd.Series) -> pd.Series:
    """Return the weighted mean of each group; NaN where nothing weighs."""
    sums = pd.DataFrame({"x": (values * weights).fillna(0.0), "w": weights}).groupby(group, sort=False).sum()
    return sums["x"] / sums["w"].where(sums["w"] > 0)


def _fragmentation(demand: pd.Series, city: pd.Series, county: pd.Series) -> pd.Series:
    by_county = demand.groupby([city.rename("city"), county.rename("county")], sort=False).sum()
    whole = by_county.groupby("city", sort=False).transform("sum")
    return 1.0 - (by_county / whole.where(whole > 0)).pow(2).groupby("city", sort=False).sum()


def _robust(values: pd.Series, sign: float) -> pd.Series:
    """Return robust z-scores; 0 where most values are alike, NaN where there is none."""
    if values.isna().all():
        return values
    off = values - values.median()
    spread = float(off.abs().median() / ndtri(0.75))
    away = sign * off
    return (away / spread).clip(-MOST, MOST) if spread > 0 else away.where(away.isna(), 0.0)
