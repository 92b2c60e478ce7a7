"""Arrays by zone in the rows of the market: where demand is in parts, people stand in those of the first alone."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from siteplan.groundwork import Groundwork

__all__ = ["matrix_in_rows", "values_in_rows"]


def values_in_rows(ground: Groundwork, values: NDArray[Any], nobody: Any = 0) -> NDArray[Any]:
    """Return values of zones (n_zones,) as (n_rows,), with `nobody` in the rows where nobody stands."""
    return np.concatenate([values, np.full(_more(ground), nobody, dtype=values.dtype)])


def matrix_in_rows(ground: Groundwork, of_zones: csr_array) -> csr_array:
    """Return a matrix (n_zones, n) as (n_rows, n), with nothing in the rows where nobody stands."""
    n_zones, columns = of_zones.shape
    starts = np.append(of_zones.indptr, np.full(_more(ground), of_zones.indptr[-1]))
    return csr_array((of_zones.data, of_zones.indices, starts), shape=(n_zones + _more(ground), columns))


def _more(ground: Groundwork) -> int:
    return len(ground.model.demand) - len(ground.market.zones)
