"""Ask: what a run was asked for."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FINEST", "Ask"]

LEAST_TOLERANCE = 1e-5
FINEST = 3e-6
"""Units of a solver that tell two plans apart: its own tolerances are a third of that."""


@dataclass(frozen=True)
class Ask:
    """What a run was asked for: relative gap, solver and seed."""

    gap: float
    solver: str
    seed: int

    @property
    def tolerance(self) -> float:
        """Part of the bound that the relaxation may still overrate its answer by."""
        return max(self.gap / 4, LEAST_TOLERANCE)
