r"""Level figures: what a site earns and costs as even yearly sums, with lead time, ramp-up, growth and salvage in them.

The even sum of figures :math:`x_t` is :math:`\sum_t d_t x_t / \sum_t d_t`, with :math:`d_t = (1 + r)^{-t}`: it is worth
today what they are. So a site's net present value is :math:`\sum_t d_t` times (margin x mature sales - fixed - payout).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.finance.cash_flows import charging_income, service_income
from siteplan.finance.costs import annuity_factor
from siteplan.finance.payout import Payout, payout_of
from siteplan.finance.timing import Timing, growth, level, opening, paid_in, timing
from siteplan.study import Study
from siteplan.study.format_spec import COST_LINES

__all__ = [
    "LevelFigures",
    "at_price",
    "break_even",
    "break_even_together",
    "invested",
    "level_figures",
    "level_margins",
    "level_sales",
    "other_income",
]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class LevelFigures:
    """The maker's yearly figures of sites.

    Attributes
    ----------
    margin : (n_sites,) currency for each vehicle that the site sells in a mature year, marketing by vehicle taken off
    fixed : (n_sites,) currency/year whatever is sold: running cost and the investment, less salvage, as an annuity
    payout : what goes to those who run the sites, convex in what they sell
    by_capex, by_rent : (n_sites,) by how much `fixed` rises for a unit of what opening costs the maker, and of a year's
        rent, whoever pays
    """

    margin: Floats
    fixed: Floats
    payout: Payout
    by_capex: Floats
    by_rent: Floats

    def result(self, mature: Floats) -> Floats:
        """Return what sites bring a year (n_sites,) at mature sales (n_sites,), vehicles/year; concave in these."""
        return np.asarray(self.margin * mature - self.fixed - self.payout.level(mature))

    @property
    def first_margin(self) -> Floats:
        """(n_sites,) what the first vehicles of a year bring: the payout's share comes off where it begins at once."""
        kinks, steeper = self.payout.pieces
        return np.asarray(self.margin - np.where(kinks <= 0, steeper, 0.0).sum(axis=0))


def level_margins(kinds: pd.Series, study: Study) -> Floats:
    """Return margin less marketing by vehicle of sites that stand, as level sums (n_sites,), currency a vehicle."""
    return _margin(pd.DataFrame({"format": kinds}), study, np.ones((len(kinds), study.plan.horizon_years)))


def level_figures(sites: pd.DataFrame, study: Study, months: tuple[int, int] | None = None) -> LevelFigures:
    """Return the level figures of options, or of own sites that stay.

    Where formats and [finance] have none of the keys for it, margin is that of the format and fixed is opex +
    capex / annuity factor, to the last digit. What stands has no investment, and is open and mature.

    Parameters
    ----------
    sites : a row each, with format, opex, capex and COST_LINES; and `new`, where some open
    months : from the first to before the second, those that count alone of what is sold and of running costs; figures
        of months that follow each other add up
    """
    when = timing(sites, study, months)
    part = np.array([study.formats[kind].opex_part for kind in sites["format"]], dtype=float)
    by_capex, by_line = invested(sites, study), _running(part, study, when)
    running = sites["opex"].to_numpy(dtype=float)
    for line, rise in by_line.items():  # what differs from a year's opex is added: nothing is where nothing differs
        running = running + sites[line].to_numpy(dtype=float) * rise
    fixed = running + sites["capex"].to_numpy(dtype=float) * by_capex
    margin, payout = _margin(sites, study, when.sells), payout_of(sites, study, when)
    return LevelFigures(margin, fixed, payout, by_capex, part + by_line["rent_cost"])


def level_sales(sites: pd.DataFrame, study: Study) -> Floats:
    """Return what a mature vehicle of each site counts (n_sites,) as an even sum of what is sold of it by year."""
    return level(timing(sites, study).sells, study)


def at_price(price: float, sites: pd.DataFrame, study: Study) -> LevelFigures:
    """Return the level figures at which each vehicle sold brings a price (currency) in place of the margin.

    What sites then bring is the price times the vehicles that they sell, as even sums, less what they cost.
    """
    spent = _by_vehicle(sites, study, timing(sites, study).sells)
    return replace(level_figures(sites, study), margin=price * level_sales(sites, study) - spent)


def _margin(sites: pd.DataFrame, study: Study, sells: Floats) -> Floats:
    """Return what the maker earns on each mature vehicle (n_sites,), sales by year (n_sites, n_years) counted in."""
    margin = np.array([study.formats[kind].margin for kind in sites["format"]], dtype=float)
    earned = margin * level(sells * growth("margin", study.finance, study.plan.horizon_years), study)
    return np.asarray(earned - _by_vehicle(sites, study, sells))


def _by_vehicle(sites: pd.DataFrame, study: Study, sells: Floats) -> Floats:
    """Return what the maker spends on marketing for each mature vehicle (n_sites,), sales by year counted in."""
    specs = [study.formats[kind] for kind in sites["format"]]
    spent = np.array([spec.marketing_per_vehicle * spec.opex_part for spec in specs], dtype=float)
    return np.asarray(spent * level(sells * growth("marketing_cost", study.finance, study.plan.horizon_years), study))


def _running(part: Floats, study: Study, when: Timing) -> dict[str, Floats]:
    """Return by how much more than in a plain year a unit of each cost line counts for the maker (n_sites,)."""
    years = study.plan.horizon_years
    grown = {line: growth(line, study.finance, years) for line in COST_LINES}
    return {line: part * (level(when.is_open * by, study) - 1.0) for line, by in grown.items()}


def invested(sites: pd.DataFrame, study: Study) -> Floats:
    """Return what a unit that the maker invests counts a year: as an annuity, less what salvage is worth (n_sites,)."""
    plan = study.plan
    kept = np.array([study.formats[kind].salvage_share for kind in sites["format"]], dtype=float)
    back = kept * (1.0 + plan.discount_rate) ** -plan.horizon_years
    spent = (1.0 + plan.discount_rate) ** -paid_in(sites).astype(float)
    return np.asarray(opening(sites) * (spent - back) / annuity_factor(plan.horizon_years, plan.discount_rate))


def other_income(sites: pd.DataFrame, study: Study) -> Floats:
    """Return what sites earn beside vehicles, partners' shares taken off, as an even sum (n_sites,), currency/year."""
    mature = service_income(sites, study) + charging_income(sites, study)
    kept = 1.0 - np.array([study.formats[kind].revenue_share for kind in sites["format"]], dtype=float)
    return np.asarray(kept * mature * level(timing(sites, study).sells, study))


def break_even(figures: LevelFigures, income: Floats | None = None) -> Floats:
    """Return the least mature sales (n_sites,), vehicles/year, at which sites cost nothing; NaN where there are none.

    `income` is what they earn beside vehicles (currency/year). The result is piecewise linear and concave in sales, so
    that its first zero lies between two of the payout's kinks, or beyond the last.
    """
    payout = figures.payout
    fixed = figures.fixed - (0.0 if income is None else income)
    return _least(figures.margin, fixed, payout.guarantee * payout.weights, payout.share * payout.weights)


def break_even_together(figures: LevelFigures, mature: Floats, income: float = 0.0) -> float:
    """Return the part of mature sales (n_sites,) at which sites together cost nothing; NaN where there is none."""
    payout = figures.payout
    paid = (payout.guarantee * payout.weights).reshape(1, -1)
    shared = (payout.share * payout.weights * mature[:, None]).reshape(1, -1)
    fixed = np.array([figures.fixed.sum() - income])
    return float(_least(np.array([figures.margin @ mature]), fixed, paid, shared)[0])


def _least(margin: Floats, fixed: Floats, guarantee: Floats, share: Floats) -> Floats:
    """Return the least x >= 0 (n,) at which margin x - fixed - the sum of max(guarantee, share x) (n, k) is 0."""
    paid = share > 0
    kinks = np.where(paid, guarantee / np.where(paid, share, 1.0), 0.0)
    always = np.where(paid, 0.0, guarantee).sum(axis=1)  # no share ever exceeds these
    order = np.argsort(kinks, axis=1)
    start = np.zeros((len(margin), 1))
    at, waived, above = (
        np.hstack([start, values]) for values in (
            np.take_along_axis(kinks, order, axis=1),
            np.take_along_axis(np.where(paid, guarantee, 0.0), order, axis=1).cumsum(axis=1),
            np.take_along_axis(share, order, axis=1).cumsum(axis=1),
        )
    )  # fmt: skip
    payout = always[:, None] + waived[:, -1:] - waived + above * at
    return _first_zero(at, margin[:, None] * at - fixed[:, None] - payout, margin - above[:, -1])


def _first_zero(at: Floats, result: Floats, slope: Floats) -> Floats:
    """Return where each row of a piecewise linear curve (n, k) first reaches 0; `slope` (n,) is that beyond its end."""
    rows, reached = np.arange(len(at)), result >= 0
    first = reached.argmax(axis=1)
    before = np.maximum(first - 1, 0)
    rise = result[rows, first] - result[rows, before]
    inside = at[rows, before] - result[rows, before] * np.divide(
        at[rows, first] - at[rows, before], rise, out=np.zeros(len(at)), where=rise > 0
    )
    beyond = at[:, -1] - np.divide(result[:, -1], slope, out=np.full(len(at), np.nan), where=slope > 0)
    return np.asarray(np.where(reached.any(axis=1), np.where(first == 0, at[:, 0], inside), beyond))
