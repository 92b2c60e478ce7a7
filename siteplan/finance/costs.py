"""What options cost a year, once what it costs to open them is spread over the years."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.study import PlanQuestion
from siteplan.study.finance_spec import annuity_factor

__all__ = ["annuity_factor", "closing_costs", "saved_closing", "yearly_closing", "yearly_costs"]


def yearly_costs(options: pd.DataFrame, asked: PlanQuestion) -> NDArray[np.float64]:
    """Return opex plus capex as an annuity over the plan's horizon (n_options,), currency/year."""
    factor = annuity_factor(asked.horizon_years, asked.discount_rate)
    return options["opex"].to_numpy(dtype=float) + options["capex"].to_numpy(dtype=float) / factor


def yearly_closing(options: pd.DataFrame, asked: PlanQuestion) -> NDArray[np.float64]:
    """Return as an annuity what it costs to close the site of each option that stands (n_options,), currency/year."""
    return options["closing"].to_numpy(dtype=float) / annuity_factor(asked.horizon_years, asked.discount_rate)


def saved_closing(options: pd.DataFrame, site: str = "site_id") -> NDArray[np.float64]:
    """Return what choosing each option saves (n_options,), currency: the site in column `site` need not be closed."""
    return options.groupby(site, sort=False)["closing"].transform("sum").to_numpy(dtype=float)


def closing_costs(options: pd.DataFrame, chosen: pd.DataFrame) -> float:
    """Return what it costs once (currency) that of all these options only the chosen ones are open."""
    return float(options.loc[~options["site_id"].isin(chosen["site_id"]), "closing"].sum())
