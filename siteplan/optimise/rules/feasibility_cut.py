"""FeasibilityCut: a linear inequality on the options alone, which every plan that meets the rules meets."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["FeasibilityCut", "matrix_of"]


class FeasibilityCut(NamedTuple):
    """factors @ y[options] <= most: a feasibility cut, and a no-good cut where it is about one plan alone."""

    options: Ints
    factors: Floats
    most: float

    @classmethod
    def excluding(cls, plan: Bools) -> FeasibilityCut:
        """Cut off one plan (n_options,), by a no-good cut: some option must differ."""
        return cls(np.arange(len(plan)), np.where(plan, 1.0, -1.0), float(plan.sum()) - 1.0)

    @classmethod
    def together(cls, options: Ints) -> FeasibilityCut:
        """Cut off every plan that opens all of these: a cover cut."""
        return cls(options, np.ones(len(options)), float(len(options)) - 1.0)

    def excess(self, y: Floats) -> float:
        """By how much y (n_options,) breaks it; negative where it does not."""
        return float(self.factors @ y[self.options] - self.most)

    @property
    def key(self) -> bytes:
        """The same for the same cut."""
        return self.options.tobytes() + self.factors.tobytes() + np.float64(self.most).tobytes()


def matrix_of(cuts: tuple[FeasibilityCut, ...], n_options: int) -> tuple[sp.csr_array, Floats]:
    """One row (n_options,) a cut, and its limit."""
    starts = np.cumsum([0, *(len(cut.options) for cut in cuts)])
    columns = np.concatenate([np.empty(0, dtype=np.int64), *(cut.options for cut in cuts)])
    factors = np.concatenate([np.empty(0), *(cut.factors for cut in cuts)])
    matrix = sp.csr_array((factors, columns, starts), shape=(len(cuts), n_options))
    return matrix, np.array([cut.most for cut in cuts], dtype=float)
