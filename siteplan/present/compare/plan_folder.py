"""The folder of a saved plan as plans are compared by it: its figures, rules and network."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from siteplan.errors import Problem, StudyError
from siteplan.present.files.saved import AGAIN, SavedPlan, read_saved
from siteplan.present.text.reader import Reader

__all__ = ["PlanFolder", "read_folders"]

TEXTS, NUMBERS = "texts", "numbers"
COLUMNS = {
    "kpis.csv": {TEXTS: ["id", "tier", "unit", "direction"], NUMBERS: ["today", "plan"]},
    "perspectives.csv": {TEXTS: ["perspective", "id", "of", "unit", "direction"], NUMBERS: ["today", "plan"]},
    "rules.csv": {
        TEXTS: ["rule_id", "rule", "name", "words", "sense", "unit", "met"],
        NUMBERS: ["asked", "achieved", "slack", "price"],
    },
    "network.csv": {TEXTS: ["site_id", "name", "city", "format", "change"], NUMBERS: ["sold"]},
}  # fmt: skip
"""What is read of each file; all else in it is left alone."""


@dataclass(frozen=True)
class PlanFolder:
    """A saved plan with the tables by which it is compared, each as its file has it, and how its search ended."""

    saved: SavedPlan
    reader: Reader
    status: str
    gap: float
    kpis: pd.DataFrame
    scorecard: pd.DataFrame
    rules: pd.DataFrame
    network: pd.DataFrame


def read_folders(folders: Sequence[Path], wrong: Sequence[Problem] = ()) -> tuple[PlanFolder, ...]:
    """Return the plans of one study in folders; `wrong` is what is known to be wrong with them already.

    Raises
    ------
    StudyError
        One holds no whole plan, or they are of several studies; all of it at once.
    """
    found, problems = [], [*wrong]
    for folder in dict.fromkeys(folders):
        try:
            found.append(_read(folder))
        except StudyError as error:
            problems += error.problems
    problems += _other_studies(found)
    if problems:
        raise StudyError(problems)
    return tuple(found)


def _other_studies(found: Sequence[PlanFolder]) -> list[Problem]:
    """Return a problem for each plan that is of another study than the first."""
    names = [plan.saved.name for plan in found]
    return [
        plan.saved.problem(
            f"it is a plan of the study {plan.saved.name!r}, and the first is one of {names[0]!r}",
            "Compare plans of one study: their figures say nothing beside each other's else.",
        )
        for plan in found
        if plan.saved.name != names[0]
    ]


def _read(folder: Path) -> PlanFolder:
    saved, tables, problems = read_saved(folder), {}, []
    for name in COLUMNS:
        try:
            tables[name] = _table(folder / name)
        except (OSError, ValueError, KeyError) as error:  # pandas' own errors of a CSV are ValueErrors
            problems.append(Problem(str(folder / name), _fault(error), AGAIN.format(folder=folder)))
    if saved.reader is None:
        problems.append(saved.problem("made_of.json does not say in which words it is told", AGAIN))
    if problems or saved.reader is None:
        raise StudyError(problems)
    proof = json.loads((folder / "plan.json").read_text("utf-8"))
    return PlanFolder(
        saved=saved,
        reader=saved.reader,
        status=str(proof.get("status", "")),
        gap=float("nan") if proof.get("gap") is None else float(proof["gap"]),
        kpis=tables["kpis.csv"].rename(columns={"tier": "of"}),
        scorecard=tables["perspectives.csv"],
        rules=_worded(tables["rules.csv"]),
        network=tables["network.csv"],
    )


def _fault(error: Exception) -> str:
    lacks = isinstance(error, FileNotFoundError)
    return "the plan lacks this file" if lacks else "it is not as this version of siteplan writes it"


def _table(file: Path) -> pd.DataFrame:
    """Return a file's columns that are read: ids and words as they stand there, NaN for no number."""
    columns = COLUMNS[file.name]
    raw = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    numbers = {name: pd.to_numeric(raw[name]) for name in columns[NUMBERS]}
    return raw[columns[TEXTS]].assign(**numbers)


def _worded(rules: pd.DataFrame) -> pd.DataFrame:
    """Return rules with whether each is met, and a `key` that is the same in other plans.

    A rule's own id, or what it is about where the study gives it none: its number changes with those before it.
    """
    again = rules.groupby("rule").cumcount()
    about = rules["rule"].where(again == 0, rules["rule"] + " " + (again + 1).astype(str))
    key = about.where(rules["rule_id"].str.startswith("#"), rules["rule_id"])
    return rules.assign(met=rules["met"].map({"True": True, "False": False}), key=key)
