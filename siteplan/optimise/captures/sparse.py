"""Sums over the stored entries of sparse matrices."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

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
    """First row of each set of rows that are alike, `beside` (n_rows,) included; and the set (n_rows,) of every row.

    Sets are numbered as they come. Rows are told apart by two sums of random numbers, and then compared.
    """
    matrix.sort_indices()
    first, group = _numbered(_sums(matrix, beside))
    if not _alike(matrix, beside, first[group]):
        raise ArithmeticError("two unlike rows have the same two random sums of 64 bits")
    return first, group


def _sums(matrix: sp.csr_array, beside: Floats) -> NDArray[np.uint64]:
    """(n_rows, 2) sums, modulo 2^64, of a random number for each entry's column and value."""
    rng, sums = np.random.default_rng(0), np.empty((matrix.shape[0], 2), dtype=np.uint64)
    values = _scrambled(matrix.data)
    for k in range(2):
        of_column = rng.integers(0, 2**64, matrix.shape[1], dtype=np.uint64)
        terms = _mixed(of_column[matrix.indices] ^ values)
        before = np.concatenate([np.zeros(1, np.uint64), np.cumsum(terms, dtype=np.uint64)])
        sums[:, k] = before[matrix.indptr[1:]] - before[matrix.indptr[:-1]] + _mixed(_scrambled(beside))
    return sums


def _scrambled(values: Floats) -> NDArray[np.uint64]:
    """Bits of numbers; those of 0 and -0 are the same."""
    return (np.asarray(values, dtype=float) + 0.0).view(np.uint64)


def _mixed(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread bits over all 64, one to one (the finaliser of splitmix64: Steele, Lea and Flood 2014)."""
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        bits = (bits ^ (bits >> np.uint64(shift))) * np.uint64(factor)
    return bits ^ (bits >> np.uint64(31))


def _numbered(keys: NDArray[np.uint64]) -> tuple[Ints, Ints]:
    """First row of each key, in the order in which they come, and the number of every row's key."""
    order = np.lexsort(keys.T)
    new = np.ones(len(keys), dtype=bool)
    new[1:] = (np.diff(keys[order], axis=0) != 0).any(axis=1)
    firsts = np.minimum.reduceat(order, np.flatnonzero(new)) if len(keys) else order
    group = np.empty(len(keys), dtype=np.int64)
    group[order] = np.argsort(np.argsort(firsts))[np.cumsum(new) - 1]
    return np.sort(firsts), group


def _alike(matrix: sp.csr_array, beside: Floats, like: Ints) -> bool:
    """Whether every row equals another (n_rows,), `beside` included."""
    lengths = np.diff(matrix.indptr)
    if (lengths != lengths[like]).any() or (beside != beside[like]).any():
        return False
    others = entries_of(matrix, like)
    return bool((matrix.indices == matrix.indices[others]).all() and (matrix.data == matrix.data[others]).all())
