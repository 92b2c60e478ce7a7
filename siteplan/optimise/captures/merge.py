"""Merge: zones that the same options cover, as one zone of their weights' sum; no plan's value changes."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from siteplan.optimise.captures.sparse import same_rows, summed
from siteplan.optimise.types import Bools, Floats

__all__ = ["merged_covers"]

Merged = tuple[sp.csr_array, Floats, Bools]


def merged_covers(covers: sp.csr_array | sp.csr_matrix | Floats, weights: Floats, own: Bools, entries: int) -> Merged:
    """Return covers (n_sets, n_options), weights (n_sets,) and own (n_sets,) of the zones that differ.

    Zones that own facilities cover are one, whatever else covers them; those that nothing covers are another.
    So many entries are looked at together: what it takes beside the input is bounded by them.
    """
    n_zones, n_options = np.shape(covers)
    n_entries = covers.nnz if sp.issparse(covers) else n_zones * n_options
    step = max(int(entries * n_zones / max(n_entries, 1)), 1)
    blocks = [slice(start, start + step) for start in range(0, max(n_zones, 1), step)]
    parts = [_together(_pattern(covers[rows], own[rows]), weights[rows], own[rows]) for rows in blocks]
    return parts[0] if len(parts) == 1 else _together(*_stacked(parts))


def _together(pattern: sp.csr_array, weights: Floats, own: Bools) -> Merged:
    first, group = same_rows(pattern, own.astype(float))
    return sp.csr_array(pattern[first]), summed(group, weights, len(first)), own[first]


def _stacked(parts: list[Merged]) -> Merged:
    covers, weights, own = zip(*parts, strict=True)
    return sp.csr_array(sp.vstack(covers, format="csr")), np.concatenate(weights), np.concatenate(own)


def _pattern(covers: sp.csr_array | sp.csr_matrix | Floats, own: Bools) -> sp.csr_array:
    """(n_zones, n_options) ones where an option covers what own facilities do not."""
    part = sp.csr_array(covers).astype(bool)
    part.sum_duplicates()
    part.eliminate_zeros()
    keep = ~np.repeat(own, np.diff(part.indptr))
    ends = np.concatenate([[0], np.cumsum(keep)])[part.indptr]
    return sp.csr_array((np.ones(int(keep.sum())), part.indices[keep], ends), shape=part.shape)
