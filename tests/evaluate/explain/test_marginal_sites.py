"""The order in which sites would best be added: steps by the full model, and together the plan's result."""

from __future__ import annotations

from itertools import accumulate

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from siteplan.evaluate import evaluate
from siteplan.evaluate.explain.marginal_sites import in_order, marginal_sites, past_break_even
from siteplan.formulate.network import Network
from siteplan.formulate.outcome import Answer
from siteplan.groundwork import Groundwork
from siteplan.pipeline import lay_groundwork
from tests.markets import grid_market, study
from tests.worlds import tiny_ground, tiny_plan, tiny_selection


@pytest.fixture(scope="module")
def town() -> tuple[Groundwork, NDArray[np.bool_]]:
    """Six malls that share one town's buyers, beside own sites that lose to them."""
    ground = lay_groundwork(study(), grid_market(1))
    return ground, (ground.options["format"] == "mall").to_numpy() | ground.stands


def test_each_step_is_what_the_full_model_counts(town: tuple[Groundwork, NDArray[np.bool_]]) -> None:
    """Nobody is paid out here, so that a step is the rise of Network.profit."""
    ground, is_open = town
    steps = marginal_sites(ground, is_open)
    opened = accumulate(
        steps.index, lambda before, option: before | (ground.options.index == option), initial=ground.stands
    )
    profits = [Network(ground, np.asarray(network)).profit for network in opened]
    assert steps["marginal_result"].to_numpy() == pytest.approx(np.diff(profits), abs=0.02)


def test_next_is_the_site_that_adds_most(town: tuple[Groundwork, NDArray[np.bool_]]) -> None:
    ground, is_open = town
    found, network = marginal_sites(ground, is_open), ground.stands
    left = [*ground.options.index[is_open & ~ground.stands]]
    for option in found.index:
        profit = {name: Network(ground, network | (ground.options.index == name)).profit for name in left}
        assert option == max(profit, key=lambda name: profit[name])
        network = network | (ground.options.index == option)
        left.remove(option)
    assert found["marginal_rank"].tolist() == [1, 2, 3, 4, 5, 6]


def test_the_steps_are_the_results_of_all_new_sites() -> None:
    """What sites.csv and the sites that lose money tell: yearly_result, shared out among all in another way."""
    sites = tiny_plan().sites
    assert sites["marginal_result"].sum() == pytest.approx(sites["yearly_result"].sum(), abs=0.05)
    assert sorted(sites["marginal_rank"]) == [1, 2, 3]


def test_a_site_that_sells_up_to_its_capacity_adds_no_more() -> None:
    """C1 wins 3,000 and more a year; with room for 100 it brings what 100 bring, and takes nothing that others sell."""
    ground = tiny_ground()
    spec = ground.study.formats["mall"].model_copy(update={"capacity": 100.0})
    small = ground.under(ground.study.model_copy(update={"formats": {**ground.study.formats, "mall": spec}}))
    plan = evaluate(Answer.of(small, tiny_selection(small)))
    assert plan.sites.set_index("site_id")["capture"]["C1"] == pytest.approx(100.0)
    assert plan.sites["marginal_result"].sum() == pytest.approx(plan.sites["yearly_result"].sum(), abs=0.05)


@pytest.mark.parametrize(
    ("adds", "past"),
    [
        ([5.0, 2.0, -1.0, -3.0], "CD"),
        ([5.0, 2.0, 1.0, 0.5], ""),
        ([-1.0, -1.0, -1.0, -2.0], "ABCD"),
        ([5.0, -1.0, 2.0, -9.0], "D"),
    ],
)
def test_break_even_is_where_most_is_earned(adds: list[float], past: str) -> None:
    """Of 5 - 1 + 2 - 9 most is earned with three: the second costs one, and the third brings two."""
    sites = pd.DataFrame({"site_id": [*"DCBA"], "marginal_rank": [4, 3, 2, 1], "marginal_result": adds[::-1]})
    assert "".join(in_order(sites)["site_id"]) == "ABCD"
    assert "".join(past_break_even(sites)["site_id"]) == past
