"""The tree alone proves the optimum, with bounds that hold at every node."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.optimise.bounds.grouping import zone_groups
from siteplan.optimise.bounds.master import Fixing, Master
from siteplan.optimise.bounds.relaxation import cuts_at, relax
from siteplan.optimise.heuristics.feasible import Feasible
from siteplan.optimise.heuristics.local_search import LocalSearch
from siteplan.optimise.incumbent import Incumbent
from siteplan.optimise.proof.incumbent_callback import IncumbentCallback
from siteplan.optimise.proof.solve_request import SolveRequest
from siteplan.optimise.proof.tree import Tree
from siteplan.optimise.stop import Stop
from tests.examples import examples
from tests.optimise.small import draw


@examples(50, sample=20)
@given(st.integers(0, 2**32 - 1), st.floats(0.0, 1.0))
def test_the_tree_ends_at_the_best_plan_whichever_it_begins_with(seed: int, start: float) -> None:
    small = draw(seed)
    plans = small.plans()
    if len(plans) == 0:
        return
    problem, stop = small.problem(), Stop.after(5.0)
    incumbent = Incumbent(problem)
    first = plans[int(start * (len(plans) - 1))]
    incumbent.offer(first)
    search = LocalSearch(problem, Feasible(problem), stop)
    master = Master(problem, zone_groups(problem), Fixing.of(problem))
    relaxed = relax(master, cuts_at(master, first), 1e-6, stop, incumbent.prove)
    assert relaxed is not None
    request = SolveRequest(1e-7, "highs", 0)
    Tree(search, incumbent, IncumbentCallback(search, incumbent, request.gap), request, stop).run(master, relaxed)
    best = small.best()
    scale = max(abs(best), 1e-3)
    assert incumbent.bound >= best - 1e-9 * scale  # whether it went to the end or gave up
    assert incumbent.value <= best + 1e-9 * scale
    if len(master.free) <= 4:  # 24 turns are then enough for every node there is
        assert incumbent.value == pytest.approx(best, rel=1e-6, abs=1e-6 * scale)
        assert np.isclose(incumbent.bound, best, rtol=1e-5, atol=1e-5 * scale)
