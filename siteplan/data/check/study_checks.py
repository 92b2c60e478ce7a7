"""Check what a study says against itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from siteplan.data.check.channel_checks import channel_problems
from siteplan.data.check.decay_checks import decay_problems, decay_tiers
from siteplan.data.check.demand_checks import demand_problems, demand_tiers
from siteplan.data.check.money_checks import money_problems
from siteplan.data.check.rule_checks import TOML, each_filter, rule_problems
from siteplan.data.check.score_checks import score_problems
from siteplan.data.nearest import did_you_mean
from siteplan.data.outlooks.outlook_checks import in_outlooks, outlook_problems
from siteplan.errors import Problem
from siteplan.study import Function, Study
from siteplan.study.format_spec import OWNERSHIPS
from siteplan.study.objectives import OBJECTIVES
from siteplan.study.rules import Places, rule_section

__all__ = ["study_problems", "unknown_names"]

RESERVED = (":", ";")  # they part "site_id:format" and "mall;dealer"


def study_problems(study: Study) -> list[Problem]:
    """Return every contradiction and every name that leads nowhere within the study."""
    found = [problem for check in CHECKS for problem in check(study)]
    return found + list(in_outlooks(study, study_problems)) if study.outlooks else found


def _named(names: Iterable[str], known: Iterable[str], where: str, column: str, kind: str) -> Iterator[Problem]:
    listed = list(known)
    for name in names:
        if name not in listed:
            yield Problem(where, f'the {kind} "{name}" does not exist', did_you_mean(name, listed), column)


def _fits(study: Study) -> Iterator[Problem]:
    """Find formats that fit where what is no other format does."""
    for name, spec in study.formats.items():
        others = [other for other in study.formats if other != name]
        yield from _named(spec.fits, others, f"{TOML} [formats.{name}]", "fits", "format")


def _formats(study: Study) -> Iterator[Problem]:
    for name in study.formats:
        if any(mark in name for mark in RESERVED) or not name.strip():
            what = f'the name "{name}" contains a colon or semicolon, or is empty'
            yield Problem(f"{TOML} [formats]", what, "Use letters, digits, - and _.", name)
    for section, where in each_filter(study):
        yield from unknown_names(study, section, where)


def unknown_names(study: Study, section: str, where: Places) -> Iterator[Problem]:
    """Yield what a filter names and the study lacks; without an order of tiers, tables say which there are."""
    if study.formats:
        yield from _named(getattr(where, "format", ()), study.formats, section, "format", "format")
    yield from _named(getattr(where, "ownership", ()), OWNERSHIPS, section, "ownership", "ownership")
    if study.tiers.order:
        yield from _named(where.tier, study.tiers.order, section, "tier", "tier")


def _sales_ranges(study: Study) -> Iterator[Problem]:
    for name, spec in study.formats.items():
        where = f"{TOML} [formats.{name}]"
        if spec.sales_range is None:
            continue
        low, high = spec.sales_range
        if not spec.sells:
            yield Problem(where, "a range of sales of a format that sells nothing", "Leave it out.", "sales_range")
        elif low >= high:
            what, remedy = f"the range from {low:g} to {high:g} is empty", "Give the lower figure first."
            yield Problem(where, what, remedy, "sales_range")


def _tiers(study: Study) -> Iterator[Problem]:
    tiers, order = study.tiers, study.tiers.order
    for name, count in Counter(order).items():
        if count > 1:
            yield Problem(f"{TOML} [tiers]", f'the tier "{name}" is named twice', "Name it once.", "order")
    if not order:
        return
    named = {"tiers.names": {*tiers.names}, **demand_tiers(study.demand)}
    named |= {section: {*by} for section, by in decay_tiers(study).items()}
    named["outlooks.demand"] = {tier for outlook in study.outlooks for tier in outlook.demand}
    named |= {f"tiers.minutes.{function}": {*by} - {"rural"} for function, by in tiers.minutes.items()}
    for section, names in named.items():
        yield from _named(sorted(names - {"default"}), order, f"{TOML} [{section}]", "", "tier")


def _minutes(study: Study) -> Iterator[Problem]:
    """Nothing beyond travel.max_minutes is known, so no standard can lie there."""
    most = study.travel.max_minutes
    standards = [
        (f"{TOML} [tiers.minutes]", f"{function}.{tier}", minutes)
        for function, by_tier in study.tiers.minutes.items()
        for tier, minutes in by_tier.items()
    ]
    rules = [
        (rule_section(number), "minutes", rule.minutes_asked)
        for number, rule in enumerate(study.plan.rules, start=1)
        if rule.minutes_asked is not None
    ]
    for where, column, minutes in (*standards, *rules, (f"{TOML} [score]", "minutes", study.score.minutes)):
        if minutes > most:
            what = f"{minutes:g} minutes are more than travel.max_minutes, which is {most:g}"
            yield Problem(where, what, f"Ask for {most:g} or less, or raise max_minutes.", column)


def _functions(study: Study) -> Iterator[Problem]:
    offered = {f for spec in study.formats.values() for f in spec.functions}
    if not study.formats:
        return
    asked: list[tuple[str, str, Function]] = [(f"{TOML} [plan]", "coverage", study.plan.coverage)]
    asked += [
        (rule_section(number), "function", rule.function_asked)
        for number, rule in enumerate(study.plan.rules, start=1)
        if rule.function_asked is not None
    ]
    for where, column, function in asked:
        if function not in offered:
            others = f", or ask for one of {', '.join(sorted(offered))}" if offered else ""
            remedy = f"Add it to the functions of a format{others}."
            yield Problem(where, f'no format of the study has the function "{function}"', remedy, column)


def _travel(study: Study) -> Iterator[Problem]:
    source = study.travel.source
    if source in ("roads", "minutes") and getattr(study.files, source) is None:
        what = f'travel.source is "{source}", but [files] does not name that file'
        remedy = f'Add {source} = "..." here, or set source = "straight_line" in [travel].'
        yield Problem(f"{TOML} [files]", what, remedy, source)


def _objective(study: Study) -> Iterator[Problem]:
    need = OBJECTIVES[study.plan.objective].need
    if need is not None and not need.met(study.formats.values()):
        yield Problem(f"{TOML} [plan]", need.what, need.remedy, "objective")


CHECKS: tuple[Callable[[Study], Iterator[Problem]], ...] = (
    _fits,
    _formats,
    _sales_ranges,
    _tiers,
    _minutes,
    _functions,
    _travel,
    _objective,
    outlook_problems,
    decay_problems,
    money_problems,
    channel_problems,
    demand_problems,
    rule_problems,
    score_problems,
)
