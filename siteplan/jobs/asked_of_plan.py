"""What a job may be asked of a plan that another made: why a site, why not another, a frontier, other plans."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from siteplan.data import input_hash
from siteplan.errors import Problem, StudyError
from siteplan.evaluate import Frontiers, Plan
from siteplan.evaluate.explain.explain_sites import SitesExplained, explain_sites
from siteplan.evaluate.explain.other_plans import OtherPlans, other_plans
from siteplan.evaluate.explain.what_if import planned_options
from siteplan.evaluate.frontiers import Effort, study_frontiers
from siteplan.formulate.phases.at_once_only import asked_at_once
from siteplan.groundwork import Groundwork
from siteplan.jobs.jobs import Job, find
from siteplan.jobs.plan_files import read_made
from siteplan.optimise.allowance import Allowance
from siteplan.store.groundwork_cache import world_of

__all__ = ["Answered", "answered"]

Answered = SitesExplained | Frontiers | OtherPlans
Stop = Callable[[], bool]
EFFORT = Effort(points=8, gap=0.01, time_limit=15.0)


def answered(job: Job, stage: Callable[[str], None]) -> Answered:
    """Return what a job asks of a plan.

    Raises
    ------
    StudyError
        The plan is gone, or its study has changed since.
    """
    asked = job.asked
    stage("reading")
    plan = _plan(str(asked["of"]))
    ground = world_of(Path(asked["study"])).ground.asking(plan.study)
    if input_hash(ground.study) != plan.input_hash:
        raise StudyError([Problem("study", "it has changed since this plan was made", "Run the question again.")])
    stage("plan")
    return ANSWERS[str(asked["kind"])](ground, plan, asked, lambda: job.wants_stop)


def _plan(job_id: str) -> Plan:
    job = find(job_id)
    made = read_made(job.plan_file) if job is not None and job.plan_file.exists() else None
    if not isinstance(made, Plan):
        raise StudyError([Problem("plan", "it is no longer there", "Run the question again.")])
    return made


def _why(ground: Groundwork, plan: Plan, asked: Mapping[str, Any], stop: Stop) -> SitesExplained:
    is_open = ground.options.index.isin(planned_options(plan))
    allowance = Allowance.of(float(asked["seconds"]), stop)
    return explain_sites(ground, is_open, plan.proof.bound, [str(site) for site in asked["sites"]], allowance)


def _frontier(ground: Groundwork, plan: Plan, asked: Mapping[str, Any], stop: Stop) -> Frontiers:  # noqa: ARG001
    return study_frontiers(ground.asking(asked_at_once(ground.study, "frontier")), EFFORT, stop)


def _others(ground: Groundwork, plan: Plan, asked: Mapping[str, Any], stop: Stop) -> OtherPlans:
    is_open = ground.options.index.isin(planned_options(plan))
    return other_plans(ground, is_open, seconds=float(asked["seconds"]), cancel=stop)


ANSWERS: Mapping[str, Callable[[Groundwork, Plan, Mapping[str, Any], Stop], Answered]] = {
    "why": _why, "frontier": _frontier, "others": _others,
}  # fmt: skip
"""By what is asked."""
