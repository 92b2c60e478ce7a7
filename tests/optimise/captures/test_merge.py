"""Zones that the same options serve count as one, and no plan's value changes."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import example, given
from hypothesis import strategies as st

from siteplan.errors import ProblemError
from siteplan.optimise import CoverageCapture, NearestCapture, maximal_coverage
from siteplan.optimise.captures.merge import merged_covers
from siteplan.optimise.captures.sparse import same_rows
from tests.examples import examples

SEEDS = st.integers(0, 2**32 - 1)
N_OPTIONS = 4
EVERY_PLAN = (np.arange(2**N_OPTIONS)[:, np.newaxis] >> np.arange(N_OPTIONS) & 1).astype(bool)


def coverage(seed: int) -> CoverageCapture:
    """Few options, so that most zones are like others; some covered already, some by nobody, some of no weight."""
    rng = np.random.default_rng(seed)
    n_zones = int(rng.integers(1, 60))
    covers = rng.random((n_zones, N_OPTIONS)) < rng.choice([0.2, 0.6])
    return CoverageCapture(covers, rng.integers(0, 5, n_zones).astype(float) + 1e-3, rng.random(n_zones) < 0.2)


@examples(100, sample=40)
@given(SEEDS, st.integers(1, 40))
def test_every_plan_covers_as_much_however_many_entries_are_looked_at_together(seed: int, entries: int) -> None:
    whole = coverage(seed)
    few = CoverageCapture(*merged_covers(whole.covers, whole.weights, whole.own, entries))
    assert len(few.weights) <= 2**N_OPTIONS + 1
    assert len(np.unique(np.column_stack([few.covers.toarray(), few.own]), axis=0)) == len(few.weights)
    for plan in EVERY_PLAN:
        assert few.floor(plan).sum() == pytest.approx(whole.floor(plan).sum(), rel=1e-12)


@examples(50, sample=15)
@given(SEEDS, st.integers(1, 9))
@example(123, 2)  # a piece without zones
def test_pieces_are_the_whole_dense_or_sparse(seed: int, n_pieces: int) -> None:
    covers, weights = coverage(seed).covers, coverage(seed).weights
    cuts = np.array_split(np.arange(len(weights)), n_pieces)
    pieces = [(covers[rows] if k % 2 else sp.csr_array(covers[rows]), weights[rows]) for k, rows in enumerate(cuts)]
    found, whole = CoverageCapture.of_pieces(pieces), CoverageCapture(covers, weights)
    for plan in EVERY_PLAN:
        assert found.floor(plan).sum() == pytest.approx(whole.floor(plan).sum(), rel=1e-12)
    best = max(whole.floor(plan).sum() for plan in EVERY_PLAN if plan.sum() == 2)
    assert maximal_coverage(found.covers, found.weights, 2).objective == pytest.approx(best)


@pytest.mark.parametrize(
    "second", [(np.ones((2, 3)), np.ones(2)), (np.ones((2, 2)), np.array([1.0, np.nan])), (np.ones((2, 2)), np.ones(3))]
)
def test_a_piece_that_does_not_fit_is_refused(second: tuple[np.ndarray, np.ndarray]) -> None:
    with pytest.raises(ProblemError):
        CoverageCapture.of_pieces([(np.ones((2, 2)), np.ones(2)), second])


def test_a_piece_without_weight_is_none_the_less_a_piece_and_none_at_all_is_no_question() -> None:
    assert CoverageCapture.of_pieces([(np.eye(2), np.zeros(2)), (np.eye(2), np.ones(2))]).weights.sum() == 2.0
    nothing = CoverageCapture.of_pieces([])
    with pytest.raises(ProblemError):
        maximal_coverage(nothing.covers, nothing.weights, 1)


@examples(100, sample=40)
@given(SEEDS)
def test_zones_with_the_same_minutes_to_all_are_one(seed: int) -> None:
    rng = np.random.default_rng(seed)
    minutes = sp.csr_array(rng.integers(0, 3, (30, N_OPTIONS)).astype(float))
    own = rng.choice([1.0, np.inf], 30)
    whole = NearestCapture(minutes, rng.random(30) + 0.1, own, beyond=rng.choice([None, 1.5]))
    few = whole.merged()
    assert few.problems(N_OPTIONS) == []
    for plan in EVERY_PLAN:
        assert few.floor(plan).sum() == pytest.approx(whole.floor(plan).sum(), rel=1e-12)


@examples(100, sample=40)
@given(SEEDS)
def test_like_rows_are_those_whose_entries_are_like(seed: int) -> None:
    """0 and -0 are like, a stored 0 is unlike none stored; numbered as they come, as a dictionary would."""
    rng = np.random.default_rng(seed)
    shape = int(rng.integers(0, 30)), int(rng.integers(1, 5))
    stored = rng.random(shape) < 0.5
    matrix = sp.csr_array(stored.astype(float))
    matrix.data = rng.choice([0.0, -0.0, 1.0, 1.0 + 1e-15], matrix.nnz)
    beside = rng.choice([0.0, np.inf, 2.0], shape[0])
    first, group = same_rows(matrix, beside)
    keys = [
        (beside[row], *zip(matrix[[row]].indices.tolist(), matrix[[row]].data.tolist(), strict=True))
        for row in range(shape[0])
    ]
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    assert group.tolist() == [numbers[key] for key in keys]
    assert first.tolist() == [keys.index(key) for key in numbers]
