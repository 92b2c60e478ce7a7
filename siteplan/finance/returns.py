"""What a network costs and returns."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.finance.costs import annuity_factor, yearly_costs
from siteplan.study import Study

__all__ = ["annuity_factor", "cost_per_vehicle", "net_present_value", "yearly_results"]


def yearly_results(
    opened: pd.DataFrame, taken: pd.DataFrame, own_formats: pd.Series, study: Study
) -> NDArray[np.float64]:
    """Return what each new site earns the network a year less what it costs (n_sites,), currency/year.

    Margin on what it sells, less the margin that own sites lose to it, less running cost and its investment as an
    annuity. Where the network wins what the site sells, others that open with it share in it: the results of all new
    sites sum to that of the plan.

    Parameters
    ----------
    opened : (n_sites, ...) format, capex and opex of new sites, and what they sell as `sold`
    taken : (n_facilities, n_sites) what own sites sell less for each of these
    own_formats : (n_facilities,) format of each of today's sites
    """
    margins = {name: spec.margin for name, spec in study.formats.items()}
    earned = opened["format"].map(margins).to_numpy(dtype=float) * opened["sold"].to_numpy(dtype=float)
    lost = own_formats.map(margins).to_numpy(dtype=float) @ taken.to_numpy(dtype=float)
    return np.asarray(earned - lost - yearly_costs(opened, study.plan), dtype=np.float64)


def net_present_value(capex: float, yearly: float, years: int, rate: float) -> float:
    """Return -capex + the worth today of a constant yearly cash flow (currency)."""
    return yearly * annuity_factor(years, rate) - capex


def cost_per_vehicle(capex: float, opex: float, vehicles: float, years: int, rate: float) -> float:
    """Return (capex as an annuity + yearly opex) / vehicles a year; NaN where none is sold."""
    yearly = capex / annuity_factor(years, rate) + opex
    return yearly / vehicles if vehicles > 0 else float("nan")
