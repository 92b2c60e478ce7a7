"""Nearby: good plans near one that breaks a rule, found with a price on what breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from siteplan.errors.params import Params, within
from siteplan.optimise.heuristics.feasible import Feasible
from siteplan.optimise.heuristics.local_search import LocalSearch
from siteplan.optimise.heuristics.penalty import Penalty, average_prices, first_prices
from siteplan.optimise.heuristics.repair import repaired
from siteplan.optimise.types import Bools, Floats

__all__ = ["NearbyParams", "nearby"]


@dataclass(frozen=True)
class NearbyParams(Params):
    """How prices on what breaks a rule are set, and rise.

    Attributes
    ----------
    rounds : count; searches, each at higher prices
    first_price : times the price given that a breach costs at first
    raised : times its price that a row costs in the next round if it stays broken
    least_of_all : times the first prices that all breaches cost once some are left, else one row is repaired at
        another's cost
    little : part of the plan's worth that what is left of a breach costs at least
    """

    rounds: int = within(4, 1)
    first_price: float = within(1.2, 0.0)
    raised: float = within(2.0, 1.0)
    least_of_all: float = within(10.0, 1.0)
    little: float = within(0.001, 0.0, 1.0)


def nearby(
    search: LocalSearch, plan: Bools, prices: Floats, among: Bools, params: NearbyParams = NearbyParams()
) -> Iterator[Bools]:
    """Yield plans (n_options,) that meet the rules, each better than the last: `plan` repaired, `among` these options.

    `prices` (n_rows,) are what a unit of each row of the rules is worth; those of rows that stay broken rise.
    """
    problem, feasible = search.problem, search.feasible
    bare = Feasible(replace(problem, rules=()))
    usual, best = average_prices(problem, abs(problem.value(plan))), -np.inf
    prices = first_prices(params.first_price * prices, usual)
    little, some = params.little * max(abs(problem.value(plan)), 1e-12), np.ones(problem.n_options, dtype=bool)
    harder = np.maximum(params.least_of_all * prices, usual)
    for _ in range(params.rounds):
        penalty = Penalty(replace(feasible, among=among | plan), prices)
        plan = replace(search, feasible=bare, beside=penalty, found=search.heard).improve(plan, among, some)
        search.heard(plan)
        excess = feasible.excess(plan)
        if not excess.any():
            break
        least = little / np.where(excess > 0, excess, np.inf)
        prices = np.maximum(np.where(excess > 0, np.maximum(params.raised * prices, least), prices), harder)
        some = feasible.counting(excess > 0)  # a swap elsewhere repairs nothing
    for found in _whole(search, plan, among):
        if problem.value(found) > best:
            best = problem.value(found)
            yield found


def _whole(search: LocalSearch, plan: Bools, among: Bools) -> Iterator[Bools]:
    """Yield the plan if it meets every rule, and what it can be improved to."""
    if search.feasible.broken(plan).any():
        return
    meets = plan if search.feasible.holds(plan) else repaired(search, plan)
    if meets is not None:
        yield meets
        tried = np.zeros(len(plan), dtype=bool) if meets is plan else None  # swaps have been tried, at a price on rules
        yield search.improve(meets, among, tried)
