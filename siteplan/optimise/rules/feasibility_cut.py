"""Bar: a linear inequality on the options alone, which every plan that meets the rules meets."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["Bar", "matrix_of"]


class Bar(NamedTuple):
    """factors @ y[options] <= most."""

    options: Ints
    factors: Floats
    most: float

    @classmethod
    def excluding(cls, plan: Bools) -> Bar:
        """Bar one plan (n_options,): some option must differ."""
        return cls(np.arange(len(plan)), np.where(plan, 1.0, -1.0), float(plan.sum()) - 1.0)

    @classmethod
    def together(cls, options: Ints) -> Bar:
        """Bar every plan that opens all of these."""
        return cls(options, np.ones(len(options)), float(len(options)) - 1.0)

    def excess(self, y: Floats) -> float:
        """By how much y (n_options,) breaks it; negative where it does not."""
        return float(self.factors @ y[self.options] - self.most)

    @property
    def key(self) -> bytes:
        """The same for the same bar."""
        return self.options.tobytes() + self.factors.tobytes() + np.float64(self.most).tobytes()


def matrix_of(bars: tuple[Bar, ...], n_options: int) -> tuple[sp.csr_array, Floats]:
    """One row (n_options,) a bar, and its limit."""
    starts = np.cumsum([0, *(len(bar.options) for bar in bars)])
    columns = np.concatenate([np.empty(0, dtype=np.int64), *(bar.options for bar in bars)])
    factors = np.concatenate([np.empty(0), *(bar.factors for bar in bars)])
    matrix = sp.csr_array((factors, columns, starts), shape=(len(bars), n_options))
    return matrix, np.array([bar.most for bar in bars], dtype=float)
