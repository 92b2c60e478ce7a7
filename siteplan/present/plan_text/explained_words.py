"""What solving anew says, in words: what rules cost, at which price a site opens, what is lost without one."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from siteplan.evaluate import Plan
from siteplan.present.plan_text.rule_words import rule_name
from siteplan.present.plan_text.sentences import gap_text, percent
from siteplan.present.text.goals import short_figure, unit_text
from siteplan.present.text.numbers import NO_NUMBER, amount
from siteplan.present.text.reader import Reader
from siteplan.study import Study
from siteplan.study.objectives import Goal
from siteplan.study.rules import rule_labels

__all__ = [
    "entry_text",
    "lost_text",
    "needed_names",
    "needed_sentence",
    "price_text",
    "removal_sentence",
    "spread_text",
    "together_sentences",
]

_WIDE = 0.5  # a gap with which a bound tells nothing


def price_text(rule: Mapping[str, Any], goal: Goal, reader: Reader) -> str:
    """Return what the plan gains without a rule, from its least to its most; `rule` is a row of Plan.rules."""
    _ = reader.gettext
    basis, most = str(rule["price_basis"]), short_figure(float(rule["price_to"]), goal)
    some = most not in (short_figure(0.0, goal), NO_NUMBER)
    said = {
        "costs nothing": _("nothing, {most} at most") if some else _("nothing"),
        "has slack": _("nothing: the rule has slack"),
        "not decided": _("not decided: {most} at most") if _says(rule) else _("not decided"),
        "not re-solved": _("not re-solved"),
    }
    if basis != "re-solved":
        return said.get(basis, NO_NUMBER).format(most=most)
    return spread_text(float(rule["price"]), float(rule["price_from"]), float(rule["price_to"]), goal, reader)


def _says(price: Mapping[str, Any]) -> bool:
    """Whether the most that a rule costs says anything: not where next to nothing was proven without it."""
    return float(price["price_gap"]) < _WIDE and math.isfinite(float(price["price_to"]))


def spread_text(figure: float, least: float, most: float, goal: Goal, reader: Reader) -> str:
    """Return a figure of a goal with its least and most, if they can be told from it: "3,641 (3,124 to 4,077)"."""
    told, low, high = (short_figure(x, goal) for x in (figure, max(least, 0.0), most))
    if low == told == high:
        return told
    return reader.gettext("{x} ({low} to {high})").format(x=told, low=low, high=high)


def entry_text(site: Mapping[str, Any], reader: Reader) -> str:
    """Return the capex at which a rejected site opens; `site` is a row of Plan.rejected."""
    _ = reader.gettext
    low, high = float(site["entry_capex"]), float(site["entry_capex_most"])
    ends = {"low": amount(low, "", reader, 6), "high": amount(high, "", reader, 4)}
    match str(site["entry_verdict"]):
        case "exact":
            return ends["low"]
        case "between":
            return _("{low} to {high}").format(**ends)
        case "undecided":
            return _undecided(low, high, ends, reader)
        case "never":
            return _("never, not even free")
        case "any":
            return _("whatever it costs")
    return _("ruled out") if site["basis"] == "ruled out" else _("not re-solved")


def _undecided(low: float, high: float, ends: Mapping[str, str], reader: Reader) -> str:
    _ = reader.gettext
    known = math.isfinite(low), math.isfinite(high)
    texts = {
        (True, True): _("{low} to {high}, not decided within the gap"),
        (True, False): _("{low} or more, not decided within the gap"),
        (False, True): _("at most {high}, not decided within the gap"),
    }
    return texts.get(known, _("not decided within the gap")).format(**ends)


def lost_text(site: Mapping[str, Any], goal: Goal, reader: Reader) -> str:
    """Return what the plan loses without a site once the best other takes its place; a dash where nobody asked."""
    basis = str(site["removal_basis"])
    if basis == "no plan without it":
        return reader.gettext("no plan left")
    if basis != "re-solved":
        return NO_NUMBER
    lost, least, most = (float(site[name]) for name in ("removal_resolved", "removal_least", "removal_most"))
    return spread_text(lost, least, most, goal, reader)


def needed_names(needed_for: str, study: Study, reader: Reader) -> list[str]:
    """Return what the rules are called that a site is needed for."""
    ids = {label: rule_id for rule_id, label in rule_labels(study.plan.rules).items()}
    labels = [label for label in needed_for.split("; ") if label]
    return [rule_name(ids.get(label, label), study, reader) for label in labels]


def needed_sentence(needed_for: str, study: Study, reader: Reader) -> list[str]:
    """Return which rules a site is needed for; nothing where none needs it."""
    _ = reader.gettext
    names = needed_names(needed_for, study, reader)
    return [_("Needed for: {rules}.").format(rules=_("; ").join(names))] if names else []


def removal_sentence(site: Mapping[str, Any], goal: Goal, reader: Reader) -> list[str]:
    """Return what is lost for good without a site; nothing where that was not solved anew."""
    _ = reader.gettext
    if site["removal_basis"] == "no plan without it":
        return [_("Without it no plan meets every rule.")]
    if site["removal_basis"] != "re-solved":
        return []
    said = _("Removal value, re-solved: {lost} {unit}.")
    return [said.format(lost=lost_text(site, goal, reader), unit=unit_text(goal, reader))]


def together_sentences(plan: Plan, reader: Reader) -> list[str]:
    """Return what rules on the same people cost together."""
    return [_together(plan, group, reader) for group in plan.together.to_dict("records")]


def _together(plan: Plan, group: Mapping[Any, Any], reader: Reader) -> str:
    _ = reader.gettext
    names = _("; ").join(rule_name(name, plan.study, reader) for name in str(group["rule_ids"]).split("; "))
    if group["price_basis"] != "re-solved":
        return _unpriced(plan, group, reader).format(rules=names)
    goal, rural = plan.proof.goal, group["area"] == "rural"
    before = plan.kpis.coverage.rural if rural else plan.kpis.coverage.all
    after = group["without_coverage_rural"] if rural else group["without_coverage"]
    said = (
        _(
            "The rules on rural people ({rules}) together cost {price} {unit}: without them {without} vehicles a year "
            "in place of {now}, and {after} of rural people covered in place of {before}. Re-solved, gap {gap}."
        )
        if rural
        else _(
            "The rules on people ({rules}) together cost {price} {unit}: without them {without} vehicles a year "
            "in place of {now}, and {after} of people covered in place of {before}. Re-solved, gap {gap}."
        )
    )
    return said.format(
        rules=names,
        price=spread_text(group["price"], group["price_from"], group["price_to"], goal, reader),
        unit=unit_text(goal, reader),
        without=amount(group["without_capture"], "", reader, 4),
        now=amount(plan.kpis.capture, "", reader, 4),
        after=percent(after, reader, 0),
        before=percent(before, reader, 0),
        gap=gap_text(max(group["price_gap"], 0.0), reader),
    )


def _unpriced(plan: Plan, group: Mapping[str, Any], reader: Reader) -> str:
    """Return what is said of {rules} together without a plan that shows what they cost."""
    _, goal = reader.gettext, plan.proof.goal
    most = _("Together these rules cost {most} {unit} at most; whether they cost anything was not decided: {{rules}}.")
    short = {
        "costs nothing": _("These rules together cost nothing: {rules}."),
        "not decided": most.format(most=short_figure(float(group["price_to"]), goal), unit=unit_text(goal, reader))
        if _says(group)
        else _("What these rules cost together was not decided in time: {rules}."),
    }
    return short.get(str(group["price_basis"]), _("Not re-solved: {rules}."))
