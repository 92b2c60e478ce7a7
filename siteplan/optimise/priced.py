"""Priced: a plan that meets every floor, found by paying for what the floors ask."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from siteplan.optimise.feasible import Feasible
from siteplan.optimise.relaxation import Relaxed
from siteplan.optimise.search import Search
from siteplan.optimise.types import Bools, Floats

__all__ = ["priced_plan", "rounded"]

ROUNDS = 4
RAISE = 2.0
LEAST_PRICE = 0.002
"""Part of the bound that the option which helps a broken floor most earns at first, where the relaxation asks nothing
for it."""


def priced_plan(search: Search, relaxed: Relaxed, among: Bools) -> Bools | None:
    """Round the relaxation, improve it at its own prices for the floors, raise those of floors still broken.

    What the rules ask at most holds throughout. None: some floor stays broken at the highest price tried.
    """
    caps = Feasible(search.problem, floors=False)
    prices = np.where(np.isfinite(search.problem.rows.lower), np.maximum(-relaxed.shadow, 0.0), 0.0)
    least = _least_prices(caps, relaxed)
    plan = rounded(caps, relaxed)
    for _ in range(ROUNDS):
        plan = _paid(search, caps, prices).improve(plan, among)
        broken = search.feasible.broken(plan)
        if not broken.any():
            return plan
        prices = np.where(broken, np.maximum(prices * RAISE, least), prices)
    return None


def _paid(search: Search, caps: Feasible, prices: Floats) -> Search:
    """Search under the caps alone, paid for what lifts the floors."""

    def paid(open_: Bools) -> Floats:
        return search.problem.value_of + caps.lifts(open_, prices)

    return replace(search, feasible=caps, beside=paid)


def rounded(caps: Feasible, relaxed: Relaxed) -> Bools:
    """Open what the relaxation opens most, as far as the caps let."""
    plan = caps.problem.required.copy()
    for option in np.argsort(-relaxed.y, kind="stable")[: np.count_nonzero(relaxed.y > 0)].tolist():
        if caps.additions(plan)[option]:
            plan[option] = True
    return plan


def _least_prices(caps: Feasible, relaxed: Relaxed) -> Floats:
    """(n_rows,) a price that tells, for floors that cost the relaxation nothing."""
    rows = caps.problem.rows
    nothing = np.zeros(caps.problem.n_options, dtype=bool)
    most = np.array([caps.lifts(nothing, unit).max() for unit in np.eye(rows.n_rows)])
    return LEAST_PRICE * abs(relaxed.bound) / np.where(most > 0, most, np.inf)
