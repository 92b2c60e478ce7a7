"""Ask: what a run was asked for, and what a solver's word is worth for that."""

from __future__ import annotations

from dataclasses import dataclass

from siteplan.optimise.record import Record

__all__ = ["Ask", "refuted", "too_fine"]

LEAST_TOLERANCE = 1e-5
FINEST = 3e-6
"""Units of a solver that tell two plans apart: its own tolerances are a third of that."""
ERRING = 1e-9
"""Part of a plan's value by which a bound may lie below it for rounding."""


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


def too_fine(record: Record, ask: Ask, unit: float, bound: float) -> bool:
    """Whether a gap as asked is less than a solver can tell, so many objective units being one of its own."""
    return record.plan is not None and ask.gap * max(abs(bound), abs(record.value)) < FINEST * unit


def refuted(record: Record, bound: float) -> bool:
    """Whether a plan is better than a solver's bound on whole numbers.

    That rests on the solver's tolerances, and where numbers differ much in size these let it err.
    """
    return record.plan is not None and bound < record.value - ERRING * max(abs(bound), abs(record.value))
