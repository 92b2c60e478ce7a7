"""Plans of the two cities to be set side by side, as their folders would keep them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from siteplan.evaluate import Plan, evaluate
from siteplan.formulate.outcome import Answer
from siteplan.present.compare.compared import Comparison, beside
from siteplan.present.maps.scene.scene_json import scene_json
from siteplan.present.maps.scene.scene_of import scene_of
from siteplan.present.saved.archive import KeptPlan, kept_data
from siteplan.present.saved.contents import write_contents
from siteplan.present.text.reader import Reader
from tests.worlds import tiny_ground, tiny_plan, tiny_selection


@cache
def other_plan() -> Plan:
    """C1 as in the first plan, C6 as a mall and not a dealer, C4 in the place of C3."""
    ground = tiny_ground()
    return evaluate(Answer.of(ground, tiny_selection(ground, ("C1:mall", "C4:dealer", "C6:mall"))))


def kept(plan: Plan, name: str, where: Path = Path("plans")) -> KeptPlan:
    """Return a plan as its folder keeps it."""
    return KeptPlan(where / name, plan, 0, "en")


def compared(*plans: Plan, language: str = "en") -> Comparison:
    """Return plans called a, b ... side by side."""
    names = "abcde"[: len(plans)]
    return beside([kept(*one) for one in zip(plans, names, strict=True)], Reader.of(plans[0].study, language))


@cache
def two_plans() -> Comparison:
    """Return the plan of the two cities, called a, beside the other, called b."""
    return compared(tiny_plan(), other_plan())


def with_rules(plan: Plan, rules: pd.DataFrame) -> Plan:
    """Return a plan with other rows of rules."""
    return replace(plan, rules=rules.reset_index(drop=True))


def asking(plan: Plan, **question: Any) -> Plan:
    """Return a plan whose study asks otherwise; nothing of it is counted anew."""
    asked = plan.study.plan.model_copy(update=question)
    return replace(plan, study=plan.study.model_copy(update={"plan": asked}))


def saved(plan: Plan, folder: Path, language: str = "en") -> Path:
    """Write what is read of a plan's folder: the plan, its map, and what lies there."""
    folder.mkdir(parents=True)
    (folder / "map.json").write_text(scene_json(scene_of(plan)), "utf-8")
    (folder / "study.toml").write_text("", "utf-8")
    (folder / "plan_data.zip").write_bytes(kept_data(plan))
    write_contents(folder, "plan", folder / "none", Reader(language), 0)
    return folder


def called(plan: Plan, name: str) -> Plan:
    """Return a plan of a study of another name."""
    study = plan.study
    return replace(plan, study=study.model_copy(update={"study": study.study.model_copy(update={"name": name})}))
