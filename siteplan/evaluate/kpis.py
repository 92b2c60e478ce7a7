"""KPIs of a network under the full model."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.finance.cash_flows import CashFlows, cash_flows
from siteplan.finance.cost_stack import cost_stack
from siteplan.finance.worth import present_value
from siteplan.formulate.network import Network
from siteplan.formulate.network_sites import network_sites
from siteplan.groundwork import Groundwork

__all__ = ["Kpis", "coverage_of", "kpis_of", "mean_minutes", "reached", "sales_and_money"]


@dataclass(frozen=True)
class Coverage:
    """Shares of persons who reach the headline function within its standard; NaN where nobody lives."""

    all: float
    rural: float
    urban: float
    by_tier: dict[str, float]


@dataclass(frozen=True)
class Kpis:
    """What a network brings and costs.

    Attributes
    ----------
    capture : vehicles/year that all own sites sell: what they win, up to their capacity.
    net_new : vehicles/year beyond today's network.
    share : capture as a share of all demand.
    demand_above_capacity : vehicles/year that own sites win above their capacity: lost, and won by nobody else.
    coverage : persons within the access standard of the headline function.
    mean_minutes : mean over persons to that function; persons out of reach count as `travel.max_minutes`.
    mean_minutes_reached : the same over persons in reach alone; NaN where there are none.
    newly_covered : persons within that standard that today's leaves out; those it alone reaches are not taken off.
    out_of_reach : persons farther than `travel.max_minutes` from that function.
    capex, opex : currency, currency/year; today's capex is spent and counts as zero;
        what it costs to convert and to close sites counts in.
    cost_per_vehicle : what the maker's costs of the horizon are worth today, payouts included, by what the vehicles
        are: (capex as an annuity + opex) / capture where nothing ramps up, waits or grows.
    npv : worth today of the change against today's network, year by year; zero for today's network itself.
    """

    capture: float
    net_new: float
    share: float
    coverage: Coverage
    mean_minutes: float
    mean_minutes_reached: float
    newly_covered: float
    out_of_reach: float
    capex: float
    opex: float
    cost_per_vehicle: float
    npv: float
    demand_above_capacity: float = 0.0


def kpis_of(network: Network, today: Network) -> Kpis:
    """Return the KPIs of a network, money and vehicles against today's."""
    ground = network.ground
    study, zones = ground.study, ground.market.zones
    minutes = network.minutes[study.plan.coverage]
    near, far = reached(zones, minutes)
    return Kpis(
        coverage=coverage_of(zones, network.covered, _tiers(ground)),
        mean_minutes=mean_minutes(zones, minutes, study.travel.max_minutes),
        mean_minutes_reached=near,
        newly_covered=float(zones["population"].to_numpy(dtype=float)[network.covered & ~today.covered].sum()),
        out_of_reach=far,
        **sales_and_money(network, today),
    )


def sales_and_money(network: Network, today: Network) -> dict[str, float]:
    """Return the KPIs on vehicles and money, against today's network."""
    study = network.ground.study
    rate, (flows, stood) = study.plan.discount_rate, (_flows(each) for each in (network, today))
    demand = float(network.ground.model.demand.sum())
    return {
        "capture": network.capture,
        "net_new": network.capture - today.capture,
        "share": network.capture / demand if demand > 0 else float("nan"),
        "capex": network.capex,
        "opex": network.opex,
        "cost_per_vehicle": sum(float(cost[0]) for cost in cost_stack(flows, rate).values()),
        "npv": float(present_value(flows.cash - stood.cash, rate)[0]),
        "demand_above_capacity": network.sold.above,
    }


def _flows(network: Network) -> CashFlows:
    """Return the maker's cash flows of a network in all."""
    return cash_flows(network_sites(network), network.ground.study).total()


def _tiers(ground: Groundwork) -> tuple[str, ...]:
    """Return the tiers that occur, in the study's order, the others after them."""
    found = set(ground.market.zones["tier"])
    known = [tier for tier in ground.study.tiers.order if tier in found]
    return (*known, *sorted(found - set(known)))


def coverage_of(zones: gpd.GeoDataFrame, covered: NDArray[np.bool_], tiers: tuple[str, ...]) -> Coverage:
    """Return shares of persons covered, in all and by area and tier; `covered` is (n_zones,)."""
    persons = zones["population"].to_numpy(dtype=float)
    rural = zones["rural"].to_numpy(dtype=bool)

    def share(mask: NDArray[np.bool_]) -> float:
        total = persons[mask].sum()
        return float(persons[mask & covered].sum() / total) if total > 0 else float("nan")

    by_tier = {tier: share((zones["tier"] == tier).to_numpy()) for tier in tiers}
    return Coverage(share(np.ones_like(rural)), share(rural), share(~rural), by_tier)


def mean_minutes(zones: gpd.GeoDataFrame, minutes: pd.Series, out_of_reach: float) -> float:
    """Return the mean over persons of minutes (n_zones,), at most `out_of_reach`."""
    return float(np.average(minutes.clip(upper=out_of_reach), weights=zones["population"]))


def reached(zones: gpd.GeoDataFrame, minutes: pd.Series) -> tuple[float, float]:
    """Return the mean over persons of minutes (n_zones,) of those in reach, and how many persons are not."""
    persons, near = zones["population"].to_numpy(dtype=float), np.isfinite(minutes.to_numpy(dtype=float))
    inside = float(persons[near].sum())
    mean = float(minutes.to_numpy(dtype=float)[near] @ persons[near] / inside) if inside > 0 else float("nan")
    return mean, float(persons[~near].sum())
