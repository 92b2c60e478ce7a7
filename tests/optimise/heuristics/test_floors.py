"""A plan at once: it meets every rule, is heard before the relaxation, and changes nothing of what is proven."""

import itertools
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from siteplan.optimise import (
    Budget,
    Count,
    CoverageFloor,
    FormatShare,
    HuffCapture,
    MinimumSales,
    Progress,
    Rule,
    SiteProblem,
    solve,
)
from siteplan.optimise.heuristics.feasible import Feasible
from siteplan.optimise.heuristics.first_plans import FirstPlanParams
from siteplan.optimise.heuristics.floors import floored
from siteplan.optimise.heuristics.local_search import LocalSearch
from siteplan.optimise.proof.early import EarlyParams
from siteplan.optimise.solve_params import SolveParams
from siteplan.optimise.stop import Stop
from tests.examples import examples, some

EXACT = 1e-6
AS_LARGE = SolveParams(first=FirstPlanParams(many_options=0))


def market(seed: int) -> SiteProblem:
    """A budget, a floor on cover, one on the number of sites, and a share of formats, which has both signs."""
    r = np.random.default_rng(seed)
    reaches = r.random((30, 12)) < 0.3
    utility = np.repeat(r.random((30, 12)) * reaches, 2, axis=1) * np.tile([2.0, 1.0], 12)
    cost = np.round(r.uniform(1, 3, 24), 2)
    options = pd.DataFrame({"site": np.repeat(np.arange(12), 2), "format": ["large", "small"] * 12, "cost": cost})
    near = sp.csr_array(np.repeat(reaches, 2, axis=1).astype(float))
    rules: list[Rule] = [
        Budget(12.0),
        CoverageFloor(near, r.random(30), at_least=0.6),
        Count(at_least=3),
        FormatShare(of={"format": "large"}, at_least=0.4),
    ]
    return SiteProblem(options, HuffCapture(sp.csr_array(utility), np.ones(30), r.random(30)), rules)


@examples(30, sample=4)
@given(st.integers(0, 2**32 - 1))
def test_what_opens_for_the_floors_meets_every_rule(seed: int) -> None:
    problem = market(seed)
    feasible = Feasible(problem)
    plan = floored(LocalSearch(problem, feasible, Stop.after(60)))
    assert plan is None or feasible.holds(plan)


def test_floors_that_are_met_easily_are_met() -> None:
    problem = market(0)
    assert not Feasible(problem).holds(problem.required)
    assert floored(LocalSearch(problem, Feasible(problem), Stop.after(60))) is not None


@pytest.mark.parametrize("seed", some(range(6), 2))
def test_a_large_question_has_a_plan_before_its_relaxation_and_the_same_answer(seed: int) -> None:
    """Looking for plans after each round but the last changes how soon they are found, not what is proven."""
    usual = solve(market(seed), EXACT)
    heard: list[Progress] = []
    params = replace(AS_LARGE, early=EarlyParams(first_rounds=1))
    large = solve(market(seed), EXACT, progress=heard.append, params=params)
    assert large.status is usual.status
    assert large.objective == pytest.approx(usual.objective, rel=2 * EXACT, nan_ok=True)
    assert all(step.bound >= usual.objective * (1 - EXACT) for step in heard)
    plan = [step for step in heard if step.value == step.value]
    assert plan[0].stage == "first plan"
    assert all(before.value <= after.value for before, after in itertools.pairwise(plan))


@pytest.mark.parametrize("seed", range(3))
def test_rules_on_sales_have_a_plan_before_the_relaxation_too(seed: int) -> None:
    """What opens for the floors sells enough and takes little from its sisters, as each opens."""
    problem = market(seed)
    capture = problem.capture
    assert isinstance(capture, HuffCapture)
    alone = capture.state_at(np.zeros(problem.n_options, dtype=bool)).gains()
    few = MinimumSales(capture, 0.2 * float(alone.max()))
    asked = replace(problem, rules=[*problem.rules, few])
    heard: list[Progress] = []
    done = solve(asked, EXACT, progress=heard.append)
    plans = [step for step in heard if step.value == step.value]
    assert plans[0].stage == "first plan"
    assert Feasible(asked).holds(done.open.to_numpy(dtype=bool))
    assert done.objective >= plans[0].value


def test_a_stop_keeps_the_first_plan() -> None:
    stage: list[str] = []
    problem = market(0)
    hear, due = lambda s: stage.append(s.stage), lambda: "relaxation" in stage
    done = solve(problem, EXACT, progress=hear, cancel=due, params=AS_LARGE)
    assert done.found
    assert done.bound >= done.objective
    assert Feasible(problem).holds(done.open.to_numpy(dtype=bool))
