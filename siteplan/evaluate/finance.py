"""What a network costs and returns."""

from __future__ import annotations

import pandas as pd

from siteplan.costs import annuity_factor
from siteplan.study import Format

__all__ = ["annuity_factor", "cost_per_vehicle", "net_present_value", "yearly_margin"]


def yearly_margin(options: pd.DataFrame, vehicles: pd.Series, formats: dict[str, Format]) -> float:
    """Return margin x vehicles/year over options (currency/year)."""
    margin = options["format"].map(lambda name: formats[name].margin).to_numpy(dtype=float)
    return float(margin @ vehicles.to_numpy(dtype=float))


def net_present_value(capex: float, yearly: float, years: int, rate: float) -> float:
    """Return -capex + the worth today of a constant yearly cash flow (currency)."""
    return yearly * annuity_factor(years, rate) - capex


def cost_per_vehicle(capex: float, opex: float, vehicles: float, years: int, rate: float) -> float:
    """Return (capex as an annuity + yearly opex) / vehicles a year; NaN where none is sold."""
    yearly = capex / annuity_factor(years, rate) + opex
    return yearly / vehicles if vehicles > 0 else float("nan")
