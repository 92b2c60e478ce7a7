"""Sums over the stored entries of sparse matrices."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["row_of", "summed"]


def row_of(matrix: sp.csr_array) -> Ints:
    """(n_entries,) row of each stored entry."""
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))


def summed(index: Ints, weights: Floats | Bools, length: int) -> Floats:
    """(length,) sum of the weights that carry each index."""
    return np.bincount(index, weights=weights, minlength=length).astype(float, copy=False)
