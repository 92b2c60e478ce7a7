"""MipParams and MipAnswer: what a solver of mixed-integer models is asked, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from siteplan.errors.params import Params, within
from siteplan.optimise.solvers.highs import WatchParams
from siteplan.optimise.types import Floats

__all__ = ["MipAnswer", "MipParams"]


@dataclass(frozen=True)
class MipParams(Params):
    """How a solver is to work, and when it has done enough.

    Attributes
    ----------
    gap : model units; difference between bound and best point
    target : model units; a bound no higher is enough
    nodes : count; nodes of the tree, more as long as there is no point
    patience : times as many nodes until there is a point
    polish : whether HiGHS solves sub-problems for better points
    seed : number; the same one gives the same answer
    solver : "highs", "cbc" or another name that PuLP knows
    watch : how it is watched
    """

    gap: float = within(0.0, 0.0)
    target: float = within(-np.inf, -np.inf)
    nodes: float = within(np.inf, 0.0)
    patience: float = within(5.0, 1.0)
    polish: bool = True
    seed: int = within(0, 0)
    solver: str = "highs"
    watch: WatchParams = field(default_factory=WatchParams)


@dataclass(frozen=True)
class MipAnswer:
    """Points found, the best last; `bound` in the model's units, None where the solver gives none.

    `finished`: the solver proved what it was asked to; without any point then, the model is infeasible.
    """

    points: tuple[Floats, ...]
    bound: float | None
    finished: bool

    @property
    def infeasible(self) -> bool:
        """Whether it is proven that no point meets the rows."""
        return self.finished and not self.points
