"""Settle: what stands already stays wherever that takes nothing from the plan."""

from __future__ import annotations

from dataclasses import asdict, replace

import numpy as np
import pandas as pd

from siteplan.optimise.captures.capture import Standing
from siteplan.optimise.outcome import Selection, relative_gap
from siteplan.optimise.plans.feasible import Feasible
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
    standing, feasible = problem.at(before), Feasible(problem)
    for option in np.flatnonzero(stands & ~before).tolist():
        back, gain = _put_back(problem, standing, option)
        if gain >= 0 and feasible.holds(back.open):
            standing = back
    return selection if (standing.open == before).all() else _with_plan(problem, selection, standing.open)


def _put_back(problem: SiteProblem, standing: Standing, option: int) -> tuple[Standing, float]:
    """Stand with an option in place of what else its site opens; what that gains, rounding to its favour."""
    mates = np.flatnonzero(standing.open & (problem.site_of == problem.site_of[option])).tolist()
    gain = float(problem.value_of[option] - problem.value_of[mates].sum())
    for mate in mates:
        value, standing = standing.value(), standing.closed(mate)
        gain += standing.value() - value + ROUNDING * abs(value)
    return standing.opened(option), gain + standing.gain(option)


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
