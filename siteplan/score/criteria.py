"""Criteria: one measure of every site each, on the sites' index."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.charging.charging_market import ChargingMarket
from siteplan.data.tables.columns import TABLES
from siteplan.market import Market
from siteplan.market.options import as_given
from siteplan.tradearea import Utilities
from siteplan.travel import TravelMatrix, TravelTimes

__all__ = ["CRITERIA", "LOWER_IS_BETTER", "Surroundings", "measure", "unit_of"]

LOWER_IS_BETTER = frozenset({"rent", "competition"})


@dataclass(frozen=True)
class Surroundings:
    """What a criterion may look at: sites of any kind, and the zones around them.

    Attributes
    ----------
    zones : DataFrame (n_zones,)
    sites : DataFrame (n_sites,) indexed by site_id
        Candidates, facilities or others, with whatever columns of numbers they have.
    travel : TravelMatrix (n_zones, n_sites)
        Minutes to these sites.
    rivals : array (n_zones,)
        What all competitors are worth to the people of each zone (Huff utility).
    minutes : float
        How far reach goes.
    charging : ChargingMarket or None
        What charging options at these sites would win, where that is known.
    """

    zones: pd.DataFrame
    sites: pd.DataFrame
    travel: TravelMatrix
    rivals: NDArray[np.float64]
    minutes: float
    charging: ChargingMarket | None = None

    @classmethod
    def of_candidates(
        cls,
        market: Market,
        travel: TravelTimes,
        model: Utilities,
        minutes: float,
        charging: ChargingMarket | None = None,
    ) -> Self:
        """Return the surroundings of all candidates."""
        return cls(market.zones, market.candidates, travel.candidates, _rivals(model), minutes, charging)

    @classmethod
    def of_facilities(cls, market: Market, travel: TravelTimes, model: Utilities, minutes: float) -> Self:
        """Return the surroundings of all own sites."""
        return cls(market.zones, market.facilities, travel.facilities, _rivals(model), minutes)

    def as_given(self) -> Self:
        """Return those of the candidates alone, without own sites at the places to which they might move."""
        sites = as_given(self.sites)
        return self if len(sites) == len(self.sites) else replace(self, sites=sites, travel=self.travel.to(sites.index))

    def persons(self) -> NDArray[np.float64]:
        """Return persons within reach of each site (n_sites,)."""
        return self._sum_within(self.zones["population"].to_numpy(dtype=float))

    def mean_within(self, values: NDArray[np.float64]) -> pd.Series:
        """Return the mean over persons within reach of a zone value (n_zones,); NaN where nobody is."""
        known = np.isfinite(values)
        persons = self.zones["population"].to_numpy(dtype=float) * known
        top, bottom = self._sum_within(persons * np.where(known, values, 0.0)), self._sum_within(persons)
        mean = np.divide(top, bottom, out=np.full_like(top, np.nan), where=bottom > 0)
        return pd.Series(mean, index=self.sites.index)

    def _sum_within(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        reach = self.travel.within(self.minutes)
        return np.asarray(reach.T.astype(float) @ values)


def _rivals(model: Utilities) -> NDArray[np.float64]:
    return np.asarray(model.rivals.sum(axis=1), dtype=float)


def population(around: Surroundings) -> pd.Series:
    """Return persons within reach."""
    return pd.Series(around.persons(), index=around.sites.index)


def income(around: Surroundings) -> pd.Series:
    """Return mean income of the persons within reach (currency/person/year)."""
    zones = around.zones
    return around.mean_within(
        zones["income"].to_numpy(dtype=float) if "income" in zones else np.full(len(zones), np.nan)
    )


def competition(around: Surroundings) -> pd.Series:
    """Return the rivals' mean Huff utility to the persons within reach."""
    return around.mean_within(around.rivals)


def charging_sessions(around: Surroundings) -> pd.Series:
    """Return charging sessions/day that the site's best charging format would win; NaN where none may open."""
    return _charging(around, "sessions")


def charging_gap(around: Surroundings) -> pd.Series:
    """Return sessions/day of today's charging gap that it would close; NaN where no charging format may open."""
    return _charging(around, "gap_closed")


def charging_leads(around: Surroundings) -> pd.Series:
    """Return vehicles/year that the leads of its charging would buy; NaN where no charging format may open."""
    return _charging(around, "vehicles")


def _charging(around: Surroundings, column: str) -> pd.Series:
    if around.charging is None:
        return pd.Series(np.nan, index=around.sites.index)
    return around.charging.by_site()[column].reindex(around.sites.index)


CRITERIA: dict[str, Callable[[Surroundings], pd.Series]] = {
    "population": population,
    "income": income,
    "competition": competition,
    "charging_sessions": charging_sessions,
    "charging_gap": charging_gap,
    "charging_leads": charging_leads,
}


UNITS = {
    "income": "currency/person/year", "population": "persons", "charging_sessions": "sessions/day",
    "charging_gap": "sessions/day", "charging_leads": "vehicles/year",
}  # fmt: skip


def unit_of(name: str) -> str:
    """Return a criterion's unit as columns name it; "" for an index, or a column of the planner's own."""
    columns = {column.name: column.unit for column in TABLES["candidates"].columns if column.kind == "number"}
    return UNITS.get(name, columns.get(name, ""))


def measure(name: str, around: Surroundings) -> pd.Series:
    """Return a criterion's values by site: one of CRITERIA, or a column of numbers of the sites.

    NaN where it is not known; so are all values of a column that the sites lack.
    """
    if name in CRITERIA:
        return CRITERIA[name](around).rename(name)
    sites = around.sites
    column = sites[name] if name in sites else pd.Series(np.nan, index=sites.index)
    return pd.to_numeric(column, errors="coerce").rename(name)
