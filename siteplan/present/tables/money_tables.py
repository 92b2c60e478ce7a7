"""A plan's money as files have it: cash flows year by year, and what they are worth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.evaluate import Plan
from siteplan.evaluate.business_case import PAYING, BusinessCase
from siteplan.finance.cash_flows import COSTS, INCOME, CashFlows

__all__ = ["MONEY_LINES", "business_dict", "cash_flow_table", "yearly_flows"]

Columns = dict[str, NDArray[Any]]
MONEY_LINES = (*INCOME, *COSTS, "profit", "capex", "salvage", "cash")
"""Columns of money, in their order: profit is income less costs, cash is profit less capex and with salvage."""


def cash_flow_table(plan: Plan) -> pd.DataFrame:
    """Return the cash flows of the plan's network: a row for each year, payer and what it is of.

    scope and of: "site" and its site_id, "format" and its name, "tier" and its name, "plan", "today" and "change" (the
    plan less today); payer: "company" or "all"; year: 0 is today; sold (vehicles), MONEY_LINES and, of a site,
    change (new, kept, converted, closed or stays) and displaced (see BusinessCase). Sites add up to formats, to tiers
    and to the plan.
    """
    blocks = [block for side in PAYING for block in _blocks(plan.business, side)]
    # put together once: a table a block takes longer than all of their figures
    return pd.DataFrame({name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]})


def _blocks(case: BusinessCase, side: str) -> Iterator[Columns]:
    """Yield the rows of one payer, scope by scope."""
    flows, sites = case.flows[side], case.sites
    whole, today = _columns(flows.total()), _columns(case.today[side])
    yield _labelled(whole, "plan", "", side)
    yield _labelled(today, "today", "", side)
    less = {name: whole[name] - today[name] for name in ("sold", *MONEY_LINES)}
    yield _labelled(whole | less, "change", "", side)
    for scope in ("format", "tier"):
        for name in sorted(set(sites[scope])):
            part = flows.total((sites[scope] == name).to_numpy(dtype=bool))
            yield _labelled(_columns(part), scope, str(name), side)
    if len(sites):
        n_columns = flows.vehicles.shape[1]
        ids, kinds = (np.repeat(sites[name].to_numpy(dtype=object), n_columns) for name in ("site_id", "change"))
        yield _labelled(_columns(flows), "site", ids, side, kinds, case.displaced[side].reshape(-1))


def yearly_flows(flows: CashFlows) -> pd.DataFrame:
    """Return cash flows as a table: year, sold (vehicles) and MONEY_LINES, a row for each site and year."""
    return pd.DataFrame(_columns(flows))


def _columns(flows: CashFlows) -> Columns:
    n, years = flows.vehicles.shape
    lines = {**flows.lines, "profit": flows.profit, "cash": flows.cash}
    money = {name: lines[name].reshape(-1) for name in MONEY_LINES}
    return {"year": np.tile(np.arange(years), n), "sold": flows.vehicles.reshape(-1), **money}


def _labelled(
    figures: Columns, scope: str, of: Any, payer: str, change: Any = "", displaced: Any = float("nan")
) -> Columns:
    """Put before figures what they are of and who pays; no `change` and `displaced` where they are of no site."""
    rows = figures["year"].shape
    words = {"scope": scope, "of": of, "change": change, "payer": payer}
    before = {name: np.broadcast_to(np.asarray(word, dtype=object), rows) for name, word in words.items()}
    return {**before, **figures, "displaced": np.broadcast_to(np.asarray(displaced, dtype=float), rows)}


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
