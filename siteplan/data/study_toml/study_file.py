"""Read study.toml into a Study, and say everything that is wrong with it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from siteplan.data.check.study_checks import study_problems
from siteplan.data.limits import MOST_DEPTH, MOST_RULES, MOST_TOML_BYTES
from siteplan.data.nearest import did_you_mean
from siteplan.data.read.guard import guarded, is_file, refuse, short
from siteplan.data.reading import Reading
from siteplan.data.study_toml.mended import mended
from siteplan.data.study_toml.messages import INTERNAL, explain
from siteplan.data.study_toml.name_checks import name_problems
from siteplan.data.study_toml.phase_checks import carry_over_problems, phase_problems
from siteplan.data.study_toml.ranges import apart, range_problems
from siteplan.data.study_toml.replan_checks import replan_problems
from siteplan.data.study_toml.reply_checks import reply_problems
from siteplan.data.study_toml.risk_checks import risk_problems
from siteplan.data.study_toml.untidy import tidied
from siteplan.errors import Problem, StudyError
from siteplan.study import PlanQuestion, Study
from siteplan.study.uncertain.outlook_spec import Outlook

__all__ = ["plan_reading", "read_study", "revised_plan", "study_path", "study_reading", "text_of"]

STUDY_FILE = "study.toml"
OUTLOOKS, OUTLOOK_LIST = "outlooks", TypeAdapter(tuple[Outlook, ...])
MANY_DOTS = re.compile(r"""(?<![\w-])(?:(?:[\w-]+|"[^"\n]{,99}"|'[^'\n]{,99}')[ \t]{,9}\.[ \t]{,9}){100}""")


def read_study(path: str | Path) -> Study:
    """Return the study in a folder, or in the TOML file given.

    Raises
    ------
    StudyError
        With every problem of the file; tables are not looked at.
    """
    return study_reading(path).checked()


def study_reading(path: str | Path) -> Reading[Study]:
    """Return the study, or, beside problems, what is left of it once they are taken out."""
    file = study_path(path)
    try:
        raw = _toml(file)
    except StudyError as error:
        return Reading(None, error.problems)
    raw, untidy = tidied(raw)
    raw, ranges, unsound = apart(raw)
    reserved = untidy + [_reserved(key) for key in raw if key in INTERNAL] + _no_formats(raw) + _no_paths(raw)
    reserved += unsound
    raw = {key: value for key, value in raw.items() if key not in INTERNAL}
    study, problems = _validated(raw)
    if study is None:
        return Reading(None, (*reserved, *problems))
    placed = study.model_copy(update={"folder": file.parent, "figure_ranges": () if problems else tuple(ranges)})
    others = (*range_problems(placed), *_of_lists(placed, problems), *reply_problems(placed))
    return Reading(placed, (*reserved, *problems, *others, *study_problems(placed)))


def _of_lists(study: Study, problems: Sequence[Problem]) -> Iterator[Problem]:
    """Yield what is wrong with risks and phases; what is left where a part was wrong says too little."""
    if not any("[risks]" in problem.table for problem in problems):
        yield from risk_problems(study)
        yield from name_problems(study)
    if not any("phases" in problem.table for problem in problems):
        yield from carry_over_problems(study)
        yield from phase_problems(study)
        yield from replan_problems(study)


def revised_plan(study: Study, changes: Mapping[str, Any]) -> Study:
    """Return the study with other values in its [plan], checked as if they stood in study.toml.

    Under "outlooks" it may have other [[outlooks]], too.

    Raises
    ------
    StudyError
        With every problem of the changed study.
    """
    return plan_reading(study, changes).checked()


def plan_reading(study: Study, changes: Mapping[str, Any]) -> Reading[Study]:
    """Return the study under another question as revised_plan does, beside what contradicts itself in it.

    Raises
    ------
    StudyError
        With every value that is none of its kind.
    """
    asked = {key: value for key, value in changes.items() if key != OUTLOOKS}
    try:
        plan = PlanQuestion.model_validate({**study.plan.model_dump(), **asked})
    except ValidationError as error:
        raise StudyError(explain(error, under=("plan",))) from error
    revised = study.model_copy(update={"plan": plan, OUTLOOKS: _outlooks(study, changes)})
    return Reading(revised, (*study_problems(revised), *phase_problems(revised), *replan_problems(revised)))


def _outlooks(study: Study, changes: Mapping[str, Any]) -> tuple[Outlook, ...]:
    """Return the study's outlooks, or those that a question has in their place."""
    if OUTLOOKS not in changes:
        return study.outlooks
    try:
        return OUTLOOK_LIST.validate_python(changes[OUTLOOKS])
    except ValidationError as error:
        raise StudyError(explain(error, under=(OUTLOOKS,))) from error


def study_path(path: str | Path) -> Path:
    """Return the study.toml in a folder, or the file given."""
    try:
        return Path(path) / STUDY_FILE if Path(path).is_dir() else Path(path)
    except (OSError, ValueError):  # a path that no system can hold
        return Path(path)


def text_of(file: Path) -> str:
    """Return the text of a study.toml.

    Raises
    ------
    StudyError
        It does not exist, cannot be read, is too large, or is no text.
    """
    if not is_file(file):
        remedy = "Name a folder that contains a study.toml, or start one with `siteplan init FOLDER`."
        refuse(STUDY_FILE, f"the file {short(file, 200)} does not exist", remedy)
    with guarded(STUDY_FILE, f"the file {file.name} cannot be read", "Look at its permissions."):
        if (size := file.stat().st_size) > MOST_TOML_BYTES:
            what = f"the file has {size / 1e6:,.1f} MB, and {MOST_TOML_BYTES / 1e6:,.0f} MB are the most"
            refuse(STUDY_FILE, what, "Name tables of data in [files]; study.toml only says what is asked.")
        content = file.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        refuse(STUDY_FILE, "the file is not UTF-8 text", "Save it as UTF-8.")


def _toml(file: Path) -> dict[str, Any]:
    text = text_of(file)
    if MANY_DOTS.search(text):
        refuse(STUDY_FILE, "a key has more than 100 dots", "Begin with the template, `siteplan init FOLDER`.")
    remedy = 'Correct that line; text is in quotes, lists in [ ], as name = "Guangdong".'
    with guarded(STUDY_FILE, "the file is not valid TOML", remedy):
        raw = tomllib.loads(text.replace("\r\n", "\n"))
    if _too_deep(raw):
        what = f"sections are nested more than {MOST_DEPTH} deep"
        refuse(STUDY_FILE, what, "Begin with the template, `siteplan init FOLDER`.")
    _refuse_many_rules(raw)
    return raw


def _too_deep(raw: Any) -> bool:
    level = [raw]
    for _ in range(MOST_DEPTH):
        level = [part for node in level for part in _parts(node)]
    return bool(level)


def _parts(node: Any) -> list[Any]:
    parts = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return [part for part in parts if isinstance(part, dict | list)]


def _refuse_many_rules(raw: Mapping[str, Any]) -> None:
    plan = raw.get("plan")
    rules = plan.get("rules") if isinstance(plan, Mapping) else None
    if isinstance(rules, list) and len(rules) > MOST_RULES:
        what = f"{len(rules):,} rules are given, and {MOST_RULES:,} are the most"
        refuse(f"{STUDY_FILE} [plan]", what, "Use filters and lists where one rule can apply to many.", "rules")


def _reserved(key: str) -> Problem:
    known = [name for name in Study.model_fields if name not in INTERNAL]
    return Problem(STUDY_FILE, "this key does not exist", did_you_mean(key, known, "The sections are"), key)


def _no_formats(raw: Mapping[str, Any]) -> list[Problem]:
    if raw.get("formats") != {}:
        return []
    remedy = "Add a section [formats.NAME] for each kind of facility."
    return [Problem(STUDY_FILE, "no format is given, so nothing can open", remedy, "formats")]


def _no_paths(raw: Mapping[str, Any]) -> list[Problem]:
    """Return a problem for each table that is named without a file: left out in silence, it would be missed."""
    files = raw.get("files")
    given = files.items() if isinstance(files, Mapping) else ()
    paths = {name: entry.get("path") if isinstance(entry, Mapping) else entry for name, entry in given}
    remedy = "Name its file, or take the line out."
    empty = [name for name, path in paths.items() if isinstance(path, str) and not path.strip()]
    return [Problem(f"{STUDY_FILE} [files]", "the path is empty", remedy, name) for name in empty]


def _validated(raw: dict[str, Any]) -> tuple[Study | None, list[Problem]]:
    try:
        return Study.model_validate(raw), []
    except ValidationError as error:
        return mended(raw), explain(error)
