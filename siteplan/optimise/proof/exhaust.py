"""Exhaust: whether any plan meets the rules at all, branching until each node holds one or is proven empty.

A second opinion on a solver that says there is none: its tolerances let it err where numbers differ much in size. Here
a node is empty only where a ray of its relaxation shows it (Farkas), and a plan is held against the rules themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from siteplan.errors.params import Params, within
from siteplan.optimise.bounds.cuts import Cuts
from siteplan.optimise.bounds.master import Master
from siteplan.optimise.bounds.relaxation import Relaxation, RelaxationEffort
from siteplan.optimise.heuristics.feasible import Feasible
from siteplan.optimise.stop import Stop
from siteplan.optimise.types import Bools, Floats

__all__ = ["ExhaustParams", "plan_within"]


@dataclass(frozen=True)
class ExhaustParams(Params):
    """How far a second opinion goes.

    Attributes
    ----------
    most_nodes : count; enough for every plan of nine sites, beyond that it mostly is rays that end it
    tolerance : part of the bound that a node's relaxation may overrate its answer by
    rounds : count; of cuts at a node
    """

    most_nodes: int = within(1000, 1)
    tolerance: float = within(1e-6, 1e-9, 0.1)
    rounds: int = within(2, 1)


def plan_within(
    master: Master, cuts: Cuts, feasible: Feasible, stop: Stop, params: ExhaustParams = ExhaustParams()
) -> Bools | None:
    """Return a plan (n_options,) of the master that meets every rule, deepest nodes first; None where none is found."""
    relaxation, n_free = Relaxation(master, cuts), len(master.free)
    effort = RelaxationEffort(params.tolerance, rounds=params.rounds)
    nodes = [(np.zeros(n_free), np.ones(n_free))]
    for _ in range(params.most_nodes):
        if not nodes:
            break
        lower, upper = nodes.pop()
        relaxation.within(lower, upper)
        relaxed = relaxation.settle(effort, stop)
        if relaxed is None:
            continue
        plan = relaxed.y > 0.5
        if feasible.holds(plan):
            return plan
        if (lower < upper).any():
            nodes += _halves(lower, upper, relaxed.y[master.free])
    return None


def _halves(lower: Floats, upper: Floats, y: Floats) -> list[tuple[Floats, Floats]]:
    """Divide at the option that is nearest to one half; the side that it is nearer to comes last, and is next."""
    option = int(np.argmin(np.where(lower < upper, np.abs(y - 0.5), np.inf)))
    opened, closed = lower.copy(), upper.copy()
    opened[option], closed[option] = 1.0, 0.0
    sides = [(opened, upper), (lower, closed)]
    return sides if y[option] < 0.5 else sides[::-1]
