"""How well zones reach charging: the enhanced two-step floating catchment area (E2SFCA).

Luo and Qi 2009, Health & Place 15 (4), 1100-1107.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from siteplan.study import TradeArea
from siteplan.study.charging_spec import Charging
from siteplan.tradearea.decay import attraction

__all__ = ["access", "catchment_weights", "session_demand", "supply_ratios", "unmet"]

Floats = NDArray[np.float64]


def catchment_weights(spec: Charging, area: TradeArea, minutes: csr_array, limits: Floats) -> csr_array:
    """Return how much a station counts for each zone's people: 1 at the door, 0 beyond their minutes.

    Parameters
    ----------
    minutes : csr_array (n_zones, n_sites)
        A pair that is not stored is out of reach.
    limits : array (n_zones,)
        Minutes that the people of each zone go to charge.

    Returns
    -------
    csr_array (n_zones, n_sites)
        By `spec.weights`, t being minutes as a share of the limit. gaussian: (exp(-t^2 / 2) - exp(-1/2)) /
        (1 - exp(-1/2)) (Dai 2010, Health & Place 16, 1038-1052). steps: bands of equal width, each with its weight
        (Luo and Qi 2009). decay: the trade area's own, cut off at the limit.
    """
    pairs = minutes.tocoo()
    rows, columns = pairs.coords
    limit = limits[rows]
    near = (pairs.data <= limit) & (limit > 0)
    part = pairs.data[near] / limit[near]
    if spec.weights == "gaussian":
        weight = np.maximum((np.exp(-(part**2) / 2) - np.exp(-0.5)) / (1 - np.exp(-0.5)), 0.0)
    elif spec.weights == "steps":
        # A zone at the very edge of a band belongs to it.
        band = np.clip(np.ceil(part * len(spec.steps)).astype(int) - 1, 0, len(spec.steps) - 1)
        weight = np.asarray(spec.steps)[band]
    else:
        weight = attraction(area, pairs.data[near])
    found = csr_array((weight, (rows[near], columns[near])), shape=minutes.shape)
    found.eliminate_zeros()
    return found


def session_demand(weights: csr_array, demand: pd.Series) -> Floats:
    """Return the weighted demand in each station's catchment (n_sites,), in sessions/day."""
    return np.asarray(weights.T @ demand.to_numpy(dtype=float), dtype=float)


def supply_ratios(weights: csr_array, supply: pd.Series, demand: pd.Series) -> pd.Series:
    """Return each station's supply by the weighted demand in its catchment, on the supply's index; 0 without demand.

    The first step: R_j = S_j / sum over k of w_kj D_k.
    """
    asked = session_demand(weights, demand)
    given = supply.to_numpy(dtype=float)
    ratio = np.divide(given, asked, out=np.zeros(len(supply)), where=asked > 0)
    return pd.Series(ratio, index=supply.index, name="ratio")


def access(weights: csr_array, supply: pd.Series, demand: pd.Series) -> pd.Series:
    """Return sessions that stations can give for each session asked, on the demand's index.

    The second step: A_i = sum over j of w_ij R_j. Summed over zones, A_i D_i is the supply of all stations that have
    any demand in reach.
    """
    found = weights @ supply_ratios(weights, supply, demand).to_numpy()
    return pd.Series(np.asarray(found, dtype=float), index=demand.index, name="access")


def unmet(reached: pd.Series, demand: pd.Series, needed: float = 1.0) -> pd.Series:
    """Return sessions/day that each zone's stations leave unserved: D_i (1 - min(1, A_i / needed))."""
    gap: pd.Series = demand * (1 - (reached / needed).clip(upper=1.0))
    return gap.rename("gap")
