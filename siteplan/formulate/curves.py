"""Curves: a study's two frontiers as ladders of problems - budget against value, capex against coverage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from siteplan.errors.params import Params, within
from siteplan.finance.costs import saved_closing
from siteplan.formulate.site_problem import site_problem
from siteplan.groundwork import Groundwork
from siteplan.optimise.analyses.frontier import Ladder
from siteplan.optimise.captures.constant import PlusConstant
from siteplan.optimise.captures.zero import ZeroCapture
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.rules import Budget, Rule
from siteplan.optimise.rules.limit import Limit
from siteplan.optimise.selection import Selection
from siteplan.optimise.types import Bools, Floats
from siteplan.study import Study
from siteplan.study.objectives import with_objective
from siteplan.study.rules import CoverageRule, kind_by_id, rules_by_id

__all__ = ["CurveParams", "Question", "budget_question", "coverage_question"]

CAPEX, CLOSING = "capex", "closing"
NEW_BUDGET = "budget"

Solve = Callable[[SiteProblem], Selection]


@dataclass(frozen=True)
class CurveParams(Params):
    """Where the points of a curve lie.

    Attributes
    ----------
    least_multiple, most_multiple : times the study's own budget, from which to which the curve runs
    digits : count; decimals of a share that is asked for, rounded down
    slack : share of the last digit by which a share may miss it and still have it
    """

    least_multiple: float = within(0.25, 0.0)
    most_multiple: float = within(1.5, 0.0)
    digits: int = within(3, 1, 12)
    slack: float = within(1e-9, 0.0, 1.0)


@dataclass(frozen=True)
class Question:
    """What is asked along a curve.

    Attributes
    ----------
    study : as asked, with the rule whose limit moves
    rule : id of that rule (see rules_by_id)
    asked : the limit in the study itself; NaN where it has none
    ladder : the limits and their problems, the tightest first
    start : the plan that costs least, for problems that it fits
    """

    study: Study
    rule: str
    asked: float
    ladder: Ladder
    start: Selection


def budget_question(ground: Groundwork, points: int, solve: Solve, params: CurveParams = CurveParams()) -> Question:
    """Ask for the most value at parts and multiples of the study's capex budget.

    Where there are several budgets all are multiplied alike; the limit told is that of the rule on most options. A
    study without one is asked from the cost of its cheapest plan to that of its best plan at any price; `solve` finds
    both.
    """
    problem = site_problem(ground)
    budgets = [rule for rule in problem.rules if _is_capex(rule)]
    free = replace(problem, rules=[rule for rule in problem.rules if not _is_capex(rule)])
    cheapest = solve(_least_capex(free))
    if not budgets:
        ladder = [(limit, _within(free, limit)) for limit in _spendings(free, cheapest, points, solve)]
        return Question(ground.study, NEW_BUDGET, float("nan"), ladder, cheapest)
    widest = max(budgets, key=lambda rule: (rule.payers(problem.options).sum(), _limit(rule, problem).asked))
    steps, asked = np.linspace(params.least_multiple, params.most_multiple, points), _limit(widest, problem).asked
    ladder = [(times * asked, _scaled(problem, times)) for times in _holding(1.0, steps)]
    return Question(ground.study, widest.name, asked, ladder, cheapest)


def coverage_question(ground: Groundwork, points: int, solve: Solve, params: CurveParams = CurveParams()) -> Question:
    """Ask for the least capex at which shares of people are covered; the capex budgets are left open.

    The share that moves is that of the study's first coverage rule for its headline function, else that of all people.
    It runs from what the cheapest plan covers to the most that any plan can; `solve` finds both.
    """
    study, rule_id = _with_floor(ground.study)
    whole = site_problem(ground.asking(with_objective(study, "cost")))
    (floor,) = (rule for rule in whole.rules if rule.name == rule_id)
    kept = [rule for rule in whole.rules if rule is not floor and not _is_capex(rule)]
    problem = _least_capex(replace(whole, rules=kept))
    cheapest = solve(problem)
    shares = np.linspace(*_reach(problem, floor, cheapest, solve), points)
    step = 10.0**-params.digits
    steps = np.round(np.floor(shares / step + params.slack) * step, params.digits)
    limit = _limit(floor, whole)
    asked = limit.asked if study is ground.study else float("nan")
    levels = reversed(_holding(asked, steps))
    ladder = [(share, replace(problem, rules=[*kept, _at(limit, share, whole)])) for share in levels]
    return Question(study, rule_id, asked, ladder, cheapest)


def _is_capex(rule: Rule) -> bool:
    return rule.spends == CAPEX


def _limit(rule: Rule, problem: SiteProblem) -> Limit:
    """Return what a rule asks that asks one thing."""
    (limit,) = rule.limits(problem.options)
    return limit


def _at(limit: Limit, value: float, problem: SiteProblem) -> Rule:
    """Return the rule at another value of its limit."""
    return limit.rule.loosened(limit, value, problem.options) or limit.rule


def _least_capex(problem: SiteProblem) -> SiteProblem:
    """Return the problem of spending as little as can be, the cost of closing sites included, on the same rules."""
    chosen, closing = (problem.options[column].to_numpy(dtype=float) for column in (CAPEX, CLOSING))
    saved = saved_closing(problem.options, "site")
    nothing = ZeroCapture(problem.n_options, problem.n_zones)
    capture = PlusConstant(nothing, -float(closing.sum())) if closing.any() else nothing
    return replace(problem, capture=capture, fixed_value=saved - chosen, groups=None)


def _spent(problem: SiteProblem, open_: Bools) -> float:
    return -_least_capex(problem).value(open_)


def _scaled(problem: SiteProblem, times: float) -> SiteProblem:
    """Return the problem with each capex budget so many times as large."""
    limits = [_limit(rule, problem) if _is_capex(rule) else None for rule in problem.rules]
    scaled = [None if limit is None else _at(limit, limit.asked * times, problem) for limit in limits]
    return replace(problem, rules=[new or rule for new, rule in zip(scaled, problem.rules, strict=True)])


def _within(problem: SiteProblem, limit: float) -> SiteProblem:
    return replace(problem, rules=[*problem.rules, Budget(limit, CAPEX, name=NEW_BUDGET, otherwise=CLOSING)])


def _spendings(problem: SiteProblem, cheapest: Selection, points: int, solve: Solve) -> list[float]:
    """Return limits from the cheapest plan to the best at any price, none of them 0."""
    best = solve(problem)
    low = _spent(problem, cheapest.open.to_numpy(dtype=bool))
    most = best.open.to_numpy(dtype=bool) if best.found else ~problem.barred
    high = _spent(problem, most)
    limits = np.unique(np.linspace(low, max(low, high), points))
    return [float(limit) for limit in limits if limit > 0]


def _reach(problem: SiteProblem, floor: Rule, cheapest: Selection, solve: Solve) -> tuple[float, float]:
    """Return the shares that the cheapest plan covers and that any can, where those are found."""
    widest = solve(replace(problem, capture=floor.as_capture or problem.capture, fixed_value=None))
    most = widest.open.to_numpy(dtype=bool) if widest.found else ~problem.barred
    low, high = (floor.reports(problem.options, open_)[0].achieved for open_ in (cheapest.open.to_numpy(), most))
    return low, max(low, high)


def _with_floor(study: Study) -> tuple[Study, str]:
    """Return the study with a coverage rule for its headline function, and the id of that rule."""
    plan = study.plan
    for rule_id, spec in kind_by_id(plan.rules, CoverageRule).items():
        if spec.function == plan.coverage and not spec.segment:
            return study, rule_id
    rules = (*plan.rules, CoverageRule(kind="coverage", function=plan.coverage, at_least=1.0))
    changed = study.model_copy(update={"plan": plan.model_copy(update={"rules": rules})})
    return changed, [*rules_by_id(rules)][-1]


def _holding(asked: float, steps: Floats) -> list[float]:
    """Return the steps in order, the nearest one moved to what is asked; beside them where it lies outside."""
    if np.isnan(asked):
        return [float(step) for step in np.unique(steps)]
    near = np.abs(steps - asked).argmin()
    inside = steps.min() <= asked <= steps.max()
    kept = np.delete(steps, near) if inside else steps
    return [float(step) for step in np.unique([*kept, asked])]
