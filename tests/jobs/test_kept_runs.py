"""A run's plan is in the list of saved plans when it ends, once, and no run that is forgotten takes a plan with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from siteplan.jobs import kept_runs, worker
from siteplan.jobs.jobs import SAVED, Job
from siteplan.jobs.kept_runs import keep_run
from siteplan.store.saved_plans import saved_list
from siteplan.store.saved_plans.listed_plan import Person, PlanStatus
from siteplan.store.saved_plans.plan_archive import opened
from siteplan.store.saved_plans.saved_errors import Hindrance, SavedPlansError

LI = Person("li")


def test_a_plan_is_saved_by_its_worker_and_once_erased_it_does_not_come_back(
    template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """First the list cannot be reached: the run has its plan all the same, and is not forgotten before it is saved."""
    job = Job(tmp_path / "job")
    job.folder.mkdir()
    asked = {"study": str(template), "plan": {}, "language": "en", "visitor": "li", "author": "Li", "parent": "f" * 16}
    (job.folder / "asked.json").write_text(json.dumps(asked), "utf-8")

    def away(*_given: object) -> None:
        raise SavedPlansError(Hindrance.AWAY)

    with monkeypatch.context() as patch:
        patch.setattr(kept_runs, "keep_plan", away)
        worker.main(job.folder)
    assert "cannot be reached" in capsys.readouterr().err
    assert (job.results.is_dir(), job.may_be_forgotten) == (True, False)
    plan = keep_run(job)
    assert plan is not None
    assert plan == keep_run(job) == saved_list.find_saved(plan.id) == saved_list.saved_by(job.id)
    assert (plan.status, plan.author, plan.author_name, plan.parent) == (PlanStatus.DRAFT, "li", "Li", "f" * 16)
    assert plan.name.startswith(f"{plan.facts['opened']:.0f} site")
    assert json.loads((job.folder / SAVED).read_text("utf-8")) == {"plan": plan.id}
    assert {path.name for path in opened(plan.digest).iterdir()} == {path.name for path in job.results.iterdir()}
    assert job.may_be_forgotten
    saved_list.erase(plan, LI)
    assert keep_run(job) is None
    assert saved_list.saved_plans(plan.study, LI) == []
