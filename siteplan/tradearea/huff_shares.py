"""The Huff model: utilities of options, own sites, rivals and the outside option, and the shares they win."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from siteplan.market import Market
from siteplan.study import Study
from siteplan.tradearea.attractiveness import References, references, rival_attractiveness, site_attractiveness
from siteplan.tradearea.decay import attraction
from siteplan.tradearea.demand import vehicle_demand
from siteplan.tradearea.demand_rows import DemandRows
from siteplan.tradearea.format_decay import outside_option, part_who_come
from siteplan.travel import TravelTimes

__all__ = ["Shares", "Utilities", "shares", "utilities"]


@dataclass(frozen=True)
class Utilities:
    """What each alternative is worth to the people of each zone.

    A row is a zone or, where demand is in parts, a part of one (see DemandRows): sums over rows hold as they are, what
    is told by zone goes through `by_zone`.

    Attributes
    ----------
    options : csr_array (n_rows, n_options)
    own : csr_array (n_rows, n_facilities)
    rivals : csr_array (n_rows, n_competitors)
    outside : array (n_rows,)
        Buying elsewhere or not at all.
    demand : Series (n_rows,)
        Vehicles/year on the index of the rows.
    """

    options: csr_array
    own: csr_array
    rivals: csr_array
    outside: NDArray[np.float64]
    demand: pd.Series

    @property
    def own_total(self) -> NDArray[np.float64]:
        """Utility of today's network (n_zones,)."""
        return np.asarray(self.own.sum(axis=1), dtype=float)

    @property
    def against(self) -> NDArray[np.float64]:
        """Utility of rivals and the outside option (n_zones,)."""
        return np.asarray(self.rivals.sum(axis=1), dtype=float) + self.outside

    @property
    def rows(self) -> DemandRows:
        """Which zone, segment and line each row is."""
        return DemandRows(self.demand.index)

    def by_zone(self, values: pd.Series | NDArray[np.float64]) -> pd.Series:
        """Return the sums over each zone's parts of values (n_rows,), on the zones' index."""
        return self.rows.by_zone(values)

    def mean_by_zone(self, shares: NDArray[np.float64]) -> pd.Series:
        """Return the share of each zone's whole demand, from those of its parts (n_rows,)."""
        rows = self.rows
        mean = rows.shares_of(self.demand) @ shares if rows.has_parts else shares
        return pd.Series(np.asarray(mean, dtype=float), index=rows.zone_ids)

    def matrix_by_zone(self, shares: csr_array) -> csr_array:
        """Return shares of each zone's whole demand (n_zones, n), from those of its parts (n_rows, n)."""
        return csr_array(self.rows.shares_of(self.demand) @ shares) if self.rows.has_parts else shares

    def times(self, demand: NDArray[np.float64] | float, rivals: float, outside: float) -> Utilities:
        """Return the same market with factors on the demand of zones, one or (n_zones,), and on what others draw."""
        rows = self.rows
        return replace(
            self,
            demand=self.demand * np.broadcast_to(demand, len(rows.zone_ids))[rows.zone],
            rivals=self.rivals * rivals,
            outside=self.outside * outside,
        )


@dataclass(frozen=True)
class Shares:
    """Each zone's demand split up: every row of the four together sums to 1."""

    options: csr_array
    own: csr_array
    rivals: csr_array
    outside: NDArray[np.float64]

    @property
    def network(self) -> NDArray[np.float64]:
        """Share of the own network, old and new (n_zones,)."""
        return np.asarray(self.options.sum(axis=1) + self.own.sum(axis=1), dtype=float)


def utilities(
    study: Study,
    market: Market,
    travel: TravelTimes,
    options: pd.DataFrame,
    known: tuple[References, References] | None = None,
) -> Utilities:
    """Return Huff utilities: attractiveness x decay(minutes), zero beyond `travel.max_minutes` or the format's own.

    A format's sites go by its own rate and midpoint where it has them. The facilities of the market are those that stay
    in every plan. `known` are the references of own sites and of rivals; those of this market if left out.
    """
    area, formats = study.trade_area, study.formats
    reference, of_rivals = known or references(area, market, options)
    new = site_attractiveness(area, formats, options, reference)
    old = site_attractiveness(area, formats, market.facilities, reference)
    tiers, rivals = market.zones["tier"], rival_attractiveness(area, market.competitors, of_rivals)
    to_new, to_own, to_rivals = (travel.decision.to(options["site_id"]), travel.fixed, travel.competitors)
    return Utilities(
        options=_decayed(to_new.minutes, new, part_who_come(study, tiers, options["format"], to_new.minutes)),
        own=_decayed(to_own.minutes, old, part_who_come(study, tiers, market.facilities["format"], to_own.minutes)),
        rivals=_decayed(to_rivals.minutes, rivals, attraction(area, to_rivals.minutes.data)),
        outside=outside_option(area, tiers),
        demand=vehicle_demand(study.demand, market.zones),
    )


def _decayed(minutes: csr_array, attractiveness: NDArray[np.float64], part: NDArray[np.float64]) -> csr_array:
    """Return attractiveness x decay on the stored pairs."""
    data = attractiveness[minutes.indices] * part
    out = csr_array((data, minutes.indices.copy(), minutes.indptr.copy()), shape=minutes.shape)
    out.eliminate_zeros()
    return out


def shares(model: Utilities, is_open: NDArray[np.bool_]) -> Shares:
    """Return how each zone's demand splits when these options (n_options,) open beside today's network.

    A zone that nobody serves keeps its demand outside. The four share the places of their stored pairs with the
    model where these are the same, so that no more than the shares themselves is held twice.
    """
    new = _opened(model.options, is_open)
    total = np.asarray(new.sum(axis=1), dtype=float) + model.own_total + model.against
    part = np.divide(1.0, total, out=np.zeros_like(total), where=total > 0)
    outside = np.where(total > 0, part * model.outside, 1.0)
    return Shares(_scaled(new, part), _scaled(model.own, part), _scaled(model.rivals, part), outside)


def _opened(options: csr_array, is_open: NDArray[np.bool_]) -> csr_array:
    """Return the options' utilities with the pairs of closed ones left out."""
    if is_open.all():
        return options
    columns = np.flatnonzero(is_open)
    kept = options[:, columns]
    return csr_array((kept.data, columns.astype(kept.indices.dtype)[kept.indices], kept.indptr), shape=options.shape)


def _scaled(pairs: csr_array, factor: NDArray[np.float64]) -> csr_array:
    """Return the rows times their factors (n_rows,)."""
    data = np.repeat(factor, np.diff(pairs.indptr))
    data *= pairs.data
    return csr_array((data, pairs.indices, pairs.indptr), shape=pairs.shape)
