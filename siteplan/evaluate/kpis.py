"""KPIs of a network under the full model."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.finance.cash_flows import cash_flows
from siteplan.finance.payers import cost_per_vehicle_of
from siteplan.finance.worth import internal_rate, payback, present_value
from siteplan.formulate.network import Network
from siteplan.groundwork import Groundwork

__all__ = ["Kpis", "coverage_of", "kpis_of", "mean_minutes", "reached", "returns", "sales_and_money"]


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
    capex_all, opex_all, cost_per_vehicle_all : the same of all who pay, partners' part counted in.
    cost_per_vehicle_selling : cost_per_vehicle of the sites that sell alone: without service, charging and display.
    owners_unserved : owners of vehicles in use who reach a service site and find no room at any; NaN where no format
        says how many its sites look after (`owners`).
    owners_out_of_reach : those who reach none; NaN likewise.
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
    capex_all: float
    opex_all: float
    cost_per_vehicle_all: float
    cost_per_vehicle_selling: float
    demand_above_capacity: float = 0.0
    owners_unserved: float = float("nan")
    owners_out_of_reach: float = float("nan")


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
        **_owners(network),
        **sales_and_money(network, today),
    )


def sales_and_money(network: Network, today: Network) -> dict[str, float]:
    """Return the KPIs on vehicles and money, against today's network."""
    study = network.ground.study
    rate, sites, own = study.plan.discount_rate, network.sites, network.flows
    everybody = cash_flows(sites, study, everybody=True)
    sells = np.array([study.formats[kind].sells for kind in sites["format"]], dtype=bool)
    demand = float(network.ground.model.demand.sum())
    return {
        "capture": network.capture,
        "net_new": network.capture - today.capture,
        "share": network.capture / demand if demand > 0 else float("nan"),
        "capex": network.capex,
        "opex": network.opex,
        "cost_per_vehicle": cost_per_vehicle_of(own, own, rate),
        "npv": float(present_value(own.total().cash - today.flows.total().cash, rate)[0]),
        "demand_above_capacity": network.sold.above,
        "capex_all": float(everybody.lines["capex"].sum()),
        "opex_all": float(sites.loc[~sites["closed"].astype(bool), "opex_all"].sum()),
        "cost_per_vehicle_all": cost_per_vehicle_of(everybody, everybody, rate),
        "cost_per_vehicle_selling": cost_per_vehicle_of(own.of(sells), own, rate),
    }


def returns(network: Network, today: Network) -> dict[str, float]:
    """Return irr (NaN where there is none) and payback (infinite where the horizon ends before) of the change."""
    change = (network.flows.total().cash - today.flows.total().cash)[0]
    years = float(payback(change[None])[0])
    return {"irr": internal_rate(change).value, "payback": years if np.isfinite(years) else float("inf")}


def _owners(network: Network) -> dict[str, float]:
    """Return owners who find no room, and who reach no service; nothing where no format limits either."""
    if not any(spec.owners is not None for spec in network.ground.study.formats.values()):
        return {}
    load = network.service
    return {"owners_unserved": float(load.unserved.sum()), "owners_out_of_reach": float(load.out_of_reach.sum())}


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
