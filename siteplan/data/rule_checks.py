"""Check the rules of a plan, each in itself and against the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from siteplan.errors import Problem
from siteplan.rule_specs import (
    CountRule,
    Places,
    RequiresRule,
    RuleSpec,
    ShareRule,
    SitesRule,
    SpacingRule,
    Where,
    filters,
)
from siteplan.study import Study

__all__ = ["TOML", "each_filter", "rule_problems", "rule_section"]

TOML = "study.toml"


def rule_problems(study: Study) -> Iterator[Problem]:
    """Yield every rule that asks nothing, or what cannot be."""
    for number, rule in enumerate(study.plan.rules, start=1):
        for check in CHECKS:
            yield from check(rule, rule_section(number))
    yield from _idle_capacity(study)
    yield from _minutes_between(study)
    yield from _sites(study)
    yield from _names(study)


def rule_section(number: int, part: str = "") -> str:
    """Return where a rule, or a part of it, stands, as problems name it; rules count from 1."""
    return f"{TOML} [plan.rules{'.' if part else ''}{part}] #{number}"


def each_filter(study: Study) -> Iterator[tuple[str, Places]]:
    """Yield the filters of all rules, each with the section where it stands."""
    for number, rule in enumerate(study.plan.rules, start=1):
        for part, where in filters(rule).items():
            yield rule_section(number, part), where


def _limits(rule: RuleSpec, where: str) -> Iterator[Problem]:
    """Find limits that are missing, or leave no room between them."""
    if isinstance(rule, SitesRule) and not rule.required and not rule.forbidden:
        yield Problem(where, "the rule asks nothing", "Give required or forbidden, or leave the rule out.")
    if not isinstance(rule, CountRule | ShareRule):
        return
    least, most, exactly = rule.at_least, rule.at_most, getattr(rule, "exactly", None)
    if least is None and most is None and exactly is None:
        remedy = "Give at_least, at_most or exactly." if isinstance(rule, CountRule) else "Give at_least or at_most."
        yield Problem(where, "the rule asks nothing", remedy)
    if exactly is not None and (least, most) != (None, None):
        yield Problem(where, "exactly stands beside another limit", "Give exactly alone.", "exactly")
    if least is not None and most is not None and least > most:
        what = f"at least {least:g} and at most {most:g} contradict each other"
        yield Problem(where, what, "Lower at_least or raise at_most.", "at_least")


def _part(rule: RuleSpec, where: str) -> Iterator[Problem]:
    """Find shares that are always 100 %."""
    if isinstance(rule, ShareRule) and _all_pass(rule.among, rule):
        remedy = 'Say which sites the share is of, as format = "mall"; among says of which sites it is a part.'
        yield Problem(where, "the share is of all the sites it is compared with", remedy)


def _need(rule: RuleSpec, where: str) -> Iterator[Problem]:
    """Find sites in need that meet the need themselves."""
    if isinstance(rule, RequiresRule) and _all_pass(rule, rule.needs):
        remedy = "Let needs pick other sites than the rule's own filters do."
        yield Problem(where, "every site that has the need meets it itself", remedy, "needs")


def _distance(rule: RuleSpec, where: str) -> Iterator[Problem]:
    if isinstance(rule, SpacingRule) and (rule.km is None) == (rule.minutes is None):
        what = "the distance is missing" if rule.km is None else "km and minutes both say the distance"
        yield Problem(where, what, "Give either km or minutes.", "km")


def _all_pass(some: Where, others: Where) -> bool:
    """Return whether every option that some filters pick is picked by the others too."""
    picked = some.where()
    return all(set(picked.get(key, ())) and set(picked[key]) <= set(names) for key, names in others.where().items())


def _idle_capacity(study: Study) -> Iterator[Problem]:
    """Find capacities of formats that sell nothing."""
    for name, spec in study.formats.items():
        if spec.capacity is not None and not spec.sells:
            what = "the format sells nothing, and has no use for a capacity"
            yield Problem(f"{TOML} [formats.{name}]", what, "Leave it out, or correct functions.", "capacity")


def _minutes_between(study: Study) -> Iterator[Problem]:
    """Find minutes between sites that nobody knows: the user's own are from zones to sites."""
    for number, rule in enumerate(study.plan.rules, start=1):
        if isinstance(rule, SpacingRule) and rule.minutes is not None and study.travel.source == "minutes":
            what = "the study's own minutes do not say how far sites are from each other"
            yield Problem(rule_section(number), what, "Give km instead.", "minutes")


def _sites(study: Study) -> Iterator[Problem]:
    rules = [rule for rule in study.plan.rules if isinstance(rule, SitesRule)]
    required = {site for rule in rules for site in rule.required}
    both = sorted(required & {site for rule in rules for site in rule.forbidden})
    if both:
        what = "the sites are both required and forbidden"
        yield Problem(f"{TOML} [plan.rules]", what, "Take them out of one of the two.", "required", both)


def _names(study: Study) -> Iterator[Problem]:
    names = Counter(getattr(rule, "name", "") for rule in study.plan.rules)
    for name, count in names.items():
        if name and count > 1:
            what = f'{count} rules are called "{name}"'
            yield Problem(f"{TOML} [plan.rules]", what, "Give each rule a name of its own, or none.", "name")


CHECKS: tuple[Callable[[RuleSpec, str], Iterator[Problem]], ...] = (_limits, _part, _need, _distance)
