"""Network: the facilities that stay and a set of options, under the full model; each site sells up to its cap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array

from siteplan.finance.cash_flows import CashFlows, cash_flows
from siteplan.finance.costs import annuity_factor, closing_costs, yearly_costs
from siteplan.formulate.service_load import ServiceLoad, service_load
from siteplan.groundwork import Groundwork
from siteplan.market.access import offers, standard_minutes
from siteplan.study import Format
from siteplan.study.format_spec import COST_LINES
from siteplan.tradearea import Shares, shares

__all__ = ["Network", "Sold", "sold"]

Floats = NDArray[np.float64]
_COLUMNS = [
    "site_id", "name", "city", "county", "tier", "format", "change", "new", "closing", "closed", "used_m2", "employees",
    "capex", "capex_all", "opex", "opex_all", *COST_LINES, "sold", "decided",
]  # fmt: skip


@dataclass(frozen=True)
class Sold:
    """A network's sales.

    Attributes
    ----------
    shares : Shares
        Of each zone's demand: those of own sites without what is above their caps, of which every zone, income segment
        and product line loses its part alike. Rivals and the outside option win nothing of that.
    options, own : (n_options,), (n_facilities,)
        Vehicles/year above the cap of each site: demand above capacity.
    """

    shares: Shares
    options: Floats
    own: Floats

    @property
    def above(self) -> float:
        """Demand above capacity of all sites (vehicles/year)."""
        return float(self.options.sum() + self.own.sum())


class Network:
    """What a set of open options sells, costs and reaches, beside the facilities that stay in every plan.

    Attributes
    ----------
    is_open, opened : which options are open (n_options,), and these
    capture : vehicles/year that all own sites sell
    margin : what they earn on these (currency/year)
    capex, opex : currency, currency/year; what it costs to close sites counts in the first
    """

    def __init__(self, ground: Groundwork, is_open: NDArray[np.bool_]) -> None:
        self.ground = ground
        self.is_open, self.opened = is_open, ground.options[is_open]
        self.sold = sold(ground, is_open)
        self.shares: Shares = self.sold.shares
        demand = ground.model.demand.to_numpy()
        self.capture = float(demand @ self.shares.network)
        self.margin = _margin(self.opened, pd.Series(demand @ self.shares.options)[is_open], ground.study.formats)
        self.margin += _margin(ground.facilities, pd.Series(demand @ self.shares.own), ground.study.formats)
        self.capex = float(self.opened["capex"].sum()) + closing_costs(ground.options, self.opened)
        self.opex = float(self.opened["opex"].sum() + ground.facilities["opex"].sum())

    @property
    def yearly_costs(self) -> float:
        """What options cost a year, those that close counted in (currency/year)."""
        asked = self.ground.study.plan
        factor = annuity_factor(asked.horizon_years, asked.discount_rate)
        return float(yearly_costs(self.opened, asked).sum() + closing_costs(self.ground.options, self.opened) / factor)

    @property
    def profit(self) -> float:
        """What the network earns a year less what its sites, and those that close, cost (currency/year).

        Even yearly sums of the business case; income from charging and service is not in them.
        """
        ground, demand = self.ground, self.ground.model.demand.to_numpy()
        options = ground.option_figures.result(demand @ self.shares.options)[self.is_open]
        own = ground.own_figures.result(demand @ self.shares.own)
        asked = ground.study.plan
        closing = closing_costs(ground.options, self.opened) / annuity_factor(asked.horizon_years, asked.discount_rate)
        return float(options.sum() + own.sum() - closing)

    @property
    def persons(self) -> Floats:
        """Persons (n_zones,)."""
        persons: Floats = self.ground.market.zones["population"].to_numpy(dtype=float)
        return persons

    @cached_property
    def minutes(self) -> pd.DataFrame:
        """Minutes to the nearest site with each function (n_zones, n_functions), infinite out of reach.

        Own stations count where people charge.
        """
        formats, opened = self.ground.study.formats, self.opened
        there = self.ground.travel.decision.to(opened["site_id"])
        minutes = {
            function: np.minimum(staying, there.nearest(offers(formats, opened, function)))
            for function, staying in self.ground.staying_minutes.items()
        }
        return pd.DataFrame(minutes, index=there.zone_ids)

    @cached_property
    def service(self) -> ServiceLoad:
        """Who looks after whom: sites are the open options, then the facilities that stay."""
        return service_load(self.ground, self.opened)

    @cached_property
    def sites(self) -> pd.DataFrame:
        """A row for each own site, and for each that closes, numbered from 0.

        The columns of options that money goes by; `change` is "stays" for facilities that no plan decides on; `sold`
        (mature sales, vehicles/year); where [finance] gives what they earn, `visits` (a year) of service sites, each
        owner going to the nearest with room (see service_load), and `sessions` (a day) of charging options, each
        counted alone beside today's stations.
        """
        ground = self.ground
        demand, split = ground.model.demand.to_numpy(dtype=float), self.shares
        gone = ground.stands & ~ground.options["site_id"].isin(self.opened["site_id"]).to_numpy()
        sold_by = (demand @ split.options)[self.is_open]
        stays = {**dict.fromkeys(("capex", "capex_all", "closing"), 0.0), "change": "stays", "new": False}
        parts = (
            (self.opened, {"sold": sold_by, "closing": 0.0, "closed": False}),
            (ground.facilities, {**stays, "closed": False, "decided": 0, "sold": demand @ split.own}),
            (ground.options[gone], {"change": "closed", "closed": True, "sold": self._sold_until_closed(gone)}),
        )
        tables = [_with(table, more) for table, more in parts if len(table)]
        rows = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=_COLUMNS)
        return rows.assign(**_also(self, len(self.opened) + len(ground.facilities), len(rows)))

    def _sold_until_closed(self, gone: NDArray[np.bool_]) -> Floats:
        """Return what sites that close (n_options,) sell until then, vehicles/year; nothing where all close today."""
        ground = self.ground
        if "decided" not in ground.options:
            return np.zeros(int(gone.sum()))
        return np.asarray(ground.model.demand.to_numpy(dtype=float) @ sold(ground, ground.stands).shares.options)[gone]

    @cached_property
    def flows(self) -> CashFlows:
        """What these sites earn and cost the company, year by year."""
        return cash_flows(self.sites, self.ground.study)

    @cached_property
    def covered(self) -> NDArray[np.bool_]:
        """Which zones have the headline function within its standard (n_zones,)."""
        study, zones = self.ground.study, self.ground.market.zones
        function = study.plan.coverage
        within: NDArray[np.bool_] = self.minutes[function].to_numpy() <= standard_minutes(study, zones, function)
        return within


def sold(ground: Groundwork, is_open: NDArray[np.bool_]) -> Sold:
    """Return what options (n_options,) that are open, and facilities that stay, sell under the full model."""
    split, demand = shares(ground.model, is_open), ground.model.demand.to_numpy(dtype=float)
    options, above_options = _up_to(split.options, demand, ground.option_caps)
    own, above_own = _up_to(split.own, demand, ground.own_caps)
    return Sold(replace(split, options=options, own=own), above_options, above_own)


def _up_to(won: csr_array, demand: Floats, caps: Floats) -> tuple[csr_array, Floats]:
    """Return shares (n_zones, n_sites) up to the caps, and what is above them (n_sites,)."""
    vehicles = np.asarray(demand @ won, dtype=float)
    above = np.maximum(vehicles - caps, 0.0)
    if not above.any():
        return won, above
    return csr_array(won @ diags_array(1.0 - above / np.where(above > 0, vehicles, 1.0))), above


def _with(table: pd.DataFrame, more: Mapping[str, object]) -> pd.DataFrame:
    """Return the columns that money goes by, with others in their place; what says no phase is decided at once."""
    known = {name: table[name] for name in _COLUMNS if name in table}
    return pd.DataFrame({"decided": 0, **known, **more}, index=table.index)[_COLUMNS]


def _margin(options: pd.DataFrame, vehicles: pd.Series, formats: dict[str, Format]) -> float:
    """Return margin x vehicles/year over options (currency/year)."""
    margin = options["format"].map(lambda name: formats[name].margin).to_numpy(dtype=float)
    return float(margin @ vehicles.to_numpy(dtype=float))


def _also(network: Network, n_open: int, n: int) -> dict[str, Floats]:
    """Return what service and charging sites do (n,), those that close nothing, as far as they earn by it."""
    ground, found = network.ground, {}
    if ground.study.finance.service_margin > 0:
        found["visits"] = np.zeros(n)
        found["visits"][:n_open] = network.service.load * ground.study.demand.service_visits
    if ground.study.finance.charging_margin > 0 and ground.charging is not None:
        found["sessions"] = np.zeros(n)
        sessions = ground.charging.options["sessions"].reindex(network.opened.index).fillna(0.0)
        found["sessions"][: len(sessions)] = sessions.to_numpy(dtype=float)
    return found
