"""A plan for its worst outlooks: proven against enumeration by the full model, told, and refused without a tail."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from siteplan.data.check.study_checks import study_problems
from siteplan.evaluate import Plan
from siteplan.evaluate.explain.explained_plan import explained_plan
from siteplan.formulate.network import Network
from siteplan.formulate.objectives import objective_of
from siteplan.formulate.site_problem import site_problem
from siteplan.groundwork import Groundwork
from siteplan.optimise.selection import relative_gap
from siteplan.pipeline import choose, lay_groundwork
from siteplan.present.files.plan_json import plan_dict
from siteplan.present.plan_text.sentences import proof_sentence
from siteplan.present.stress.outlook_part import outlook_sentences, outlook_table
from siteplan.present.text.goals import goal_text
from siteplan.present.text.reader import Reader
from siteplan.study import Outlook, Study
from tests.formulate.test_curves import all_plans
from tests.worlds import tiny_market, tiny_study

WEST = Outlook(name="the west cools", probability=0.5, demand={"1": 0.1, "4": 2.0}, rivals=3.0)
EAST = Outlook(name="the east empties", probability=0.3, demand={"4": 0.05}, rent=1.2)
BOOM = Outlook(name="all grow", probability=0.2, demand=3.0)
CHANCES = np.array([0.5, 0.3, 0.2])


@pytest.fixture(autouse=True, scope="module")
def no_files() -> Iterator[None]:
    """The study of these tests has no files to be told apart by."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(importlib.import_module("siteplan.evaluate.evaluate"), "input_hash", lambda _: "abc")
        yield


def study(outlooks: tuple[Outlook, ...] = (WEST, EAST, BOOM), **plan: Any) -> Study:
    rules = [{"kind": "count", "at_most": 1, "name": "One"}]
    asked = tiny_study(**{"rules": rules, "gap": 1e-3, "explain_limit": 0.0, "tail": 0.4, **plan})
    return asked.model_copy(update={"outlooks": outlooks})


def ground(for_outlooks: str, objective: str = "market_share") -> Groundwork:
    return lay_groundwork(study(for_outlooks=for_outlooks, objective=objective), tiny_market())


def judged(measure: str, values: np.ndarray) -> np.ndarray:
    """What plans (n, 3) are worth, by hand: 0.4 of probability are the worst outlook and part of the next."""
    out = []
    for row in values:
        (a, p), (b, q), (c, _) = sorted(zip(row, CHANCES, strict=True))
        if measure == "quantile":  # the next where the worst is no more probable than the tail, else the worst
            out.append(a if p > 0.4 else b if p + q > 0.4 else c)
        else:
            out.append((min(p, 0.4) * a + max(min(q, 0.4 - p), 0.0) * b + max(0.4 - p - q, 0.0) * c) / 0.4)
    return np.array(out)


@pytest.mark.parametrize(
    ("measure", "objective"), [("cvar", "market_share"), ("quantile", "market_share"), ("cvar", "npv")]
)
def test_the_best_of_all_plans_lies_between_plan_and_bound(measure: str, objective: str) -> None:
    here = ground(measure, objective)
    answer = choose(here)
    made = explained_plan(answer)
    assert made.tail is not None
    futures = [(there, objective_of(there)) for _, there in here.outlooks()]
    plans = all_plans(site_problem(here))
    values = np.array([[goal.value(Network(there, plan)) for there, goal in futures] for plan in plans])
    figures = judged(measure, values)
    own, slack = figures[(plans == answer.is_open).all(axis=1)][0], 1e-9 * np.abs(figures).max()
    assert own - slack <= figures.max() <= made.proof.bound + slack
    assert made.tail.value == pytest.approx(own, abs=slack)
    assert made.proof.objective == pytest.approx(own, abs=slack)
    assert made.proof.counted == pytest.approx(own, abs=slack)
    stands = answer.ground.stands
    assert made.proof.today == pytest.approx(figures[(plans == stands).all(axis=1)][0], abs=slack)
    assert made.tail.mean == pytest.approx(made.outlooks["figure"] @ CHANCES)
    assert made.outlooks["outlook_weight"].sum() == pytest.approx(1.0)
    assert made.proof.gap == pytest.approx(relative_gap(made.proof.bound, made.proof.objective))
    assert (made.proof.status == "optimal") == (made.proof.gap <= 1e-3)


@pytest.fixture(scope="module")
def made(no_files: None) -> Plan:
    return explained_plan(choose(ground("cvar")))


def test_report_json_and_goal_tell_the_tail(made: Plan) -> None:
    assert made.tail is not None
    told = plan_dict(made)["tail"]
    assert (told["value"], told["bound"], told["status"]) == (made.tail.value, made.proof.bound, made.proof.status)
    assert told["seconds"] == made.proof.seconds
    for language, said in (("en", "on that of its worst, 40.0 % by probability"), ("zh-Hans", "合计概率 40.0%")):
        reader = Reader(language)
        assert said in outlook_sentences(made, reader)[0]
        table = outlook_table(made, reader)
        assert table is not None
        assert len(table.titles) == 7
    assert "on the mean of the worst of 3 outlooks, 40.0 % by probability" in goal_text(made.study, Reader("en"))
    assert "It is proven that no plan reaches more than" in outlook_sentences(made, Reader("en"))[1]


def test_the_quantile_is_told_with_its_probability(made: Plan) -> None:
    assert made.tail is not None
    other = replace(made, tail=replace(made.tail, measure="quantile", all_sets=False, sets=2))
    said = outlook_sentences(other, Reader("en"))
    assert "with a probability of at least 60.0 %" in said[0]
    assert "2 were looked at one by one" in said[2]
    late = replace(made, tail=replace(made.tail, bound=float("inf")))
    assert "the time did not suffice" in outlook_sentences(late, Reader("en"))[1]


def test_a_gap_that_the_search_cannot_close_is_no_matter_of_time(made: Plan) -> None:
    open_ = replace(made.proof, status="feasible", bound=made.proof.objective * 1.1, gap=0.1)
    assert "Time limit reached" not in proof_sentence(replace(open_, in_time=True), Reader("en"))
    assert "Time limit reached" in proof_sentence(replace(open_, in_time=False), Reader("en"))


@pytest.mark.parametrize(
    ("plan", "outlooks", "said"),
    [
        ({"for_outlooks": "cvar"}, 3, []),
        ({"for_outlooks": "quantile", "tail": None}, 3, ["nothing says how probable the worst outlooks are"]),
        ({"for_outlooks": "cvar", "tail": 1.5}, 3, ["1.5 is no probability of the worst outlooks"]),
        ({"for_outlooks": "quantile", "tail": 0.0}, 3, ["0 is no probability of the worst outlooks"]),
        ({}, 3, ['for_outlooks is "expected", which looks at no tail']),
        ({"for_outlooks": "worst_regret"}, 3, ['for_outlooks is "worst_regret", which looks at no tail']),
        ({"for_outlooks": "cvar"}, 1, ["names one outlook, whose worst is itself"]),
        ({"for_outlooks": "cvar"}, 0, ["the plan is for outlooks, and the study names none"]),
    ],
)
def test_a_tail_that_asks_nothing_is_refused(plan: dict[str, Any], outlooks: int, said: list[str]) -> None:
    chosen = (WEST, EAST, BOOM)[:outlooks]
    if outlooks == 1:
        chosen = (BOOM.model_copy(update={"probability": 1.0}),)
    found = [problem.what for problem in study_problems(study(chosen, **plan))]
    assert len(found) == len(said)
    assert all(part in what for part, what in zip(said, found, strict=True))
