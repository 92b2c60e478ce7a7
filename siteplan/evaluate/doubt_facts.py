"""What is known of each site of a plan's network, for doubts: sales beside its own kind, money by part, owners."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csc_array

from siteplan.finance.cash_flows import INCOME, CashFlows
from siteplan.finance.costs import annuity_factor
from siteplan.finance.worth import present_value
from siteplan.study.format_spec import COST_LINES

if TYPE_CHECKING:
    from siteplan.evaluate.plan import Plan

__all__ = ["SiteFacts", "site_facts"]

Floats = NDArray[np.float64]
NONE = float("nan")
LEAST = 1e-6  # vehicles/year: what rounding leaves
PAID_OUT = ("payout", "partner_share")


@dataclass(frozen=True)
class SiteFacts:
    """One open site.

    Attributes
    ----------
    is_paid : whether the company pays those who run it for what it sells, or leaves them a share
    charges : whether people charge there
    sold, above : vehicles/year sold, and won above its capacity
    reach, usual_reach : demand of the zones where it wins anything, and the mean of sites alike (vehicles/year)
    share, usual_share : of that demand what it sells, and that of sites alike
    usual_sold, usual_m2, usual_heads, usual_cost : means of sites alike: today's of its format, else all of the
        plan's of its format
    most_per_m2, most_per_head : the most of today's sites of its format; NaN where there is none
    cost : the company's cost, an even yearly sum, investment counted in
    margin_after : of a vehicle what the company keeps once others are paid (currency)
    money : even yearly sums: earned (margin and other income), paid_out, opex, invested, displaced, margin,
        payout; currency/year
    received, partner_cost, partner_invested : the same of all others who pay
    unserved_near : owners of its city who find no room
    """

    site_id: str
    format: str
    change: str
    sells: bool
    is_paid: bool
    charges: bool
    sold: float
    above: float
    reach: float
    usual_reach: float
    share: float
    usual_share: float
    usual_sold: float
    used_m2: float
    usual_m2: float
    employees: float
    usual_heads: float
    most_per_m2: float
    most_per_head: float
    cost: float
    usual_cost: float
    cost_per_vehicle: float
    payback: float
    invested: float
    invested_all: float
    margin_after: float
    money: Mapping[str, float]
    received: float
    partner_cost: float
    partner_invested: float
    result_partners: float
    owners_served: float
    owners_room: float
    unserved_near: float
    forecast_low: float
    forecast_high: float
    lacking: str
    trait: str

    @property
    def opens(self) -> bool:
        """Whether it opens or converts."""
        return self.change in ("new", "converted")

    def why_sales(self) -> tuple[str, dict[str, float]]:
        """Return which of the two makes its sales other than those of sites alike: demand in reach, or its share of it.

        Sales are their product; the cause is the factor whose ratio lies farther on the side of the sales.
        """
        facts = {
            "reach": self.reach, "usual_reach": self.usual_reach, "share": self.share, "usual_share": self.usual_share,
            "sold": self.sold, "usual_sold": self.usual_sold,
        }  # fmt: skip
        ratios = [_log(self.reach, self.usual_reach), _log(self.share, self.usual_share)]
        side = 1.0 if sum(ratios) >= 0 else -1.0
        if self.above > 0 and side < 0:
            return "capped", facts
        return ("reach" if side * ratios[0] >= side * ratios[1] else "share"), facts

    def why_never(self) -> str:
        """Return why what is invested never comes back within the horizon."""
        money = self.money
        running = money["earned"] - money["paid_out"] - money["opex"]
        if running <= 0:
            return "costs_more" if self.sells else "no_sales"
        return "displaces" if running - money["invested"] > 0 else "earns_little"


FIELDS = tuple(field.name for field in fields(SiteFacts))


def _log(some: float, usual: float) -> float:
    return float(np.log(some / usual)) if some > 0 and usual > 0 else 0.0


def site_facts(plan: Plan) -> list[SiteFacts]:
    """Return the facts of each open site of the plan's network, new ones first in the plan's own order."""
    table = plan.business.sites.reset_index(drop=True)
    specs = [plan.study.formats[name] for name in table["format"]]
    table = table.assign(
        sells=[spec.sells for spec in specs],
        charges=["charging" in spec.functions for spec in specs],
        is_paid=[spec.pays_dealer or spec.revenue_share > 0 for spec in specs],
        **_reach(plan, table),
        **_company(plan),
        **_partners(plan),
        **_owners(plan, table),
        **_forecast(plan, table),
    )
    table = table[~table["closed"].astype(bool)]
    table = table.join(_alike(table), on="format").join(_most(plan.business.stood), on="format")
    return [SiteFacts(**{name: row[name] for name in FIELDS}) for row in _in_order(table, plan).to_dict("records")]


def _in_order(table: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    place = {site: row for row, site in enumerate(plan.sites["site_id"])}
    new = table["change"] == "new"
    row = table["site_id"].map(place).where(new, len(place))
    return table.assign(row=row).sort_values("row", kind="stable")


def _reach(plan: Plan, table: pd.DataFrame) -> dict[str, Floats]:
    """Return the demand of the zones where each site wins anything, its share of it, and what is above its capacity.

    Of the network's sites those that stay come first; of the table's, those that open.
    """
    network, n_closed = plan.network, int(table["closed"].astype(bool).sum())
    won = csc_array(network.shares)
    demand = network.demand.to_numpy(dtype=float)
    reach = np.asarray(demand @ (won > 0), dtype=float)
    sold = table["sold"].to_numpy(dtype=float)
    opened_first = np.concatenate([reach[network.n_staying :], reach[: network.n_staying], np.zeros(n_closed)])
    part = np.divide(sold, opened_first, out=np.full(len(sold), NONE), where=opened_first > 0)
    wins = np.asarray(demand @ won, dtype=float)
    above = np.concatenate([wins[network.n_staying :], wins[: network.n_staying], np.zeros(n_closed)]) - sold
    return {"reach": opened_first, "share": part, "above": np.where(above > LEAST, above, 0.0)}


def _company(plan: Plan) -> dict[str, Any]:
    """Return the company's money of each site as even yearly sums."""
    case, flows = plan.business, plan.business.flows["company"]
    even = _even(plan)
    earned = even(flows, INCOME)
    paid, opex = even(flows, PAID_OUT), even(flows, COST_LINES)
    invested = even(flows, ("capex",)) - even(flows, ("salvage",))
    vehicles = _per_year(flows.vehicles, plan)
    displaced = _per_year(case.displaced["company"], plan)
    margin, payout = even(flows, ("margin",)), even(flows, ("payout",))
    parts = zip(earned, paid, opex, invested, displaced, margin, payout, strict=True)
    names = ("earned", "paid_out", "opex", "invested", "displaced", "margin", "payout")
    return {
        "money": [dict(zip(names, map(float, row), strict=True)) for row in parts],
        "cost": paid + opex + invested,
        "invested": flows.lines["capex"].sum(axis=1),
        "invested_all": case.flows["all"].lines["capex"].sum(axis=1),
        "margin_after": np.divide(margin - payout, vehicles, out=np.full(len(paid), NONE), where=vehicles > 0),
    }


def _partners(plan: Plan) -> dict[str, Floats]:
    """Return the money of all others who pay for each site as even yearly sums."""
    flows, even = plan.business.flows["partners"], _even(plan)
    return {
        "received": -even(flows, PAID_OUT),
        "partner_cost": even(flows, COST_LINES),
        "partner_invested": even(flows, ("capex",)) - even(flows, ("salvage",)),
    }


def _even(plan: Plan) -> Callable[[CashFlows, tuple[str, ...]], Floats]:
    return lambda flows, lines: np.asarray(sum(_per_year(flows.lines[line], plan) for line in lines), dtype=float)


def _per_year(flows: Floats, plan: Plan) -> Floats:
    asked = plan.study.plan
    return np.asarray(
        present_value(flows, asked.discount_rate) / annuity_factor(asked.horizon_years, asked.discount_rate)
    )


def _owners(plan: Plan, table: pd.DataFrame) -> dict[str, Any]:
    room = plan.service.of(table["site_id"], table["change"])
    cities = plan.service.cities
    unserved = cities[cities["network"] == "plan"].set_index("city")["owners_unserved"].astype(float)
    return {
        "owners_served": room["owners_served"].astype(float).fillna(0.0),
        "owners_room": room["owners_room"].astype(float).fillna(np.inf),
        "unserved_near": table["city"].map(unserved).astype(float).fillna(0.0),
    }


def _forecast(plan: Plan, table: pd.DataFrame) -> dict[str, Any]:
    """Return the interval of each site's forecast, and why it has none."""
    known = plan.forecast.options.reindex(table["site_id"] + ":" + table["format"]).set_axis(table.index)
    return {
        "forecast_low": known["low"].astype(float),
        "forecast_high": known["high"].astype(float),
        "lacking": known["lacking"].fillna("").astype(str),
        "trait": known["trait"].fillna("").astype(str),
    }


def _alike(table: pd.DataFrame) -> pd.DataFrame:
    """Return the means of sites alike by format: of today's that stay, or of all where none does."""
    stays = table[table["change"].isin(["stays", "kept"])]
    means = {"reach": "reach", "share": "share", "sold": "sold", "used_m2": "m2", "employees": "heads", "cost": "cost"}
    columns = [*means]
    both = stays.groupby("format")[columns].mean().combine_first(table.groupby("format")[columns].mean())
    return both.rename(columns={name: f"usual_{short}" for name, short in means.items()})


def _most(stood: pd.DataFrame) -> pd.DataFrame:
    """Return the most vehicles a m2 and a head that any site of today sells, by format; NaN where none stands."""
    used = stood[["used_m2", "employees"]].where(stood[["used_m2", "employees"]] > 0)
    each = pd.DataFrame(
        {
            "format": stood["format"],
            "most_per_m2": stood["sold"] / used["used_m2"],
            "most_per_head": stood["sold"] / used["employees"],
        }
    )
    return each.groupby("format").max()
