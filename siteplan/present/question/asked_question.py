"""What a planner asks on the plan page, to and from [plan] and [[outlooks]] of a study."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from siteplan.present.candidates.marks import MUST, NEVER
from siteplan.study import Function, Study
from siteplan.study.objectives import Objective
from siteplan.study.rules import BudgetRule, CountRule, CoverageRule, RuleSpec, SitesRule
from siteplan.study.rules.sites import OnlyInRule

__all__ = ["PLACES", "Ask", "Quota", "ask_of", "changes", "offered_floors", "with_marks"]

PLACES = ("tier", "province", "city", "county")
Quota = tuple[int | None, int | None]
"""Fewest and most new sites; None for no limit."""


@dataclass(frozen=True)
class Ask:
    """The answers of the page.

    Attributes
    ----------
    objective : what the plan is judged by
    budget : capex in all (currency), None for no limit; `budget_rule` is the study's own, if it has one
    places : where alone new sites may open, by key of PLACES; none for everywhere
    required, forbidden : site_id of what must, and must not, open
    quotas : fewest and most new sites by tier and format, "" for all of them
    rules : all others, in their order
    phases, outlooks : their keys as in [[plan.phases]] and [[outlooks]]
    gap : share of the bound; time_limit : seconds
    """

    objective: Objective
    budget: float | None
    places: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]
    forbidden: tuple[str, ...]
    quotas: Mapping[tuple[str, str], Quota]
    rules: tuple[RuleSpec, ...]
    phases: tuple[Mapping[str, Any], ...]
    carry_over: bool
    outlooks: tuple[Mapping[str, Any], ...]
    for_outlooks: str
    gap: float
    time_limit: float
    budget_rule: BudgetRule | None = None


def ask_of(study: Study) -> Ask:
    """Return the study's own question in the terms of the page."""
    plan = study.plan
    budget = next((rule for rule in plan.rules if isinstance(rule, BudgetRule) and _is_overall(rule)), None)
    places = next((rule for rule in plan.rules if isinstance(rule, OnlyInRule) and _is_plain(rule)), None)
    quotas = {id(rule): rule for rule in plan.rules if isinstance(rule, CountRule) and _is_cell(rule)}
    apart = {id(budget), id(places), *quotas}
    named = [rule for rule in plan.rules if isinstance(rule, SitesRule)]
    return Ask(
        objective=plan.objective,
        budget=budget.at_most if budget else None,
        budget_rule=budget,
        places=places.places.where() if places else {},
        required=_once(site for rule in named for site in rule.required),
        forbidden=_once(site for rule in named for site in rule.forbidden),
        quotas=_cells(quotas.values()),
        rules=tuple(rule for rule in plan.rules if id(rule) not in apart and not isinstance(rule, SitesRule)),
        phases=tuple(_said(phase.model_dump(mode="json", exclude_defaults=True)) for phase in plan.phases),
        carry_over=plan.carry_over,
        outlooks=tuple(_said(one.model_dump(mode="json", exclude_defaults=True)) for one in study.outlooks),
        for_outlooks=plan.for_outlooks,
        gap=plan.gap,
        time_limit=plan.time_limit,
    )


def with_marks(ask: Ask, marks: Mapping[str, str], *, alone: bool = False) -> Ask:
    """Return the question with what a visitor marks as must and must not open, before what it had of these sites.

    `alone` where the marks follow the question since it began: what is marked no longer is then asked no longer.
    """
    must, never = ([site for site, told in marks.items() if told == mark] for mark in (MUST, NEVER))
    if alone:
        return replace(ask, required=tuple(must), forbidden=tuple(never))
    return replace(
        ask,
        required=_once([*(site for site in ask.required if site not in never), *must]),
        forbidden=_once([*(site for site in ask.forbidden if site not in must), *never]),
    )


def offered_floors(study: Study, rules: Iterable[RuleSpec]) -> tuple[CoverageRule, ...]:
    """Return floors that are usual and that no rule asks for: of rural people's sales and service."""
    known = {(rule.function, rule.area) for rule in rules if isinstance(rule, CoverageRule)}
    there = {function for spec in study.formats.values() for function in spec.functions}
    usual: tuple[Function, ...] = (study.plan.coverage, "service")
    asked = [name for name in dict.fromkeys(usual) if name in there and (name, "rural") not in known]
    return tuple(CoverageRule(kind="coverage", function=name, area="rural", at_least=1.0) for name in asked)


def changes(ask: Ask, study: Study) -> dict[str, Any]:
    """Return the question as keys of [plan], and [[outlooks]] where they are not the study's, fit for JSON."""
    rules = [rule.model_dump(mode="json") for rule in (*_budget(ask), *_places(ask), *ask.rules)]
    named = {"kind": "sites", "required": [*ask.required], "forbidden": [*ask.forbidden]}
    asked = {
        "objective": ask.objective,
        "gap": ask.gap,
        "time_limit": ask.time_limit,
        "rules": [*rules, *_counts(ask), *([named] if ask.required or ask.forbidden else [])],
        "phases": [dict(phase) for phase in ask.phases],
        "carry_over": ask.carry_over,
        "for_outlooks": ask.for_outlooks,
    }
    same = ask.outlooks == ask_of(study).outlooks
    return asked if same else {**asked, "outlooks": [dict(outlook) for outlook in ask.outlooks]}


def _budget(ask: Ask) -> list[BudgetRule]:
    """Return the budget, all but its limit as the study has it."""
    if ask.budget is None:
        return []
    asked = BudgetRule(kind="budget", at_most=ask.budget)
    return [asked if ask.budget_rule is None else ask.budget_rule.model_copy(update={"at_most": ask.budget})]


def _places(ask: Ask) -> list[OnlyInRule]:
    named = {key: names for key, names in ask.places.items() if names}
    return [OnlyInRule.model_validate({"kind": "only_in", "places": named})] if named else []


def _counts(ask: Ask) -> list[dict[str, Any]]:
    """Return a rule for each cell that asks something."""
    rules = []
    for (tier, format_), limits in ask.quotas.items():
        said = {key: n for key, n in zip(("at_least", "at_most"), limits, strict=True) if n is not None}
        if said:
            named = {key: [name] for key, name in (("tier", tier), ("format", format_)) if name}
            rules.append({"kind": "count", **named, **said})
    return rules


def _is_overall(rule: BudgetRule) -> bool:
    return rule.of == "capex" and not rule.where() and not rule.phase


def _is_plain(rule: OnlyInRule) -> bool:
    return not rule.where() and not rule.name and not rule.phase


def _is_cell(rule: CountRule) -> bool:
    """Return whether a rule counts sites of one format or all, in one tier or all, and has no name of its own."""
    where = rule.where()
    one = set(where) <= {"tier", "format"} and all(len(some) == 1 for some in where.values())
    return one and not rule.name and not rule.phase


def _cells(rules: Iterable[CountRule]) -> dict[tuple[str, str], Quota]:
    """Return limits by tier and format; of several on one cell the narrowest."""
    cells: dict[tuple[str, str], Quota] = {}
    for rule in rules:
        cell = ("".join(rule.tier), "".join(rule.format))
        limits = (rule.exactly, rule.exactly) if rule.exactly is not None else (rule.at_least, rule.at_most)
        cells[cell] = _narrowest(cells.get(cell, (None, None)), limits)
    return cells


def _narrowest(one: Quota, other: Quota) -> Quota:
    least = [n for n in (one[0], other[0]) if n is not None]
    most = [n for n in (one[1], other[1]) if n is not None]
    return max(least, default=None), min(most, default=None)


def _once(sites: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sites))


def _said(given: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in given.items() if value is not None}
