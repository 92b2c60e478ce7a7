"""A saved plan read back: what was asked, what opens, how good it was proven to be."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from siteplan.errors import Problem, StudyError
from siteplan.study import PlanQuestion, Study

__all__ = ["AGAIN", "MADE_OF", "SavedPlan", "made_of", "read_saved"]

PLAN, MADE_OF = "plan.json", "made_of.json"
AGAIN = "Make the plan again: siteplan plan STUDY --out {folder}"


class _StudyPart(BaseModel):
    name: str
    hash: str


class _SitePart(BaseModel):
    site_id: str
    format: str
    change: str = "new"


class _Record(BaseModel):
    """What is read of plan.json; all else in it is left alone."""

    objective: float
    bound: float | None
    study: _StudyPart
    question: dict[str, Any] = {}
    sites: list[_SitePart]


@dataclass(frozen=True)
class SavedPlan:
    """A plan as plan.json has it.

    Attributes
    ----------
    folder : of the plan
    study : folder of the study that it was made of, where that is known
    question : the [plan] that was asked
    options : "site_id:format" of all that opens or stays
    bound : in the unit of the goal; None where it was not finite
    name : of the study
    """

    folder: Path
    study: Path | None
    question: dict[str, Any]
    options: tuple[str, ...]
    bound: float | None
    hash: str
    name: str = ""

    def asked(self, study: Study) -> Study:
        """Return a study with the question of this plan.

        Raises
        ------
        StudyError
            The question is none that this version knows.
        """
        if not self.question:
            return study
        try:
            question = PlanQuestion.model_validate(self.question)
        except ValidationError as error:
            what = f"its question is not one that this version knows ({error.error_count()} faults)"
            raise StudyError([self.problem(what, AGAIN)]) from error
        return study.model_copy(update={"plan": question})

    def problem(self, what: str, remedy: str) -> Problem:
        """Return what is wrong with the saved plan, and what helps."""
        return Problem(str(self.folder / PLAN), what, remedy.format(folder=self.folder))


def read_saved(folder: Path) -> SavedPlan:
    """Return the plan that lies in a folder.

    Raises
    ------
    StudyError
        There is none, or plan.json is not as siteplan writes it.
    """
    file = folder / PLAN
    try:
        record = _Record.model_validate(json.loads(file.read_text("utf-8")))
    except OSError as error:
        missing = isinstance(error, FileNotFoundError | NotADirectoryError)
        what = "there is no plan here" if missing else str(error.strerror)
        raise StudyError([Problem(str(file), what, "Name a folder that `siteplan plan` wrote.")]) from error
    except (ValueError, RecursionError) as error:  # no JSON, or none of ours: pydantic's error is a ValueError
        remedy = AGAIN.format(folder=folder)
        raise StudyError([Problem(str(file), "it is not a plan as siteplan writes it", remedy)]) from error
    return SavedPlan(
        folder=folder,
        study=_study_of(folder),
        question=record.question,
        options=tuple(f"{site.site_id}:{site.format}" for site in record.sites if site.change != "closed"),
        bound=record.bound,
        hash=record.study.hash,
        name=record.study.name,
    )


def _study_of(folder: Path) -> Path | None:
    """Return where the study lies that a plan was made of; None where nothing says so."""
    try:
        where = json.loads((folder / MADE_OF).read_text("utf-8"))["study"]
        return Path(os.path.normpath(folder.resolve() / str(where)))
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None


def made_of(study: Path, folder: Path) -> str:
    """Return what says where a plan's study lies, the way there from the plan's folder.

    It holds where both are moved together, and stands apart from plan.json, which is the same wherever it lies.
    """
    try:
        way = Path(os.path.relpath(study.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive of Windows
        way = str(study.resolve())
    return json.dumps({"study": way}, ensure_ascii=False) + "\n"
