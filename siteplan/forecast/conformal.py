"""Intervals that hold a new site's sales in four of five cases, whatever the model: cross-conformal."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from siteplan.forecast.held_out import HeldOut

__all__ = ["interval"]

Numbers = NDArray[np.float64]
COVERAGE = 0.8


def interval(held: HeldOut, sales: Numbers, blocks: NDArray[np.intp]) -> tuple[Numbers, Numbers]:
    """Return the lower and upper end for each other site (n_others,): CV+ of Barber et al. (2021) on relative errors.

    Site i was forecast without its block as m_i and sold y_i: off by r_i = (y_i - m_i) / m_i. A new site is forecast
    without that block as m; it may sell m (1 + r_i). The ends are the tenth and ninetieth per cent of these values over
    all i, at the rank (n + 1) p, so that as many sites sell less than the lower end as sell more than the upper. The
    theorem promises 60 % at worst; about 80 % is what is seen, and tested.
    """
    known = held.sites > 0
    relative = (sales[known] - held.sites[known]) / held.sites[known]
    may_sell = held.others[blocks[known]] * (1 + relative)[:, None]
    tail = (1 - COVERAGE) / 2
    low, high = np.quantile(may_sell, [tail, 1 - tail], axis=0, method="weibull")
    return low, high
