"""What becomes of one own site by itself: closed, converted or moved while all others stay as they are today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from siteplan.finance.cash_flows import cash_flows
from siteplan.finance.worth import present_value
from siteplan.formulate.network import Network
from siteplan.formulate.relocations import stands_for
from siteplan.groundwork import Groundwork
from siteplan.market.one_off import ONE_OFF, one_off_costs
from siteplan.study.review_spec import CLOSES

__all__ = ["FREED", "Alternatives", "Today"]

FREED = ("rent_cost", "wage_cost", "energy_cost", "marketing_cost", "other_cost")
"""Lines of running cost that a change frees, in the order in which they are told."""
LEAST_VEHICLES = 1e-9  # a year; less is the rounding of sums
NEVER, NOTHING = "never pays back", "costs nothing once"


@dataclass(frozen=True)
class Alternatives:
    """Choices for own sites, each by itself.

    Attributes
    ----------
    choices : DataFrame, a row for each site and what may become of it
        site_id, option, choice (close, convert, relocate), format and to_site of what stands afterwards ("" where
        nothing does); sold_before and sold (vehicles/year that the site sells), to_own, to_rivals, to_outside (what
        these win by it), above_capacity (what is won, and lost, above capacities), net (what the network sells more
        or less); what is freed a year by line and in all (FREED, freed; the company's part, currency/year); ONE_OFF,
        fit_out and one_off (currency); gain (what a mature year earns more at the prices of the first, currency/year);
        payback (years: one_off / gain) and payback_why; npv (currency, over the horizon of the plan).
    transfers : DataFrame
        site_id, option, to (own, rivals, outside, above_capacity), who (site_id), vehicles (a year, 0 left out).
    """

    choices: pd.DataFrame
    transfers: pd.DataFrame

    def of(self, site_id: str) -> pd.DataFrame:
        """Return the choices of a site."""
        return self.choices[self.choices["site_id"] == site_id]


class Today:
    """Today's network, against which choices are counted."""

    def __init__(self, ground: Groundwork) -> None:
        self.ground = ground
        self.network = Network(ground, ground.stands)
        self._money_today = _money_of(self.network)
        self._won_today = self._won(self.network)
        self._columns = csc_array(ground.model.options)
        options = ground.options[ground.stands].set_index("site_id", drop=False)
        moves = "moves" in ground.options
        self._stands_for = stands_for(ground.options) if moves else ground.options["site_id"]
        self._once = one_off_costs(options, ground.market.facilities, ground.study)

    @cached_property
    def parts(self) -> Mapping[str, float]:
        """The company's share of running costs, by format."""
        return {name: spec.opex_part for name, spec in self.ground.study.formats.items()}

    def alternatives(self) -> Alternatives:
        """Return every choice for every site that may change."""
        found = [self._choice(*choice) for choice in self._possible()]
        moved = [table for _, table in found]
        columns = ["site_id", "option", "to", "who", "vehicles"]
        return Alternatives(
            pd.DataFrame([row for row, _ in found]),
            pd.concat(moved, ignore_index=True) if moved else pd.DataFrame(columns=columns),
        )

    def _possible(self) -> Iterator[tuple[int, int | None]]:
        """Yield the option that stands and the one that takes its place; None where the site closes."""
        options, keep = self.ground.options, self.ground.market.facilities["keep"]
        for stands in np.flatnonzero(self.ground.stands):
            site = options["site_id"].iloc[stands]
            if keep[site] in CLOSES:
                yield int(stands), None
            for other in np.flatnonzero((self._stands_for == site).to_numpy() & ~self.ground.stands):
                yield int(stands), int(other)

    def _choice(self, stands: int, other: int | None) -> tuple[dict[str, object], pd.DataFrame]:
        """Return the figures of one choice, and to whom vehicles go by it."""
        after = self._network(stands, other)
        site = str(self.ground.options["site_id"].iloc[stands])
        label = "" if other is None else str(self.ground.options.index[other])
        gone = self._gone(after, site)
        now = 0.0 if other is None else self._sold(after, len(after.is_open) - 1)
        sold = {"sold_before": self._sold(self.network, stands), "sold": now}
        sides = gone.groupby("to")["vehicles"].sum()
        won = {f"to_{to}": float(sides.get(to, 0.0)) for to in ("own", "rivals", "outside")}
        above = {"above_capacity": float(sides.get("above_capacity", 0.0)), "net": after.capture - self.network.capture}
        row = {"site_id": site, **self._about(other), **sold, **won, **above, **self._money(after, stands, other)}
        return row, gone.assign(site_id=site, option=label)[["site_id", "option", "to", "who", "vehicles"]]

    def _about(self, other: int | None) -> dict[str, object]:
        if other is None:
            return {"option": "", "choice": "close", "format": "", "to_site": ""}
        option = self.ground.options.iloc[other]
        place = option["place"] if "place" in option and isinstance(option["place"], str) else ""
        return {
            "option": str(self.ground.options.index[other]), "choice": "relocate" if place else "convert",
            "format": option["format"], "to_site": place,
        }  # fmt: skip

    def _sold(self, network: Network, option: int) -> float:
        demand = self.ground.model.demand.to_numpy(dtype=float)
        return float((demand @ network.shares.options[:, [option]])[0])

    def _network(self, stands: int, other: int | None) -> Network:
        """Return today's network with one site changed, without the many options that are not in it."""
        ground = self.ground
        columns = [*np.flatnonzero(ground.stands), *([] if other is None else [other])]
        model = replace(ground.model, options=csr_array(self._columns[:, columns]))
        return Network(replace(ground, options=ground.options.iloc[columns], model=model), np.array(columns) != stands)

    def _won(self, network: Network) -> dict[str, pd.Series]:
        """Return what every site wins in a network (site_id), by side."""
        ground, demand = network.ground, self.ground.model.demand.to_numpy(dtype=float)
        split = network.shares
        standing = pd.Series(demand @ split.options, index=ground.options["site_id"])[ground.stands]
        return {
            "own": pd.concat([pd.Series(demand @ split.own, index=ground.facilities.index), standing]),
            "rivals": pd.Series(demand @ split.rivals, index=ground.market.competitors.index),
            "outside": pd.Series([float(demand @ split.outside)], index=[""]),
            "above_capacity": pd.Series([network.sold.above], index=[""]),
        }

    def _gone(self, after: Network, site: str) -> pd.DataFrame:
        """Return who wins what by the choice: to (own, rivals, outside, above_capacity), who, vehicles."""
        now, tables = self._won(after), []
        for to, before in self._won_today.items():
            more = now[to] - before
            tables.append(pd.DataFrame({"to": to, "who": more.index, "vehicles": more.to_numpy()}))
        table = pd.concat(tables, ignore_index=True)
        sisters = ~((table["to"] == "own") & (table["who"] == site))
        return table[sisters & (table["vehicles"].abs() > LEAST_VEHICLES)]

    def _money(self, after: Network, stands: int, other: int | None) -> dict[str, object]:
        """Return what a choice frees a year, costs once and earns."""
        options, old = self.ground.options, self.ground.options.iloc[stands]
        freed = {line: float(old[line]) * self.parts[old["format"]] for line in FREED}
        once, fit_out = dict.fromkeys(ONE_OFF, 0.0), 0.0
        if other is None or options["site_id"].iloc[other] != old["site_id"]:
            once = {name: float(cost) for name, cost in self._once.loc[old["site_id"]].items()}
        if other is not None:
            new = options.iloc[other]
            freed = {line: cost - float(new[line]) * self.parts[new["format"]] for line, cost in freed.items()}
            fit_out = float(new["capex"])
        flows, earned = _money_of(after)
        one_off, gain = sum(once.values()) + fit_out, earned - self._money_today[1]
        payback, why = _payback(one_off, gain)
        worth = float(present_value(flows - self._money_today[0], self.ground.study.plan.discount_rate))
        return {
            **freed, "freed": sum(freed.values()), **once, "fit_out": fit_out, "one_off": one_off, "gain": gain,
            "payback": payback, "payback_why": why, "npv": worth,
        }  # fmt: skip


def _money_of(network: Network) -> tuple[NDArray[np.float64], float]:
    """Return the company's cash flows (1 + n_years,) of a network, and what it earns in a mature year at first prices.

    In such a year every site is open and mature; what is invested does not count.
    """
    sites, study = network.sites, network.ground.study
    mature = cash_flows(sites.assign(new=False), study).total().profit[0, 1]
    return network.flows.total().cash[0], float(mature)


def _payback(one_off: float, gain: float) -> tuple[float, str]:
    """Return after how many years of a gain what was spent once is back; NaN, and why, where it never is."""
    if gain <= 0:
        return float("nan"), NEVER
    return one_off / gain, "" if one_off > 0 else NOTHING
