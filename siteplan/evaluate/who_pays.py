"""Who pays: what a network costs and brings each payer, by what its sites are for."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from siteplan.finance.cash_flows import COSTS, INCOME, CashFlows
from siteplan.finance.costs import annuity_factor
from siteplan.finance.payers import cost_per_vehicle_of, payer_flows, summed
from siteplan.finance.worth import present_value
from siteplan.study import Format, Study

__all__ = ["who_pays"]

PURPOSES = ("sales", "service", "charging", "other")
PAID_OUT = ("payout", "partner_share")
RUNNING = tuple(line for line in COSTS if line not in PAID_OUT)


TOLD = {"maker": "company"}
"""How results call a payer of study.toml: whose network it is need not make anything."""


def purpose_of(spec: Format) -> str:
    """Return what a format is for: sales if it sells, else service, else charging, else other (display, an office)."""
    if spec.sells:
        return "sales"
    return next((name for name in ("service", "charging") if name in spec.functions), "other")


def who_pays(before: pd.DataFrame, after: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Return what today's network and the plan's cost and bring, by purpose and payer.

    Parameters
    ----------
    before, after : the sites of both, see Network.sites

    Returns
    -------
    DataFrame with network ("today", "plan"), purpose ("all", or one of PURPOSES that is there), payer ("company" or
    another of those who pay; "partners": all but the company; "all"), sites (open), sold (mature, vehicles/year), capex
    (currency, of all years), income, paid_out, opex and result (currency/year: even yearly sums that are worth as much;
    paid_out below nothing is received; result counts investment in), npv (of the network's own cash flows),
    cost_per_vehicle (by the vehicles of the whole network, so that purposes and payers add up).
    """
    rows = [row for name, sites in (("today", before), ("plan", after)) for row in _rows(name, sites, study)]
    return pd.DataFrame(rows)


def _rows(network: str, sites: pd.DataFrame, study: Study) -> Iterator[dict[str, object]]:
    by_payer = payer_flows(sites, study)
    others = [flows for payer, flows in by_payer.items() if payer != "maker"]
    sides = {TOLD.get(payer, payer): flows for payer, flows in by_payer.items()}
    if others:
        sides |= {"partners": summed(others), "all": summed([*by_payer.values()])}
    kinds = np.array([purpose_of(study.formats[kind]) for kind in sites["format"]], dtype=object)
    for purpose in ("all", *(name for name in PURPOSES if (kinds == name).any())):
        of_it = np.ones(len(sites), dtype=bool) if purpose == "all" else kinds == purpose
        for payer, flows in sides.items():
            told = _figures(flows, of_it, study)
            yield {"network": network, "purpose": purpose, "payer": payer, **_counts(sites[of_it]), **told}


def _counts(sites: pd.DataFrame) -> dict[str, float]:
    return {"sites": int((~sites["closed"].astype(bool)).sum()), "sold": float(sites["sold"].sum())}


def _figures(flows: CashFlows, of_it: np.ndarray, study: Study) -> dict[str, float]:
    """Return the money of some sites of one payer."""
    some, rate = flows.total(of_it), study.plan.discount_rate
    years = annuity_factor(study.plan.horizon_years, rate)

    def even(names: tuple[str, ...]) -> float:
        return float(sum(present_value(some.lines[name], rate)[0] for name in names)) / years

    worth = float(present_value(some.cash, rate)[0])
    return {
        "capex": float(some.lines["capex"].sum()),
        "income": even(INCOME),
        "paid_out": even(PAID_OUT),
        "opex": even(RUNNING),
        "result": worth / years,
        "npv": worth,
        "cost_per_vehicle": cost_per_vehicle_of(some, flows, rate),
    }
