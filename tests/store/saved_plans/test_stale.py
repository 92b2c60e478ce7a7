"""A saved plan is stale once a file of its study moved, and not because another question is asked."""

from __future__ import annotations

from pathlib import Path

from siteplan.data import input_hash, read_study, write_template
from siteplan.store.saved_plans.listed_plan import ListedPlan
from siteplan.store.saved_plans.stale import is_stale


def test_a_plan_is_stale_once_its_study_has_other_data(tmp_path: Path) -> None:
    study = read_study(write_template(tmp_path / "study"))
    asked = study.at(("plan", "gap"), 0.02)
    question = asked.plan.model_dump(mode="json")
    plan = ListedPlan("p", None, None, "s", input_hash(asked), "p", "en", "li", "Li", 0.0, question, {}, "d", 1)
    assert not is_stale(plan, study)
    file = study.path("candidates")
    file.write_bytes(file.read_bytes() + b"\n")
    assert is_stale(plan, study)
