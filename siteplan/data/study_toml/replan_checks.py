"""Check from which phase on a plan is made anew, and what is said to be committed before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from siteplan.data.check.rule_checks import TOML
from siteplan.data.nearest import did_you_mean
from siteplan.errors import Problem
from siteplan.study import Study
from siteplan.study.phases_spec import Calendar, Committed

__all__ = ["replan_problems"]

REPLAN, COMMITTED = f"{TOML} [plan.replan]", f"{TOML} [[plan.replan.committed]]"


def replan_problems(study: Study) -> Iterator[Problem]:
    """Yield phases that are none or not over, sites that are told twice, and formats that the study has not."""
    plan = study.plan
    if plan.replan is None:
        return
    names = [phase.name for phase in plan.phases]
    if not names:
        yield Problem(REPLAN, "there are no phases to plan anew from", "Add sections [[plan.phases]].", "phase")
        return
    if plan.replan.phase not in names:
        what = f'the phase "{plan.replan.phase}" does not exist'
        yield Problem(REPLAN, what, did_you_mean(plan.replan.phase, names), "phase")
        return
    if plan.replan.phase == names[0]:
        what = f"{names[0]} is the first phase: nothing is decided before it"
        yield Problem(REPLAN, what, "Name a later phase, or plan as if for the first time.", "phase")
        return
    yield from _committed(study, Calendar.of(plan.phases, plan.horizon_years))


def _committed(study: Study, calendar: Calendar) -> Iterator[Problem]:
    asked = study.plan.replan
    assert asked is not None  # noqa: S101  asked before
    names = [phase.name for phase in calendar.phases]
    over = names[: names.index(asked.phase)]
    if twice := [site for site, n in Counter(each.site for each in asked.committed).items() if n > 1]:
        yield Problem(COMMITTED, "the site is told more than once", "Tell each site once.", "site", tuple(twice))
    for phase in dict.fromkeys(site.phase for site in asked.committed if site.phase not in over):
        sites = tuple(site.site for site in asked.committed if site.phase == phase)
        what = f'the phase "{phase}" ' + (
            f"is not over before {asked.phase}" if phase in names else "is none of the study's"
        )
        yield Problem(COMMITTED, what, did_you_mean(phase, over, "Phases before are"), "phase", sites)
    for kind in dict.fromkeys(site.format for site in asked.committed if site.format):
        if kind not in study.formats:
            sites = tuple(site.site for site in asked.committed if site.format == kind)
            remedy = f"{did_you_mean(kind, study.formats)} What stands needs its format in the study."
            yield Problem(COMMITTED, f'the format "{kind}" does not exist', remedy, "format", sites)
    early = tuple(site.site for site in asked.frozen if site.phase in over and _opens_early(site, calendar))
    if early:
        remedy = "Give the quarter in which it opened, in its phase or later."
        yield Problem(COMMITTED, "it opens before its phase starts", remedy, "opens", early)


def _opens_early(site: Committed, calendar: Calendar) -> bool:
    starts = dict(zip((phase.name for phase in calendar.phases), calendar.starts, strict=True))
    return site.opens is not None and calendar.month(site.opens) < starts[site.phase]
