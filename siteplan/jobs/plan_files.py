"""A job's plan on disk: for the app as it is, for people as maps, reports and tables."""

from __future__ import annotations

import pickle
from pathlib import Path

from siteplan.evaluate import Plan
from siteplan.jobs.jobs import Job
from siteplan.present.files.export import write_plan

__all__ = ["folder_of", "read_plan", "store_plan", "write_files"]


def store_plan(plan: Plan, file: Path) -> None:
    """Keep a plan for the app."""
    with file.open("wb") as kept:
        pickle.dump(plan, kept, protocol=pickle.HIGHEST_PROTOCOL)


def read_plan(file: Path) -> Plan:
    """Return a plan that store_plan kept."""
    with file.open("rb") as kept:
        plan = pickle.load(kept)  # noqa: S301 - written by our worker, in a folder that nobody else may enter
    if not isinstance(plan, Plan):
        raise TypeError(f"{file} holds no plan")
    return plan


def folder_of(job: Job, language: str) -> Path:
    """Return where the plan's files lie in a language, once they are written."""
    return job.results if job.asked["language"] == language else job.folder / f"results-{language}"


def write_files(plan: Plan, folder: Path, language: str) -> None:
    """Write the plan's files for people, all or none.

    Raises
    ------
    OutputError
        The disk refused them.
    """
    write_plan(plan, folder, language)
