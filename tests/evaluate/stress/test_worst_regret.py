"""A plan for the least worst regret: proven against enumeration by the full model, and told."""

from __future__ import annotations

import importlib

import numpy as np
import pytest

from siteplan.data.check.study_checks import study_problems
from siteplan.evaluate.explain.explained_plan import explained_plan
from siteplan.formulate.network import Network
from siteplan.formulate.objectives import objective_of
from siteplan.formulate.site_problem import site_problem
from siteplan.groundwork import Groundwork
from siteplan.pipeline import choose, lay_groundwork
from siteplan.present.files.plan_json import plan_dict
from siteplan.present.stress.outlook_part import outlook_sentences, outlook_table
from siteplan.present.text.goals import goal_text
from siteplan.present.text.reader import Reader
from siteplan.study import Outlook
from tests.formulate.test_curves import all_plans
from tests.worlds import tiny_market, tiny_study

WEST = Outlook(name="the west cools", probability=0.8, demand={"1": 0.1, "4": 2.0}, rivals=3.0)
EAST = Outlook(name="the east empties", probability=0.2, demand={"4": 0.05}, rent=1.2)


def ground(objective: str) -> Groundwork:
    study = tiny_study(
        objective=objective, for_outlooks="worst_regret", gap=1e-3, explain_limit=0.0,
        rules=[{"kind": "count", "at_most": 1, "name": "One"}],
    )  # fmt: skip
    return lay_groundwork(study.model_copy(update={"outlooks": (WEST, EAST)}), tiny_market())


@pytest.mark.parametrize("objective", ["market_share", "npv"])
def test_the_least_worst_regret_of_all_plans_lies_between_bound_and_plan(
    objective: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.import_module("siteplan.evaluate.evaluate"), "input_hash", lambda _: "abc")
    here = ground(objective)
    answer = choose(here)
    made = explained_plan(answer)
    assert made.regret is not None
    futures = [(there, objective_of(there)) for _, there in here.outlooks()]
    plans = all_plans(site_problem(here))
    values = np.array([[goal.value(Network(there, plan)) for there, goal in futures] for plan in plans])
    best = values.max(axis=0)
    regrets = 1 - values / best if objective == "market_share" else best - values
    slack = 1e-9 * (1.0 if objective == "market_share" else np.abs(best).max())
    assert made.regret.bound - slack <= regrets.max(axis=1).min() <= made.regret.high + slack
    own = regrets[(plans == answer.is_open).all(axis=1)].max()
    assert made.regret.low - slack <= own <= made.regret.high + slack
    assert made.proof.counted == pytest.approx(made.outlooks["figure"] @ made.outlooks["outlook_weight"])
    assert made.outlooks["probability"].tolist() == [0.8, 0.2]
    assert made.outlooks["outlook_weight"].sum() == pytest.approx(1.0)
    assert made.outlooks["best"].notna().all()  # known from the search, though nothing may be re-solved


def test_report_json_and_goal_tell_the_regret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.import_module("siteplan.evaluate.evaluate"), "input_hash", lambda _: "abc")
    made = explained_plan(choose(ground("market_share")))
    assert made.regret is not None
    assert plan_dict(made)["regret"]["high"] == made.regret.high
    for language, said in (("en", "worst regret over all outlooks"), ("zh-Hans", "最大后悔值")):
        reader = Reader(language)
        assert said in outlook_sentences(made, reader)[0]
        table = outlook_table(made, reader)
        assert table is not None
        assert len(table.titles) == 7
    assert "with the least worst regret over 2 outlooks" in goal_text(made.study, Reader("en"))


def test_a_plan_for_outlooks_needs_some() -> None:
    (problem,) = study_problems(tiny_study(for_outlooks="worst_regret"))
    assert problem.what == "the plan is for outlooks, and the study names none"
