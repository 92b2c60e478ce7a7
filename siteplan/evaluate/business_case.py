"""The business case: cash flows of a plan's network year by year, and what they are worth, by site and in all."""

from __future__ import annotations

from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.finance.cash_flows import CashFlows, cash_flows, vehicle_margins
from siteplan.finance.cost_stack import cost_stack
from siteplan.finance.costs import annuity_factor
from siteplan.finance.level_figures import break_even, break_even_together, level_figures, other_income
from siteplan.finance.worth import Rate, internal_rate, payback, present_value
from siteplan.formulate.network import Network
from siteplan.study import Study

__all__ = ["PAYING", "WORTH", "BusinessCase", "SidesWorth", "business_case", "with_worth"]

Floats = NDArray[np.float64]
PAYING = ("company", "partners", "all")
"""Whose money it is: the company's part (payer maker of study.toml), that of all others who pay, or all together."""
ENDINGS = ("", "_partners", "_all")
WORTH = (
    "npv", "irr", "irr_why", "payback", "break_even", "cost_per_vehicle", "sales_per_m2", "sales_per_head", "npv_all",
    "irr_all", "irr_why_all", "payback_all", "cost_per_vehicle_all", "npv_partners", "irr_partners",
    "irr_why_partners", "payback_partners", "cost_per_vehicle_partners", "result_partners",
)  # fmt: skip
MONTHS = 12


@dataclass(frozen=True)
class SidesWorth:
    """What a plan's change against today's network is worth to one side, and what a vehicle of its network costs.

    Attributes
    ----------
    npv, payback : currency, years from today (NaN: not within the horizon)
    irr : the rate a year at which the change is worth nothing, or why there is none
    stack : each cost line a vehicle of the whole network (currency); today's investment is spent and counts as none
    """

    npv: float
    irr: Rate
    payback: float
    stack: dict[str, float]

    @property
    def cost_per_vehicle(self) -> float:
        """What a vehicle costs in all."""
        return float(sum(self.stack.values()))


@dataclass(frozen=True)
class BusinessCase:
    """A plan's money, year by year.

    Attributes
    ----------
    sites : DataFrame, a row for each own site of the plan's network and each that closes (see Network.sites), with its
        figures: npv, irr, irr_why, payback, break_even (vehicles a month of a mature year), cost_per_vehicle,
        sales_per_m2 and sales_per_head (vehicles a year; NaN, as break_even, of what sells nothing); irr and payback
        count from when a site is decided on; npv, irr, irr_why, payback and cost_per_vehicle also with "_partners", of
        all who pay but the company, and with "_all", of all;
        result_partners (see level_results), nothing displaced: what those who run the site live on
    stood : those of today's network, with `result` and `result_partners` likewise
    flows : by side of PAYING, the cash flows of these sites, in their order
    today : by side, those of today's network in all
    displaced : by side, (n_sites, 1 + n_years) margin that own sites lose to a new one, marketing by vehicle taken off,
        and the profit of the one whose place a converted one takes: no cash flow of its own, taken off before npv, irr
        and payback
    worth : by side, the plan's change against today
    break_even : vehicles a month of all new and converted sites together at which they cost nothing
    sales_per_m2, sales_per_head : vehicles a year of all sites that sell
    """

    sites: pd.DataFrame
    stood: pd.DataFrame
    flows: dict[str, CashFlows]
    today: dict[str, CashFlows]
    displaced: dict[str, Floats]
    worth: dict[str, SidesWorth]
    break_even: float
    sales_per_m2: float
    sales_per_head: float

    def change(self, side: str) -> Floats:
        """Return the cash of the plan's network less that of today's (1 + n_years,)."""
        return np.asarray((self.flows[side].total().cash - self.today[side].cash)[0])


def business_case(before: Network, after: Network, lost: pd.DataFrame) -> BusinessCase:
    """Return the business case of a network against today's.

    `lost` are the vehicles/year that each of today's sites (rows, site_id) sells less for each new or converted one
    (columns, site_id).
    """
    study = after.ground.study
    sites, stood = after.sites, before.sites
    flows, earlier = _by_side(after), _by_side(before)
    today = {side: flow.total() for side, flow in earlier.items()}
    rows = pd.Series(np.arange(len(stood)), index=stood["site_id"])
    kinds = stood["format"].iloc[rows.loc[lost.index]]
    displaced = {
        side: _displaced(sites, earlier[side], rows, lost, vehicle_margins(kinds, study, side == "all"))
        for side in ("company", "all")
    }
    displaced["partners"] = displaced["all"] - displaced["company"]
    case = BusinessCase(
        sites=_by_site(sites, flows, displaced, study),
        stood=_with_results(stood, earlier, study),
        flows=flows,
        today=today,
        displaced=displaced,
        worth={},
        break_even=_together(sites, study),
        sales_per_m2=_per(sites, "used_m2", study),
        sales_per_head=_per(sites, "employees", study),
    )
    return replace(case, worth={side: _worth(case, side, study) for side in PAYING})


def _by_side(network: Network) -> dict[str, CashFlows]:
    """Return the cash flows of a network's sites by side of PAYING."""
    return _sides(network.flows, network.sites, network.ground.study)


def _sides(company: CashFlows, sites: pd.DataFrame, study: Study) -> dict[str, CashFlows]:
    everybody = cash_flows(sites, study, everybody=True)
    return {"company": company, "partners": everybody.less(company), "all": everybody}


def _own_clock(flows: dict[str, CashFlows], sites: pd.DataFrame, study: Study) -> dict[str, CashFlows]:
    """Return the flows of sites, each from when it is decided on.

    By the plan's clock what is spent within a year meets that year's income: a rate of return on what little is left to
    be paid says nothing of the site.
    """
    if "decided" not in sites or not sites["decided"].any():
        return flows
    alone = sites.drop(columns="decided")
    return _sides(cash_flows(alone, study), alone, study)


def with_worth(sites: gpd.GeoDataFrame, case: BusinessCase) -> gpd.GeoDataFrame:
    """Return sites of a plan (site_id, change) with what each is worth: WORTH.

    A site of today that stays in every plan may have the id of a candidate, so both say which one is meant.
    """
    known = {key: row for row, key in enumerate(zip(case.sites["site_id"], case.sites["change"], strict=True))}
    keys = zip(sites["site_id"], sites["change"], strict=True)
    rows = np.array([known[key] for key in keys], dtype=np.intp)
    return sites.assign(**{column: case.sites[column].to_numpy()[rows] for column in WORTH})


def _worth(case: BusinessCase, side: str, study: Study) -> SidesWorth:
    change, rate = case.change(side), study.plan.discount_rate
    stack = cost_stack(case.flows[side].total(), rate)
    return SidesWorth(
        npv=float(present_value(change, rate)),
        irr=internal_rate(change),
        payback=float(payback(change[None])[0]),
        stack={line: float(cost[0]) for line, cost in stack.items()},
    )


def _by_site(
    sites: pd.DataFrame, flows: dict[str, CashFlows], displaced: dict[str, Floats], study: Study
) -> pd.DataFrame:
    """Return the sites with what each is worth."""
    rate, known, own = study.plan.discount_rate, sites.copy(), _own_clock(flows, sites, study)
    for side, ending in zip(PAYING, ENDINGS, strict=True):
        net = flows[side].cash - displaced[side]
        alone = own[side].cash - displaced[side]
        rates = [internal_rate(row) for row in alone]
        known[f"npv{ending}"] = present_value(net, rate)
        known[f"irr{ending}"] = [found.value for found in rates]
        known[f"irr_why{ending}"] = [found.why for found in rates]
        known[f"payback{ending}"] = payback(alone)
        known[f"cost_per_vehicle{ending}"] = sum(cost_stack(flows[side], rate).values())
    known = _with_results(known, flows, study)
    least = break_even(level_figures(sites, study), other_income(sites, study)) / MONTHS
    return known.assign(
        break_even=np.where(_selling(sites, study), least, np.nan),
        sales_per_m2=_each(sites, "used_m2", study),
        sales_per_head=_each(sites, "employees", study),
    )


def level_results(flows: CashFlows, study: Study) -> Floats:
    """Return the even yearly sum that the cash of each site is worth (n_sites,), currency/year."""
    years = annuity_factor(study.plan.horizon_years, study.plan.discount_rate)
    return np.asarray(present_value(flows.cash, study.plan.discount_rate) / years)


def _with_results(sites: pd.DataFrame, flows: dict[str, CashFlows], study: Study) -> pd.DataFrame:
    """Return sites with what a year brings the company, and all others who pay."""
    company, partners = (level_results(flows[side], study) for side in ("company", "partners"))
    return sites.assign(result=company, result_partners=partners)


def _selling(sites: pd.DataFrame, study: Study) -> NDArray[np.bool_]:
    """Return which sites are open and of a format that sells (n_sites,)."""
    sells = np.array([study.formats[kind].sells for kind in sites["format"]], dtype=bool)
    return np.asarray(sells & ~sites["closed"].to_numpy(dtype=bool))


def _each(sites: pd.DataFrame, column: str, study: Study) -> Floats:
    """Return the vehicles a year of each site that sells by what it uses; NaN of all others."""
    sold, used = sites["sold"].to_numpy(dtype=float), sites[column].to_numpy(dtype=float)
    counts = _selling(sites, study) & (used > 0)
    return np.asarray(np.divide(sold, used, out=np.full(len(sold), np.nan), where=counts))


def _per(sites: pd.DataFrame, column: str, study: Study) -> float:
    """Return the vehicles a year of all sites that sell by what they use."""
    selling = sites[_selling(sites, study)]
    used = float(selling[column].sum())
    return float(selling["sold"].sum()) / used if used > 0 else float("nan")


def _together(sites: pd.DataFrame, study: Study) -> float:
    """Return the vehicles a month of all sites that open at which they cost nothing."""
    opening = sites[sites["new"].to_numpy(dtype=bool)].reset_index(drop=True)
    if opening.empty:
        return float("nan")
    sold = opening["sold"].to_numpy(dtype=float)
    part = break_even_together(level_figures(opening, study), sold, float(other_income(opening, study).sum()))
    return part * float(sold.sum()) / MONTHS


def _displaced(sites: pd.DataFrame, stood: CashFlows, rows: pd.Series, lost: pd.DataFrame, each: Floats) -> Floats:
    """Return what today's network no longer earns because of each new or converted site (n_sites, 1 + n_years).

    `stood` are the flows of today's sites, `rows` the row of each by site_id; `each` is what a vehicle earns at each of
    the sites that lose (n_own, 1 + n_years).
    """
    out = np.zeros((len(sites), each.shape[1]))
    earned = lost.to_numpy(dtype=float).T @ each
    column_of, own = {site: column for column, site in enumerate(lost.columns)}, lost.index
    for row in np.flatnonzero(sites["new"].to_numpy(dtype=bool)):
        site = sites["site_id"].iloc[row]
        out[row] = earned[column_of[site]] if site in column_of else 0.0
        if sites["change"].iloc[row] == "converted":
            # What it takes of itself is in the profit of what it was.
            itself = lost.loc[site, site] * each[own.get_loc(site)] if site in column_of else 0.0
            out[row] += stood.profit[rows[site]] - itself
    return out
