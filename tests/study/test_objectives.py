"""Each objective of study.toml from the study to its plan: the best by trying all, judged in its own unit."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import combinations

import numpy as np
import pytest

from siteplan.data.check.study_checks import study_problems
from siteplan.evaluate import Plan, evaluate
from siteplan.formulate.network import Network
from siteplan.formulate.objectives import REGISTRY, objective_of
from siteplan.formulate.outcome import figures as full_model
from siteplan.groundwork import Groundwork
from siteplan.optimise import Progress
from siteplan.pipeline import choose, lay_groundwork
from siteplan.present.charts.chart_search import search_chart
from siteplan.present.files.plan_json import plan_dict
from siteplan.present.plan_text.sentences import both_numbers, proof_sentence
from siteplan.present.plan_text.summary import summary
from siteplan.present.reports.report_html import report_html
from siteplan.present.text.goals import goal_text, unit_text
from siteplan.present.text.reader import Reader
from siteplan.study.objectives import OBJECTIVES, Objective, goal_of
from tests.examples import some
from tests.worlds import tiny_ground, tiny_market, tiny_study

GAP = 1e-4
RULES = [
    {"kind": "count", "at_most": 2},
    {"kind": "coverage", "function": "sale", "area": "rural", "at_least": 0.3},
]


@cache
def ground(objective: Objective) -> Groundwork:
    return tiny_ground(objective=objective, gap=GAP, rules=RULES)


@cache
def made(objective: Objective) -> Plan:
    return evaluate(choose(ground(objective)))


@cache
def allowed() -> list[np.ndarray]:
    """Every plan of at most two sites that meets the rural floor, whatever it is judged by."""
    of = ground("market_share")
    sites, every = of.options["site_id"].to_numpy(), range(len(of.options))
    some = [list(names) for n in range(3) for names in combinations(every, n)]
    plans = [np.isin(every, names) for names in some if len(set(sites[names])) == len(names)]
    zones = of.market.zones
    country = zones["population"].to_numpy() * zones["rural"].to_numpy()
    return [plan for plan in plans if country @ Network(of, plan).covered >= 0.3 * country.sum()]


def figures(of: Groundwork) -> list[float]:
    """What the full model counts for each of them."""
    return full_model(of, allowed()).mean


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_no_plan_is_better_than_the_bound_and_the_chosen_one_is_within_the_gap(objective: Objective) -> None:
    """Every plan of the world is evaluated by the full model: the proof must hold against all of them."""
    proof = made(objective).proof
    tried = figures(ground(objective))
    best = (min if proof.goal.least else max)(tried)
    assert proof.counted in tried
    room = 1e-6 * abs(best)
    sign = -1 if proof.goal.least else 1
    assert sign * proof.bound >= sign * best - room
    assert sign * best >= sign * proof.counted - room
    assert abs(proof.bound - proof.objective) <= proof.gap * abs(proof.bound) + room
    if proof.exact:
        assert proof.status == "optimal"
        assert proof.counted == pytest.approx(best, rel=2 * GAP)


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_optimiser_and_the_full_model_count_the_same(objective: Objective) -> None:
    proof = made(objective).proof
    assert proof.objective == pytest.approx(proof.counted, rel=1e-6)


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_every_text_speaks_of_the_goal_in_its_unit(objective: Objective, language: str) -> None:
    """Vehicles are named in the proof only where vehicles are what is counted."""
    plan = made(objective)
    proof = replace(plan.proof, bound=plan.proof.objective * (0.9 if plan.proof.goal.least else 1.1), gap=0.1)
    said = [proof_sentence(proof, Reader(language)), both_numbers(plan, Reader(language))]
    unit = unit_text(plan.proof.goal, Reader(language))
    assert all(unit in text or (unit == "CNY/year" and "元" in text) for text in said)
    vehicles = Reader(language).gettext("vehicles/year")
    assert any(vehicles in text for text in said) == (objective == "market_share")
    assert goal_text(plan.study, Reader(language)) in "\n".join(summary(plan, Reader(language)))


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_plan_json_names_the_goal_and_keeps_bound_and_objective_in_order(objective: Objective) -> None:
    record = plan_dict(made(objective))
    goal = record["goal"]
    assert (goal["name"], goal["unit"]) == (objective, goal_of(made(objective).study).unit)
    better, worse = ("objective", "bound") if goal["less_is_better"] else ("bound", "objective")
    assert record[better] >= record[worse]
    assert goal["full_model"] == pytest.approx(record["objective"], rel=1e-6)


@pytest.mark.parametrize("objective", some(OBJECTIVES, 4))
def test_report_and_chart_are_drawn(objective: Objective) -> None:
    page = report_html(made(objective), Reader("en"))
    assert goal_text(made(objective).study, Reader("en")) in page
    chart = search_chart(made(objective), Reader("en"))
    assert chart is None or unit_text(made(objective).proof.goal, Reader("en")) in chart.measure


def test_the_search_is_followed_in_figures_of_the_goal() -> None:
    """The listener hears what the report will say, not what the solver maximises."""
    heard: list[Progress] = []
    choose(ground("profit"), heard.append)
    assert heard[-1].bound == pytest.approx(made("profit").proof.bound, rel=1e-6)


def test_profit_with_one_margin_is_exact() -> None:
    """Where every format that sells earns the same, profit is capture times margin less costs: nothing is rounded."""
    alike = tiny_study(objective="profit", gap=GAP, rules=RULES)
    formats = {
        name: spec.model_copy(update={"margin": 9000.0 * (spec.attractiveness > 0)})
        for name, spec in alike.formats.items()
    }
    of = lay_groundwork(alike.model_copy(update={"formats": formats}), tiny_market())
    proof = evaluate(choose(of)).proof
    assert proof.exact
    assert proof.objective == pytest.approx(proof.counted)


def test_profit_with_several_margins_is_exact_too_and_its_bound_is_above_every_plan() -> None:
    """Dealers earn less a vehicle than malls: what they fall short of is counted by each site's own sales."""
    here = tiny_ground(objective="profit", gap=GAP)
    formats = here.study.formats
    less = {**formats, "dealer": formats["dealer"].model_copy(update={"margin": 7000.0})}
    here = here.asking(here.study.model_copy(update={"formats": less}))
    made = evaluate(choose(here))
    assert made.proof.exact
    assert made.proof.objective == pytest.approx(made.proof.counted)
    assert made.proof.bound >= made.proof.counted - 1e-9 * abs(made.proof.counted)


def test_profit_without_any_margin_is_refused() -> None:
    study = tiny_study(objective="profit")
    formats = {name: spec.model_copy(update={"margin": 0.0}) for name, spec in study.formats.items()}
    problems = study_problems(study.model_copy(update={"formats": formats}))
    assert [problem.column for problem in problems] == ["objective"]


def test_every_objective_a_study_may_name_has_its_class() -> None:
    """What check and forms ask stands in the study's table, what needs a market in a class of the same name."""
    assert list(REGISTRY) == list(OBJECTIVES)
    for name in OBJECTIVES:
        objective = objective_of(ground(name))
        assert (objective.name, objective.goal.least) == (name, OBJECTIVES[name].least)
        nothing = np.zeros(len(ground(name).options), dtype=bool)
        assert np.isfinite(objective.aim().capture.state_at(nothing).value())
        assert np.isfinite(objective.value(Network(ground(name), nothing)))
