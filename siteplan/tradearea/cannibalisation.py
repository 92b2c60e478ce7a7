"""Whom new sites take their capture from, and who wins that of sites which close."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array, hstack

from siteplan.tradearea.huff import Utilities, shares

__all__ = ["given_up", "transfers"]

Mask = NDArray[np.bool_]
Places = NDArray[np.intp]


def transfers(
    model: Utilities, is_open: Mask, own_ids: pd.Index, stands: Mask | None = None, site_of: Places | None = None
) -> pd.DataFrame:
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

    Returns
    -------
    DataFrame
        Columns are positions of the opened options, rows the own sites, then "rivals" and "outside". The column of a
        new site sums to its capture; that of a converted one to what it wins more, zone by zone.
    """
    flows = _Flows(model, is_open, stands, site_of)
    opened = np.flatnonzero(is_open & ~flows.stands)
    taken = flows.matrix[np.ix_(flows.today, flows.place_of[opened])]
    return pd.DataFrame(taken, index=[*own_ids, "rivals", "outside"], columns=opened)


def given_up(model: Utilities, is_open: Mask, stands: Mask, site_of: Places) -> NDArray[np.float64]:
    """Return vehicles/year that rivals and outside win from each option that stands (n_stands,): see `transfers`."""
    flows = _Flows(model, is_open, stands, site_of)
    lost: NDArray[np.float64] = flows.matrix[flows.place_of[stands], -2:].sum(axis=1)
    return lost


class _Flows:
    """Vehicles/year from each alternative to each other: own sites, sites with options, rivals, outside."""

    def __init__(self, model: Utilities, is_open: Mask, stands: Mask | None, site_of: Places | None) -> None:
        n_options, n_own = model.options.shape[1], model.own.shape[1]
        self.stands = np.zeros(n_options, dtype=bool) if stands is None else stands
        some = np.flatnonzero(is_open | self.stands)
        sites, number = np.unique(some if site_of is None else site_of[some], return_inverse=True)
        self.place_of = np.full(n_options, -1)
        self.place_of[some] = n_own + number
        self.today = np.concatenate((np.arange(n_own), self.place_of[self.stands], n_own + len(sites) + np.arange(2)))
        together = csr_array((np.ones(len(some)), (some, number)), shape=(n_options, len(sites)))
        before, after = (_shares(model, mask, together) for mask in (self.stands, is_open))
        self.matrix = _flows(model.demand.to_numpy(dtype=float), csr_array(after - before))


def _shares(model: Utilities, is_open: Mask, together: csr_array) -> csr_array:
    """Return the share of each alternative (n_zones, n_alternatives); every row sums to 1."""
    split = shares(model, is_open)
    rivals = np.asarray(split.rivals.sum(axis=1), dtype=float)
    others = csr_array(np.column_stack((rivals, split.outside)))
    return csr_array(hstack([split.own, split.options @ together, others], format="csr"))


def _flows(demand: NDArray[np.float64], change: csr_array) -> NDArray[np.float64]:
    """Return what moves from each alternative to each other, by the change of their shares (n_zones, n)."""
    gains, losses = change.maximum(0.0), (-change).maximum(0.0)
    moving = np.asarray(gains.sum(axis=1), dtype=float)
    part = np.divide(demand, moving, out=np.zeros_like(demand), where=moving > 0)
    moved: NDArray[np.float64] = (csr_array(losses.T) @ diags_array(part) @ gains).toarray()
    return moved
