"""Coverage, nearest and attendance are worth what their definitions say, and solved to the best of all plans."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from siteplan.errors import ProblemError
from siteplan.optimise import AttendanceCapture, CoverageCapture, NearestCapture, SiteProblem, solve
from siteplan.optimise.bounds.cuts import gradient, grouped, submodular
from siteplan.optimise.captures.best import BestParams
from tests.examples import examples
from tests.optimise.small import CAPTURES, draw, flipped
from tests.optimise.test_solve import EXACT, agrees

SEEDS = st.integers(0, 2**32 - 1)
BEST = st.sampled_from(["coverage", "nearest", "attendance"])


def worth(capture, *plan: int) -> float:
    return float(capture.zone_values(np.array(plan, dtype=float)).sum())


def test_what_is_covered_counts_once() -> None:
    """Weights 5, 3 and 2; the last is covered today."""
    covers = sp.csr_array([[1, 1], [0, 1], [1, 0]])
    capture = CoverageCapture(covers, np.array([5.0, 3.0, 2.0]), np.array([False, False, True]))
    assert [worth(capture, 0, 0), worth(capture, 1, 0), worth(capture, 0, 1), worth(capture, 1, 1)] == [2, 7, 10, 10]


def test_minutes_go_by_the_nearest() -> None:
    """Two zones of weight 1 and 10: minutes (4, 6) and (9, 0); nothing open counts as 9, the most there is."""
    capture = NearestCapture(np.array([[4.0, 6.0], [9.0, 0.0]]), np.array([1.0, 10.0]))
    assert [worth(capture, 0, 0), worth(capture, 1, 0), worth(capture, 0, 1), worth(capture, 1, 1)] == [
        -99,
        -94,
        -6,
        -4,
    ]


def test_a_stored_zero_is_reached_in_no_time_and_what_is_not_stored_not_at_all() -> None:
    stored = sp.csr_array((np.array([0.0, 3.0]), np.array([0, 1]), np.array([0, 2, 2])), shape=(2, 2))
    capture = NearestCapture(stored, np.ones(2), own=np.array([np.inf, 7.0]), beyond=20.0)
    assert [worth(capture, 0, 0), worth(capture, 1, 0), worth(capture, 0, 1)] == [-27, -7, -10]


def test_attendance_goes_by_the_most_attractive() -> None:
    capture = AttendanceCapture(sp.csr_array([[0.5, 0.8], [0.3, 0.0]]), np.array([10.0, 100.0]), np.array([0.6, 0.0]))
    assert [worth(capture, 0, 0), worth(capture, 1, 0), worth(capture, 1, 1)] == pytest.approx([6, 36, 38])


@examples(100, sample=40)
@given(SEEDS, BEST)
def test_a_state_knows_each_single_move(seed: int, kind: str) -> None:
    small = draw(seed, n_rules=0, kind=kind)
    small.fixed_value[:] = 0.0
    open_ = np.random.default_rng(seed).random(len(small.options)) < 0.5
    state = small.capture().state_at(open_)
    room = 1e-9 * max(1.0, np.abs(small.values(np.stack([open_, ~open_]))).max())
    here = small.values(open_[None])[0]
    assert state.value() == pytest.approx(here, abs=room)
    for option in range(len(open_)):
        other = open_.copy()
        other[option] = ~open_[option]
        there = small.values(other[None])[0]
        assert state.gains()[option] - state.losses()[option] == pytest.approx(there - here, abs=room)
        then = flipped(state, option)
        anew = small.capture().state_at(other)
        assert then.value() == pytest.approx(there, abs=room)
        assert then.losses() == pytest.approx(anew.losses(), abs=room)
        assert then.gains() == pytest.approx(anew.gains(), abs=room)
        if open_[option]:
            assert state.limits_without(option)[~open_] == pytest.approx(anew.gains()[~open_], abs=room)
        else:
            assert state.gain(option) == pytest.approx(there - here, abs=room)


@examples(100, sample=40)
@given(SEEDS, BEST)
def test_supergradients_lie_above_every_plan_and_touch_their_own_corner(seed: int, kind: str) -> None:
    small = draw(seed, n_rules=0, kind=kind)
    capture, r = small.capture(), np.random.default_rng(seed)
    n, reach = len(small.options), capture.reach
    room = 1e-9 * max(1.0, np.abs(capture.ceiling).sum(), np.abs(capture.base).sum())

    def at(y: np.ndarray, there: np.ndarray) -> np.ndarray:
        constants, slopes = capture.supergradient(y)
        return constants + sp.csr_array((slopes, reach.indices, reach.indptr), shape=reach.shape) @ there

    y = np.clip(r.uniform(-0.5, 1.5, n), 0.0, 1.0)
    assert at(y, y) == pytest.approx(capture.zone_values(y), abs=room)
    for plan in (r.random((20, n)) < r.random()).astype(float):
        assert (at(y, plan) >= capture.zone_values(plan) - room).all()
        assert at(plan, plan) == pytest.approx(capture.zone_values(plan), abs=room)


@examples(120, sample=48)
@given(SEEDS, st.sampled_from(CAPTURES[1:]))
def test_equals_the_best_of_all_plans_under_any_rules(seed: int, kind: str) -> None:
    small = draw(seed, kind=kind)
    agrees(small, solve(small.problem(), gap=EXACT))


@pytest.mark.parametrize(
    ("column", "capture"),
    [
        ("covers", lambda: CoverageCapture(sp.csr_array([[np.nan, 1.0]]), np.ones(1))),
        ("covers", lambda: CoverageCapture(sp.csr_array([[1.0]]), np.ones(1))),
        ("weights", lambda: CoverageCapture(sp.csr_array([[1.0, 1.0]]), np.zeros(1))),
        ("minutes", lambda: NearestCapture(np.array([[-1.0, 2.0]]), np.ones(1))),
        ("weights", lambda: NearestCapture(np.array([[1.0, 2.0]]), np.ones(3))),
        ("own", lambda: NearestCapture(np.array([[1.0, 2.0]]), np.ones(1), np.array([np.nan]))),
        ("beyond", lambda: NearestCapture(np.array([[1.0, 2.0]]), np.ones(1), beyond=-1.0)),
        ("attraction", lambda: AttendanceCapture(np.array([[1.5, 0.2]]), np.ones(1))),
    ],
)
def test_arrays_that_cannot_be_are_refused(column: str, capture) -> None:
    options = draw(3, n_rules=0).options.iloc[:0]
    options.loc[0] = ["a", "m", 1.0, "1", "candidate"]
    options.loc[1] = ["b", "m", 1.0, "1", "candidate"]
    with pytest.raises(ProblemError, match=f"capture.{column}"):
        SiteProblem(options, capture())


@examples(60)
@given(SEEDS, st.sampled_from(CAPTURES))
def test_no_majorant_is_lower_than_an_extension_that_says_so(seed: int, kind: str) -> None:
    """Fractions of the best first is the most that any mean of plans with these fractions is worth, and no less."""
    small, r = draw(seed, n_rules=0, kind=kind), np.random.default_rng(seed)
    small.options["status"] = "candidate"
    capture, site_of = small.capture(), small.problem().site_of
    y, elsewhere = (r.random(len(site_of)) * (r.random(len(site_of)) < 0.6) for _ in range(2))
    for majorant in (gradient(capture, elsewhere), submodular(capture.at_sites(site_of), elsewhere > 0.5)):
        cuts = grouped(capture, majorant, np.arange(capture.n_zones), capture.n_zones)
        lower = cuts.at(y) < capture.zone_values(y) - 1e-9 * np.abs(capture.ceiling).sum()
        assert not (capture.tightest and lower.any())


def ranking(few: int) -> type[NearestCapture]:
    """The capture with another figure for what is few."""

    class Ranking(NearestCapture):
        params = BestParams(few_entries=few)

    return Ranking


@examples(40)
@given(SEEDS)
def test_few_options_are_ranked_as_many_are(seed: int) -> None:
    r = np.random.default_rng(seed)
    minutes, y = r.integers(0, 30, (7, 9)).astype(float), r.random(9) * (r.random(9) < 0.4)
    ways = []
    for few in (0, 10**9):
        capture = ranking(few)(minutes, np.ones(7))
        ways.append((capture.zone_values(y), *capture.supergradient(y), capture.zone_gains(y > 0)))
    for few_way, many_way in zip(*ways, strict=True):
        assert (few_way == many_way).all()
