"""Whom new sites take their capture from, and who wins that of sites which close."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array, hstack

from siteplan.tradearea.huff import Shares, Utilities, shares

__all__ = ["Transfers", "given_up", "transfers"]

Mask = NDArray[np.bool_]
Places = NDArray[np.intp]


@dataclass(frozen=True)
class Transfers:
    """Vehicles/year that sites (columns) take, and from whom: sites of any id, and those who buy elsewhere or not.

    Attributes
    ----------
    own : DataFrame, a row for each of today's sites (site_id)
    rivals : DataFrame, a row for each rival (site_id)
    outside : Series, from other ways to buy
    """

    own: pd.DataFrame
    rivals: pd.DataFrame
    outside: pd.Series

    @property
    def sites(self) -> pd.Index:
        """Those who take."""
        return self.outside.index

    @property
    def from_own(self) -> pd.Series:
        """Taken from today's sites together."""
        return self.own.sum()

    @property
    def from_rivals(self) -> pd.Series:
        """Taken from rivals together."""
        return self.rivals.sum()

    @property
    def net_new(self) -> pd.Series:
        """Taken from others than today's sites."""
        return self.from_rivals + self.outside

    @property
    def capture(self) -> pd.Series:
        """Taken in all."""
        return self.from_own + self.net_new

    def of(self, sites: Sequence[str] | pd.Series | pd.Index) -> Transfers:
        """Return what these sites take, in their order; nothing where they are unknown."""
        tables = (self.own, self.rivals)
        own, rivals = (table.reindex(columns=list(sites), fill_value=0.0) for table in tables)
        return Transfers(own, rivals, self.outside.reindex(list(sites), fill_value=0.0))


def transfers(
    model: Utilities,
    is_open: Mask,
    own_ids: pd.Index,
    stands: Mask | None = None,
    site_of: Places | None = None,
    rival_ids: pd.Index | None = None,
) -> Transfers:
    """Return vehicles/year that each opened option takes from each own site, from rivals and from outside.

    In each zone, those whose share grows take it from those whose share falls, in proportion to both. Among sites that
    only open beside others this is the Huff model's independence of irrelevant alternatives: when new utility N joins
    what is there, B, an alternative of utility e loses demand x (e / B - e / (B + N)), and the new options take it in
    proportion to their utilities.

    Parameters
    ----------
    own_ids : labels of today's sites: the model's own, then the options that stand
    stands : (n_options,), optional
        Options that are part of today's network; one that is not open closes, or converts where another option of
        its site opens.
    site_of : (n_options,), optional
        Number of each option's site; all unlike each other if not given.
    rival_ids : labels of the rivals (n_rivals,), optional
        Their positions if not given.

    Returns
    -------
    Transfers
        Columns are positions of the opened options. That of a new site sums to its capture; that of a converted one to
        what it wins more, zone by zone. Where no site closes, a row sums to what that site or rival loses.
    """
    flows = _Flows(model, is_open, stands, site_of, each_rival=True)
    opened = np.flatnonzero(is_open & ~flows.stands)
    rivals = pd.RangeIndex(model.rivals.shape[1]) if rival_ids is None else rival_ids
    taken = flows.taken(flows.place_of[opened])
    return Transfers(
        own=pd.DataFrame(taken[: len(own_ids)], index=own_ids, columns=opened),
        rivals=pd.DataFrame(taken[len(own_ids) : -1], index=rivals, columns=opened),
        outside=pd.Series(taken[-1], index=opened),
    )


def given_up(model: Utilities, is_open: Mask, stands: Mask, site_of: Places) -> NDArray[np.float64]:
    """Return vehicles/year that rivals and outside win from each option that stands (n_stands,): see `transfers`."""
    flows = _Flows(model, is_open, stands, site_of, each_rival=False)
    n_own = model.own.shape[1]
    lost: NDArray[np.float64] = flows.taken(np.array([flows.others]))[n_own:-2, 0]
    return lost


class _Flows:
    """Who loses what share of each zone (today's sites, rivals, outside), and who gains it.

    Those who gain are the own sites, the sites with options, and all others together: in a zone, rivals and the
    outside option grow or shrink as one, so that they need not be told apart to be exact.
    """

    def __init__(
        self, model: Utilities, is_open: Mask, stands: Mask | None, site_of: Places | None, each_rival: bool
    ) -> None:
        n_options, n_own = model.options.shape[1], model.own.shape[1]
        self.stands = np.zeros(n_options, dtype=bool) if stands is None else stands
        some = np.flatnonzero(is_open | self.stands)
        sites, number = np.unique(some if site_of is None else site_of[some], return_inverse=True)
        self.place_of = np.full(n_options, -1)
        self.place_of[some] = n_own + number
        self.others = n_own + len(sites)
        together = csr_array((np.ones(len(some)), (some, number)), shape=(n_options, len(sites)))
        before, after = shares(model, self.stands), shares(model, is_open)
        change = _network(after, together) - _network(before, together)
        others = csr_array(hstack([after.rivals - before.rivals, _column(after.outside - before.outside)]))
        self._gains = csr_array(hstack([change.maximum(0.0), _total(others.maximum(0.0))], format="csr"))
        today = np.concatenate((np.arange(n_own), self.place_of[self.stands]))
        losses = (-change).maximum(0.0).tocsc()[:, today]
        self._losses = csr_array(hstack([losses, _losing((-others).maximum(0.0), each_rival)], format="csc").T)
        self._demand = model.demand.to_numpy(dtype=float)

    def taken(self, gaining: Places) -> NDArray[np.float64]:
        """Return vehicles/year that these take from today's sites, rivals and outside: (n_losing, n_gaining)."""
        moving = np.asarray(self._gains.sum(axis=1), dtype=float)
        part = np.divide(self._demand, moving, out=np.zeros_like(moving), where=moving > 0)
        taken: NDArray[np.float64] = (self._losses @ (diags_array(part) @ self._gains[:, gaining])).toarray()
        return taken


def _network(split: Shares, together: csr_array) -> csr_array:
    """Return the shares of own sites and of sites with options (n_zones, n_own + n_sites)."""
    return csr_array(hstack([split.own, split.options @ together], format="csr"))


def _losing(others: csr_array, each_rival: bool) -> csr_array:
    """Return what rivals, each or together, and the outside option lose (n_zones, n)."""
    rivals, outside = others[:, :-1], others[:, [-1]]
    return csr_array(hstack([rivals if each_rival else _total(rivals), outside], format="csc"))


def _total(pairs: csr_array) -> csr_array:
    return _column(np.asarray(pairs.sum(axis=1), dtype=float))


def _column(values: NDArray[np.float64]) -> csr_array:
    return csr_array(values[:, None])
