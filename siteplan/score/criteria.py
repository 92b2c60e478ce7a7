"""Criteria: one measure of every candidate each, on the candidates' index."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from siteplan.market import Market
from siteplan.tradearea import Utilities
from siteplan.travel import TravelTimes

__all__ = ["CRITERIA", "LOWER_IS_BETTER", "Surroundings", "measure"]

LOWER_IS_BETTER = frozenset({"rent", "competition"})


@dataclass(frozen=True)
class Surroundings:
    """What a criterion may look at: the market, minutes, utilities and the reach in minutes."""

    market: Market
    travel: TravelTimes
    model: Utilities
    minutes: float

    def persons(self) -> np.ndarray:
        """Return persons within reach of each candidate (n_candidates,)."""
        return self._sum_within(self.market.zones["population"].to_numpy(dtype=float))

    def mean_within(self, values: np.ndarray) -> pd.Series:
        """Return the mean over persons within reach of a zone value (n_zones,); NaN where nobody is."""
        known = np.isfinite(values)
        persons = self.market.zones["population"].to_numpy(dtype=float) * known
        top, bottom = self._sum_within(persons * np.where(known, values, 0.0)), self._sum_within(persons)
        mean = np.divide(top, bottom, out=np.full_like(top, np.nan), where=bottom > 0)
        return pd.Series(mean, index=self.market.candidates.index)

    def _sum_within(self, values: np.ndarray) -> np.ndarray:
        reach = self.travel.candidates.within(self.minutes)
        return np.asarray(reach.T.astype(float) @ values)


def population(around: Surroundings) -> pd.Series:
    """Return persons within reach."""
    return pd.Series(around.persons(), index=around.market.candidates.index)


def income(around: Surroundings) -> pd.Series:
    """Return mean income of the persons within reach (currency/person/year)."""
    zones = around.market.zones
    return around.mean_within(
        zones["income"].to_numpy(dtype=float) if "income" in zones else np.full(len(zones), np.nan)
    )


def competition(around: Surroundings) -> pd.Series:
    """Return the rivals' mean Huff utility to the persons within reach."""
    return around.mean_within(np.asarray(around.model.rivals.sum(axis=1), dtype=float))


CRITERIA: dict[str, Callable[[Surroundings], pd.Series]] = {
    "population": population,
    "income": income,
    "competition": competition,
}


def measure(name: str, around: Surroundings) -> pd.Series:
    """Return a criterion's values: one of CRITERIA, or a numeric column of the candidates (footfall, rent, ...)."""
    if name in CRITERIA:
        return CRITERIA[name](around).rename(name)
    candidates = around.market.candidates
    column = candidates[name] if name in candidates else pd.Series(np.nan, index=candidates.index)
    return pd.to_numeric(column).rename(name)
