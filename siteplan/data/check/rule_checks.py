"""Check the rules of a plan, each in itself and against the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from siteplan.errors import Problem
from siteplan.study import Study
from siteplan.study.rules import Places, filters, rule_section

__all__ = ["TOML", "each_filter", "rule_problems"]

TOML = "study.toml"


def rule_problems(study: Study) -> Iterator[Problem]:
    """Yield every rule that asks nothing, or what cannot be."""
    for number, rule in enumerate(study.plan.rules, start=1):
        yield from rule.problems(study, rule_section(number))
    yield from _idle_capacity(study)
    yield from _sites(study)
    yield from _names(study)


def each_filter(study: Study) -> Iterator[tuple[str, Places]]:
    """Yield the filters of all rules, each with the section where it stands."""
    for number, rule in enumerate(study.plan.rules, start=1):
        for part, where in filters(rule).items():
            yield rule_section(number, part), where


def _idle_capacity(study: Study) -> Iterator[Problem]:
    """Find capacities of formats that sell nothing."""
    for name, spec in study.formats.items():
        if spec.capacity is not None and not spec.sells:
            what = "the format sells nothing, and has no use for a capacity"
            yield Problem(f"{TOML} [formats.{name}]", what, "Leave it out, or correct functions.", "capacity")


def _sites(study: Study) -> Iterator[Problem]:
    rules = study.plan.rules
    required = {site for rule in rules for site in rule.required_sites}
    both = sorted(required & {site for rule in rules for site in rule.forbidden_sites})
    if both:
        what = "the sites are both required and forbidden"
        yield Problem(f"{TOML} [plan.rules]", what, "Take them out of one of the two.", "required", both)


def _names(study: Study) -> Iterator[Problem]:
    names = Counter(getattr(rule, "name", "") for rule in study.plan.rules)
    for name, count in names.items():
        if name and count > 1:
            what = f'{count} rules are called "{name}"'
            yield Problem(f"{TOML} [plan.rules]", what, "Give each rule its own name, or none.", "name")
