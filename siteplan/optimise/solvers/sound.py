"""Sound: rows as a solver takes them - none of its numbers too small or too large for it, and no point lost."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from siteplan.optimise.captures.sparse import row_of, summed
from siteplan.optimise.tolerances import LARGEST_LIMIT, SMALLEST_ENTRY
from siteplan.optimise.types import Floats

__all__ = ["Block", "sound"]

Block = tuple[sp.csr_array, Floats, Floats]
"""Rows, their lower and their upper limits."""


def sound(block: Block, lower: Floats, upper: Floats) -> Block:
    """Return the rows over columns within these bounds, every point kept that met them.

    An entry that the solver would drop goes to the row's limits at its worst; a limit out of all proportion to what the
    row can come to is one that asks nothing, or one that nothing meets.
    """
    matrix, least, most = block
    small = np.abs(matrix.data) < 1.5 * SMALLEST_ENTRY
    if small.any():
        low, high = _reach(matrix, np.where(small, matrix.data, 0.0), lower, upper)
        matrix = matrix.copy()
        matrix.data[small] = 0.0
        matrix.eliminate_zeros()
        least, most = least - high, most - low
    return matrix, *_within(matrix, least, most, lower, upper)


def _within(matrix: sp.csr_array, least: Floats, most: Floats, lower: Floats, upper: Floats) -> tuple[Floats, Floats]:
    """Return the limits without numbers that no solver takes."""
    far = np.isfinite(least) & (np.abs(least) > LARGEST_LIMIT), np.isfinite(most) & (np.abs(most) > LARGEST_LIMIT)
    if not (far[0].any() or far[1].any()):
        return least, most
    low, high = _reach(matrix, matrix.data, lower, upper)
    beyond = 1.0 + 2.0 * np.maximum(np.abs(low), np.abs(high))
    least = np.where(far[0], np.where(least > 0, np.minimum(least, beyond), -np.inf), least)
    return least, np.where(far[1], np.where(most < 0, np.maximum(most, -beyond), np.inf), most)


def _reach(matrix: sp.csr_array, entries: Floats, lower: Floats, upper: Floats) -> tuple[Floats, Floats]:
    """(n_rows,) the least and the most that some entries (n_entries,) of the rows can come to."""
    row, n_rows = row_of(matrix), matrix.shape[0]
    ends = entries * lower[matrix.indices], entries * upper[matrix.indices]
    return summed(row, np.minimum(*ends), n_rows), summed(row, np.maximum(*ends), n_rows)
