"""A served study reads nothing outside its own folder: whoever visits may learn from messages what a file holds."""

from __future__ import annotations

import os
from pathlib import Path

from siteplan.errors import Problem, StudyError
from siteplan.study import Study

__all__ = ["CONFINED_VARIABLE", "refuse_outside"]

CONFINED_VARIABLE = "SITEPLAN_CONFINED"


def refuse_outside(study: Study) -> None:
    """Refuse files outside the study's folder, links that lead there among them, where the app serves others.

    Raises
    ------
    StudyError
        With a problem for each.
    """
    if not os.environ.get(CONFINED_VARIABLE):
        return
    outside = [name for name in study.entries() if not _lies_in(study.path(name), study.folder)]
    what = "the file is outside the study's folder; an app that serves others reads no other files"
    problems = [Problem("study.toml [files]", what, "Move it into the folder, and name it there.", n) for n in outside]
    if problems:
        raise StudyError(problems)


def _lies_in(path: Path, folder: Path) -> bool:
    """Return whether a path, its links followed, lies in a folder; one that no system can hold lies nowhere."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        return False
