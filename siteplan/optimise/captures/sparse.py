"""Sums over the stored entries of sparse matrices."""

from __future__ import annotations

import itertools
from typing import TypeVar

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from siteplan.optimise.types import Bools, Floats, Ints

__all__ = [
    "canonical",
    "entries_of",
    "finite_from_zero",
    "first_of_most",
    "in_units",
    "ones",
    "pieces",
    "ratio",
    "row_most",
    "row_of",
    "rows_of",
    "same_entries",
    "same_rows",
    "some_columns",
    "strongest_of_others",
    "summed",
    "summed_most",
    "sums_of_others",
    "taken_from",
    "with_entries",
    "with_numbers",
]

M = TypeVar("M", sp.csr_array, sp.csc_array)


def row_of(matrix: sp.csr_array) -> Ints:
    """(n_entries,) row of each stored entry."""
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))


def canonical(matrix: sp.csr_array | sp.csr_matrix) -> sp.csr_array:
    """Return the numbers of a matrix with each entry stored once, in short integers; its own arrays where they do."""
    whole = sp.csr_array(matrix).astype(float, copy=False)
    if not whole.has_canonical_format:
        whole = whole.copy()
        whole.sum_duplicates()
    if max(whole.nnz, *whole.shape) > np.iinfo(np.int32).max:
        return whole
    places = (whole.indices.astype(np.int32, copy=False), whole.indptr.astype(np.int32, copy=False))
    return sp.csr_array((whole.data, *places), shape=whole.shape)


def taken_from(values: Floats, place: Ints, none: float = 0.0) -> Floats:
    """(n_places,) the value at each place; `none` at -1, even where there is no value at all."""
    return np.append(values, none)[place]


def ratio(parts: Floats, wholes: Floats) -> Floats:
    """Return parts by wholes; nothing where there is no whole."""
    return np.divide(parts, wholes, out=np.zeros_like(wholes), where=wholes > 0)


def with_numbers(matrix: M, data: Floats) -> M:
    """Return a matrix with other numbers at its entries."""
    return type(matrix)((data, matrix.indices, matrix.indptr), shape=matrix.shape)


def same_entries(matrix: sp.csr_array, other: sp.csr_array) -> bool:
    """Return whether two matrices store the same pairs, whatever their numbers."""
    if matrix.shape != other.shape or matrix.nnz != other.nnz:
        return False
    return np.array_equal(matrix.indptr, other.indptr) and np.array_equal(matrix.indices, other.indices)


def pieces(indptr: Ints, entries: int) -> list[slice]:
    """Rows that come after each other, in pieces of so many entries at most; each at least one row."""
    cuts, n_rows = [0], len(indptr) - 1
    while cuts[-1] < n_rows:
        end = int(np.searchsorted(indptr, indptr[cuts[-1]] + entries, side="right")) - 1
        cuts.append(min(max(end, cuts[-1] + 1), n_rows))
    return [slice(a, b) for a, b in itertools.pairwise(cuts)]


def with_entries(matrix: sp.csr_array, kept: Bools) -> sp.csr_array:
    """Return the matrix with some of its entries (n_entries,)."""
    entries = np.flatnonzero(kept)
    ends = np.searchsorted(entries, matrix.indptr).astype(matrix.indptr.dtype)
    return sp.csr_array((matrix.data[entries], matrix.indices[entries], ends), shape=matrix.shape)


def some_columns(matrix: sp.csc_array, kept: Bools) -> sp.csc_array:
    """Return the matrix with some of its columns (n_columns,), the others empty."""
    part, counts = matrix[:, np.flatnonzero(kept)], np.where(kept, np.diff(matrix.indptr), 0)
    ends = np.concatenate([[0], np.cumsum(counts)]).astype(matrix.indptr.dtype)
    return sp.csc_array((part.data, part.indices, ends), shape=matrix.shape)


def rows_of(matrix: sp.csr_array, rows: slice) -> sp.csr_array:
    """Return some rows; no number is copied, as a constructor would do with parts of larger arrays."""
    ends = matrix.indptr[rows.start : rows.stop + 1]
    entries, part = slice(ends[0], ends[-1]), sp.csr_array((rows.stop - rows.start, matrix.shape[1]))
    part.data, part.indices, part.indptr = matrix.data[entries], matrix.indices[entries], ends - ends[0]
    return part


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


def summed_most(matrix: sp.csr_array, group_of: Ints) -> Floats:
    """(n_rows,) sum over groups of columns of the largest number of each; no number may be negative."""
    row = row_of(matrix)
    group, most = group_of[matrix.indices], matrix.data
    if (np.diff(group_of) < 0).any():
        order = np.lexsort((group, row))
        group, most = group[order], most[order]
    first = np.diff(group, prepend=-1) != 0
    first[matrix.indptr[:-1][np.diff(matrix.indptr) > 0]] = True
    starts = np.flatnonzero(first)
    most = np.maximum.reduceat(most, starts) if len(starts) else np.empty(0)
    return summed(row[starts], most, matrix.shape[0])


def strongest_of_others(matrix: sp.csr_array, group_of: Ints) -> Floats:
    """(n_entries,) sum of the largest entries of each group of columns in the row, without the entry's own group."""
    most, key = (
        summed_most(matrix, group_of),
        row_of(matrix) * (int(group_of.max(initial=0)) + 1) + group_of[matrix.indices],
    )
    _, place = np.unique(key, return_inverse=True)
    largest = np.zeros(int(place.max(initial=-1)) + 1)
    np.maximum.at(largest, place, matrix.data)
    return np.asarray(np.maximum(most[row_of(matrix)] - largest[place], 0.0))


def sums_of_others(matrix: sp.csr_array, base: Floats) -> Floats:
    """(n_entries,) base (n_rows,) and the row's entries without each one itself; none may be negative.

    Without one that makes up more than half it is summed anew: a difference would keep the rounding error of that.
    """
    row = row_of(matrix)
    whole = base + summed(row, matrix.data, matrix.shape[0])
    rest, leads = whole[row] - matrix.data, np.flatnonzero(matrix.data > whole[row] / 2)
    if len(leads):
        small = matrix.data.copy()
        small[leads] = 0.0
        rest[leads] = (base + summed(row, small, matrix.shape[0]))[row[leads]]
    return np.asarray(np.maximum(rest, 0.0))


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


def in_units(matrix: sp.csr_array | sp.csr_matrix, unit: Floats) -> sp.csr_array:
    """Return the matrix in units (n_rows,) of its own for each row."""
    divided = canonical(sp.csr_array(matrix).astype(float))
    divided.data = divided.data / unit[row_of(divided)]
    divided.eliminate_zeros()
    return divided


def ones(matrix: sp.csr_array | sp.csc_array) -> sp.csr_array:
    """Return where something is stored."""
    there = sp.csr_array(matrix)
    return sp.csr_array((np.ones(there.nnz), there.indices, there.indptr), shape=there.shape)


def finite_from_zero(values: Floats) -> bool:
    """Whether all numbers are finite and none is negative."""
    return bool(np.isfinite(values).all() and (np.asarray(values) >= 0).all())
