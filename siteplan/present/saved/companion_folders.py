"""Folders of results that are told with a plan: read back by what they hold, refused where they do not belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from siteplan.errors import Problem, StudyError
from siteplan.evaluate import Frontiers, Plan
from siteplan.evaluate.review.reviewed import Reviewed
from siteplan.present.pack.companions import Companions
from siteplan.present.saved.archive import FRONTIERS, REVIEWS, kept

__all__ = ["companions_in"]


def companions_in(folders: Sequence[Path], plan: Plan) -> Companions:
    """Return what `siteplan review` and `siteplan frontier` wrote into folders, to be told with a plan.

    Raises
    ------
    StudyError
        A folder holds neither, or cannot be read back, or is of another study, or two hold the same; all at once.
    """
    found: dict[type, Reviewed | Frontiers] = {}
    problems: list[Problem] = []
    for folder in folders:
        try:
            result = kept(folder, (REVIEWS, FRONTIERS))
        except StudyError as error:
            problems += error.problems
            continue
        problems += _unfit(folder, result, plan, type(result) in found)
        found[type(result)] = result
    if problems:
        raise StudyError(problems)
    return Companions(found.get(Reviewed), found.get(Frontiers))  # type: ignore[arg-type]


def _unfit(folder: Path, result: Reviewed | Frontiers, plan: Plan, again: bool) -> list[Problem]:
    study = result.plan.study if isinstance(result, Reviewed) else result.study
    problems = []
    if study.study.name != plan.study.study.name:
        what = f"it is of the study {study.study.name!r}, and the plan is of {plan.study.study.name!r}"
        problems.append(Problem(str(folder), what, "Tell a plan with what was made of its own study."))
    if again:
        what = "another of its kind is told already"
        problems.append(Problem(str(folder), what, "Name one review and one frontier at most."))
    return problems
