"""Which zones lie within reach of a place, and what is found there."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from siteplan.market import Market
from siteplan.study import Travel
from siteplan.travel.endpoints import zones_as_places
from siteplan.travel.straight_line import straight_line_minutes
from siteplan.travel.times import minutes_source

__all__ = ["around_zones", "best_places", "means_around", "to_places"]

Numbers = NDArray[np.float64]


def around_zones(travel: Travel, market: Market, minutes: float) -> csr_array:
    """Return which zones reach each zone within so many minutes by straight line: 0 and 1 (n_zones, n_zones).

    A zone reaches itself, however large it is.
    """
    places = zones_as_places(market)
    near = straight_line_minutes(travel.model_copy(update={"max_minutes": minutes}), places, places)
    rows, columns = near.nonzero()
    every = np.arange(len(places))
    i, j = np.concatenate((rows, every)), np.concatenate((columns, every))
    return _as_reach(csr_array((np.ones(len(i)), (i, j)), shape=near.shape))


def to_places(travel: Travel, market: Market, minutes: float, chosen: NDArray[np.intp]) -> csr_array:
    """Return which zones reach these zones within so many minutes: 0 and 1 (n_zones, n_chosen).

    Minutes are those of the study's source; by straight line where the study's own minutes name no zones as ends.
    """
    places = zones_as_places(market)
    ends = places.pick(np.isin(np.arange(len(places)), chosen))
    source = travel.model_copy(update={"source": "straight_line"}) if travel.source == "minutes" else travel
    found = minutes_source(source.model_copy(update={"max_minutes": minutes}), market)(places, ends)
    order = np.argsort(np.argsort(chosen))  # `pick` keeps the zones' order
    rows, columns = found.nonzero()
    there = csr_array((np.ones(len(rows)), (rows, columns)), shape=found.shape)[:, order]
    home = csr_array((np.ones(len(chosen)), (chosen, np.arange(len(chosen)))), shape=there.shape)
    return _as_reach(csr_array(there + home))


def _as_reach(counts: csr_array) -> csr_array:
    """Return 1 wherever something is counted."""
    counts.sum_duplicates()
    return csr_array((np.ones_like(counts.data), counts.indices, counts.indptr), shape=counts.shape)


def best_places(reach: csr_array, worth: Numbers, most: int) -> tuple[NDArray[np.intp], Numbers]:
    """Return the places with most worth within reach, and how much: no zone counts for two of them.

    `reach` (n_zones, n_places) is 0 and 1, `worth` (n_zones,). The best place takes its zones, then the next is the
    best of what is left: so neighbours of a good place are not listed again.
    """
    left, chosen, sums = worth.copy(), [], []
    columns = csr_array(reach.T)
    for _ in range(min(most, columns.shape[0])):
        found = columns @ left
        best = int(found.argmax())
        if not found[best] > 0:
            break
        chosen.append(best)
        sums.append(float(found[best]))
        left[columns.indices[columns.indptr[best] : columns.indptr[best + 1]]] = 0.0
    return np.array(chosen, dtype=np.intp), np.array(sums)


def means_around(reach: csr_array, persons: Numbers, values: pd.Series) -> Numbers:
    """Return the mean of a zone value (n_zones,) over persons within reach of each place; NaN where none is known."""
    x = values.to_numpy(dtype=float)
    known = persons * np.isfinite(x)
    top, bottom = reach.T @ (known * np.nan_to_num(x)), reach.T @ known
    return np.asarray(np.divide(top, bottom, out=np.full(len(bottom), np.nan), where=bottom > 0))
