"""Why sites are in a plan, on two cities: by hand and by the definition."""

import pytest

from siteplan.evaluate.explain.reasons import REASONS, site_reasons
from siteplan.formulate.outcome import Answer
from siteplan.formulate.site_problem import site_problem
from siteplan.groundwork import Groundwork
from siteplan.optimise import Selection, SiteProblem, solve
from siteplan.tradearea import shares
from tests.worlds import tiny_ground

BUDGET = {"kind": "budget", "at_most": 12e6, "name": "Budget"}
FLOOR = {"kind": "coverage", "function": "sale", "area": "rural", "at_least": 0.6, "name": "Rural sales"}


def solved(*rules: dict, **plan: object) -> tuple[Groundwork, Selection, SiteProblem]:
    ground = tiny_ground(rules=list(rules), **plan)
    selection = solve(site_problem(ground), gap=1e-7)
    assert selection.source is not None
    return ground, selection, selection.source


def test_what_a_site_is_worth_is_what_the_model_says_without_it() -> None:
    ground, selection, problem = solved(BUDGET, FLOOR)
    reasons = site_reasons(Answer.of(ground, selection), {})
    assert list(reasons) == REASONS
    is_open = selection.open.to_numpy()
    for option, line in reasons.iterrows():
        without = is_open & (ground.options.index != option)
        left = ground.model.demand @ shares(ground.model, without).network
        assert line["removal_value"] == pytest.approx(selection.objective - left)
        covered = problem.rules[1].reports(problem.options, without)[0].met
        assert line["needed_for"] == ("" if covered else "Rural sales")


def test_the_runner_up_is_what_the_site_would_bring_in_that_format() -> None:
    ground, selection, problem = solved(BUDGET)
    is_open = selection.open.to_numpy()
    for option, line in site_reasons(Answer.of(ground, selection), {}).iterrows():
        site = ground.options.loc[option, "site_id"]
        mates = ground.options.index[(ground.options["site_id"] == site) & ~is_open]
        values = {mate: problem.value((is_open & (problem.options.index != option)) | (problem.options.index == mate))
                  for mate in mates if ground.options.loc[mate, "capex"] <= 12e6}  # fmt: skip
        if line["runner_up_format"]:
            lost = line["removal_value"] - line["runner_up_value"]
            assert selection.objective - lost == pytest.approx(max(values.values()))


def test_minutes_are_told_as_the_mean_and_not_as_person_minutes() -> None:
    ground, selection, _problem = solved(BUDGET, objective="minutes")
    values = site_reasons(Answer.of(ground, selection), {})["removal_value"]
    assert (values >= 0).all()
    assert values.max() < ground.study.travel.max_minutes
