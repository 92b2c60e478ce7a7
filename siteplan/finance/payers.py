"""Payers: what a network costs and brings each of those who pay for it, the maker and everybody else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.finance.cash_flows import INCOME, CashFlows, cash_flows
from siteplan.finance.cost_stack import cost_stack
from siteplan.finance.timing import once
from siteplan.study import Format, Study
from siteplan.study.format_spec import COST_LINES, PAYERS, Payer

__all__ = ["cost_per_vehicle_of", "payer_flows", "summed"]

Floats = NDArray[np.float64]
RUN_BY: Mapping[str, str] = {"dealer": "dealer", "franchise": "franchisee", "partner": "partner", "direct": "partner"}
"""Who is paid out where nobody but the maker pays for running the site, by its ownership."""


def payer_flows(sites: pd.DataFrame, study: Study) -> dict[str, CashFlows]:
    """Return the cash flows of sites for each payer of PAYERS that has a part in any; line by line they sum to all.

    What the maker pays out is a cost below nothing of those who run the site: of others than maker and brands, each by
    its part of the running cost. Closing a site is paid by the maker.

    Parameters
    ----------
    sites : see cash_flows
    """
    maker, everybody = cash_flows(sites, study), cash_flows(sites, study, everybody=True)
    specs = [study.formats[kind] for kind in sites["format"]]
    closing = np.nan_to_num(sites["closing"].to_numpy(dtype=float)) if "closing" in sites else np.zeros(len(sites))
    closed = once(closing[:, None], sites, study.plan.horizon_years)
    found = {"maker": maker}
    for payer in PAYERS[1:]:
        capex, opex, paid = (_column(specs, payer, part) for part in (_capex_part, _opex_part, _paid_part))
        if capex.any() or opex.any() or paid.any():
            found[payer] = _flows_of(maker, everybody, (capex, opex, paid), closed)
    return found


def summed(flows: Sequence[CashFlows]) -> CashFlows:
    """Return what payers have together of the same sites."""
    lines = {name: np.asarray(sum(flow.lines[name] for flow in flows)) for name in flows[0].lines}
    return CashFlows(flows[0].vehicles, lines)


def cost_per_vehicle_of(some: CashFlows, whole: CashFlows, rate: float) -> float:
    """Return what the sites of `some` cost, in all, by the vehicles of the whole network."""
    one = CashFlows(whole.total().vehicles, some.total().lines)
    return float(sum(float(cost[0]) for cost in cost_stack(one, rate).values()))


def _column(specs: Sequence[Format], payer: str, part: Callable[[Format, str], float]) -> Floats:
    return np.array([part(spec, payer) for spec in specs], dtype=float)[:, None]


def _named(paid: Mapping[Payer, float]) -> dict[str, float]:
    return {str(payer): part for payer, part in paid.items()}


def _capex_part(spec: Format, payer: str) -> float:
    return _part(_named(spec.capex_paid_by), spec.brands, payer)


def _opex_part(spec: Format, payer: str) -> float:
    return _part(_named(spec.opex_paid_by), spec.brands, payer)


def _part(paid: Mapping[str, float], brands: int, payer: str) -> float:
    """Return the part of a payer; the other brands that share a site pay what the maker's divided part leaves."""
    others = paid.get("maker", 0.0) * (1.0 - 1.0 / brands) if payer == "brands" else 0.0
    return paid.get(payer, 0.0) + others


def _paid_part(spec: Format, payer: str) -> float:
    """Return the part of a payer in what the maker pays out."""
    if not (spec.pays_dealer or spec.revenue_share > 0):
        return 0.0
    paid = _named(spec.opex_paid_by)
    runs = {name: part for name, part in paid.items() if name not in ("maker", "brands") and part > 0}
    runs = runs or {RUN_BY[spec.ownership]: 1.0}
    return runs.get(payer, 0.0) / sum(runs.values())


def _flows_of(maker: CashFlows, everybody: CashFlows, parts: tuple[Floats, ...], closed: Floats) -> CashFlows:
    capex, opex, paid = parts
    opened = everybody.lines["capex"] - closed
    lines = {line: opex * everybody.lines[line] for line in COST_LINES}
    lines |= {line: np.zeros_like(everybody.vehicles) for line in INCOME}
    lines |= {line: -paid * maker.lines[line] for line in ("payout", "partner_share")}
    lines |= {"capex": capex * opened, "salvage": capex * everybody.lines["salvage"]}
    return CashFlows(everybody.vehicles, lines)
