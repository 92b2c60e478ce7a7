"""Whom new sites take their capture from, and who wins that of sites which close."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array, hstack

from siteplan.tradearea.huff_shares import Utilities, shares

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
    flows = _Flows(model, is_open, stands, site_of)
    opened = np.flatnonzero(is_open & ~flows.stands)
    rivals = pd.RangeIndex(model.rivals.shape[1]) if rival_ids is None else rival_ids
    gained = flows.of_options(opened)
    own = np.concatenate([flows.taken(flows.own, gained), flows.taken(flows.standing, gained)])
    return Transfers(
        own=pd.DataFrame(own, index=own_ids, columns=opened),
        rivals=pd.DataFrame(flows.taken(flows.rivals, gained), index=rivals, columns=opened),
        outside=pd.Series(flows.taken(flows.outside, gained)[0], index=opened),
    )


def given_up(model: Utilities, is_open: Mask, stands: Mask, site_of: Places) -> NDArray[np.float64]:
    """Return vehicles/year that rivals and outside win from each option that stands (n_stands,): see `transfers`."""
    flows = _Flows(model, is_open, stands, site_of)
    return flows.taken(flows.standing, flows.others)[:, 0]


class _Flows:
    """How the share of each zone changes: more than nothing where it is gained, less where it is lost.

    Those who gain are the own sites, the sites with options, and all others together: in a zone, rivals and the
    outside option grow or shrink as one, so that they need not be told apart to be exact.

    Attributes
    ----------
    stands : (n_options,) options that are part of today's network
    own, rivals, outside : (n_zones, n_facilities), (n_zones, n_rivals), (n_zones, 1)
    others : (n_zones, 1) what rivals and the outside option gain together
    """

    def __init__(self, model: Utilities, is_open: Mask, stands: Mask | None, site_of: Places | None) -> None:
        n_options = model.options.shape[1]
        self.stands = np.zeros(n_options, dtype=bool) if stands is None else stands
        some = np.flatnonzero(is_open | self.stands)
        sites, number = np.unique(some if site_of is None else site_of[some], return_inverse=True)
        self._site_of = np.full(n_options, -1)
        self._site_of[some] = number
        together = csr_array((np.ones(len(some)), (some, number)), shape=(n_options, len(sites)))
        before, after = shares(model, self.stands), shares(model, is_open)
        self.own = csr_array(after.own - before.own)
        self._sites = csr_array(after.options @ together - before.options @ together)
        self.rivals = csr_array(after.rivals - before.rivals)
        self.outside = csr_array((after.outside - before.outside)[:, None])
        self.others = _total([self.rivals, self.outside])
        self._part = _quotient(model.demand.to_numpy(dtype=float), _total([self.own, self._sites, self.others]))

    def of_options(self, options: Places) -> csr_array:
        """Return the change at the sites of some options (n_zones, len(options)); none but those open or standing."""
        return csr_array(self._sites[:, self._site_of[options]])

    @property
    def standing(self) -> csr_array:
        """The change at the sites of the options that stand (n_zones, n_stands)."""
        return self.of_options(np.flatnonzero(self.stands))

    def taken(self, losing: csr_array, gaining: csr_array) -> NDArray[np.float64]:
        """Return vehicles/year that those who gain take from those who lose: (n_losing, n_gaining)."""
        lost = csr_array((-losing).maximum(0.0).tocsc().T)
        taken: NDArray[np.float64] = (lost @ (diags_array(self._part) @ gaining.maximum(0.0))).toarray()
        return taken


def _total(changes: list[csr_array]) -> csr_array:
    """Return what all of these gain together (n_zones, 1)."""
    gained = csr_array(hstack([change.maximum(0.0) for change in changes], format="csr"))
    return csr_array(np.asarray(gained.sum(axis=1), dtype=float)[:, None])


def _quotient(demand: NDArray[np.float64], moving: csr_array) -> NDArray[np.float64]:
    """Return demand for each share that moves (n_zones,); nothing where none does."""
    whole = moving.toarray()[:, 0]
    each: NDArray[np.float64] = np.divide(demand, whole, out=np.zeros_like(whole), where=whole > 0)
    return each
