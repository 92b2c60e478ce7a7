"""SolveParams: what a run was asked for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["FINEST", "SolveParams"]

LEAST_TOLERANCE = 1e-5
FINEST = 3e-6
"""Units of a solver that tell two plans apart: its own tolerances are a third of that."""
BELOW = 1e-9
"""Part of a target by which what misses it lies below it."""


@dataclass(frozen=True)
class SolveParams:
    """What a run was asked for: relative gap, solver, seed, and what a plan is worth that is enough."""

    gap: float
    solver: str
    seed: int
    target: float = -np.inf

    @property
    def tolerance(self) -> float:
        """Part of the bound that the relaxation may still overrate its answer by."""
        return max(self.gap / 4, LEAST_TOLERANCE)

    @property
    def missed(self) -> float:
        """Nothing that is worth no more is of interest: it lies below the target, if only just."""
        return self.target - BELOW * abs(self.target) if np.isfinite(self.target) else -np.inf
