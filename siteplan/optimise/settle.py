"""Settle: what stands already stays wherever that takes nothing from the plan."""

from __future__ import annotations

from dataclasses import asdict, replace

import numpy as np
import pandas as pd

from siteplan.optimise.feasible import Feasible
from siteplan.optimise.outcome import Selection, relative_gap
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.types import Bools

__all__ = ["settled"]

ROUNDING = 1e-12


def settled(problem: SiteProblem, selection: Selection, stands: Bools) -> Selection:
    """Return the selection with the options that stand (n_options,) put back where the plan is no worse with them.

    A search stops at its gap, and where a site brings nothing it has no reason to keep it open; but to close or
    convert a site takes a reason.
    """
    before = selection.open.to_numpy(dtype=bool)
    plan, feasible = before, Feasible(problem)
    for option in np.flatnonzero(stands & ~before):
        other = plan & (problem.site_of != problem.site_of[option])
        other[option] = True
        if feasible.holds(other) and problem.value(other) >= problem.value(plan) - ROUNDING * abs(problem.value(plan)):
            plan = other
    return selection if plan is before else _with_plan(problem, selection, plan)


def _with_plan(problem: SiteProblem, selection: Selection, plan: Bools) -> Selection:
    """Return the selection with another plan, at its value and with what it makes of the rules."""
    value = problem.value(plan)
    lines = [asdict(line) for rule in problem.rules for line in rule.reports(problem.options, plan)]
    rules = pd.DataFrame(lines, columns=selection.rules.columns)
    return replace(
        selection,
        open=pd.Series(plan, index=selection.open.index, name=selection.open.name),
        objective=value,
        bound=max(selection.bound, value),  # which differ by rounding at most
        gap=relative_gap(max(selection.bound, value), value),
        rules=rules.assign(shadow_price=selection.rules["shadow_price"]),
    )
