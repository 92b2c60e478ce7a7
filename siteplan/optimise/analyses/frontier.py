"""Frontier: what a limit buys - budget against value, coverage against cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from siteplan.errors import Problem, ProblemError
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.selection import Selection, SolveStatus, relative_gap
from siteplan.optimise.solve import solve

__all__ = ["Frontier", "Ladder", "climb", "frontier"]

Ladder = Sequence[tuple[float, SiteProblem]]
"""Limits and the problems under them, from the tightest to the loosest: each allows all that the one before allows."""


@dataclass(frozen=True)
class Frontier:
    """Plans along one limit.

    Attributes
    ----------
    points : DataFrame
        limit, value, bound, gap, status, seconds and sites; by rising limit. Values and bounds never contradict each
        other: what a tighter limit allows, a looser one allows too.
    selections : the plans behind the points, in the same order
    """

    points: pd.DataFrame
    selections: tuple[Selection, ...]


def frontier(
    problem: SiteProblem,
    rule: str,
    values: Sequence[float],
    *,
    gap: float = 1e-3,
    time_limit: float = 60.0,
    cancel: Callable[[], bool] | None = None,
    tell: Callable[[float, Selection], None] | None = None,
) -> Frontier:
    """Solve the problem with each of these limits for the rule of that name, the tightest first.

    Each run starts from the plan before it, which meets the looser limit too, and keeps its cuts.

    Parameters
    ----------
    rule : str
        Name of a rule with one limit: a budget, a count, a coverage floor.
    values : sequence of float
        In the unit of the limit.
    time_limit : float
        Seconds a point.
    tell : callable, optional
        Hears each limit and its selection.

    Raises
    ------
    ProblemError
        No rule has that name, or it has no single limit that can be changed.
    """
    ladder = _ladder(problem, rule, values)
    return climb(ladder, gap=gap, time_limit=time_limit, cancel=cancel, tell=tell)


def climb(
    ladder: Ladder,
    *,
    gap: float = 1e-3,
    time_limit: float = 60.0,
    cancel: Callable[[], bool] | None = None,
    tell: Callable[[float, Selection], None] | None = None,
    start: Selection | None = None,
) -> Frontier:
    """Solve the problems of a ladder one after another, as `frontier` does; those not reached are left out.

    `start` is a plan to begin with: tried wherever there is none from the problem before.
    """
    found: list[Selection] = []
    for value, asked in ladder:
        latest = found[-1] if found and found[-1].found else start
        anew = solve(asked, gap, time_limit, cancel=cancel, start=latest)
        if anew.status is SolveStatus.CANCELLED and not anew.found:
            break
        found.append(anew)
        if tell is not None:
            tell(value, anew)
        if anew.status is SolveStatus.CANCELLED or (cancel is not None and cancel()):
            break
    return _frontier([value for value, _ in ladder[: len(found)]], found)


def _ladder(problem: SiteProblem, name: str, values: Sequence[float]) -> Ladder:
    """List the problems from the tightest limit to the loosest."""
    places = [k for k, rule in enumerate(problem.rules) if rule.name == name]
    if len(places) != 1:
        known = ", ".join(rule.name for rule in problem.rules)
        raise ProblemError([Problem("frontier", f"{len(places)} rules are named {name!r}", f"Name one of: {known}")])
    (place,) = places
    rule, options = problem.rules[place], problem.options
    asked = rule.limits(options)
    if len(asked) != 1 or asked[0].sense == "exactly" or rule.loosened(asked[0], asked[0].asked, options) is None:
        what = f"rule {name!r} has no single limit to change"
        raise ProblemError([Problem("frontier", what, "Name a budget, a count or a coverage floor with one limit")])
    (limit,) = asked
    ladder = []
    for value in sorted(values, reverse=limit.sense == "at_least"):
        loosened = rule.loosened(limit, value, options) or rule
        rules = [loosened if k == place else other for k, other in enumerate(problem.rules)]
        ladder.append((value, replace(problem, rules=rules)))
    return ladder


def _frontier(limit: list[float], found: list[Selection]) -> Frontier:
    """Line the points up, each bound no higher than that of a looser limit."""
    bounds = np.minimum.accumulate([s.bound for s in reversed(found)])[::-1] if found else np.empty(0)
    lines = [
        {
            "limit": value,
            "value": s.objective,
            "bound": float(bound),
            "gap": relative_gap(float(bound), s.objective) if s.found else float("nan"),
            "status": str(s.status),
            "seconds": s.seconds,
            "sites": int(s.open.sum()),
        }
        for value, s, bound in zip(limit, found, bounds, strict=True)
    ]
    columns = ["limit", "value", "bound", "gap", "status", "seconds", "sites"]
    points = pd.DataFrame(lines, columns=columns)
    order = np.argsort(points["limit"].to_numpy(dtype=float), kind="stable")
    return Frontier(points.iloc[order].reset_index(drop=True), tuple(found[k] for k in order))
