"""The question read back: as one sentence, and part by part with what is left open."""

from __future__ import annotations

from collections.abc import Mapping

from siteplan.present.plan_text.rule_sentences import rule_in_words
from siteplan.present.plan_text.rule_words import rule_name
from siteplan.present.plan_text.sentences import gap_text, percent, site_count
from siteplan.present.text.goals import goal_text
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_
from siteplan.study import Study
from siteplan.study.phases_spec import Phase
from siteplan.study.rules import RuleSpec, rules_by_id
from siteplan.study.uncertain.outlook_spec import Outlook

__all__ = ["called", "sentence", "whole_question"]


def sentence(study: Study, reader: Reader) -> str:
    """Return what will be solved, as plain text after "You ask:": goal, every rule, phases, when the search stops."""
    _ = reader.gettext
    rules = [text for spec in study.plan.rules if (text := _said(spec, study, reader))]
    goal = goal_text(study, reader)
    stop = _("Stop when proven within {gap}, or after {seconds}").format(
        gap=gap_text(study.plan.gap, reader), seconds=amount(study.plan.time_limit, "s", reader)
    )
    asked = _("; ").join(rules) if rules else _("no rules")
    told = _("{goal}: {rules}. {stop}.").format(goal=goal, rules=asked, stop=stop)
    return ("" if reader.is_chinese else " ").join([told, *_in_phases(study, reader)])


def _in_phases(study: Study, reader: Reader) -> list[str]:
    """Return which phases the plan has and what each may spend and open; nothing without phases."""
    _, phases = reader.gettext, study.plan.phases
    if not phases:
        return []
    told = _("; ").join(_phase(phase, reader) for phase in phases)
    said = _("In {n} phases: {phases}.").format(n=len(phases), phases=told)
    return [said, *([_("What a phase leaves of its budget the next may spend.")] if study.plan.carry_over else [])]


def _phase(phase: Phase, reader: Reader) -> str:
    """Return a phase's name, start and limits."""
    _ = reader.gettext
    told, budget = [_("{name} from {quarter}").format(name=reader.told(phase), quarter=phase.start)], phase.to_spend
    if budget is not None:
        told.append(_("spends at most {money}").format(money=amount(budget, reader.currency, reader)))
    if phase.at_most == 0:
        told.append(_("opens no site"))
    elif phase.at_most is not None:
        told.append(_("opens at most {sites}").format(sites=site_count(phase.at_most, reader)))
    if phase.staff is not None:
        told.append(_("employs at most {n} people").format(n=phase.staff))
    return _(", ").join(told)


def _said(spec: RuleSpec, study: Study, reader: Reader) -> str:
    """Return a rule in words, after the planner's own name for it."""
    text, name = rule_in_words(spec, study, reader), getattr(spec, "name", "")
    return reader.gettext("{rule}: {where}").format(rule=name, where=text) if name else text


def called(rule: RuleSpec, study: Study, reader: Reader) -> str:
    """Return what a rule is about."""
    asking = study.model_copy(update={"plan": study.plan.model_copy(update={"rules": (rule,)})})
    known = rules_by_id((rule,))
    return rule_name(next(iter(known)), asking, reader) if known else rule_in_words(rule, study, reader)


def whole_question(study: Study, reader: Reader) -> list[tuple[str, list[str]]]:
    """Return each part of a question and what is asked in it; nothing where it is left open."""
    _, plan = reader.gettext, study.plan
    by_part: dict[str, list[str]] = {_(part): [] for part in dict.fromkeys([*PART_OF.values(), SITES])}
    for rule in plan.rules:
        by_part[_(PART_OF.get(rule.kind, SITES))].append(_said(rule, study, reader))
    return [
        (_("Goal"), [goal_text(study, reader)]),
        *by_part.items(),
        (_("Phases"), [_phase(phase, reader) for phase in plan.phases]),
        (_("Outlooks"), [_outlook(outlook, reader) for outlook in study.outlooks]),
        (_("Stop"), [_stop(study, reader)]),
    ]


def _outlook(outlook: Outlook, reader: Reader) -> str:
    return reader.gettext("{name}, {share} likely").format(
        name=reader.told(outlook), share=percent(outlook.probability, reader)
    )


def _stop(study: Study, reader: Reader) -> str:
    return reader.gettext("when proven within {gap}, or after {seconds}").format(
        gap=gap_text(study.plan.gap, reader), seconds=amount(study.plan.time_limit, "s", reader)
    )


SITES = N_("Sites")
PART_OF: Mapping[str, str] = {
    "budget": N_("Money"), "cost_per_vehicle": N_("Money"), "only_in": N_("Where"), "away_from": N_("Where"),
    "coverage": N_("People in reach"), "each_area": N_("People in reach"), "everyone": N_("People in reach"),
    "duties": N_("People in reach"), "service_room": N_("People in reach"), "minimum_sales": N_("Sales"),
    "capacity": N_("Sales"), "cannibalisation": N_("Sales"), "capture": N_("Sales"),
}  # fmt: skip
"""Under which part of a question a kind of rule is told; sites where it is not named."""
