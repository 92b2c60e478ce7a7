"""What a network costs and returns."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.finance.costs import annuity_factor
from siteplan.finance.level_figures import level_figures, level_margins
from siteplan.study import Study

__all__ = ["annuity_factor", "cost_per_vehicle", "net_present_value", "yearly_results"]


def yearly_results(
    opened: pd.DataFrame, taken: pd.DataFrame, own_formats: pd.Series, study: Study
) -> NDArray[np.float64]:
    """Return what each new site earns the network a year less what it costs (n_sites,), currency/year.

    Margin on what it sells, less the margin that own sites lose to it, less running cost, payout and its investment as
    an annuity, lead time, ramp-up and growth counted in. Where the network wins what the site sells, others that open
    with it share in it: the results of all new sites sum to that of the plan, but for what own sites are paid less out.

    Parameters
    ----------
    opened : (n_sites, ...) new sites as options, and what they sell as `sold`
    taken : (n_facilities, n_sites) what own sites sell less for each of these
    own_formats : (n_facilities,) format of each of today's sites
    """
    won = level_figures(opened, study).result(opened["sold"].to_numpy(dtype=float))
    lost = level_margins(own_formats, study) @ taken.to_numpy(dtype=float)
    return np.asarray(won - lost, dtype=np.float64)


def net_present_value(capex: float, yearly: float, years: int, rate: float) -> float:
    """Return -capex + the worth today of a constant yearly cash flow (currency)."""
    return yearly * annuity_factor(years, rate) - capex


def cost_per_vehicle(capex: float, opex: float, vehicles: float, years: int, rate: float) -> float:
    """Return (capex as an annuity + yearly opex) / vehicles a year; NaN where none is sold."""
    yearly = capex / annuity_factor(years, rate) + opex
    return yearly / vehicles if vehicles > 0 else float("nan")
