"""The saved plans that are set side by side: each whole in its folder, all of one study, none twice."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from siteplan.errors import Problem, StudyError
from siteplan.present.saved.archive import PLANS, KeptPlan, kept_plan
from siteplan.present.saved.kept_map import SCENE

__all__ = ["MOST", "labels_of", "read_plans", "told_apart"]

MOST = 5  # plans that a reader can hold beside each other, and a page's table has columns for
_HEAD, _TAIL = 14, 9  # letters of a long name that tables and maps have room for: many differ at their end alone


def read_plans(folders: Sequence[Path], asked: str = "compare") -> tuple[KeptPlan, ...]:
    """Return the plans of one study that folders keep; `asked` is the command or option that names them.

    Raises
    ------
    StudyError
        They are fewer than two or more than MOST, one is named twice or keeps no whole plan (see kept_plan), or they
        are of several studies; all of it at once.
    """
    found, problems = [], _wrong_choice(folders, asked)
    for folder in dict.fromkeys(folders):
        try:
            found.append(kept_plan(folder, [SCENE]))
        except StudyError as error:
            problems += error.problems
    problems += _other_studies(found)
    if problems:
        raise StudyError(problems)
    return tuple(found)


def labels_of(folders: Sequence[Path]) -> tuple[str, ...]:
    """Return what each plan is called: the name of its folder, with those above where names are alike.

    A long name is cut in its middle, as far as that leaves it apart from the others.
    """
    ways = [folder.resolve().parts for folder in folders]
    longest = max(map(len, ways))
    for n in range(1, longest + 1):
        names = ["/".join(way[-n:]) for way in ways]
        if len({*names}) == len(names):
            break
    return _short_labels(names)


def _short_labels(names: Sequence[str]) -> tuple[str, ...]:
    """Return names without the middle of long ones, as far as that leaves each apart from the others."""
    kept = ([_cut(name, more) for name in names] for more in range(max(map(len, names))))
    return tuple(next(short for short in kept if len({*short}) == len({*names})))


def told_apart(names: Sequence[str]) -> tuple[str, ...]:
    """Return what plans are called that people named: of those named alike the second, third ... has its number."""
    counted = [name if (n := names[:i].count(name)) == 0 else f"{name} ({n + 1})" for i, name in enumerate(names)]
    return _short_labels(counted if len({*counted}) == len(counted) else [f"{i}: {n}" for i, n in enumerate(names, 1)])


def _cut(name: str, more: int) -> str:
    """Return a name without its middle, `more` letters longer at either end than it need be."""
    head, tail = _HEAD + more, _TAIL + more
    return name if len(name) <= head + tail + 1 else f"{name[:head]}…{name[-tail:]}"


def _wrong_choice(folders: Sequence[Path], asked: str) -> list[Problem]:
    """Return what is wrong with folders that are no choice of several."""
    remedy = f"Name two to {MOST} folders that `siteplan plan` wrote, the first included."
    there = [folder.resolve() for folder in folders]
    twice = sorted({str(folder) for i, folder in enumerate(folders) if there[i] in there[:i]})
    given = [str(folder) for folder in folders]
    fewer = [Problem(asked, "there is nothing to compare with", remedy, ids=given)]
    more = [Problem(asked, f"{len(given)} plans are more than stand side by side", remedy, ids=given[MOST:])]
    return [
        *([Problem(asked, "a folder is named twice", remedy, ids=twice)] if twice else []),
        *(fewer if len(given) < 2 else more if len(given) > MOST else []),
    ]


def _other_studies(found: Sequence[KeptPlan]) -> list[Problem]:
    """Return a problem for each plan that is of another study than the first."""
    names = [kept.plan.study.study.name for kept in found]
    return [
        Problem(
            str(kept.folder / PLANS.file),
            f"it is a plan of the study {name!r}, and the first is one of {names[0]!r}",
            "Compare plans of one study: their figures say nothing beside each other's else.",
        )
        for kept, name in zip(found, names, strict=True)
        if name != names[0]
    ]
