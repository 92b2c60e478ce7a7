"""A planner who asks too much hears what clashes, what can be had, and a change that works."""

import re
from dataclasses import replace

import pytest

from siteplan.data import read_market, read_study
from siteplan.data.bundled import bundled_study
from siteplan.errors import NoPlanError
from siteplan.optimise import Budget, CoverageFloor, SolveStatus, solve
from siteplan.optimise.diagnose import repair
from siteplan.optimise.question import site_problem
from siteplan.pipeline import choose, lay_groundwork


def test_rural_coverage_of_the_bundled_study_under_a_tenth_of_its_budget() -> None:
    study = read_study(bundled_study())
    rules = []
    for rule in study.plan.rules:
        if rule.kind == "budget":
            rules.append(rule.model_copy(update={"at_most": rule.at_most / 10}))
        elif rule.kind == "coverage" and rule.function == "sale":
            rules.append(rule.model_copy(update={"at_least": 0.95}))
        else:
            rules.append(rule)
    asked = study.model_copy(update={"plan": study.plan.model_copy(update={"rules": tuple(rules)})})
    ground = lay_groundwork(asked, read_market(asked))
    with pytest.raises(NoPlanError) as refused:
        choose(ground)
    said = str(refused.value)
    assert re.search(r"rural people with sale: at least 95 % asked, at most \d+(\.\d)? % attainable", said)
    assert "These changes together give a plan" in said

    problem = site_problem(ground)
    changes = {change.rule: change for change in repair(problem)}
    eased = [changes[r.name].eased if r.name in changes else r for r in problem.rules]
    assert solve(replace(problem, rules=eased), gap=0.5).found
    for place, rule in enumerate(eased):
        if rule.name in changes:
            tighter = _tighter(rule)
            again = replace(problem, rules=[tighter if k == place else r for k, r in enumerate(eased)])
            assert solve(again, gap=0.5).status is SolveStatus.INFEASIBLE


def _tighter(rule: Budget | CoverageFloor) -> Budget | CoverageFloor:
    """Ask a thousandth more than was said to be possible."""
    if isinstance(rule, Budget):
        return replace(rule, limit=rule.limit * 0.999)
    return replace(rule, at_least=rule.at_least * 1.001)
