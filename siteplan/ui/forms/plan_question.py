"""What a planner asks on the plan page, to and from the rules of a study."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from siteplan.present.candidates.marks import MUST, NEVER
from siteplan.study import Function, Study
from siteplan.study.objectives import Objective
from siteplan.study.rules import BudgetRule, CountRule, CoverageRule, RuleSpec, SitesRule, of_type

__all__ = ["Ask", "Floor", "ask_of", "changes", "with_marks"]

QUOTA_COLUMNS = ("tier", "format", "at_least", "at_most")


@dataclass(frozen=True)
class Floor:
    """A coverage floor that the page asks about; `share` 0 means none. `rule` is the study's own, if it has one."""

    function: Function
    area: str
    share: float
    rule: CoverageRule | None = None

    def as_rule(self, share: float) -> CoverageRule:
        """Return the floor at another share, all else as the study has it."""
        if self.rule is not None:
            return self.rule.model_copy(update={"at_least": share})
        return CoverageRule.model_validate(
            {"kind": "coverage", "function": self.function, "area": self.area, "at_least": share}
        )


@dataclass(frozen=True)
class Ask:
    """The answers of the page.

    Attributes
    ----------
    objective : what the plan is judged by
    budget : capex in all (currency), None for no limit; `budget_rule` is the study's own, if it has one
    floors : coverage floors
    quotas : DataFrame
        A row for each quota: tier and format (lists of names, empty for all), at_least and at_most (sites, NaN
        for none).
    others : the rules of the study that the page does not ask about; they hold as they are
    gap : share of the bound; time_limit : seconds
    """

    objective: Objective
    budget: float | None
    floors: tuple[Floor, ...]
    quotas: pd.DataFrame
    others: tuple[RuleSpec, ...]
    gap: float
    time_limit: float
    budget_rule: BudgetRule | None = None


def ask_of(study: Study) -> Ask:
    """Return the study's own question in the terms of the page."""
    rules = study.plan.rules
    overall = [rule for rule in of_type(rules, BudgetRule) if _is_overall(rule)]
    quotas = [rule for rule in of_type(rules, CountRule) if _is_quota(rule)]
    floors = of_type(rules, CoverageRule)
    asked_about = {id(rule) for rule in (*overall[:1], *quotas, *floors)}
    return Ask(
        objective=study.plan.objective,
        budget=overall[0].at_most if overall else None,
        budget_rule=overall[0] if overall else None,
        floors=_floors(study, floors),
        quotas=_quota_table(quotas),
        others=tuple(rule for rule in rules if id(rule) not in asked_about),
        gap=study.plan.gap,
        time_limit=study.plan.time_limit,
    )


def with_marks(ask: Ask, marks: Mapping[str, str], own: Study) -> Ask:
    """Return the question with one rule on what is marked as must and must not open.

    It takes the place of what an earlier question had of marks: of rules on sites by name, which the page cannot ask
    for, those that are not the study's `own`.
    """
    others = tuple(rule for rule in ask.others if not isinstance(rule, SitesRule) or rule in own.plan.rules)
    must, never = (_marked(mark, marks.items()) for mark in (MUST, NEVER))
    named = {"kind": "sites", "required": must, "forbidden": never}
    rule = [SitesRule.model_validate(named)] if must or never else []
    return replace(ask, others=(*others, *rule))


def _marked(mark: str, marks: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(site for site, told in marks if told == mark)


def changes(ask: Ask) -> dict[str, Any]:
    """Return the question as keys of [plan], fit for JSON."""
    budget = [_budget(ask.budget, ask.budget_rule).model_dump(mode="json")] if ask.budget else []
    floors = [floor.as_rule(floor.share).model_dump(mode="json") for floor in ask.floors if floor.share > 0]
    rows = [{str(key): value for key, value in row.items()} for row in ask.quotas.to_dict("records")]
    quotas = [_quota(row) for row in rows if _says_something(row)]
    others = [rule.model_dump(mode="json") for rule in ask.others]
    asked = {"objective": ask.objective, "gap": ask.gap, "time_limit": ask.time_limit}
    return {**asked, "rules": [*budget, *floors, *quotas, *others]}


def _budget(limit: float, own: BudgetRule | None) -> BudgetRule:
    """Return the budget at another limit, all else as the study has it."""
    asked = BudgetRule(kind="budget", at_most=limit)
    return asked if own is None else own.model_copy(update={"at_most": limit})


def _is_overall(rule: BudgetRule) -> bool:
    return rule.of == "capex" and not rule.where()


def _is_quota(rule: CountRule) -> bool:
    """Return whether a rule counts sites by tier and format alone."""
    return set(rule.where()) <= {"tier", "format"}


def _floors(study: Study, asked: list[CoverageRule]) -> tuple[Floor, ...]:
    """Return the study's floors, and those for rural sales and service where it has none."""
    own = [Floor(rule.function, rule.area, rule.at_least, rule) for rule in asked]
    known = {(floor.function, floor.area) for floor in own}
    offered = {function for spec in study.formats.values() for function in spec.functions}
    usual: tuple[Function, ...] = (study.plan.coverage, "service")
    more = [Floor(f, "rural", 0.0) for f in dict.fromkeys(usual) if f in offered and (f, "rural") not in known]
    return (*own, *more)


def _quota_table(rules: list[CountRule]) -> pd.DataFrame:
    rows = [(list(rule.tier), list(rule.format), *_bounds(rule)) for rule in rules]
    table = pd.DataFrame(rows, columns=list(QUOTA_COLUMNS))
    return table.astype({"tier": object, "format": object, "at_least": float, "at_most": float})


def _bounds(rule: CountRule) -> tuple[float | None, float | None]:
    return (rule.exactly, rule.exactly) if rule.exactly is not None else (rule.at_least, rule.at_most)


def _says_something(row: Mapping[str, Any]) -> bool:
    return bool(pd.notna(row["at_least"]) or pd.notna(row["at_most"]))


def _quota(row: Mapping[str, Any]) -> dict[str, Any]:
    bounds = {key: int(row[key]) for key in ("at_least", "at_most") if pd.notna(row[key])}
    names = {key: [str(name) for name in row[key]] for key in ("tier", "format") if isinstance(row[key], list | tuple)}
    return {"kind": "count", **names, **bounds}
