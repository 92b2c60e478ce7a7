"""Paying for floors ends in a plan that meets every rule, or in none."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from siteplan.optimise.cuts import Cuts
from siteplan.optimise.feasible import Feasible
from siteplan.optimise.grouping import zone_groups
from siteplan.optimise.master import Master, Scope
from siteplan.optimise.priced import priced_plan
from siteplan.optimise.relaxation import relax
from siteplan.optimise.search import Search
from siteplan.optimise.stop import Stop
from tests.optimise.small import add_budget, add_floor, draw


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_what_is_found_is_one_of_the_plans_there_are(seed: int) -> None:
    small = draw(seed, n_rules=2)
    add_floor(small, np.random.default_rng(seed))
    add_budget(small, np.random.default_rng(seed + 1))
    problem, stop = small.problem(), Stop.after(60)
    allowed = {plan.tobytes() for plan in small.plans()}
    master = Master(problem, zone_groups(problem), Scope.of(problem))
    relaxed = relax(master, Cuts.none(problem.n_options), 1e-4, stop, lambda _: None)
    if relaxed is None:
        assert not allowed
        return
    assert relaxed.bound >= small.best() - 1e-9 * abs(small.best() if allowed else 0.0)
    plan = priced_plan(Search(problem, Feasible(problem), stop), relaxed, np.ones(problem.n_options, dtype=bool))
    assert plan is None or plan.tobytes() in allowed


def test_a_floor_that_capture_alone_would_leave_unmet_is_paid_for() -> None:
    """Of many draws with a floor, most that have a plan get one without any solver."""
    found = tried = 0
    for seed in range(60):
        small = draw(seed, n_rules=0)
        add_floor(small, np.random.default_rng(seed))
        if not len(small.plans()):
            continue
        problem, stop = small.problem(), Stop.after(60)
        master = Master(problem, zone_groups(problem), Scope.of(problem))
        relaxed = relax(master, Cuts.none(problem.n_options), 1e-4, stop, lambda _: None)
        plan = priced_plan(Search(problem, Feasible(problem), stop), relaxed, np.ones(problem.n_options, dtype=bool))
        tried, found = tried + 1, found + (plan is not None)
    assert tried >= 20
    assert found >= 0.8 * tried
