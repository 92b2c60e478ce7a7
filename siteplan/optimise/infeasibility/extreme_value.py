"""Extreme value: the plan that takes the row of a rule as far as the other rules allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from siteplan.errors import SolverError
from siteplan.errors.params import Params, within
from siteplan.optimise.bounds.cuts import Cuts
from siteplan.optimise.bounds.master import Fixing, Master
from siteplan.optimise.captures.zero import ZeroCapture
from siteplan.optimise.heuristics.feasible import Feasible
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.rules import Rule
from siteplan.optimise.solve import solve
from siteplan.optimise.solvers.linear import LinearModel
from siteplan.optimise.solvers.mip import solve_mip
from siteplan.optimise.solvers.mip_params import MipParams
from siteplan.optimise.stop import Stop
from siteplan.optimise.tolerances import BOUND_ROUNDING, CONTRADICTION
from siteplan.optimise.types import Bools

__all__ = ["ExtremeParams", "ExtremeValue", "extreme_value"]


@dataclass(frozen=True)
class ExtremeParams(Params):
    """How finely extreme values are sought.

    Attributes
    ----------
    gap : part of the largest number of the row
    least_seconds : seconds that a run has at least
    """

    gap: float = within(1e-7, 1e-12, 1.0)
    least_seconds: float = within(0.01, 1e-3, 10.0)


@dataclass(frozen=True, eq=False)
class ExtremeValue:
    """How far the row gets: a plan (n_options,), the row's value there, and the value that no plan gets beyond."""

    open: Bools
    value: float
    bound: float


def extreme_value(
    problem: SiteProblem,
    target: Rule,
    kept: Sequence[Rule],
    start: Bools,
    stop: Stop,
    *,
    up: bool,
    params: ExtremeParams = ExtremeParams(),
) -> ExtremeValue:
    """Take the first row of a rule as high or as low as some plan can that meets the rules kept.

    A row with helpers is taken up only, and holds no number below 0; the row's own limits do not count. `start`
    (n_options,) is a plan that meets the rules kept; the answer is no worse. The capture of the problem does not
    matter, but under a rule Capacity, where it says who may serve whom.

    Raises
    ------
    SolverError
        If the proven bound lies short of a plan's value.
    """
    whole = replace(problem, rules=[target, *kept])
    sign = 1.0 if up else -1.0
    ask = _by_cuts if whole.rows.terms or whole.lazy_constraints or whole.capacity else _by_rows
    found, bound = ask(problem, target, kept, stop, sign, params)
    best = max([start, *found], key=lambda plan: sign * _value(whole, plan))
    value, limit = _value(whole, best), _limit(whole, sign)
    if not np.isfinite(bound):
        return ExtremeValue(best, value, limit)
    rounding = BOUND_ROUNDING * max(abs(limit), abs(_limit(whole, -sign)))
    if sign * (bound - value) < -max(CONTRADICTION * max(abs(bound), abs(value)), rounding):
        raise SolverError(f"a bound of {bound!r} lies short of the value {value!r} of a plan")
    low, high = sorted((value, limit))
    return ExtremeValue(best, value, float(np.clip(bound, low, high)))


def _by_rows(
    problem: SiteProblem, target: Rule, kept: Sequence[Rule], stop: Stop, sign: float, params: ExtremeParams
) -> tuple[list[Bools], float]:
    """Return plans that meet the rules, and the bound: NaN if there is none.

    One mixed-integer model with the row as its objective: where that is the people covered, it has a column for each
    set of zones, and needs no cuts.
    """
    whole = replace(problem, rules=[target, *kept])
    master = Master(whole, np.zeros(whole.n_zones, dtype=int), Fixing.of(replace(problem, rules=kept)))
    answer = solve_mip(_objective(master.model(Cuts.none(whole.n_options)), sign), stop, MipParams(gap=params.gap))
    feasible = Feasible(replace(problem, rules=kept))
    found = [plan for plan in (master.plan(x) > 0.5 for x in answer.points) if feasible.holds(plan)]
    if answer.bound is None:
        return found, np.nan
    return found, sign * answer.bound * float(master.rule_scale[0]) + _value(whole, whole.required)


def _by_cuts(
    problem: SiteProblem, target: Rule, kept: Sequence[Rule], stop: Stop, sign: float, params: ExtremeParams
) -> tuple[list[Bools], float]:
    """Do the same where rules kept count captures, allocate zones or are asked of whole plans: they need the loop."""
    whole = replace(problem, rules=[target, *kept])
    counted = target.as_capture
    if whole.capacity and counted is not None:  # what serves a zone is no matter of who covers it
        return [], np.nan
    row = sign * whole.rows.options[[0]].toarray()[0]
    nothing = problem.capture if whole.capacity else ZeroCapture(problem.n_options, problem.n_zones)
    capture = nothing if counted is None else counted
    goal = replace(problem, capture=capture, fixed_value=row, rules=kept)
    found = solve(goal, params.gap, max(stop.left, params.least_seconds), cancel=stop.cancel)
    plans = [found.open.to_numpy(dtype=bool)] if found.found else []
    # The capture counts people whom own sites cover, the row does not.
    none = np.zeros(whole.n_options, dtype=bool)
    return plans, sign * (found.bound - float(capture.zone_values(none.astype(float)).sum())) + _value(whole, none)


def _objective(model: LinearModel, sign: float) -> LinearModel:
    """Make the first row the objective, and free it."""
    lower, upper = model.row_lower.copy(), model.row_upper.copy()
    lower[0], upper[0] = -np.inf, np.inf
    return replace(model, value=sign * model.matrix[[0]].toarray()[0], row_lower=lower, row_upper=upper)


def _limit(problem: SiteProblem, sign: float) -> float:
    """Return what the first row comes to at most, or at least, whatever the other rules."""
    helps = sign * problem.rows.options[[0]].toarray()[0] >= 0
    return _value(problem, problem.required | (helps & ~problem.barred))


def _value(problem: SiteProblem, open_: Bools) -> float:
    """Return the value of the first row."""
    rows, y = problem.rows, open_.astype(float)
    helpers = np.minimum(rows.ceiling, rows.links @ y)
    return float((rows.options[[0]] @ y + rows.helpers[[0]] @ helpers)[0])
