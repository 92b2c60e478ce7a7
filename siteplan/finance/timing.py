"""When sites are open and how much they sell by then, year by year, and how money grows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.study import Finance, Format, Study

__all__ = ["MONTHS", "Timing", "discounts", "growth", "level", "month_weights", "once", "opening", "paid_in", "timing"]

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


def timing(sites: pd.DataFrame, study: Study, months: tuple[int, int] | None = None) -> Timing:
    """Return how sites (format; `new` and `closed`, where some open or close) go through the years of the horizon.

    What opens does so after the lead months of its format and grows by its ramp-up, in years counted from there. What
    stands is open and mature from the first month, what closes does so today. Where sites say when they are `decided`
    on (months from today), lead months count from there, and what closes is open until then. Of all that only those
    `months` count that are asked for, from the first to before the second.
    """
    years = study.plan.horizon_years
    counts = _from(years, *(months or (0, MONTHS * years)))
    opens, decided = opening(sites).tolist(), _decided(sites).tolist()
    curves = {
        (kind, month): _by_year(counts * _curve(study.formats[kind], years, month))
        for kind, month in set(zip(sites["format"], decided, strict=True))
    }
    closes = sites["closed"].to_numpy(dtype=bool).tolist() if "closed" in sites else [False] * len(sites)
    always = _by_year(counts * np.ones((2, 1)))
    rows = [
        curves[kind, month] if new else _by_year(counts * _from(years, 0, month)) if gone else always
        for kind, month, new, gone in zip(sites["format"], decided, opens, closes, strict=True)
    ]
    both = np.array(rows, dtype=float).reshape(-1, 2, years)
    return Timing(both[:, 0], both[:, 1])


def paid_in(sites: pd.DataFrame) -> NDArray[np.intp]:
    """Return the year in which each site's investment, or closing, is paid (n_sites,): 0 is today, 1 the first."""
    return np.asarray(-(-_decided(sites) // MONTHS), dtype=np.intp)


def once(amounts: Floats, sites: pd.DataFrame, years: int) -> Floats:
    """Return amounts (n_sites, 1) in the year in which each site's investment, or closing, is paid."""
    return np.asarray(amounts * (np.arange(years + 1) == paid_in(sites)[:, None]))


def _decided(sites: pd.DataFrame) -> NDArray[np.intp]:
    """Return when each site is decided on (n_sites,), months from today; all today where nothing says otherwise."""
    if "decided" not in sites:
        return np.zeros(len(sites), dtype=np.intp)
    return sites["decided"].fillna(0).to_numpy(dtype=np.intp)


def _from(years: int, first: int, end: int) -> Floats:
    """Return 1 in each month from the first to before the end, else 0: what is open, and what sells (2, n_months)."""
    month = np.arange(MONTHS * years)
    return np.tile(((month >= first) & (month < end)).astype(float), (2, 1))


def _by_year(monthly: Floats) -> Floats:
    """Return the means of each year's months (2, n_years)."""
    return np.asarray(monthly.reshape(2, -1, MONTHS).mean(axis=2))


def opening(sites: pd.DataFrame) -> NDArray[np.bool_]:
    """Return which sites open anew (n_sites,): converted ones too, and no site of a table that does not say so."""
    return sites["new"].to_numpy(dtype=bool) if "new" in sites else np.zeros(len(sites), dtype=bool)


def _curve(spec: Format, years: int, decided: int) -> Floats:
    """Return whether a new site is open in each month, and what it sells then (2, n_months)."""
    month = np.arange(MONTHS * years) - spec.lead_months - decided  # 0 in the first month that it is open
    ramp = np.array([*spec.ramp_up, 1.0])
    year_open = np.clip(month // MONTHS, 0, len(ramp) - 1)  # before it opens no year is asked of
    is_open = month >= 0
    return np.stack([is_open.astype(float), np.where(is_open, ramp[year_open], 0.0)])


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
