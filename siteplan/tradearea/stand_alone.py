"""What each option would win alone beside today's network, and what today's sites win."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from siteplan.tradearea.huff_shares import Utilities, shares

__all__ = ["captures_alone", "captures_today"]


def captures_alone(model: Utilities, stands: NDArray[np.bool_], site_of: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return vehicles/year that each option would win if it alone opened beside today's network (n_options,).

    `stands` (n_options,) are the options that are part of today's network, `site_of` (n_options,) numbers the sites:
    an option at a site that stands takes the place of what is there.
    """
    today = model.own_total + model.against + model.options @ stands.astype(float)
    pairs = model.options.tocoo()
    beside = today[pairs.row] - _there_already(model.options, stands, site_of)[pairs.row, pairs.col]
    total = beside + pairs.data
    won = model.demand.to_numpy(dtype=float)[pairs.row] * np.divide(
        pairs.data, total, out=np.zeros_like(total), where=total > 0
    )
    return np.asarray(np.bincount(pairs.col, won, minlength=model.options.shape[1]), dtype=float)


def _there_already(options: csr_array, stands: NDArray[np.bool_], site_of: NDArray[np.intp]) -> csr_array:
    """Return what stands at the site of each option, by its utility (n_zones, n_options)."""
    standing = np.flatnonzero(stands)
    column = pd.Series(standing, index=site_of[standing]).reindex(site_of)
    known = column.notna().to_numpy()
    pick = csr_array(
        (np.ones(int(known.sum())), (column[known].to_numpy(dtype=int), np.flatnonzero(known))),
        shape=(options.shape[1], options.shape[1]),
    )
    return csr_array(options @ pick)


def captures_today(model: Utilities, stands: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return vehicles/year that today's sites win: those that stay (n_facilities,), and options (n_options,).

    An option that does not stand wins nothing today.
    """
    split = shares(model, stands)
    demand = model.demand.to_numpy(dtype=float)
    return demand @ split.own, demand @ split.options
