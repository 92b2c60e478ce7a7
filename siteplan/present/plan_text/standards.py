"""Within how many minutes a function counts as reached, as the study says or as siteplan has to take it."""

from __future__ import annotations

from siteplan.market.access import of_tier, usual_minutes
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader
from siteplan.study import Function, Study
from siteplan.study.rules import PeopleRule, of_type

__all__ = ["standard_lines", "standard_of"]


def standard_lines(study: Study, reader: Reader) -> list[str]:
    """Return the standard of the headline's coverage and of every rule on people, a line for each function."""
    asked = [rule.function for rule in of_type(study.plan.rules, PeopleRule) if rule.minutes is None]
    return [_line(function, study, reader) for function in dict.fromkeys((study.plan.coverage, *asked))]


def _line(function: Function, study: Study, reader: Reader) -> str:
    _ = reader.gettext
    given, (key, usual) = study.tiers.minutes.get(function, {}), usual_minutes(study, function)
    reach = reader.reach_of(function)
    if not given:
        text = _("Coverage standard: {reach} within {minutes}, as the study gives none ({setting}).")
        return text.format(reach=reach, minutes=amount(usual, "min", reader), setting=key)
    parts = [(reader.tier_name(tier), of_tier(given, tier, usual)) for tier in study.tiers.order]
    parts += [(reader.area_name("rural"), given["rural"])] if "rural" in given else []
    parts = parts or [(reader.area_name("all"), given.get("default", usual))]
    told = _(", ").join(
        _("{minutes} ({who})").format(who=who, minutes=amount(minutes, "min", reader)) for who, minutes in parts
    )
    return _("People count as covered within these minutes of {reach}: {told}.").format(reach=reach, told=told)


def standard_of(spec: PeopleRule, study: Study) -> float | None:
    """Return the minutes within which a rule asks for its function: its own or the standard; None if tiers differ."""
    if spec.minutes is not None:
        return spec.minutes
    minutes, (_, usual) = study.tiers.minutes.get(spec.function, {}), usual_minutes(study, spec.function)
    of_tiers = {of_tier(minutes, tier, usual) for tier in spec.tier or study.tiers.order or ("",)}
    rural = {minutes["rural"]} if "rural" in minutes else of_tiers
    asked = {"rural": rural, "urban": of_tiers}.get(spec.area, rural | of_tiers)
    return next(iter(asked)) if len(asked) == 1 else None
