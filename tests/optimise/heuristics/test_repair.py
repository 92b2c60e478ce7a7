"""Plans that break a rule without rows are repaired by single moves, the other rules kept."""

import numpy as np
import pandas as pd
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from siteplan.optimise import HuffCapture, MinimumSales, Rule, SiteProblem
from siteplan.optimise.heuristics.feasible import Feasible
from siteplan.optimise.heuristics.local_search import LocalSearch
from siteplan.optimise.heuristics.repair import repaired
from siteplan.optimise.stop import Stop
from tests.examples import examples
from tests.optimise.small import draw

OPTIONS = pd.DataFrame({"site": ["a", "b", "b"], "format": ["mall", "mall", "shop"], "cost": [3.0, 4.0, 1.0]})
HUFF = HuffCapture(sp.csr_array(np.array([[1.0, 1.0, 0.5]])), np.ones(1), np.array([60.0]))
"""One zone of 60 against rivals of 1: a alone sells 30; a and b 20 each; a beside the shop 24, the shop 12."""


def search(*rules: Rule) -> LocalSearch:
    problem = SiteProblem(OPTIONS, HUFF, rules)
    return LocalSearch(problem, Feasible(problem), Stop.after(60))


def repair(plan: list[bool], *rules: Rule) -> list[bool] | None:
    found = repaired(search(*rules), np.array(plan))
    return None if found is None else found.tolist()


def test_what_sells_too_little_closes_or_makes_way_to_another_format() -> None:
    least = MinimumSales(HUFF, np.array([24.0, 0.0, 0.0]))
    assert repair([True, True, False], least) in ([True, False, False], [True, False, True], [False, True, False])


def test_a_plan_that_holds_stays() -> None:
    assert repair([True, False, True], MinimumSales(HUFF, 12.0)) == [True, False, True]


@examples(60)
@given(st.integers(0, 2**32 - 1))
def test_what_is_repaired_holds(seed: int) -> None:
    small = draw(seed, n_rules=4)
    problem = small.problem()
    plan = np.random.default_rng(seed).random(len(small.options)) < 0.4
    found = repaired(LocalSearch(problem, Feasible(problem), Stop.after(60)), plan)
    assert found is None or found.tobytes() in {allowed.tobytes() for allowed in small.plans()}
