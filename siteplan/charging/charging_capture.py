"""What one more charging site wins beside today's stations, and how much of the gap it closes."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array

from siteplan.charging.charging_access import session_demand, unmet

__all__ = ["gap_closed", "sessions_won"]

Floats = NDArray[np.float64]


def sessions_won(
    weights: csr_array, supply: pd.Series, demand: pd.Series, there: Floats, adds: NDArray[np.bool_]
) -> pd.Series:
    """Return sessions/day that each site wins, opened alone, on the supply's index; no more than it can give.

    Of the demand that comes at this distance, w_io D_i, a site wins its part of the weighted supply in reach,
    w_io S_o / (sum over j of w_ij S_j + w_io S_o) (Luo 2014, Transactions in GIS 18 (3), 436-448, after Huff).

    Parameters
    ----------
    weights : csr_array (n_zones, n_options)
    supply : Series (n_options,)
        Sessions/day that each can give.
    demand : Series (n_zones,)
        Sessions/day.
    there : array (n_zones,)
        Weighted supply of today's stations in reach of each zone.
    adds : array (n_options,)
        Whether the site adds its supply to today's; else it is one of today's stations.
    """
    pairs = weights.tocoo()
    rows, columns = pairs.coords
    own = pairs.data * supply.to_numpy(dtype=float)[columns]
    whole = there[rows] + own * adds[columns]
    part = np.divide(own, whole, out=np.zeros_like(own), where=whole > 0)
    won = demand.to_numpy(dtype=float)[rows] * pairs.data * np.minimum(part, 1.0)
    come = np.bincount(columns, weights=won, minlength=len(supply))
    return pd.Series(np.minimum(come, supply), index=supply.index, name="sessions")


def gap_closed(
    weights: csr_array, extra: pd.Series, demand: pd.Series, reached: pd.Series, needed: float = 1.0
) -> pd.Series:
    """Return sessions/day of the gap that each site closes, opened alone, on the supply's index.

    Under E2SFCA another station leaves the ratios of the others as they are, so that access becomes A_i + w_io R_o;
    this is exact. `extra` (n_options,) is the supply that each adds, `reached` (n_zones,) today's access.
    """
    asked = session_demand(weights, demand)
    ratio = np.divide(extra.to_numpy(dtype=float), asked, out=np.zeros(len(extra)), where=asked > 0)
    more = csr_array(weights @ diags_array(ratio)).tocoo()
    rows, columns = more.coords
    want, have = demand.to_numpy(dtype=float)[rows], reached.to_numpy(dtype=float)[rows]
    before = unmet(pd.Series(have), pd.Series(want), needed)
    after = unmet(pd.Series(have + more.data), pd.Series(want), needed)
    closed = np.bincount(columns, weights=(before - after).to_numpy(), minlength=len(extra))
    return pd.Series(closed, index=extra.index, name="gap_closed")
