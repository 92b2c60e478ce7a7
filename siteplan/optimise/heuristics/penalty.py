"""Penalty: a plan near the relaxation, found with a price on what breaks a rule in place of the rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from siteplan.optimise.bounds.relaxation import Relaxed
from siteplan.optimise.heuristics.feasible import Feasible
from siteplan.optimise.heuristics.local_search import LocalSearch
from siteplan.optimise.types import Bools, Floats

__all__ = ["FIRST", "HALF", "LITTLE", "Penalty", "near_plan"]

ROUNDS = 3
HALF = 0.5 + 1e-6
"""Of an option: beyond what a solver rounds, so that no two of a site have more."""
FIRST = 1.2
"""Times the relaxation's own price that a breach costs at first."""
RAISE = 1.5
LITTLE = 0.001
"""Part of the bound: breaches that cost no more are priced away, each costing as much at least; others are left."""


@dataclass(frozen=True, eq=False)
class Penalty:
    """Fixed values less what breaches cost, at prices (n_rows,) a unit of each row."""

    feasible: Feasible
    prices: Floats

    def opening(self, open_: Bools) -> Floats:
        """(n_options,) what opening each option adds."""
        return np.asarray(self.feasible.problem.value_of - self.feasible.excesses(open_, self.prices))

    def relief(self, open_: Bools) -> float:
        """Return what all breaches cost together."""
        return float(self.feasible.excess(open_) @ self.prices)

    def meets(self, open_: Bools) -> bool:
        """Whether the plan meets every rule with rows."""
        return not self.feasible.broken(open_).any()


def near_plan(search: LocalSearch, relaxed: Relaxed, among: Bools, enough: Callable[[], bool]) -> Bools:
    """Improve the relaxation, rounded, at its own prices for breaches, and raise those of rows that stay broken.

    The plan (n_options,) obeys sites and statuses, and is worth nearly as much as the relaxation; it may still break
    rules by a little. Then it tells where to look for one that does not. What the search heard may be `enough`.
    """
    problem, feasible = search.problem, search.feasible
    bare = Feasible(replace(problem, rules=()))
    prices, plan = FIRST * np.abs(relaxed.shadow), np.asarray(relaxed.y > HALF)
    little, some = LITTLE * abs(relaxed.bound), np.ones(problem.n_options, dtype=bool)
    for _ in range(ROUNDS):
        penalty = Penalty(replace(feasible, among=among | plan), prices)
        plan = replace(search, feasible=bare, beside=penalty, found=search.heard).improve(plan, among, some)
        search.heard(plan)
        excess = feasible.excess(plan)
        if enough() or not 0 < penalty.relief(plan) <= little:
            break
        least = little / np.where(excess > 0, excess, np.inf)
        prices = np.where(excess > 0, np.maximum(RAISE * prices, least), prices)
        some = feasible.counting(excess > 0)
    return plan
