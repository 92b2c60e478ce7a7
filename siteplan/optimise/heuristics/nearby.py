"""Nearby: good plans near one that breaks a rule, found with a price on what breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from siteplan.optimise.heuristics.feasible import Feasible
from siteplan.optimise.heuristics.local_search import LocalSearch
from siteplan.optimise.heuristics.penalty import FIRST, LITTLE, Penalty
from siteplan.optimise.heuristics.repair import repaired
from siteplan.optimise.types import Bools, Floats

__all__ = ["nearby"]

ROUNDS = 4
RAISE = 2.0
HARD = 10.0
"""Times the first prices that all breaches cost once some are left: else one row is repaired at another's cost."""


def nearby(search: LocalSearch, plan: Bools, prices: Floats, among: Bools) -> Iterator[Bools]:
    """Yield plans (n_options,) that meet the rules, each better than the last: `plan` repaired, `among` these options.

    `prices` (n_rows,) are what a unit of each row of the rules is worth; those of rows that stay broken rise.
    """
    problem, feasible = search.problem, search.feasible
    bare = Feasible(replace(problem, rules=()))
    prices, best = FIRST * prices, -np.inf
    little, some = LITTLE * max(abs(problem.value(plan)), 1e-12), np.ones(problem.n_options, dtype=bool)
    harder = np.maximum(HARD * prices, _average(feasible, abs(problem.value(plan))))
    for _ in range(ROUNDS):
        penalty = Penalty(replace(feasible, among=among | plan), prices)
        plan = replace(search, feasible=bare, beside=penalty, found=search.heard).improve(plan, among, some)
        search.heard(plan)
        excess = feasible.excess(plan)
        if not excess.any():
            break
        least = little / np.where(excess > 0, excess, np.inf)
        prices = np.maximum(np.where(excess > 0, np.maximum(RAISE * prices, least), prices), harder)
        some = feasible.counting(excess > 0)  # a swap elsewhere repairs nothing
    for found in _whole(search, plan, among):
        if problem.value(found) > best:
            best = problem.value(found)
            yield found


def _average(feasible: Feasible, worth: float) -> Floats:
    """(n_rows,) what a unit of each row costs where the whole of its limit is worth as much as the plan."""
    rows = feasible.problem.rows
    limit = np.where(np.isfinite(rows.upper), np.abs(rows.upper), np.abs(rows.lower))
    return worth / np.where(limit > 0, limit, 1.0)


def _whole(search: LocalSearch, plan: Bools, among: Bools) -> Iterator[Bools]:
    """Yield the plan if it meets every rule, and what it can be improved to."""
    if search.feasible.broken(plan).any():
        return
    meets = plan if search.feasible.holds(plan) else repaired(search, plan)
    if meets is not None:
        yield meets
        tried = np.zeros(len(plan), dtype=bool) if meets is plan else None  # swaps have been tried, at a price on rules
        yield search.improve(meets, among, tried)
