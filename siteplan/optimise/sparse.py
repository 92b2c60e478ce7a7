"""Sums over the stored entries of sparse matrices."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["first_of_most", "row_most", "row_of", "summed"]


def row_of(matrix: sp.csr_array) -> Ints:
    """(n_entries,) row of each stored entry."""
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))


def summed(index: Ints, weights: Floats | Bools, length: int) -> Floats:
    """(length,) sum of the weights that carry each index."""
    return np.bincount(index, weights=weights, minlength=length).astype(float, copy=False)


def row_most(values: Floats, indptr: Ints) -> Floats:
    """(n_rows,) largest value of each row's entries, 0 of an empty row; no value may be negative."""
    most = np.zeros(len(indptr) - 1)
    filled = np.flatnonzero(np.diff(indptr))
    if len(filled):
        most[filled] = np.maximum.reduceat(values, indptr[filled])
    return most


def first_of_most(matrix: sp.csr_array, values: Floats, above: float = 0.0) -> Ints:
    """Entry of the highest of the values (n_entries,) in each row, of rows where that exceeds `above`."""
    row = row_of(matrix)
    highest = np.flatnonzero((values == row_most(values, matrix.indptr)[row]) & (values > above))
    return np.asarray(highest[np.unique(row[highest], return_index=True)[1]])
