"""How utility falls with minutes to sites of each format, by the tier of where people live."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from siteplan.study import Format, Study, TradeArea
from siteplan.study.section import by_key
from siteplan.tradearea.decay import attraction, felt_minutes

__all__ = ["PairDecay", "outside_option", "own_curves", "part_who_come"]

Floats = NDArray[np.float64]


def own_curves(study: Study) -> tuple[str, ...]:
    """Return the formats that sell and have a rate or a midpoint of their own."""
    return tuple(
        name for name, spec in study.formats.items() if spec.sells and not (spec.rate is None and spec.midpoint is None)
    )


def outside_option(area: TradeArea, tiers: pd.Series) -> Floats:
    """Return the utility of buying elsewhere, or not at all (n_zones,), by the tiers of zones."""
    known = {tier: by_key(area.outside, tier) for tier in tiers.unique()}
    return tiers.map(known).to_numpy(dtype=float)


@dataclass(frozen=True)
class PairDecay:
    """Rate, midpoint and reach of each pair of a zone and a site, in the order in which minutes store them.

    Attributes
    ----------
    rate : array (n_pairs,)
        A minute, or as the decay has it.
    midpoint, reach : array (n_pairs,)
        Minutes.
    """

    area: TradeArea
    rate: Floats
    midpoint: Floats
    reach: Floats

    @classmethod
    def of(cls, study: Study, tiers: pd.Series, formats: pd.Series, minutes: csr_array) -> PairDecay | None:
        """Return it for zones of these tiers (n_zones,) and sites of these formats (n_sites,).

        None where all of them go by the trade area's own.
        """
        if not any(study.formats[name].own_decay for name in formats.unique()):
            return None
        (of_zone, names), (of_site, kinds) = pd.factorize(tiers), pd.factorize(formats)
        row, column = np.repeat(of_zone, np.diff(minutes.indptr)), of_site[minutes.indices]
        rates, midpoints, reach = _by_kind(study, [study.formats[name] for name in kinds], names)
        return cls(study.trade_area, rates[row, column], midpoints[row, column], reach[column])

    def attraction(self, minutes: Floats) -> Floats:
        """Return the part of people who still come (n_pairs,); nobody from beyond the reach of a site's format."""
        there = attraction(self.area, minutes, self.rate, self.midpoint)
        return np.where(minutes <= self.reach, there, 0.0)

    def felt(self, minutes: Floats) -> Floats:
        """Return how far away the sites seem (n_pairs,): minutes from which as many come by the trade area's rate."""
        return felt_minutes(self.area, minutes, self.rate / self.area.rate)


def part_who_come(study: Study, tiers: pd.Series, formats: pd.Series, minutes: csr_array) -> Floats:
    """Return the part of people who come to sites of these formats (n_pairs,), as minutes store them."""
    own = PairDecay.of(study, tiers, formats, minutes)
    return attraction(study.trade_area, minutes.data) if own is None else own.attraction(minutes.data)


def _by_kind(study: Study, specs: list[Format], tiers: pd.Index) -> tuple[Floats, Floats, Floats]:
    """Return rates and midpoints (n_tiers, n_kinds), and the minutes that each kind reaches (n_kinds,)."""
    area = study.trade_area
    rates = np.array([[by_key(spec.rate or {}, tier, area.rate) for spec in specs] for tier in tiers])
    midpoints = np.array([[by_key(spec.midpoint or {}, tier, area.midpoint) for spec in specs] for tier in tiers])
    reach = np.array([np.inf if spec.max_minutes is None else spec.max_minutes for spec in specs])
    return rates, midpoints, reach
