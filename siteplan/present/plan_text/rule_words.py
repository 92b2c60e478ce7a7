"""Rules in words: what each is about, what it asked, what the plan achieves, what one more unit would bring."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from siteplan.present.plan_text.rule_sentences import people_name, rule_in_words, run_by
from siteplan.present.plan_text.sentences import percent
from siteplan.present.plan_text.standards import standard_of
from siteplan.present.text.numbers import NO_NUMBER, amount, change, exact, points, quiet
from siteplan.present.text.reader import Reader
from siteplan.study import Study
from siteplan.study.objectives import goal_of
from siteplan.study.rules import BudgetRule, CountRule, CoverageRule, WhereRule, rules_by_id

__all__ = [
    "asked_text",
    "next_unit_text",
    "records",
    "rule_detail",
    "rule_name",
    "rule_sentence",
    "rule_text",
    "rule_value",
    "slack_text",
]

_COUNTED = ("areas", "pairs", "zones")
_SMALL = {"min": 0.005}  # of a goal's unit, not worth a word; half a unit of others


def records(rules: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of Plan.rules, each as the functions below take it."""
    return [{str(key): value for key, value in row.items()} for row in rules.to_dict("records")]


def rule_name(rule_id: str, study: Study, reader: Reader) -> str:
    """Return what a rule is called, by its id: the planner's own name, else what it is about."""
    _ = reader.gettext
    spec = rules_by_id(study.plan.rules).get(rule_id)
    if spec is None:
        names = {
            "required sites": _("Required sites"), "convertible sites": _("Own sites that stay or convert"),
            "relocatable sites": _("Own sites that stay or move"), "relocations": _("One site at each place"),
        }  # fmt: skip
        return names.get(rule_id, rule_id)
    if spec.name:
        return spec.name
    name = _NAMES.get(type(spec))
    return _begun(rule_in_words(spec, study, reader)) if name is None else name(spec, study, reader)


def rule_text(rule_id: str, study: Study, reader: Reader) -> str:
    """Return what a rule of Plan.rules asks as a sentence; "" of sites that must open."""
    spec = rules_by_id(study.plan.rules).get(rule_id)
    return "" if spec is None else _sentence(rule_in_words(spec, study, reader), reader)


def rule_detail(rule_id: str, study: Study, reader: Reader) -> str:
    """Return what a rule asks as a sentence; "" where its name says so already."""
    said = rule_text(rule_id, study, reader)
    return "" if said == _sentence(rule_name(rule_id, study, reader), reader) else said


def rule_sentence(rule: Mapping[str, Any], study: Study, reader: Reader) -> str:
    """Return what a rule asked and what the plan achieves; `rule` is a row of Plan.rules."""
    _ = reader.gettext
    met = _("{rule}: {asked} required, {achieved} achieved; met.")
    missed = _("{rule}: {asked} required, {achieved} achieved; NOT met.")
    return (met if rule["met"] else missed).format(
        rule=rule_name(str(rule["rule_id"]), study, reader),
        asked=asked_text(rule, reader),
        achieved=rule_value(float(rule["achieved"]), str(rule["unit"]), reader),
    )


def asked_text(rule: Mapping[str, Any], reader: Reader) -> str:
    """Return "at most 60 m CNY"; "none" of what must not be."""
    _ = reader.gettext
    if rule["sense"] == "at_most" and not rule["asked"]:
        return _("none")
    senses = {"at_most": _("at most {value}"), "at_least": _("at least {value}"), "exactly": _("exactly {value}")}
    value = rule_value(float(rule["asked"]), str(rule["unit"]), reader)
    return senses.get(str(rule["sense"]), "{value}").format(value=value)


def rule_value(x: float, unit: str, reader: Reader, digits: int = 3) -> str:
    """Return a rule's number in its unit: sites, a share, what is counted, vehicles or money."""
    if unit == "share":
        return percent(x, reader)
    if unit == "sites":
        return exact(x)
    if unit in _COUNTED:
        return exact(x, 0, reader.unit_word(unit, one=round(x) == 1))
    return amount(x, _unit(unit, reader), reader, digits)


def slack_text(rule: Mapping[str, Any], reader: Reader) -> str:
    """Return what is left of a rule, of a share in percentage points; nought where it is only rounding."""
    slack, unit = float(rule["slack"]), str(rule["unit"])
    told = quiet(slack, float(rule["asked"]), float(rule["achieved"]))
    return points(told, reader) if unit == "share" else rule_value(told, unit, reader)


def next_unit_text(rule: Mapping[str, Any], study: Study, reader: Reader) -> str:
    """Return what one more unit asked would change, by the last relaxation; a dash where nothing is known."""
    _ = reader.gettext
    goal = goal_of(study)
    price, unit = float(rule["shadow_price"]), str(rule["unit"])
    step = {"share": 0.01, "sites": 1.0, "vehicles": 100.0}.get(unit, 1e6)
    gain = price * step
    if not np.isfinite(gain) or abs(gain) < _SMALL.get(goal.unit, 0.5):
        return NO_NUMBER
    per = {"share": _("pp"), "sites": _("site")}.get(unit) or amount(step, _unit(unit, reader), reader)
    return _("{gain} per {unit}").format(gain=change(gain, goal.unit, reader), unit=per)


def _unit(unit: str, reader: Reader) -> str:
    """Return the unit of an amount of vehicles or money, as people read it."""
    currency = reader.currency
    known = {"opex": f"{currency}/year", "vehicles": "vehicles/year", "yearly_cost/vehicle": f"{currency}/vehicle"}
    return known.get(unit, currency)


def _coverage_name(spec: CoverageRule, study: Study, reader: Reader) -> str:
    _ = reader.gettext
    minutes = standard_of(spec, study)
    by_tier = _("{people} within their tier's minutes of {reach}")
    text = (by_tier if minutes is None else _("{people} within {minutes} of {reach}")).format(
        people=people_name(spec, reader),
        minutes=amount(minutes, "min", reader),
        reach=reader.reach_of(spec.function),
    )
    return _about(text, spec, reader)


def _budget_name(spec: BudgetRule, _study: Study, reader: Reader) -> str:
    _ = reader.gettext
    budgets = {"capex": _("Budget"), "opex": _("Budget of running costs")}
    return _about(budgets[spec.of], spec, reader)


def _count_name(spec: CountRule, _study: Study, reader: Reader) -> str:
    return _about(reader.gettext("Number of new sites"), spec, reader)


def _about(text: str, spec: WhereRule, reader: Reader) -> str:
    _ = reader.gettext
    kinds = run_by(reader)
    where = [
        *(reader.format_name(name) for name in spec.format),
        *(reader.tier_name(tier) for tier in spec.tier),
        *spec.province,
        *spec.city,
        *spec.county,
        *(kinds.get(kind, kind) for kind in spec.ownership),
    ]
    return _begun(_("{rule}: {where}").format(rule=text, where=_(", ").join(where)) if where else text)


def _sentence(text: str, reader: Reader) -> str:
    return reader.gettext("{sentence}.").format(sentence=_begun(text))


def _begun(text: str) -> str:
    """Return a text that begins as a sentence does."""
    return text[:1].upper() + text[1:]


_NAMES: Mapping[type, Callable[[Any, Study, Reader], str]] = {
    BudgetRule: _budget_name,
    CountRule: _count_name,
    CoverageRule: _coverage_name,
}
"""Names of kinds whose sentence is too long to be one."""
