"""Read study.toml into a Study, and say everything that is wrong with it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from siteplan.data.mend import mended
from siteplan.data.nearest import did_you_mean
from siteplan.data.plain_words import INTERNAL, explain
from siteplan.data.reading import Reading
from siteplan.data.study_rules import study_problems
from siteplan.errors import Problem, StudyError
from siteplan.study import PlanQuestion, Study

__all__ = ["STUDY_FILE", "read_study", "revised_plan", "study_reading", "text_of"]

STUDY_FILE = "study.toml"


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
    file = Path(path) / STUDY_FILE if Path(path).is_dir() else Path(path)
    try:
        raw = _toml(file)
    except StudyError as error:
        return Reading(None, error.problems)
    reserved = [_reserved(key) for key in raw if key in INTERNAL] + _no_formats(raw)
    raw = {key: value for key, value in raw.items() if key not in INTERNAL}
    study, problems = _validated(raw)
    if study is None:
        return Reading(None, (*reserved, *problems))
    placed = study.model_copy(update={"folder": file.parent})
    return Reading(placed, (*reserved, *problems, *study_problems(placed)))


def revised_plan(study: Study, changes: Mapping[str, Any]) -> Study:
    """Return the study with other values in its [plan], checked as if they stood in study.toml.

    Raises
    ------
    StudyError
        With every problem of the changed study.
    """
    try:
        plan = PlanQuestion.model_validate({**study.plan.model_dump(), **changes})
    except ValidationError as error:
        raise StudyError(explain(error, under=("plan",))) from error
    revised = study.model_copy(update={"plan": plan})
    return Reading(revised, tuple(study_problems(revised))).checked()


def text_of(file: Path) -> str:
    """Return the text of a study.toml.

    Raises
    ------
    StudyError
        It does not exist, or is no text.
    """
    if not file.is_file():
        remedy = "Name a folder that holds a study.toml, or start one with `siteplan init FOLDER`."
        raise StudyError([Problem(STUDY_FILE, f"the file {file} does not exist", remedy)])
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise StudyError([Problem(STUDY_FILE, "the file is not UTF-8 text", "Save it as UTF-8.")]) from error


def _toml(file: Path) -> dict[str, Any]:
    text = text_of(file)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        remedy = 'Correct that line: text stands in quotes, lists in [ ], as name = "Guangdong".'
        raise StudyError([Problem(STUDY_FILE, f"the file is not valid TOML: {error}", remedy)]) from error


def _reserved(key: str) -> Problem:
    known = [name for name in Study.model_fields if name not in INTERNAL]
    return Problem(STUDY_FILE, "there is no such key", did_you_mean(key, known, "The sections are"), key)


def _no_formats(raw: Mapping[str, Any]) -> list[Problem]:
    if raw.get("formats") != {}:
        return []
    remedy = "Add a section [formats.NAME] for each kind of facility."
    return [Problem(STUDY_FILE, "no format is given, so nothing can open", remedy, "formats")]


def _validated(raw: dict[str, Any]) -> tuple[Study | None, list[Problem]]:
    try:
        return Study.model_validate(raw), []
    except ValidationError as error:
        return mended(raw), explain(error)
