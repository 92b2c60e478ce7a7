"""Why: what stands between a study's rules and a plan, and the smallest changes that give one."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from typing import Any

import numpy as np

from siteplan.errors import NoPlanError
from siteplan.errors.params import Params, within
from siteplan.evaluate.explain.uncovered import uncovered_counties
from siteplan.formulate.objectives import objective_of
from siteplan.formulate.outcome import Answer
from siteplan.formulate.site_problem import options_asked, site_problem
from siteplan.groundwork import Groundwork
from siteplan.market.access import standard_minutes
from siteplan.optimise import SiteProblem, SolveStatus
from siteplan.optimise.infeasibility.attainable import Attainable, Nearest
from siteplan.optimise.infeasibility.blocked import blocked
from siteplan.optimise.infeasibility.corrections import CorrectionSet, Family, RuleChange
from siteplan.optimise.infeasibility.diagnose import diagnose
from siteplan.optimise.rules import Rule
from siteplan.optimise.rules.limit import Limit
from siteplan.study.reason import Change, Correction, Figure, Place, Reason
from siteplan.study.rules import RuleSpec, rule_labels, rules_by_id

__all__ = ["InfeasibleParams", "no_plan_error", "why_none"]

MINUTES = "minutes"


@dataclass(frozen=True)
class InfeasibleParams(Params):
    """How long reasons are sought, and which other minutes are tried.

    Attributes
    ----------
    least_seconds, most_seconds : processor seconds for the whole of it: as many as the study gives a plan, within these
    minutes_step : minutes by which those of a floor are made longer
    most_places : count; counties that are named for each floor
    """

    least_seconds: float = within(10.0, 0.0)
    most_seconds: float = within(60.0, 0.0)
    minutes_step: int = within(5, 1)
    most_places: int = within(5, 0)


def why_none(
    ground: Groundwork,
    problem: SiteProblem,
    cancel: Callable[[], bool] | None = None,
    params: InfeasibleParams = InfeasibleParams(),
) -> Reason | None:
    """Return why a study's problem has no plan; None where that was not known in time."""
    families = list(_families(ground, problem, params))
    asked = ground.study.plan
    seconds = min(params.most_seconds, max(params.least_seconds, asked.time_limit))
    found = diagnose(problem, seconds, cancel, families, asked.gap)
    if found is None:
        return None
    return Reason(
        n_rules=len(problem.rules),
        conflict=tuple(problem.rules[number].name for number in found.conflict),
        proven=found.proven,
        figures=tuple(map(_figure, found.attainable)),
        corrections=tuple(_correction(ground, correction) for correction in found.corrections),
        places=tuple(
            place for line in found.attainable for place in _places(ground, problem, line, params.most_places)
        ),
    )


def _figure(line: Attainable) -> Figure:
    report = line.limit.line
    best, beyond = _numbers(line.limit, line.best)
    alone, alone_beyond = _numbers(line.limit, line.alone)
    return Figure(
        rule=report.rule, kind=report.kind, sense=report.sense, unit=line.limit.unit, asked=line.limit.asked,
        best=best, beyond=beyond, without=line.without, alone=alone, alone_beyond=alone_beyond,
    )  # fmt: skip


def _numbers(limit: Limit, near: Nearest | None) -> tuple[float | None, float | None]:
    """Return what can be had, and what cannot where that is not the next number."""
    if near is None:
        return None, None
    value, bound = limit.readable(near.value), limit.readable(near.bound)
    beyond = limit.readable(near.bound, beyond=True)
    return value, None if bound == value else beyond


def _correction(ground: Groundwork, found: CorrectionSet) -> Correction:
    changes = tuple(
        Change(
            rule=c.rule, what=c.what, unit=c.unit, asked=c.asked,
            value=None if math.isnan(c.value) else c.value, proven=c.proven,
        )
        for c in found.changes
    )  # fmt: skip
    return Correction(changes=changes, rules=_rules_after(ground, found), worth=_worth(ground, found))


def _worth(ground: Groundwork, found: CorrectionSet) -> float | None:
    """Return the figure of the best plan found, where what is maximised is that figure."""
    if found.best is None or not found.best.found or objective_of(ground).approximations:
        return None
    return Answer.of(ground, found.best).objective


def _rules_after(ground: Groundwork, found: CorrectionSet) -> tuple[dict[str, Any], ...] | None:
    """Return the rules of [plan] after a correction; None where they cannot say it."""
    asked = ground.study.plan.rules
    by_id = rules_by_id(asked)
    changed = {id(by_id[c.rule]): c for c in found.changes if c.rule in by_id}
    if len(changed) < len(found.changes):
        return None
    after = [_after(spec, changed[id(spec)]) if id(spec) in changed else [spec] for spec in asked]
    if any(rule is None for rule in after):
        return None
    return tuple(spec.model_dump(mode="json") for rule in after for spec in rule or [])


def _after(spec: RuleSpec, change: RuleChange) -> list[RuleSpec] | None:
    """Return what becomes of a rule, nothing where it is left out; None where the study cannot say it."""
    if math.isnan(change.value) or (change.what == "at_least" and change.value == 0):
        return []
    if change.what != MINUTES and getattr(spec, change.what, None) != change.asked:
        return None
    value = round(change.value) if change.unit == "sites" else change.value
    return [spec.model_copy(update={change.what: value})]


def _families(ground: Groundwork, problem: SiteProblem, params: InfeasibleParams) -> Iterator[Family]:
    """Give the minutes of each floor that asks the same minutes everywhere."""
    if ground.study.plan.phases:  # a rule of one period, or of all, is no rule on options
        return
    by_id = rules_by_id(ground.study.plan.rules)
    for number, rule in enumerate(problem.rules):
        spec = by_id.get(rule.name)
        asked = None if spec is None else _minutes(ground, rule, spec)
        values = () if asked is None else _longer(asked, ground.study.travel.max_minutes, params.minutes_step)
        if spec is not None and asked is not None and values:
            at = cache(partial(_at, ground, number, spec, rule.name))
            yield Family(number, MINUTES, "min", asked, values, at)


def _longer(minutes: float, most: float, step: int) -> tuple[float, ...]:
    """Return the minutes to try instead."""
    first = int(minutes // step + 1) * step
    return tuple(map(float, range(first, int(most) + 1, step)))


def _minutes(ground: Groundwork, rule: Rule, spec: Any) -> float | None:
    """Return the minutes of a floor, of whatever kind in study.toml; None where zones differ in them, or none are."""
    weights = None if rule.coverage is None else rule.coverage.weights
    if weights is None or not hasattr(spec, MINUTES):
        return None
    if spec.minutes is not None:
        return float(spec.minutes)
    limit = standard_minutes(ground.study, ground.market.zones, spec.function)
    asked = np.unique(limit[np.asarray(weights)[: len(limit)] > 0])
    return float(asked[0]) if len(asked) == 1 else None


def _at(ground: Groundwork, number: int, spec: RuleSpec, name: str, minutes: float) -> Any:
    """Return the array rule under other minutes, by its old name."""
    plan = ground.study.plan
    rules = tuple(spec.model_copy(update={MINUTES: minutes}) if rule is spec else rule for rule in plan.rules)
    study = ground.study.model_copy(update={"plan": plan.model_copy(update={"rules": rules})})
    rule: Any = site_problem(ground.asking(study)).rules[number]
    return replace(rule, name=name)


def _places(ground: Groundwork, problem: SiteProblem, line: Attainable, most: int) -> Iterator[Place]:
    """Give the counties with most people uncovered in the plan that comes nearest."""
    rule = line.limit.rule
    function = getattr(rules_by_id(ground.study.plan.rules).get(rule.name), "function", None)
    if line.best is None or function is None:
        return
    zones = blocked(problem, rule, line.best.open)["zone"].to_numpy(dtype=int)
    may = (options_asked(ground)["status"] != "forbidden").to_numpy() if ground.study.plan.phases else ~problem.barred
    for county in uncovered_counties(ground, zones, may, function, most):
        yield Place(rule=rule.name, **asdict(county))


def no_plan_error(
    ground: Groundwork, problem: SiteProblem, status: SolveStatus, cancel: Callable[[], bool] | None
) -> NoPlanError:
    """Return the error that says why there is no plan, in as far as it is certain."""
    if status is SolveStatus.CANCELLED:
        return NoPlanError("The search was stopped before it found a plan.", proven=False, stopped=True)
    if status is not SolveStatus.INFEASIBLE:
        message = "The time was up before a plan was found that meets every rule. Give the search more time."
        return NoPlanError(message, proven=False)
    reason = why_none(ground, problem, cancel)
    labels = rule_labels(ground.study.plan.rules)
    conflict = [rule.name for rule in problem.rules] if reason is None else reason.conflict
    conflict = [labels.get(rule, rule) for rule in conflict]
    return NoPlanError(f"No plan exists. These rules conflict: {'; '.join(conflict)}.", reason=reason)
