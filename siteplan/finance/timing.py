"""When sites are open and how much they sell by then, year by year, and how money grows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.study import Finance, Format, Study

__all__ = ["Timing", "discounts", "growth", "level", "month_weights", "opening", "timing"]

Floats = NDArray[np.float64]
MONTHS = 12
GROWTH = {
    "rent_cost": "rent_growth", "wage_cost": "wage_growth", "other_cost": "", "energy_cost": "energy_growth",
    "marketing_cost": "marketing_growth", "margin": "margin_growth",
}  # fmt: skip
"""The key of [finance] that says how a line grows; "" where none does."""


@dataclass(frozen=True)
class Timing:
    """How much of each year sites are open, and what they sell in it.

    Attributes
    ----------
    is_open : (n_sites, n_years) share of the year's months in which the site is open
    sells : (n_sites, n_years) sales of the year as a share of a mature site's
    """

    is_open: Floats
    sells: Floats


def timing(sites: pd.DataFrame, study: Study) -> Timing:
    """Return how sites (format; `new` and `closed`, where some open or close) go through the years of the horizon.

    What opens does so after the lead months of its format and grows by its ramp-up, in years counted from there. What
    stands is open and mature from the first month, what closes does so today.
    """
    years = study.plan.horizon_years
    curves = {name: _curve(spec, years) for name, spec in study.formats.items()}
    opens = opening(sites)
    ones = np.ones((2, years))
    rows = [curves[kind] if new else ones for kind, new in zip(sites["format"], opens, strict=True)]
    both = np.array(rows, dtype=float).reshape(-1, 2, years)
    there = ~sites["closed"].to_numpy(dtype=bool)[:, None] if "closed" in sites else 1.0
    return Timing(both[:, 0] * there, both[:, 1] * there)


def opening(sites: pd.DataFrame) -> NDArray[np.bool_]:
    """Return which sites open anew (n_sites,): converted ones too, and no site of a table that does not say so."""
    return sites["new"].to_numpy(dtype=bool) if "new" in sites else np.zeros(len(sites), dtype=bool)


def _curve(spec: Format, years: int) -> Floats:
    """Return the share of each year that a new site is open, and what it sells then (2, n_years)."""
    month = np.arange(MONTHS * years) - spec.lead_months  # 0 in the first month that it is open
    ramp = np.array([*spec.ramp_up, 1.0])
    year_open = np.minimum(month // MONTHS, len(ramp) - 1)
    is_open = month >= 0
    monthly = np.stack([is_open.astype(float), np.where(is_open, ramp[year_open], 0.0)])
    return np.asarray(monthly.reshape(2, years, MONTHS).mean(axis=2))


def growth(line: str, finance: Finance, years: int) -> Floats:
    """Return how many times as much a line is in each year as in the first (n_years,)."""
    key = GROWTH.get(line, "")
    rate = getattr(finance, key) if key else 0.0
    return np.asarray((1.0 + rate) ** np.arange(years))


def discounts(study: Study) -> Floats:
    """Return what one unit at the end of each year is worth today (n_years,)."""
    plan = study.plan
    return np.asarray((1.0 + plan.discount_rate) ** -np.arange(1.0, plan.horizon_years + 1))


def month_weights(study: Study) -> Floats:
    """Return what part of the horizon each of its months is (n_months,), discounted as its year is; they sum to 1."""
    weights = np.repeat(discounts(study), MONTHS)
    return np.asarray(weights / weights.sum())


def level(by_year: Floats, study: Study) -> Floats:
    """Return the even yearly sum that is worth as much as one by year (..., n_years); exactly 1 where it always is."""
    weights = discounts(study)
    mean = by_year @ (weights / weights.sum())
    return np.asarray(np.where((by_year == 1.0).all(axis=-1), 1.0, mean))
