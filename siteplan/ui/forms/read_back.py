"""The question read back: one sentence, and what is sure to be wrong with it before it is run."""

from __future__ import annotations

import pandas as pd

from siteplan.present.plan_text.rule_sentences import rule_in_words
from siteplan.present.plan_text.rule_words import rule_name
from siteplan.present.plan_text.sentences import gap_text, site_count
from siteplan.present.text.goals import goal_text
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader
from siteplan.study import Study
from siteplan.study.phases_spec import Phase
from siteplan.study.rules import RuleSpec, rules_by_id
from siteplan.ui.forms.plan_question import Ask, Floor

__all__ = ["floor_name", "impossible", "sentence"]


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
    said = _("In {n} phases, as study.toml has them: {phases}.").format(n=len(phases), phases=told)
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


def floor_name(floor: Floor, study: Study, reader: Reader) -> str:
    """Return what a floor is about."""
    spec = floor.as_rule(1.0)
    asking = study.model_copy(update={"plan": study.plan.model_copy(update={"rules": (spec,)})})
    return rule_name(next(iter(rules_by_id((spec,)))), asking, reader)


def impossible(ask: Ask, reach: pd.DataFrame) -> list[int]:
    """Return which floors no plan can meet: positions in `ask.floors`; `reach` has their `most`."""
    return [i for i, floor in enumerate(ask.floors) if floor.share > reach["most"].iloc[i]]
