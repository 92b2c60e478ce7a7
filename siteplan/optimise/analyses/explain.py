"""Explain: what each open option is worth to its plan, and what a rejected one lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from siteplan.optimise.analyses.status import with_status
from siteplan.optimise.heuristics.feasible import Feasible
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.selection import Selection, SolveStatus
from siteplan.optimise.solve import solve
from siteplan.optimise.types import Bools, Floats

__all__ = [
    "budget_prices",
    "entry_estimates",
    "entry_prices",
    "marginal_curve",
    "removal_values",
    "runner_up_formats",
    "with_status",
]

Cancel = Callable[[], bool] | None


def removal_values(
    problem: SiteProblem,
    selection: Selection,
    options: Iterable[Any] | None = None,
    *,
    resolve: bool = False,
    gap: float = 1e-4,
    time_limit: float = 60.0,
    cancel: Cancel = None,
) -> pd.DataFrame:
    """Return what the plan loses without the site of each of its options.

    Parameters
    ----------
    options : labels of open options, optional
        All of them if not given.
    resolve : bool
        Also let the best other plan take the site's place: solve anew with all its options forbidden.

    Returns
    -------
    DataFrame by option
        removed: loss when it closes and nothing else changes; breaks: names of the rules that then no longer hold. With
        `resolve` also replaced, the loss against the best plan without the site (where no rule breaks no more than
        `removed`), its least and most by the bounds of both runs, and status of the second. Infinite where no plan is
        left.
    """
    is_open, index = selection.open.to_numpy(dtype=bool), selection.open.index
    numbers = np.flatnonzero(is_open) if options is None else index.get_indexer(pd.Index(list(options)))
    losses = problem.state_at(is_open).losses() + problem.value_of
    feasible = Feasible(problem)
    lines = []
    for option in numbers.tolist():
        line = {"removed": losses[option], "breaks": _broken_without(option, is_open, feasible)}
        if resolve:
            site = index[problem.site_of == problem.site_of[option]]
            anew = solve(with_status(problem, site, "forbidden"), gap, time_limit, cancel=cancel, start=selection)
            line |= _difference("replaced", selection, anew)
        lines.append(line)
    columns = ["removed", "breaks", *(["replaced", "least", "most", "status"] if resolve else [])]
    return pd.DataFrame(lines, index=pd.Index(index[numbers], name="option"), columns=columns)


def entry_estimates(problem: SiteProblem, selection: Selection) -> pd.DataFrame:
    """Return what each closed option that may open lacks to be in the best plan, without solving anew.

    By the reduced costs of the relaxation: no plan that opens the option is worth more than the relaxation's bound less
    its reduced cost. `price` is that cost, an estimate; `least` is proven.

    Returns
    -------
    DataFrame by option
        gain (what it would add beside the open ones, rules aside), price and least (never below 0); price and least are
        NaN where the search was stopped before its relaxation ended, and of options that break a rule by themselves.
    """
    closed = ~selection.open.to_numpy(dtype=bool) & ~problem.barred
    gains = problem.state_at(selection.open.to_numpy(dtype=bool)).gains() + problem.value_of
    lines = pd.DataFrame({"gain": gains, "price": np.nan, "least": np.nan}, index=selection.open.index.rename("option"))
    if selection.relaxed is not None:
        hopeless = problem.rows.excluded(~problem.barred & ~problem.required, problem.required)
        price = np.where(hopeless, np.nan, np.maximum(selection.relaxed.reduced, 0.0))
        beyond = selection.relaxed.bound - selection.objective
        lines = lines.assign(price=price, least=np.maximum(price - beyond, 0.0))
    return lines[closed]


def budget_prices(problem: SiteProblem, selection: Selection, column: str) -> Floats:
    """Return what a unit of each option's `column` costs the plan (n_options,), by the shadow prices of its budgets."""
    prices = np.zeros(problem.n_options)
    first = 0
    for rule, rows in zip(problem.rules, problem.rows_by_rule, strict=True):
        if rule.spends == column and selection.relaxed is not None:
            prices += rule.payers(problem.options) * selection.relaxed.shadow[first]
        first += rows.n_rows
    return np.maximum(prices, 0.0)


def entry_prices(
    problem: SiteProblem,
    selection: Selection,
    options: Sequence[Any],
    *,
    gap: float = 1e-4,
    time_limit: float = 60.0,
    cancel: Cancel = None,
) -> pd.DataFrame:
    """Return how much more each rejected option would have to be worth to be in the best plan.

    That is the best plan's value less that of the best plan with the option in it: by so much its fixed value must rise
    (its yearly rent fall, say). Each price is confirmed by solving anew with the option required.

    Returns
    -------
    DataFrame by option
        price, its least and most by the bounds of both runs, status of the second. Infinite where no plan can hold it.
    """
    lines = [
        _difference(
            "price",
            selection,
            solve(with_status(problem, label, "required"), gap, time_limit, cancel=cancel, start=selection),
        )
        for label in options
    ]
    return pd.DataFrame(lines, index=pd.Index(list(options), name="option"))


def runner_up_formats(problem: SiteProblem, selection: Selection) -> pd.DataFrame:
    """Return the next best format at each open site, all else unchanged.

    Returns
    -------
    DataFrame by open option
        runner_up (label; missing where no other format of the site meets the rules), worth (what it would add in the
        option's place) and loss against the plan.
    """
    is_open = selection.open.to_numpy(dtype=bool)
    labels, feasible, state = selection.open.index, Feasible(problem), problem.state_at(is_open)
    lines = []
    for option in np.flatnonzero(is_open).tolist():
        loss = state.loss(option)
        state.flip(option)
        mates = np.flatnonzero((problem.site_of == problem.site_of[option]) & ~is_open & ~problem.barred).tolist()
        worth = {
            mate: state.gain(mate) + float(problem.value_of[mate])
            for mate in mates
            if feasible.holds(_swapped(is_open, option, mate))
        }
        best = max(worth, key=lambda mate: worth[mate], default=None)
        state.flip(option)
        own = float(loss + problem.value_of[option])
        value = np.nan if best is None else worth[best]
        lines.append({"runner_up": None if best is None else labels[best], "worth": value, "loss": own - value})
    index = pd.Index(labels[is_open], name="option")
    return pd.DataFrame(lines, index=index, columns=["runner_up", "worth", "loss"])


def marginal_curve(problem: SiteProblem, selection: Selection) -> pd.DataFrame:
    """Return the plan's options in the order of what each adds to those before it, the largest first.

    Returns
    -------
    DataFrame by option
        gain and value so far; the last value is the plan's.
    """
    left = set(np.flatnonzero(selection.open.to_numpy(dtype=bool)).tolist())
    state = problem.state_at(np.zeros(problem.n_options, dtype=bool))
    value, lines, order = state.value(), [], []
    while left:
        gains = {o: state.gain(o) + float(problem.value_of[o]) for o in sorted(left)}
        best = max(gains, key=lambda o: gains[o])
        left.remove(best)
        state.flip(best)
        value += gains[best]
        order.append(selection.open.index[best])
        lines.append({"gain": gains[best], "value": value})
    return pd.DataFrame(lines, index=pd.Index(order, name="option"), columns=["gain", "value"])


def _difference(name: str, selection: Selection, other: Selection) -> dict[str, Any]:
    """Return what one plan is worth more than another, and the limits that both bounds leave."""
    if other.status is SolveStatus.INFEASIBLE:
        return {name: np.inf, "least": np.inf, "most": np.inf, "status": str(other.status)}
    return {
        name: selection.objective - other.objective,
        "least": selection.objective - other.bound,
        "most": selection.bound - other.objective,
        "status": str(other.status),
    }


def _broken_without(option: int, is_open: Bools, feasible: Feasible) -> tuple[str, ...]:
    """Return the names of the rules that no longer hold once an option closes."""
    without = is_open.copy()
    without[option] = False
    problem = feasible.problem
    rule_of = np.repeat(np.arange(len(problem.rules)), [rows.n_rows for rows in problem.rows_by_rule])
    broken = set(rule_of[feasible.broken(without)].tolist())
    failed = [rule for rule in problem.lazy_constraints if not rule.holds(problem.options, without)]
    return tuple(rule.name for number, rule in enumerate(problem.rules) if number in broken or rule in failed)


def _swapped(open_: Bools, closes: int, opens: int) -> Bools:
    plan = open_.copy()
    plan[closes], plan[opens] = False, True
    return plan
