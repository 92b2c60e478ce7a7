"""What a run of the optimiser gives back: status, plan, proof."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import pandas as pd

from siteplan.optimise.bounds.cuts import Cuts
from siteplan.optimise.bounds.relaxation import Relaxed
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.types import Ints

__all__ = ["Progress", "Selection", "SolveStatus", "relative_gap"]


class SolveStatus(StrEnum):
    """How a run ended.

    OPTIMAL: the plan is proven to lie within the asked gap. FEASIBLE: a plan that meets every rule, and a wider
    proven gap, when the time was up. INFEASIBLE: proven that no plan meets every rule. CANCELLED: stopped from
    outside, with the best plan so far if there was one. UNDECIDED: the time was up before a plan was found and
    before it was proven that none exists.
    """

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    CANCELLED = "cancelled"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Progress:
    """Where a run stands: seconds since its start, stage, proven bound, best value (NaN until a plan is found).

    `stage` is one of "start", "first plan", "relaxation", "search", "branch" and "end". A plan of the "first plan"
    meets every rule, and is far from proven. `seconds` are by the clock; of the processor the run had `cpu_seconds`,
    NaN where nobody counted: less than those where the machine is busy with other work.
    """

    seconds: float
    stage: str
    bound: float
    value: float
    gap: float
    cpu_seconds: float = float("nan")


@dataclass(frozen=True)
class Selection:
    """The options that open, and how good they are proven to be.

    Attributes
    ----------
    open : Series of bool by option
        All False where no plan was found (`found` is then False and `objective` NaN).
    objective : float
        True value of the plan: zone values and fixed values, by the capture model and not by its cuts.
    bound : float
        No plan that meets the rules is worth more. -inf where none exists.
    gap : float
        (bound - objective) / |bound|; NaN without a plan.
    rules : DataFrame
        rule, kind, sense, asked, achieved, slack, met, shadow_price (objective per unit asked, from the last
        relaxation; NaN where there is none), unit. Empty without a plan.
    exact : bool
        Whether every rule and the objective were modelled without approximation; `approximations` names those
        that were not.
    loose : bool
        Whether the bound may stay above all plans for longer than it usually does: it hardly knows of caps on sales.
    allocation : DataFrame or None
        Under a rule Capacity: zone (its number), option (its label) and part, one row a pair with a part above 0.
    loads : Series by option, or None
        Demand allocated to each option, likewise.
    cuts : Cuts or None
        What the last master of the search knew of the zones; see `model_export.master_of`.
    source : SiteProblem or None
        What was solved.
    relaxed : Relaxed or None
        The relaxation that the search began with: reduced costs and shadow prices, and the bound they belong to.
    cpu_seconds : float
        Of the processor, for this process, its threads and the solvers it starts; `seconds` are by the clock.
    groups : (n_zones,) or None
        Which zones of all captures the cuts bound together.
    """

    open: pd.Series[bool]
    objective: float
    bound: float
    gap: float
    status: SolveStatus
    seconds: float
    trace: tuple[Progress, ...]
    rules: pd.DataFrame
    exact: bool = True
    approximations: tuple[str, ...] = ()
    loose: bool = False
    allocation: pd.DataFrame | None = None
    loads: pd.Series[float] | None = None
    cuts: Cuts | None = field(default=None, repr=False)
    source: SiteProblem | None = field(default=None, repr=False)
    relaxed: Relaxed | None = field(default=None, repr=False)
    cpu_seconds: float = float("nan")
    groups: Ints | None = field(default=None, repr=False)

    def cuts_over(self, groups: Ints) -> Cuts:
        """Return what the last master knew of the zones where these (n_zones,) are its groups; nothing of others."""
        if self.cuts is None or self.groups is None or not np.array_equal(self.groups, groups):
            return Cuts.none(len(self.open))
        return self.cuts

    @property
    def found(self) -> bool:
        """Whether there is a plan."""
        return self.objective == self.objective


def relative_gap(bound: float, value: float) -> float:
    """(bound - value) / |bound|, 0 where both agree, inf where only the bound is 0."""
    if bound == value:
        return 0.0
    return (float(bound) - float(value)) / abs(float(bound)) if bound else float("inf")
