"""A plan's money as files have it: cash flows year by year, and what they are worth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from siteplan.evaluate import Plan
from siteplan.evaluate.business_case import PAYING, BusinessCase
from siteplan.finance.cash_flows import COSTS, INCOME, CashFlows

__all__ = ["MONEY_LINES", "business_dict", "cash_flow_table", "yearly_flows"]

MONEY_LINES = (*INCOME, *COSTS, "profit", "capex", "salvage", "cash")
"""Columns of money, in their order: profit is income less costs, cash is profit less capex and with salvage."""


def cash_flow_table(plan: Plan) -> pd.DataFrame:
    """Return the cash flows of the plan's network: a row for each year, payer and what it is of.

    scope and of: "site" and its site_id, "format" and its name, "tier" and its name, "plan", "today" and "change" (the
    plan less today); payer: "company" or "all"; year: 0 is today; sold (vehicles), MONEY_LINES and, of a site,
    change (new, kept, converted, closed or stays) and displaced (see BusinessCase). Sites add up to formats, to tiers
    and to the plan.
    """
    case = plan.business
    blocks = [block for side in PAYING for block in _blocks(case, side)]
    return pd.concat(blocks, ignore_index=True)


def _blocks(case: BusinessCase, side: str) -> Iterator[pd.DataFrame]:
    """Yield the rows of one payer, scope by scope."""
    flows, sites = case.flows[side], case.sites
    whole, today = yearly_flows(flows.total()), yearly_flows(case.today[side])
    yield _labelled(whole, "plan", "", side)
    yield _labelled(today, "today", "", side)
    money = ["sold", *MONEY_LINES]
    yield _labelled(whole.assign(**{name: whole[name] - today[name] for name in money}), "change", "", side)
    for scope in ("format", "tier"):
        for name in sorted(set(sites[scope])):
            part = flows.total((sites[scope] == name).to_numpy(dtype=bool))
            yield _labelled(yearly_flows(part), scope, str(name), side)
    if len(sites):
        n_columns = flows.vehicles.shape[1]
        kinds = np.repeat(sites["change"].to_numpy(dtype=object), n_columns)
        each = yearly_flows(flows).assign(displaced=case.displaced[side].reshape(-1), change=kinds)
        yield _labelled(each, "site", np.repeat(sites["site_id"].to_numpy(dtype=object), n_columns), side)


def yearly_flows(flows: CashFlows) -> pd.DataFrame:
    """Return cash flows as a table: year, sold (vehicles) and MONEY_LINES, a row for each site and year."""
    n, years = flows.vehicles.shape
    lines = {**flows.lines, "profit": flows.profit, "cash": flows.cash}
    money = {name: lines[name].reshape(-1) for name in MONEY_LINES}
    return pd.DataFrame({"year": np.tile(np.arange(years), n), "sold": flows.vehicles.reshape(-1), **money})


def _labelled(table: pd.DataFrame, scope: str, of: Any, payer: str) -> pd.DataFrame:
    """Put before a table what it is of and who pays; `change` and `displaced` are empty where it is of no site."""
    before = {"scope": scope, "of": of, "change": table.get("change", ""), "payer": payer}
    figures = {name: table[name] for name in ("year", "sold", *MONEY_LINES)}
    return pd.DataFrame({**before, **figures, "displaced": table.get("displaced", np.nan)}, index=table.index)


def business_dict(plan: Plan) -> dict[str, Any]:
    """Return what the plan is worth to the maker and to all payers together, as plain numbers and text."""
    case, asked = plan.business, plan.study.plan
    return {
        "horizon_years": asked.horizon_years,
        "discount_rate": asked.discount_rate,
        "sources": [source.model_dump() for source in plan.study.finance.sources],
        "break_even": case.break_even,
        "sales_per_m2": case.sales_per_m2,
        "sales_per_head": case.sales_per_head,
        **{side: _worth_dict(case, side) for side in PAYING},
    }


def _worth_dict(case: BusinessCase, side: str) -> dict[str, Any]:
    worth, change = case.worth[side], case.change(side)
    return {
        "npv": worth.npv,
        "irr": worth.irr.value,
        "irr_why": worth.irr.why,
        "payback": worth.payback,
        "cost_per_vehicle": worth.cost_per_vehicle,
        "cost_stack": dict(worth.stack),
        "cash": change.tolist(),
    }
