"""Folders of results that are told with a plan: read back by what they hold, refused where they do not belong to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from siteplan.errors import Problem, StudyError
from siteplan.evaluate import Frontiers, Plan
from siteplan.evaluate.review.reviewed import Reviewed
from siteplan.present.compare.kept_plans import read_plans
from siteplan.present.pack.companions import Companions
from siteplan.present.saved.archive import FRONTIERS, PLANS, REVIEWS, KeptPlan, kept, kept_plan
from siteplan.present.saved.contents import contents_of
from siteplan.present.saved.kept_map import SCENE

__all__ = ["read_with"]

OPTION = "--with"
_KNOWN = (PLANS, REVIEWS, FRONTIERS)
Read = TypeVar("Read")


def read_with(folder: Path, beside: Sequence[Path]) -> tuple[tuple[KeptPlan, ...], Companions]:
    """Return the plan of a folder, other plans behind it, and what else is told with it: a review, frontiers.

    Raises
    ------
    StudyError
        A folder holds none of these, or cannot be read back, or is of another study; a folder is named twice, there are
        two reviews, or more plans than stand side by side. All of it at once.
    """
    problems: list[Problem] = []
    commands = {one: _or_none(partial(_command, one), problems) for one in dict.fromkeys(beside)}
    others = [one for one in beside if commands[one] == PLANS.command]
    plans = _or_none(partial(_plans, folder, others), problems)
    results = [one for one in beside if commands[one] in {REVIEWS.command, FRONTIERS.command}]
    found = _companions(results, plans[0].plan if plans else None, problems)
    if problems or plans is None:
        raise StudyError(problems)
    return plans, found


def _or_none(read: Callable[[], Read], problems: list[Problem]) -> Read | None:
    """Return what is read; None where it cannot be, and why goes to `problems`."""
    try:
        return read()
    except StudyError as error:
        problems += error.problems
        return None


def _command(folder: Path) -> str:
    return contents_of(folder, [kind.command for kind in _KNOWN]).command


def _plans(folder: Path, others: Sequence[Path]) -> tuple[KeptPlan, ...]:
    return read_plans([folder, *others], OPTION) if others else (kept_plan(folder, [SCENE]),)


def _companions(folders: Sequence[Path], plan: Plan | None, problems: list[Problem]) -> Companions:
    """Return what `siteplan review` and `siteplan frontier` wrote into folders; what is wrong goes to `problems`."""
    found: dict[type, Reviewed | Frontiers] = {}
    for folder in folders:
        result = _or_none(partial(kept, folder, (REVIEWS, FRONTIERS)), problems)
        if result is not None:
            problems += _unfit(folder, result, plan, type(result) in found)
            found[type(result)] = result
    return Companions(found.get(Reviewed), found.get(Frontiers))  # type: ignore[arg-type]


def _unfit(folder: Path, result: Reviewed | Frontiers, plan: Plan | None, again: bool) -> list[Problem]:
    study = result.plan.study if isinstance(result, Reviewed) else result.study
    problems = []
    if plan is not None and study.study.name != plan.study.study.name:
        what = f"it is of the study {study.study.name!r}, and the plan is of {plan.study.study.name!r}"
        problems.append(Problem(str(folder), what, "Tell a plan with what was made of its own study."))
    if again:
        what = "another of its kind is told already"
        problems.append(Problem(str(folder), what, "Name one review and one frontier at most."))
    return problems
