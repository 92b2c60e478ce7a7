"""Floors: a plan at once where the rules ask for something at least, far from the best as it may be."""

from __future__ import annotations

import numpy as np

from siteplan.optimise.heuristics.feasible import Feasible
from siteplan.optimise.heuristics.local_search import MOST_TRIED, LocalSearch
from siteplan.optimise.types import Bools, Floats

__all__ = ["floored"]

FREE = 1e-12
LEAST = 1e-12
"""Part of a row's limit that an option must repair: less is rounding."""


def floored(search: LocalSearch) -> Bools | None:
    """Open beside the required options what repairs most of the broken rows by what it uses of the upper limits.

    Each row counts in parts of its limit; one that forbids as well as asks, a share of formats say, is broken again by
    what it forbids. A guess: None where it finds no plan, which does not say that there is none.
    """
    problem, feasible = search.problem, search.feasible
    within = Feasible(problem, floors=False)
    floors = np.abs(problem.rows.lower)
    parts = 1.0 / np.where(np.isfinite(floors) & (floors > 0), floors, 1.0)
    plan = problem.required.copy()
    for _ in range(int(problem.site_of.max()) + 1):
        search.stop.check()
        if not feasible.broken(plan).any():
            break
        repairs = -feasible.excesses(plan, parts)
        may = within.additions(plan) & (repairs > LEAST)
        opens = _first_that_fits(search, plan, np.where(may, repairs / (feasible.use + FREE), -np.inf))
        if opens is None:
            return None
        plan[opens] = True
    return plan if feasible.holds(plan) else None


def _first_that_fits(search: LocalSearch, plan: Bools, worth: Floats) -> int | None:
    """Return the option worth most, of those that rules without rows let open: more openings only break those."""
    for option in np.argsort(-worth, kind="stable")[: MOST_TRIED if search.problem.lazy_constraints else 1].tolist():
        search.stop.check()
        if worth[option] == -np.inf:
            break
        if search.feasible.fits(plan, option):
            return int(option)
    return None
