"""Segments of people by income, and what they buy."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from siteplan.study.demand_spec import Demand, Segment
from siteplan.study.section import by_key

__all__ = ["buying_factor", "mean_income", "segment_people"]


def segment_people(demand: Demand, zones: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the share of each zone's people in each segment (n_zones, n_segments), by name; every row sums to 1.

    By range of income, incomes within a zone being lognormal around its mean with the study's Gini coefficient, or as
    the study says by tier.
    """
    people = pd.DataFrame({s.name: _people(s, demand, zones) for s in demand.segments}, index=zones.index)
    return people.div(people.sum(axis=1), axis=0)  # shares written with few digits may sum to little off 1


def buying_factor(demand: Demand, zones: gpd.GeoDataFrame) -> pd.Series:
    """Return the mean over a zone's people of their segments' `nev_factor`."""
    factors = pd.Series({segment.name: segment.nev_factor for segment in demand.segments})
    return (segment_people(demand, zones) * factors).sum(axis=1)


def mean_income(zones: gpd.GeoDataFrame) -> float:
    """Return the mean person's income, zones that do not say theirs left out (currency/person/year)."""
    known = zones["income"].notna()
    return float(np.average(zones.loc[known, "income"], weights=zones.loc[known, "population"]))


def _people(segment: Segment, demand: Demand, zones: gpd.GeoDataFrame) -> NDArray[np.float64]:
    if segment.share is not None:
        by_tier = segment.share
        return np.array([by_key(by_tier, tier) for tier in zones["tier"]])
    means = zones["income"].astype(float).fillna(mean_income(zones)).to_numpy(dtype=float)
    most = np.inf if segment.income_to is None else segment.income_to
    return _below(most, means, demand.income_gini) - _below(segment.income_from, means, demand.income_gini)


def _below(limit: float, means: NDArray[np.float64], gini: float) -> NDArray[np.float64]:
    """Return the share of people who earn less than `limit` where incomes are lognormal with these means.

    ln(income) has the standard deviation s = sqrt(2) x the normal quantile of (gini + 1) / 2, and the mean
    ln(mean) - s^2 / 2 (Aitchison and Brown 1957, The Lognormal Distribution).
    """
    spread = np.sqrt(2.0) * ndtri((gini + 1) / 2)
    with np.errstate(divide="ignore", invalid="ignore"):  # nobody earns less than 0; all do less than no limit
        standing = (np.log(limit) - np.log(means)) / spread + spread / 2
    return np.asarray(np.where(means > 0, ndtr(standing), limit > 0), dtype=float)
