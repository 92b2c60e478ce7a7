"""Penalty: a plan near the relaxation, found with a price on what breaks a rule in place of the rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from siteplan.errors.params import Params, within
from siteplan.optimise.bounds.relaxation import Relaxed
from siteplan.optimise.heuristics.feasible import Feasible
from siteplan.optimise.heuristics.local_search import LocalSearch
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.tolerances import MORE_THAN_HALF
from siteplan.optimise.types import Bools, Floats

__all__ = ["Penalty", "PenaltyParams", "average_prices", "first_prices", "near_plan"]


@dataclass(frozen=True)
class PenaltyParams(Params):
    """How prices on what breaks a rule are set, and rise.

    Attributes
    ----------
    rounds : count; searches, each at higher prices
    first_price : times the relaxation's own price that a breach costs at first
    raised : times its price that a row costs in the next round if it stays broken
    little : part of the bound; breaches that cost no more are priced away, each costing as much at least
    """

    rounds: int = within(3, 1)
    first_price: float = within(1.2, 0.0)
    raised: float = within(1.5, 1.0)
    little: float = within(0.001, 0.0, 1.0)


@dataclass(frozen=True, eq=False)
class Penalty:
    """Fixed values less what breaches cost, at prices (n_rows,) a unit of each row."""

    feasible: Feasible
    prices: Floats

    def opening(self, open_: Bools) -> Floats:
        """(n_options,) what opening each option adds."""
        return np.asarray(self.feasible.problem.value_of - self.feasible.excesses(open_, self.prices))

    def closing(self, open_: Bools) -> Floats:
        """(n_options,) what closing each open option adds."""
        saved = np.where(open_, -self.feasible.problem.value_of, 0.0)
        return np.asarray(saved - self.feasible.excesses_without(open_, self.prices))

    def relief(self, open_: Bools) -> float:
        """Return what all breaches cost together."""
        return float(self.feasible.excess(open_) @ self.prices)

    def meets(self, open_: Bools) -> bool:
        """Whether the plan meets every rule with rows."""
        return not self.feasible.broken(open_).any()


def average_prices(problem: SiteProblem, worth: float) -> Floats:
    """(n_rows,) what a unit of each row costs where the whole of its limit is worth as much as a plan."""
    rows = problem.rows
    limit = np.where(np.isfinite(rows.upper), np.abs(rows.upper), np.abs(rows.lower))
    return worth / np.where(limit > 0, limit, 1.0)


def first_prices(prices: Floats, average: Floats) -> Floats:
    """(n_rows,) prices, and average ones of rows that the relaxation meets with room: a search would break those."""
    return np.where(prices > 0, prices, average)


def near_plan(
    search: LocalSearch,
    relaxed: Relaxed,
    among: Bools,
    enough: Callable[[], bool],
    params: PenaltyParams = PenaltyParams(),
) -> Bools:
    """Improve the relaxation, rounded, at its own prices for breaches, and raise those of rows that stay broken.

    The plan (n_options,) obeys sites and statuses, and is worth nearly as much as the relaxation; it may still break
    rules by a little. Then it tells where to look for one that does not. What the search heard may be `enough`.
    """
    problem, feasible = search.problem, search.feasible
    bare = Feasible(replace(problem, rules=()))
    prices = first_prices(params.first_price * np.abs(relaxed.shadow), average_prices(problem, abs(relaxed.bound)))
    plan = np.asarray(relaxed.y > MORE_THAN_HALF)
    little, some = params.little * abs(relaxed.bound), np.ones(problem.n_options, dtype=bool)
    for _ in range(params.rounds):
        penalty = Penalty(replace(feasible, among=among | plan), prices)
        plan = replace(search, feasible=bare, beside=penalty, found=search.heard).improve(plan, among, some)
        search.heard(plan)
        excess = feasible.excess(plan)
        if enough() or not 0 < penalty.relief(plan) <= little:
            break
        least = little / np.where(excess > 0, excess, np.inf)
        prices = np.where(excess > 0, np.maximum(params.raised * prices, least), prices)
        some = feasible.counting(excess > 0)
    return plan
