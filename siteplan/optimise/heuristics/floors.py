"""Floors: a plan at once where the rules ask for something at least, far from the best as it may be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from siteplan.errors.params import Params, within
from siteplan.optimise.heuristics.feasible import Feasible
from siteplan.optimise.heuristics.local_search import LocalSearch
from siteplan.optimise.types import Bools, Floats

__all__ = ["FloorsParams", "floored"]


@dataclass(frozen=True)
class FloorsParams(Params):
    """Which options repair a row.

    Attributes
    ----------
    least_repair : part of a row's limit that an option must repair, less is rounding
    """

    least_repair: float = within(1e-12, 0.0, 1.0)


def floored(search: LocalSearch, params: FloorsParams = FloorsParams()) -> Bools | None:
    """Open beside the required options what repairs most of the broken rows, by what it uses of the upper limits first.

    Each row counts in parts of its limit; one that forbids as well as asks, a share of formats say, is broken again by
    what it forbids. Where little use for little repair ends in a corner, what repairs most opens, whatever it uses. A
    guess: None where neither finds a plan, which does not say that there is none.
    """
    use = search.feasible.use + search.params.least_use
    plan = _repaired(search, use, params)
    return _repaired(search, np.ones_like(use), params) if plan is None else plan


def _repaired(search: LocalSearch, use: Floats, params: FloorsParams) -> Bools | None:
    """Open what repairs most by its use (n_options,) until every rule is met; None where nothing more may open."""
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
        may = within.additions(plan) & (repairs > params.least_repair)
        opens = _first_that_fits(search, plan, np.where(may, repairs / use, -np.inf))
        if opens is None:
            return None
        plan[opens] = True
    return plan if feasible.holds(plan) else None


def _first_that_fits(search: LocalSearch, plan: Bools, worth: Floats) -> int | None:
    """Return the option worth most, of those that rules without rows let open: more openings only break those."""
    for option in np.argsort(-worth, kind="stable")[
        : search.params.most_tried if search.problem.lazy_constraints else 1
    ].tolist():
        search.stop.check()
        if worth[option] == -np.inf:
            break
        if search.feasible.fits(plan, option):
            return int(option)
    return None
