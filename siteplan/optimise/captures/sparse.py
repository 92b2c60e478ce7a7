"""Sums over the stored entries of sparse matrices."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["entries_of", "first_of_most", "row_most", "row_of", "same_rows", "summed"]


def row_of(matrix: sp.csr_array) -> Ints:
    """(n_entries,) row of each stored entry."""
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))


def entries_of(matrix: sp.csr_array | sp.csc_array, lines: Ints) -> Ints:
    """Numbers of the stored entries of some rows (of a csc matrix: columns), line by line."""
    counts = np.diff(matrix.indptr)[lines]
    before = np.cumsum(counts) - counts
    return np.asarray(np.arange(int(counts.sum())) + np.repeat(matrix.indptr[lines] - before, counts))


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


def same_rows(matrix: sp.csr_array, beside: Floats) -> tuple[Ints, Ints]:
    """First row of each set of rows that are alike, `beside` (n_rows,) included; and the set (n_rows,) of every row."""
    matrix.sort_indices()
    spans = zip(matrix.indptr[:-1].tolist(), matrix.indptr[1:].tolist(), beside.tolist(), strict=True)
    keys = [(number, matrix.indices[a:b].tobytes(), matrix.data[a:b].tobytes()) for a, b, number in spans]
    sets = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    group = np.array([sets[key] for key in keys], dtype=np.int64)
    return np.unique(group, return_index=True)[1], group
