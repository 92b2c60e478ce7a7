"""Dominance in questions of covering: rows that another implies, and sites for which another can stand.

References
----------
Toregas, C. and ReVelle, C. (1972), Optimal location under time or distance constraints, Papers of the Regional Science
Association 28.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["implied_rows", "spare_sites"]

MOST = 30_000_000
"""Pairs of entries that are compared at most: beyond, it costs more than it saves, and nothing is dropped."""


def implied_rows(pattern: sp.csr_array, least: Floats) -> Bools:
    """(n_rows,) rows that hold all options of another, which asks for as many at least; of equals the first stays.

    `pattern` (n_rows, n_options) is of ones; `least` (n_rows,) is how many options a row asks for.
    """
    row, other, common = _pairs(pattern)
    size = np.diff(pattern.indptr)
    holds = (common == size[other]) & (least[other] >= least[row])
    equal = (size[row] == size[other]) & (least[row] == least[other])
    return _any(row[holds & (~equal | (other < row))], pattern.shape[0])


def spare_sites(pattern: sp.csr_array) -> Bools:
    """(n_sites,) sites that another covers as much as, row by row (n_rows, n_sites); of equals the first stays.

    Rows and sites are dropped in turn until no more can be. Only where each row asks for one site, whichever.
    """
    spare = np.zeros(pattern.shape[1], dtype=bool)
    while (more := ~spare & _contained(sp.csr_array(pattern.T))).any():
        spare |= more
        pattern = sp.csr_array(pattern @ sp.diags_array((~spare).astype(float)))
        pattern.eliminate_zeros()
        pattern = sp.csr_array(pattern[~implied_rows(pattern, np.ones(pattern.shape[0]))])
    return spare


def _contained(pattern: sp.csr_array) -> Bools:
    """(n_rows,) rows all of whose columns another has."""
    row, other, common = _pairs(pattern)
    size = np.diff(pattern.indptr)
    within = common == size[row]
    return _any(row[within & ((size[row] < size[other]) | (other < row))], pattern.shape[0])


def _pairs(pattern: sp.csr_array) -> tuple[Ints, Ints, Floats]:
    """Pairs of different rows with columns in common, and how many; none where there would be too many."""
    columns = np.bincount(pattern.indices, minlength=pattern.shape[1]).astype(float)
    if float(columns @ columns) > MOST:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0)
    common = sp.coo_array(pattern @ pattern.T)
    row, other = common.coords
    different = row != other
    return row[different], other[different], common.data[different]


def _any(rows: Ints, n_rows: int) -> Bools:
    found = np.zeros(n_rows, dtype=bool)
    found[rows] = True
    return found
