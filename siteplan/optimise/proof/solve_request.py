"""SolveRequest: what a run was asked for."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from siteplan.optimise.bounds.relaxation import RelaxationParams
from siteplan.optimise.incumbent import Incumbent
from siteplan.optimise.tolerances import TARGET_MISSED

__all__ = ["SolveRequest"]


@dataclass(frozen=True)
class SolveRequest:
    """What a run was asked for, and what all its parts have in common.

    Attributes
    ----------
    gap : relative
    solver, seed : of the mixed-integer masters
    target : what a plan is worth that is enough
    relaxation : how relaxations are tightened
    """

    gap: float
    solver: str
    seed: int
    target: float = -np.inf
    relaxation: RelaxationParams = field(default_factory=RelaxationParams)

    @property
    def tolerance(self) -> float:
        """Part of the bound that the relaxation may still overrate its answer by."""
        return self.relaxation.tolerance(self.gap)

    @property
    def missed(self) -> float:
        """Nothing that is worth no more is of interest: it lies below the target, if only just."""
        return self.target - TARGET_MISSED * abs(self.target) if np.isfinite(self.target) else -np.inf

    def better(self, incumbent: Incumbent, share: float) -> float:
        """Return what a plan must be worth to be better than the best one by a share of the gap, and not to miss."""
        if incumbent.plan is None:
            return self.missed
        return max(self.missed, incumbent.value + share * self.gap * abs(incumbent.value))
