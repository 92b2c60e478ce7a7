"""What is asked of networks that open at once: the question of a study without its phases, or a refusal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from siteplan.errors import Problem, StudyError
from siteplan.study import Study
from siteplan.study.phases_spec import Phase
from siteplan.study.rules import AnyRule, BudgetRule, CountRule

__all__ = ["asked_at_once", "refuse_phases"]


def refuse_phases(study: Study, command: str) -> None:
    """Refuse a question that knows no phases.

    Raises
    ------
    StudyError
        The study has phases.
    """
    if study.plan.phases:
        what = f"`siteplan {command}` asks of networks that open at once, and the study has phases"
        remedy = "Ask a copy of the study without phases, under one budget; `siteplan plan` plans in phases."
        raise StudyError([Problem("study.toml [[plan.phases]]", what, remedy, "phases")])


def asked_at_once(study: Study, command: str) -> Study:
    """Return the question without its phases: what they may spend and open together, at once.

    What a rule asks of a phase is asked of the network; how many people phases employ is not. A study without phases
    is returned as it is.

    Raises
    ------
    StudyError
        Phases are over and what was decided in them stays: there is no question without them.
    """
    plan = study.plan
    if plan.replan is not None:
        refuse_phases(study, command)
    if not plan.phases:
        return study
    rules = (*_without_phase(plan.rules), *_together(plan.phases))
    asked = plan.model_copy(update={"phases": (), "rules": tuple(_one_budget(rules))})
    return study.model_copy(update={"plan": asked})


def _without_phase(rules: Iterable[AnyRule]) -> Iterator[AnyRule]:
    for rule in rules:
        yield rule.model_copy(update={"phase": ""}) if getattr(rule, "phase", "") else rule


def _together(phases: Iterable[Phase]) -> Iterator[AnyRule]:
    """Yield what phases may spend and open in all; a phase in which nothing opens needs no budget."""
    opening = [phase for phase in phases if phase.at_most != 0]
    spend, counts = [phase.to_spend for phase in opening], [phase.at_most for phase in opening]
    if opening and None not in spend:
        yield BudgetRule(kind="budget", at_most=sum(filter(None, spend)))
    if None not in counts:
        yield CountRule(kind="count", at_most=sum(filter(None, counts)))


def _one_budget(rules: Iterable[AnyRule]) -> Iterator[AnyRule]:
    """Yield rules with the least of the budgets for all that opens in place of each: a frontier moves one limit."""
    asked = list(rules)
    overall = [rule for rule in asked if isinstance(rule, BudgetRule) and rule.of == "capex" and not rule.where()]
    least = min(overall, key=lambda rule: rule.to_spend, default=None)
    yield from (rule for rule in asked if rule is least or rule not in overall)
