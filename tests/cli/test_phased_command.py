"""`siteplan plan` of a study in phases: stopped while it searches, and its model read by another solver."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import highspy
import pytest

from siteplan.cli.console import Console
from siteplan.optimise import Progress
from siteplan.present.files.folder import PLAN_FILES
from tests.command_line import Run
from tests.store.phased_town import write_town

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals to send")


@posix
def test_a_search_over_phases_that_is_stopped_writes_the_best_plan_so_far(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The signal comes with the first plan in phases: it is written whole, each phase within its budget."""
    sent: list[float] = []

    def hear(_self: Console, step: Progress) -> None:
        if step.value == step.value and not sent:
            sent.append(step.value)
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(Console, "progress", hear)
    said = run("plan", write_town(tmp_path / "study"), "--gap", "1e-9", "--out", tmp_path / "out")
    assert len(sent) == 1
    assert said.code == 130, said.text
    assert set(PLAN_FILES) <= {file.name for file in (tmp_path / "out").iterdir()}
    told = json.loads((tmp_path / "out" / "plan.json").read_text("utf-8"))
    assert told["status"] == "cancelled"
    assert told["bound"] >= told["objective"] > 0
    spent = [row["spent"] for row in told["phases"]["periods"] if row["name"]]
    assert all(mine <= budget for mine, budget in zip(spent, (2e6, 1e6, 1e6), strict=True))


@posix
def test_a_search_over_phases_that_is_stopped_before_any_plan_writes_nothing(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The signal comes as the search begins, with nothing to keep."""

    def stop(_self: Console, stage: str) -> None:
        if stage == "plan":
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(Console, "stage", stop)
    said = run("plan", write_town(tmp_path / "study"), "--out", tmp_path / "out")
    assert said.code == 130, said.text
    assert "nothing was written" in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["study"]


def test_the_exported_model_of_phases_has_its_optimum_between_the_plan_and_its_bound(tmp_path: Path, run: Run) -> None:
    """Another solver proves the model that the search ended with: cuts only tighten it from above."""
    words = ["--out", tmp_path / "out", "--gap", "1e-5", "--export-lp", tmp_path / "model.mps"]
    assert run("plan", write_town(tmp_path / "study"), *words).code == 0
    plan = json.loads((tmp_path / "out" / "plan.json").read_text("utf-8"))
    highs = highspy.Highs()
    highs.silent()
    highs.readModel(str(tmp_path / "model.mps"))
    highs.run()
    found = highs.getInfo().objective_function_value
    assert found == pytest.approx(plan["bound"], rel=2e-5)
    assert found >= plan["objective"] * (1 - 1e-9)
