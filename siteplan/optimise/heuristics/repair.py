"""Repair: single moves that make a plan meet the rules without rows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from siteplan.optimise.heuristics.local_search import LocalSearch
from siteplan.optimise.types import Bools

__all__ = ["repaired"]


def repaired(search: LocalSearch, plan: Bools) -> Bools | None:
    """Close one option, or exchange a site's, always what lessens the breach most.

    The plan has to meet the rules with rows, and goes on doing so. None: no move helps.
    """
    feasible = search.feasible
    breach = feasible.breach(plan)
    for _ in range(search.params.most_repairs):
        search.stop.check()
        if breach == 0:
            return plan if feasible.holds(plan) else None
        moves = [(feasible.breach(moved), moved) for moved in _moves(search, plan)]
        least, plan = min(moves, key=lambda move: move[0], default=(np.inf, plan))
        if least >= breach:
            return None
        breach = least
    return None


def _moves(search: LocalSearch, plan: Bools) -> Iterator[Bools]:
    """Yield the plans one move away that meet the rules with rows; each is slow to judge."""
    problem, feasible = search.problem, search.feasible
    for closes in np.flatnonzero(plan & ~problem.required).tolist():
        search.stop.check()
        without = _changed(plan, closes=closes)
        if not feasible.broken(without).any():
            yield without
        mates = np.flatnonzero((problem.site_of == problem.site_of[closes]) & feasible.additions(without) & ~plan)
        yield from (_changed(without, opens=mate) for mate in mates.tolist())


def _changed(plan: Bools, opens: int = -1, closes: int = -1) -> Bools:
    changed = plan.copy()
    if opens >= 0:
        changed[opens] = True
    if closes >= 0:
        changed[closes] = False
    return changed
