"""Cash flows: what sites sell, earn, cost and pay out, year by year, for the maker and for all who pay together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.finance.payout import payout_of
from siteplan.finance.timing import growth, once, opening, timing
from siteplan.study import Study
from siteplan.study.format_spec import COST_LINES

__all__ = ["COSTS", "INCOME", "CashFlows", "cash_flows", "charging_income", "service_income", "vehicle_margins"]

Floats = NDArray[np.float64]
INCOME = ("margin", "service_income", "charging_income")
COSTS = ("payout", "partner_share", *COST_LINES)
DAYS_A_YEAR = 365


@dataclass(frozen=True)
class CashFlows:
    """Yearly figures of sites; the first column is what happens today, the others are the years of the horizon.

    Attributes
    ----------
    vehicles : (n_sites, 1 + n_years) sold in the year
    lines : (n_sites, 1 + n_years) each, currency: INCOME, COSTS, capex and salvage; costs as positive figures
    """

    vehicles: Floats
    lines: Mapping[str, Floats]

    @property
    def profit(self) -> Floats:
        """What each year earns before investment: income less costs (n_sites, 1 + n_years)."""
        return np.asarray(sum(self.lines[line] for line in INCOME) - sum(self.lines[line] for line in COSTS))

    @property
    def cash(self) -> Floats:
        """Profit less what is invested, with what is got back (n_sites, 1 + n_years)."""
        return np.asarray(self.profit - self.lines["capex"] + self.lines["salvage"])

    def less(self, other: CashFlows) -> CashFlows:
        """Return what is left of the money of the same sites when another's part is taken off."""
        return CashFlows(self.vehicles, {name: flow - other.lines[name] for name, flow in self.lines.items()})

    def of(self, rows: NDArray[np.bool_]) -> CashFlows:
        """Return those of some sites."""
        return CashFlows(self.vehicles[rows], {name: flow[rows] for name, flow in self.lines.items()})

    def total(self, rows: NDArray[np.bool_] | None = None) -> CashFlows:
        """Return the sum over sites, or over some of them, as those of one."""
        some = self if rows is None else self.of(rows)
        lines = {name: flow.sum(axis=0, keepdims=True) for name, flow in some.lines.items()}
        return CashFlows(some.vehicles.sum(axis=0, keepdims=True), lines)


def cash_flows(sites: pd.DataFrame, study: Study, everybody: bool = False) -> CashFlows:
    """Return the cash flows of sites: the maker's, or those of all who pay together.

    All together neither get nor lose what one pays to another: payouts and partners' shares are nothing then.

    Parameters
    ----------
    sites : a row each, with format, capex, capex_all, COST_LINES and `sold`, mature sales (vehicles/year); `new`, where
        some open; `closed` and `closing` (currency, what that costs the maker), where some close; visits (a year) and
        sessions (charging, a day) where it is known what else they earn by
    """
    years, specs = study.plan.horizon_years, [study.formats[kind] for kind in sites["format"]]
    when, finance = timing(sites, study), study.finance
    sold = sites["sold"].to_numpy(dtype=float)[:, None] * when.sells

    def of(name: str) -> Floats:
        return np.array([getattr(spec, name) for spec in specs], dtype=float)[:, None]

    part = np.ones((len(sites), 1)) if everybody else of("opex_part")
    lines = {line: part * _column(sites, line) * when.is_open * growth(line, finance, years) for line in COST_LINES}
    by_vehicle = part * of("marketing_per_vehicle") * growth("marketing_cost", finance, years)
    lines["marketing_cost"] = lines["marketing_cost"] + by_vehicle * sold
    lines["margin"] = of("margin") * sold * growth("margin", finance, years)
    lines["service_income"] = service_income(sites, study)[:, None] * when.sells
    lines["charging_income"] = charging_income(sites, study)[:, None] * when.sells
    paid = payout_of(sites, study, when).by_year(sites["sold"].to_numpy(dtype=float))
    shared = of("revenue_share") * (lines["service_income"] + lines["charging_income"])
    none = np.zeros_like(sold)
    lines |= {"payout": none, "partner_share": none} if everybody else {"payout": paid, "partner_share": shared}
    capex = _column(sites, "capex_all" if everybody else "capex") * opening(sites)[:, None]
    salvage = of("salvage_share") * capex
    spent = capex + _column(sites, "closing")
    single = {
        "capex": once(spent, sites, years),
        "salvage": np.hstack([np.zeros((len(sites), years)), salvage]),
    }
    return CashFlows(_later(sold), {**{name: _later(flow) for name, flow in lines.items()}, **single})


def vehicle_margins(kinds: pd.Series, study: Study, everybody: bool = False) -> Floats:
    """Return what a vehicle earns at sites of these formats by year (n_sites, 1 + n_years), less marketing by it."""
    years, specs = study.plan.horizon_years, [study.formats[kind] for kind in kinds]
    margin = np.array([spec.margin for spec in specs], dtype=float)[:, None]
    parts = [spec.marketing_per_vehicle * (1.0 if everybody else spec.opex_part) for spec in specs]
    spent = np.array(parts, dtype=float)[:, None] * growth("marketing_cost", study.finance, years)
    return _later(margin * growth("margin", study.finance, years) - spent)


def service_income(sites: pd.DataFrame, study: Study) -> Floats:
    """Return what mature sites earn by visits (n_sites,), currency/year."""
    return np.asarray(_column(sites, "visits")[:, 0] * study.finance.service_margin)


def charging_income(sites: pd.DataFrame, study: Study) -> Floats:
    """Return what mature sites earn by charging (n_sites,), currency/year."""
    energy = _column(sites, "sessions")[:, 0] * DAYS_A_YEAR * study.charging.kwh_per_session
    return np.asarray(energy * study.finance.charging_margin)


def _column(sites: pd.DataFrame, name: str) -> Floats:
    """Return a column (n_sites, 1), zeros where it is not there or says nothing."""
    values = sites[name].to_numpy(dtype=float) if name in sites else np.zeros(len(sites))
    return np.asarray(np.nan_to_num(values))[:, None]


def _later(by_year: Floats) -> Floats:
    """Put nothing today before the years."""
    return np.hstack([np.zeros((len(by_year), 1)), by_year])
