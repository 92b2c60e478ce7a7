"""What is dropped changes no answer: held against all plans, and against the definitions pair by pair."""

import itertools

import numpy as np
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from siteplan.optimise import SolveStatus, fewest_sites
from siteplan.optimise.rules.cover_all import DominanceParams, implied_rows, spare_sites
from tests.examples import examples

SEEDS = st.integers(0, 2**32 - 1)


def covers(seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.random((int(rng.integers(1, 12)), int(rng.integers(1, 7)))) < rng.choice([0.3, 0.6])


@examples(200, sample=40)
@given(SEEDS)
def test_plans_that_meet_the_rows_that_stay_meet_all(seed: int) -> None:
    table = covers(seed)
    least = np.random.default_rng(seed).integers(1, 3, len(table)).astype(float)
    kept = ~implied_rows(sp.csr_array(table.astype(float)), least)
    for plan in itertools.product([0, 1], repeat=table.shape[1]):
        met = table @ np.array(plan) >= least
        assert met.all() == met[kept].all()
    if not table.any(axis=1).all():
        assert kept[~table.any(axis=1)].all()  # what nobody covers is to be told


@examples(200, sample=20)
@given(SEEDS)
def test_as_few_sites_without_those_that_are_spare(seed: int) -> None:
    table = covers(seed)
    found = fewest_sites(table)
    enough = [sum(plan) for plan in itertools.product([0, 1], repeat=table.shape[1]) if (table @ plan > 0).all()]
    if not enough:
        assert found.status is SolveStatus.INFEASIBLE
        return
    assert -found.objective == min(enough)
    assert (table @ found.open.to_numpy() > 0).all()
    spare = spare_sites(sp.csr_array(table.astype(float)))
    assert (table[:, ~spare].any(axis=1) == table.any(axis=1)).all()


def test_of_equal_sites_one_stays_and_of_equal_rows_the_first() -> None:
    table = sp.csr_array(np.ones((3, 4)))
    assert spare_sites(table).tolist() == [False, True, True, True]
    assert implied_rows(table, np.ones(3)).tolist() == [False, True, True]


def test_beyond_what_comparing_is_worth_nothing_is_dropped() -> None:
    assert not spare_sites(sp.csr_array(np.ones((3, 4))), DominanceParams(most_pairs=1)).any()
