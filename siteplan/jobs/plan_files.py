"""What a job has made, on disk: for the app as it is, for people as maps, reports and tables."""

from __future__ import annotations

import pickle
from pathlib import Path

from siteplan.errors import SiteplanError
from siteplan.evaluate import Plan
from siteplan.evaluate.review.reviewed import Reviewed
from siteplan.jobs.jobs import Job
from siteplan.present.files.export import write_plan
from siteplan.present.review.review_files import write_review
from siteplan.store.groundwork_cache import code_stamp

__all__ = ["OutdatedError", "folder_of", "read_answer", "read_made", "store_made", "write_files"]


class OutdatedError(SiteplanError):
    """Another version of siteplan has made it: its parts may be others."""


def store_made(made: object, file: Path) -> None:
    """Keep a plan, a review, or what was asked of a plan, for the app."""
    with file.open("wb") as kept:
        pickle.dump(code_stamp(), kept)
        pickle.dump(made, kept, protocol=pickle.HIGHEST_PROTOCOL)


def read_answer(file: Path) -> object:
    """Return what store_made kept.

    Raises
    ------
    OutdatedError
        By another version of siteplan.
    """
    with file.open("rb") as kept:  # written by our worker, in a folder that nobody else may enter
        if pickle.load(kept) != code_stamp():  # noqa: S301
            raise OutdatedError(f"{file} was made by another version of siteplan")
        return pickle.load(kept)  # noqa: S301


def read_made(file: Path) -> Plan | Reviewed:
    """Return a plan or a review that store_made kept, or raise an OutdatedError."""
    made = read_answer(file)
    if not isinstance(made, Plan | Reviewed):
        raise TypeError(f"{file} holds no plan, nor a review")
    return made


def folder_of(job: Job, language: str) -> Path:
    """Return where the files lie in a language, once they are written."""
    return job.results if job.asked["language"] == language else job.folder / f"results-{language}"


def write_files(made: Plan | Reviewed, folder: Path, language: str) -> None:
    """Write the files for people, all or none.

    Raises
    ------
    OutputError
        The disk refused them.
    """
    if isinstance(made, Plan):
        write_plan(made, folder, language)
    else:
        write_review(made, folder, language)
