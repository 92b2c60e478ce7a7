"""Takers: which options take from which sites what these win."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from siteplan.optimise.captures.sparse import ones, row_of
from siteplan.optimise.types import Ints

__all__ = ["renamed", "takers"]


def takers(everyone: sp.csc_array, pull: sp.csr_array, who: Ints, known: sp.csr_array | None) -> sp.csr_array:
    """(n_some, n_options) stored where an option pulls on a zone of some options and facilities (n_some,), in order.

    Parameters
    ----------
    everyone, pull : (n_zones, n_options + n_facilities), (n_zones, n_options)
    known : csr (n_options, n_options), or None
        The same of options, where it was worked out before.
    """
    n_known = 0 if known is None else int(np.searchsorted(who, pull.shape[1]))
    first = [] if known is None else [sp.csr_array(known[who[:n_known]])]
    rest = sp.csr_array(ones(sp.csc_array(everyone[:, who[n_known:]])).T @ ones(pull))
    return sp.csr_array(sp.vstack([*first, rest], format="csr"))


def renamed(matrix: sp.csr_array, old: Ints, new: Ints) -> sp.csr_array:
    """Return the matrix with the entry of each row in column `old` (n_rows,) stored in column `new` in its place."""
    row = row_of(matrix)
    columns = np.where(matrix.indices == old[row], new[row], matrix.indices)
    out = sp.csr_array((matrix.data, columns, matrix.indptr), shape=matrix.shape)
    out.sort_indices()
    return out
