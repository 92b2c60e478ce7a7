"""The classical questions equal the best of all plans, with own facilities and without."""

from itertools import combinations

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from siteplan.errors import ProblemError
from siteplan.optimise import (
    Selection,
    SiteProblem,
    SolveStatus,
    fewest_sites,
    maximal_coverage,
    p_centre,
    p_dispersion,
    p_median,
    solve,
)
from siteplan.optimise.analyses import threshold
from tests.examples import examples

SEEDS = st.integers(0, 2**32 - 1)


def drawn(seed: int) -> tuple[np.random.Generator, np.ndarray, np.ndarray | None, int]:
    """Whole minutes (n_zones, n_sites) with ties, minutes to own facilities or none, and p."""
    r = np.random.default_rng(seed)
    m, n = int(r.integers(1, 8)), int(r.integers(2, 7))
    minutes = r.integers(0, 12, (m, n)).astype(float)
    own = np.where(r.random(m) < 0.4, r.integers(0, 12, m), np.inf) if r.random() < 0.5 else None
    return r, minutes, own, int(r.integers(1, n + 1))


def plans(n: int, p: int) -> list[list[int]]:
    return [list(some) for some in combinations(range(n), p)]


@examples(60, sample=6)
@given(SEEDS)
def test_medians_and_centres(seed: int) -> None:
    r, minutes, own, p = drawn(seed)
    weights = r.integers(1, 9, len(minutes)).astype(float)
    today = np.full(len(minutes), np.inf) if own is None else own
    nearest = [np.minimum(minutes[:, some].min(axis=1), today) for some in plans(minutes.shape[1], p)]
    median, centre = p_median(minutes, weights, p, own), p_centre(minutes, p, own)
    assert -median.objective == pytest.approx(min(weights @ each for each in nearest))
    assert -centre.objective == min(each.max() for each in nearest)
    assert {median.status, centre.status} == {SolveStatus.OPTIMAL}
    assert int(centre.open.sum()) == p


@examples(60, sample=6)
@given(SEEDS)
def test_coverage_once_and_again(seed: int) -> None:
    r, minutes, own, p = drawn(seed)
    covers, n = minutes <= 6, minutes.shape[1]
    weights = r.integers(1, 9, len(minutes)).astype(float)
    near = None if own is None else own <= 6
    already = np.zeros(len(minutes), dtype=bool) if near is None else near
    best = max(weights @ (covers[:, some].any(axis=1) | already) for some in plans(n, p))
    assert maximal_coverage(covers, weights, p, near).objective == pytest.approx(best)
    for times in (1, 2):
        enough = [
            k for k in range(n + 1) for some in plans(n, k) if (covers[:, some].sum(axis=1) + already >= times).all()
        ]
        found = fewest_sites(sp.csr_array(covers), times, None if near is None else near.astype(int))
        if enough:
            assert -found.objective == min(enough)
        else:
            assert found.status is SolveStatus.INFEASIBLE


@examples(60, sample=6)
@given(SEEDS)
def test_dispersion(seed: int) -> None:
    r = np.random.default_rng(seed)
    n = int(r.integers(2, 8))
    p = int(r.integers(2, n + 1))
    half = np.triu(r.integers(0, 12, (n, n)).astype(float), 1)
    distances = half + half.T
    own = r.integers(0, 12, n).astype(float) if r.random() < 0.5 else None
    kept = np.full(n, np.inf) if own is None else own
    best = max(min(*(distances[a, b] for a, b in combinations(some, 2)), *kept[some], np.inf) for some in plans(n, p))
    found = p_dispersion(distances, p, own)
    assert (found.objective, found.status, int(found.open.sum())) == (best, SolveStatus.OPTIMAL, p)


def spread_out(n: int) -> np.ndarray:
    """Distances between random points: more levels than can be decided in an instant."""
    points = np.random.default_rng(0).random((n, 2)) * 100
    return np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))


WORST_CASES = {
    "centre": (lambda distances, **how: p_centre(distances, 5, **how)),
    "dispersion": (lambda distances, **how: p_dispersion(distances, 5, **how)),
}


@pytest.mark.parametrize("kind", WORST_CASES)
def test_a_worst_case_stopped_after_some_levels_keeps_an_honest_gap(kind: str) -> None:
    distances, heard = spread_out(30), []
    best = WORST_CASES[kind](distances).objective
    found = WORST_CASES[kind](distances, progress=heard.append, cancel=lambda: len(heard) > 2)
    assert found.status is SolveStatus.CANCELLED
    assert len(heard) == len(found.trace)
    assert found.objective <= best <= found.bound
    assert (found.gap, found.bound, found.objective) == (heard[-1].gap, heard[-1].bound, heard[-1].value)
    assert int(found.open.sum()) == 5


@pytest.mark.parametrize("kind", WORST_CASES)
def test_a_worst_case_without_time_is_undecided(kind: str) -> None:
    distances = spread_out(30)
    best = WORST_CASES[kind](distances).objective
    found = WORST_CASES[kind](distances, time_limit=1e-6)
    assert (found.status, found.found) == (SolveStatus.UNDECIDED, False)
    assert not found.open.any()
    assert found.bound >= best


@pytest.mark.parametrize("kind", WORST_CASES)
def test_a_worst_case_out_of_time_is_feasible(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Time runs out once two levels are known: the plan stays, and its bound is that of the levels still open."""
    distances, asked = spread_out(30), []
    best = WORST_CASES[kind](distances).objective

    def slow(problem: SiteProblem, time_limit: float, **how) -> Selection:
        asked.append(time_limit)
        return solve(problem, time_limit=time_limit if len(asked) < 3 else 1e-9, **how)

    monkeypatch.setattr(threshold, "solve", slow)
    found = WORST_CASES[kind](distances)
    assert found.status is SolveStatus.FEASIBLE
    assert found.objective <= best <= found.bound
    assert asked == sorted(asked, reverse=True)  # all levels share one time limit


def test_zones_out_of_reach_have_no_centre() -> None:
    assert p_centre(sp.csr_array((2, 3)), 1).status is SolveStatus.INFEASIBLE


@pytest.mark.parametrize(
    ("column", "ask"),
    [
        ("minutes", lambda: p_centre(np.array([[np.nan]]), 1)),
        ("own", lambda: p_centre(np.ones((2, 2)), 1, np.ones(3))),
        ("distances", lambda: p_dispersion(np.array([[0.0, 1.0], [2.0, 0.0]]), 2)),
        ("p", lambda: p_dispersion(np.zeros((3, 3)), 1)),
        ("sites", lambda: p_median(np.ones((2, 2)), np.ones(2), 1, sites=["a"])),
    ],
)
def test_what_cannot_be_is_refused(column: str, ask) -> None:
    with pytest.raises(ProblemError, match=column):
        ask()
