"""Check the phases of a plan: one after the other, within the horizon, with money and time for what is to open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from siteplan.data.check.rule_checks import TOML
from siteplan.data.nearest import did_you_mean
from siteplan.errors import Problem
from siteplan.study import Study
from siteplan.study.phases_spec import Calendar
from siteplan.study.rules import rule_section, rules_by_id

__all__ = ["carry_over_problems", "phase_problems"]

MOST_PHASES = 40  # ten years of quarters; each is a market of its own
PLAN, PHASES = f"{TOML} [plan]", f"{TOML} [[plan.phases]]"
TIMELESS = ("cost", "sites")
"""Objectives that count what opens, whenever it does."""


def phase_problems(study: Study) -> Iterator[Problem]:
    """Yield phases that overlap or lie past the horizon, budgets of some only, and rules on phases that are none."""
    plan = study.plan
    yield from _named_phases(study)
    if not plan.phases:
        return
    if len(plan.phases) > MOST_PHASES:
        what = f"{len(plan.phases):,} phases are given, and {MOST_PHASES} are the most"
        yield Problem(PHASES, what, "Join quarters to phases.")
        return
    for name, count in Counter(phase.name for phase in plan.phases).items():
        if count > 1:
            yield Problem(PHASES, f'{count} phases are called "{name}"', "Give each its own name.", "name")
    yield from _times(study)
    yield from _budgets(study)
    if plan.for_outlooks != "expected":
        what = f"for_outlooks is {plan.for_outlooks}, and a plan in phases is chosen for the mean of the outlooks"
        yield Problem(PLAN, what, 'Ask for "expected", or leave the phases out.', "for_outlooks")
    if plan.objective in TIMELESS:
        what = f"the objective {plan.objective} counts what opens, not when: phases change nothing in it"
        yield Problem(PLAN, what, "Ask for another objective, or leave the phases out.", "objective")


def carry_over_problems(study: Study) -> Iterator[Problem]:
    """Yield that study.toml carries something over, and has no phases to carry it to."""
    if "carry_over" in study.plan.model_fields_set and not study.plan.phases:
        what = "carry_over is given, and there are no phases to carry anything over to"
        yield Problem(PLAN, what, "Leave it out, or add sections [[plan.phases]].", "carry_over")


def _times(study: Study) -> Iterator[Problem]:
    calendar = Calendar.of(study.plan.phases, study.plan.horizon_years)
    starts, ends = calendar.starts, calendar.ends
    for number, (phase, start, end) in enumerate(zip(calendar.phases, starts, ends, strict=True)):
        where = f"{PHASES} #{number + 1}"
        if start >= calendar.horizon:
            what = f"{phase.name} starts after the {study.plan.horizon_years} years that count"
            yield Problem(where, what, "Raise horizon_years, or leave the phase out.", "start")
        elif end <= start:
            remedy = "Give the phases in the order of time, each with an end no earlier than its start."
            yield Problem(where, f"{phase.name} ends before it starts, or as it starts", remedy, "start")
        elif number + 1 < len(starts) and end > starts[number + 1]:
            after = calendar.phases[number + 1].name
            what = f"{phase.name} overlaps with {after}: it ends with {phase.end}, and that starts in "
            what += calendar.phases[number + 1].start
            yield Problem(where, what, "Let each phase end before the next one starts.", "end")
    if starts == sorted(starts):
        yield from _leads(study, calendar)


def _leads(study: Study, calendar: Calendar) -> Iterator[Problem]:
    """Find formats that would be ready after all that counts, and phases in which nothing may open at all."""
    opening = [start for phase, start in zip(calendar.phases, calendar.starts, strict=True) if phase.at_most != 0]
    if not opening:
        yield Problem(PHASES, "nothing may open in any phase", "Give some phase an at_most above 0.", "at_most")
        return
    latest = calendar.horizon - opening[0]  # a phase past the end, or a lead of all the horizon, is told by itself
    for name, spec in study.formats.items():
        if 0 < latest <= spec.lead_months < calendar.horizon:
            what = f"with a lead time of {spec.lead_months} months none is ready before the horizon ends"
            remedy = "Shorten lead_months, let it open in an earlier phase, or raise horizon_years."
            yield Problem(f"{TOML} [formats.{name}]", what, remedy, "lead_months")


def _budgets(study: Study) -> Iterator[Problem]:
    """Find budgets of some phases only: what the others may spend would be anyone's guess."""
    phases = [phase for phase in study.plan.phases if phase.at_most != 0]
    without = [phase.name for phase in phases if phase.budget is None]
    if without and len(without) < len(phases):
        what = "some phases have a budget and others none"
        remedy = "Give each its budget, or none of them; a phase in which nothing opens needs none."
        yield Problem(PHASES, what, remedy, "budget", tuple(without))


def _named_phases(study: Study) -> Iterator[Problem]:
    names = [phase.name for phase in study.plan.phases]
    for number, rule in enumerate(study.plan.rules, start=1):
        named = getattr(rule, "phase", "")
        if named and named not in names:
            remedy = did_you_mean(named, names) if names else "Add sections [[plan.phases]], or leave it out."
            yield Problem(rule_section(number), f'the phase "{named}" does not exist', remedy, "phase")
    for rule_id, spec in rules_by_id(study.plan.rules).items():
        if spec.phase and not spec.limits_plans:
            what = f"a rule {spec.kind} holds at all times"
            yield Problem(rule_section(int(rule_id[1:])), what, "Leave phase out.", "phase")
