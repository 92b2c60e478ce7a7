"""Explain: what each open option is worth to its plan, and what a rejected one lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from siteplan.optimise.feasible import Feasible
from siteplan.optimise.outcome import Selection, SolveStatus
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.solve import solve
from siteplan.optimise.types import Bools

__all__ = ["entry_prices", "marginal_curve", "removal_values", "runner_up_formats", "with_status"]

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
    """Return what the plan loses without each of its options.

    Parameters
    ----------
    options : labels of open options, optional
        All of them if not given.
    resolve : bool
        Also let the best other plan take the option's place: solve anew with the option forbidden.

    Returns
    -------
    DataFrame by option
        removed: loss when it closes and nothing else changes; with `resolve` also replaced, the loss against the best
        plan without it, its least and most by the bounds of both runs, and status of the second. Infinite where no
        plan is left.
    """
    is_open = selection.open.to_numpy(dtype=bool)
    labels = list(selection.open.index[is_open] if options is None else options)
    lines = []
    for label in labels:
        without = is_open & (selection.open.index != label)
        line: dict[str, Any] = {"removed": selection.objective - problem.value(without)}
        if resolve:
            anew = solve(with_status(problem, label, "forbidden"), gap, time_limit, cancel=cancel, start=selection)
            line |= _difference("replaced", selection, anew)
        lines.append(line)
    return pd.DataFrame(lines, index=pd.Index(labels, name="option"))


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
        runner_up (label; missing where no other format of the site meets the rules) and loss against the plan.
    """
    is_open = selection.open.to_numpy(dtype=bool)
    labels, feasible = selection.open.index, Feasible(problem)
    lines = []
    for option in np.flatnonzero(is_open).tolist():
        mates = np.flatnonzero((problem.site_of == problem.site_of[option]) & ~is_open).tolist()
        plans = [(mate, _swapped(is_open, option, mate)) for mate in mates]
        values = {labels[mate]: problem.value(plan) for mate, plan in plans if feasible.holds(plan)}
        best = max(values, key=lambda label: values[label], default=None)
        loss = np.nan if best is None else selection.objective - values[best]
        lines.append({"runner_up": best, "loss": loss})
    return pd.DataFrame(lines, index=pd.Index(labels[is_open], name="option"), columns=["runner_up", "loss"])


def marginal_curve(problem: SiteProblem, selection: Selection) -> pd.DataFrame:
    """Return the plan's options in the order of what each adds to those before it, the largest first.

    Returns
    -------
    DataFrame by option
        gain and value so far; the last value is the plan's.
    """
    left = set(np.flatnonzero(selection.open.to_numpy(dtype=bool)).tolist())
    standing = problem.capture.at(np.zeros(problem.n_options, dtype=bool))
    value, lines, order = standing.value(), [], []
    while left:
        gains = {o: standing.gain(o) + float(problem.value_of[o]) for o in sorted(left)}
        best = max(gains, key=lambda o: gains[o])
        left.remove(best)
        standing, value = standing.opened(best), value + gains[best]
        order.append(selection.open.index[best])
        lines.append({"gain": gains[best], "value": value})
    return pd.DataFrame(lines, index=pd.Index(order, name="option"), columns=["gain", "value"])


def with_status(problem: SiteProblem, label: Any, status: str) -> SiteProblem:
    """Return the same problem with one option required or forbidden."""
    options = problem.options.copy()
    if "status" not in options:
        options["status"] = "candidate"
    options.loc[label, "status"] = status
    return replace(problem, options=options)


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


def _swapped(open_: Bools, closes: int, opens: int) -> Bools:
    plan = open_.copy()
    plan[closes], plan[opens] = False, True
    return plan
