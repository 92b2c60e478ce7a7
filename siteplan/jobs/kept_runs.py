"""A run's plan in the list of saved plans: kept once by itself, as a draft of who asked for it."""

from __future__ import annotations

import json
from pathlib import Path

from siteplan.evaluate import Plan
from siteplan.jobs.jobs import SAVED, Job, State
from siteplan.jobs.plan_files import OutdatedError, read_made
from siteplan.present.saved.draft_name import draft_name
from siteplan.present.text.reader import Reader
from siteplan.store.saved_plans.listed_plan import ListedPlan, Person
from siteplan.store.saved_plans.saved_list import NewPlan, find_saved, keep_plan

__all__ = ["keep_run"]


def keep_run(job: Job) -> ListedPlan | None:
    """Keep the plan of a run that is done, its files written, and return it; one that was erased does not come back.

    None where there is nothing to keep, or where it was erased.

    Raises
    ------
    SavedPlansError
        The disk is full, or the list cannot be reached: asked again, it is kept.
    """
    if job.kind != "plan" or job.outcome()[0] is not State.DONE or not job.results.is_dir():
        return None
    if (plan_id := _saved_as(job.folder / SAVED)) is not None:
        return find_saved(plan_id)
    try:
        made = read_made(job.plan_file)
    except OutdatedError:  # its files are there, the plan itself nobody can read any more
        return None
    if not isinstance(made, Plan):
        return None
    asked = job.asked
    name = draft_name(made, Reader.of(made.study, asked["language"]))
    new = NewPlan(made, job.results, name, asked["language"], job.id, asked.get("parent"))
    plan = keep_plan(new, Person(str(asked.get("visitor", "")), str(asked.get("author", ""))))
    part = job.folder / f"{SAVED}.part"
    part.write_text(json.dumps({"plan": plan.id}), "utf-8")
    part.replace(job.folder / SAVED)
    return plan


def _saved_as(file: Path) -> str | None:
    try:
        return str(json.loads(file.read_text("utf-8"))["plan"])
    except FileNotFoundError:
        return None
