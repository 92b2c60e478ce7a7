"""A plan for several futures: judged by their mean, told in each."""

import importlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from siteplan.data.check.study_checks import study_problems
from siteplan.evaluate import Plan, evaluate
from siteplan.evaluate.explain.explained_plan import explained_plan
from siteplan.evaluate.stress.regrets import best_by_outlook
from siteplan.formulate.site_problem import site_problem
from siteplan.groundwork import Groundwork
from siteplan.optimise.allowance import Allowance
from siteplan.pipeline import choose
from siteplan.present.files.plan_json import plan_dict
from siteplan.present.reports.report_html import report_html
from siteplan.present.stress.outlook_part import outlook_sentences
from siteplan.present.text.reader import Reader
from siteplan.study import Outlook
from siteplan.tradearea import shares
from tests.formulate.test_curves import all_plans
from tests.worlds import tiny_ground, tiny_study

BUDGET = {"kind": "budget", "at_most": 8e6, "name": "Budget"}
AS_IT_IS = Outlook(name="as it is", probability=0.6)
HARDER = Outlook(name="rivals catch up", probability=0.4, demand=0.8, rivals=3.0, outside=2.0)


@pytest.fixture(autouse=True, scope="module")
def no_files() -> Iterator[None]:
    """The study of these tests has no files to be told apart by."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(importlib.import_module("siteplan.evaluate.evaluate"), "input_hash", lambda study: "abc")
        yield


def ground(*outlooks: Outlook, **plan: Any) -> Groundwork:
    here = tiny_ground(**{"rules": [BUDGET], "gap": 1e-6, **plan})
    return here.asking(here.study.model_copy(update={"outlooks": outlooks}))


def planned(here: Groundwork) -> Plan:
    return evaluate(choose(here))


def won(here: Groundwork, plan: np.ndarray, outlook: Outlook) -> float:
    """Vehicles/year in an outlook, by the definition of Huff's shares."""
    model = here.model
    own = model.own_total + model.options @ plan.astype(float)
    against = outlook.rivals * np.asarray(model.rivals.sum(axis=1)) + outlook.outside * model.outside
    return float(outlook.demand["default"] * model.demand.to_numpy() @ (own / (own + against)))


def test_the_plan_is_the_best_of_all_on_the_mean_of_the_outlooks() -> None:
    here = ground(AS_IT_IS, HARDER)
    made = planned(here)
    means = [0.6 * won(here, plan, AS_IT_IS) + 0.4 * won(here, plan, HARDER) for plan in all_plans(site_problem(here))]
    assert made.proof.objective == pytest.approx(max(means), rel=1e-6)
    assert made.proof.counted == pytest.approx(made.proof.objective)
    assert made.proof.exact


def test_each_outlook_is_told_and_their_mean_is_what_counts() -> None:
    here = ground(AS_IT_IS, HARDER)
    made = planned(here)
    opened = (made.sites["site_id"] + ":" + made.sites["format"]).tolist()
    is_open = np.asarray(here.options.index.isin(opened))
    for line, outlook in zip(made.outlooks.to_dict("records"), (AS_IT_IS, HARDER), strict=True):
        assert (line["name"], line["probability"]) == (outlook.name, outlook.probability)
        assert line["figure"] == pytest.approx(won(here, is_open, outlook))
        assert line["today"] == pytest.approx(won(here, np.zeros_like(is_open), outlook))
    assert made.outlooks["figure"] @ made.outlooks["probability"] == pytest.approx(made.proof.counted)
    assert made.kpis.capture == pytest.approx(float(here.model.demand @ shares(here.model, is_open).network))


def test_without_outlooks_and_with_one_that_changes_nothing_the_plan_is_the_same() -> None:
    none, same = planned(ground()), planned(ground(Outlook(name="as it is", probability=1.0)))
    assert none.outlooks.empty
    assert same.proof.objective == pytest.approx(none.proof.objective)
    assert same.sites["site_id"].tolist() == none.sites["site_id"].tolist()
    assert plan_dict(none)["outlooks"] == []


def test_profit_is_counted_exactly_where_margins_differ() -> None:
    here = ground(AS_IT_IS, HARDER, objective="profit")
    formats = here.study.formats
    less = {**formats, "dealer": formats["dealer"].model_copy(update={"margin": 7000.0})}
    made = planned(here.asking(here.study.model_copy(update={"formats": less})))
    assert made.proof.exact
    assert made.proof.objective == pytest.approx(made.proof.counted)
    assert made.proof.bound >= made.proof.counted - 1e-6 * abs(made.proof.counted)
    assert made.outlooks["figure"] @ made.outlooks["probability"] == pytest.approx(made.proof.counted)


def test_report_and_json_tell_every_outlook() -> None:
    made = planned(ground(AS_IT_IS, HARDER))
    page = report_html(made, Reader("en"))
    assert "The plan in each outlook, vehicles/year" in page
    assert "rivals catch up" in page
    assert "Goal: open the sites that win most vehicles a year, on the mean of 2 outlooks." in page
    assert [line["name"] for line in plan_dict(made)["outlooks"]] == ["as it is", "rivals catch up"]


@pytest.mark.parametrize(
    ("outlooks", "objective", "said"),
    [
        ((AS_IT_IS, HARDER), "market_share", []),
        ((HARDER,), "profit", ["the probabilities sum to 0.4"]),
        ((AS_IT_IS, HARDER), "minutes", ['the objective "minutes" is the same in every outlook']),
        ((HARDER.model_copy(update={"name": "as it is"}), AS_IT_IS), "profit", ['2 outlooks are called "as it is"']),
    ],
)
def test_outlooks_that_contradict_themselves_are_refused(
    outlooks: tuple[Outlook, ...], objective: str, said: list[str]
) -> None:
    study = tiny_study(objective=objective).model_copy(update={"outlooks": outlooks})
    assert [problem.what for problem in study_problems(study)] == said


def test_each_outlook_has_its_best_plan_its_regret_and_its_core_sites() -> None:
    """By enumeration: no plan has more there than `bound`, one has `best`; core sites are counted from those plans."""
    here = ground(AS_IT_IS, HARDER)
    answer = choose(here)
    plain = evaluate(answer)
    outlooks, core = best_by_outlook(answer, plain.outlooks, Allowance.of(30.0))
    made = replace(plain, outlooks=outlooks, core=core, sites=core.of(plain.sites))
    plans = all_plans(site_problem(here))
    for line, outlook in zip(made.outlooks.to_dict("records"), (AS_IT_IS, HARDER), strict=True):
        most = max(won(here, plan, outlook) for plan in plans)
        assert line["best"] <= most * (1 + 1e-9)
        assert line["bound"] >= most * (1 - 1e-9)
        assert line["bound"] == pytest.approx(most, rel=1e-5)  # the gap asked is 1e-6
        regret = most - line["figure"]
        assert line["regret_low"] - 1e-6 * most <= regret <= line["regret_high"] + 1e-6 * most
        assert line["status"] == "optimal"
    assert made.core.n == 2
    assert set(made.sites["core"]) <= {0.0, 1.0, 2.0}
    assert set(made.sites["core_share"].round(6)) <= {0.0, 0.4, 0.6, 1.0}
    text = " ".join(outlook_sentences(made, Reader("en")))
    assert "Core sites:" in text
    assert [line["status"] for line in plan_dict(made)["outlooks"]] == ["optimal"] * 2


def test_without_time_nothing_is_re_solved_and_that_is_told() -> None:
    made = explained_plan(choose(ground(AS_IT_IS, HARDER, explain_limit=0.0)))
    assert made.outlooks["best"].isna().all()
    assert made.sites["core"].isna().all()
    assert outlook_sentences(made, Reader("en")) == [
        "2 outlooks were not re-solved in the time that explain_limit allows."
    ]
