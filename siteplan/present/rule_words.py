"""Rules in words: what each is about, what it asked, what the plan achieves, what one more unit would bring."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from siteplan.goal import goal_of
from siteplan.optimise.question import rules_by_label
from siteplan.present.names import area_name, format_name, reach_of, tier_name
from siteplan.present.numbers import NO_NUMBER, amount, change, exact
from siteplan.present.sentences import percent
from siteplan.present.words import gettext_for
from siteplan.study import BudgetRule, CountRule, CoverageRule, Study

__all__ = ["asked_text", "next_unit_text", "records", "rule_name", "rule_sentence", "rule_value"]

_SMALL = {"min": 0.005}  # of a goal's unit, not worth a word; half a unit of others


def records(rules: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of Plan.rules, each as the functions below take it."""
    return [{str(key): value for key, value in row.items()} for row in rules.to_dict("records")]


def rule_name(label: str, study: Study, language: str) -> str:
    """Return what a rule of Plan.rules is called: the planner's own name, else what it is about."""
    _ = gettext_for(language)
    spec = rules_by_label(study.plan.rules).get(label)
    if spec is None:
        return _("Required sites") if label == "required sites" else label
    if spec.name:
        return label
    if isinstance(spec, CoverageRule):
        return _coverage_name(spec, study, language)
    return _options_name(spec, study, language)


def rule_sentence(rule: Mapping[str, Any], study: Study, language: str) -> str:
    """Return what a rule asked and what the plan achieves; `rule` is a row of Plan.rules."""
    _ = gettext_for(language)
    met = _("{rule}: {asked} asked, {achieved} achieved; met.")
    missed = _("{rule}: {asked} asked, {achieved} achieved; NOT met.")
    return (met if rule["met"] else missed).format(
        rule=rule_name(str(rule["rule"]), study, language),
        asked=asked_text(rule, study, language),
        achieved=rule_value(float(rule["achieved"]), str(rule["unit"]), study, language),
    )


def asked_text(rule: Mapping[str, Any], study: Study, language: str) -> str:
    """Return "at most 60 m CNY"."""
    _ = gettext_for(language)
    senses = {"at_most": _("at most {value}"), "at_least": _("at least {value}"), "exactly": _("exactly {value}")}
    value = rule_value(float(rule["asked"]), str(rule["unit"]), study, language)
    return senses.get(str(rule["sense"]), "{value}").format(value=value)


def rule_value(x: float, unit: str, study: Study, language: str, digits: int = 3) -> str:
    """Return a rule's number in its unit: sites, a share, or the study's currency."""
    if unit == "share":
        return percent(x, language)
    if unit == "sites":
        return exact(x)
    return amount(x, study.study.currency, language, digits)


def next_unit_text(rule: Mapping[str, Any], study: Study, language: str) -> str:
    """Return what one more unit asked would change, by the last relaxation; a dash where nothing is known."""
    _ = gettext_for(language)
    goal = goal_of(study)
    price, unit = float(rule["shadow_price"]), str(rule["unit"])
    step = {"share": 0.01, "sites": 1.0}.get(unit, 1e6)
    gain = price * step
    if not np.isfinite(gain) or abs(gain) < _SMALL.get(goal.unit, 0.5):
        return NO_NUMBER
    per = {"share": _("pp"), "sites": _("site")}.get(unit) or amount(1e6, study.study.currency, language)
    return _("{gain} per {unit}").format(gain=change(gain, goal.unit, language), unit=per)


def _coverage_name(spec: CoverageRule, study: Study, language: str) -> str:
    _ = gettext_for(language)
    within = _("{people} within {minutes} of {reach}") if spec.minutes else _("{people} within the standard of {reach}")
    text = within.format(
        people=area_name(spec.area, language),
        minutes=amount(spec.minutes, "min", language),
        reach=reach_of(spec.function, language),
    )
    return _about(text, [tier_name(study, tier, language) for tier in spec.tier], language)


def _options_name(spec: BudgetRule | CountRule, study: Study, language: str) -> str:
    _ = gettext_for(language)
    kinds = {"direct": _("run by the maker"), "partner": _("run by a partner")}
    where = [
        *(format_name(name, language) for name in spec.format),
        *(tier_name(study, tier, language) for tier in spec.tier),
        *spec.city,
        *spec.county,
        *(kinds.get(kind, kind) for kind in spec.ownership),
    ]
    return _about(_("Budget") if isinstance(spec, BudgetRule) else _("Number of new sites"), where, language)


def _about(text: str, where: list[str], language: str) -> str:
    _ = gettext_for(language)
    said = _("{rule}: {where}").format(rule=text, where=_(", ").join(where)) if where else text
    return said[:1].upper() + said[1:]
