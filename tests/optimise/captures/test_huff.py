"""Shares, their slopes and their gains are what the definition says, at every size of number."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from siteplan.errors import ProblemError
from siteplan.optimise import HuffCapture, SiteProblem
from tests.examples import examples
from tests.optimise.small import draw, flipped

SEEDS = st.integers(0, 2**32 - 1)


def test_a_share_is_own_over_everything() -> None:
    """E = 1, u = 2 and 3, C = 4, w = 100: 100/5, 100 * 3/7, 100 * 6/10."""
    capture = HuffCapture(sp.csr_array([[2.0, 3.0]]), np.array([4.0]), np.array([100.0]), np.array([1.0]))
    values = [capture.value(np.array(y)) for y in ([0, 0], [1, 0], [1, 1])]
    assert values == pytest.approx([20.0, 300 / 7, 60.0])


@pytest.mark.parametrize(("own", "closed"), [(0.0, 0.0), (0.5, 8.0)])
def test_without_rivals_the_first_to_come_wins_everything(own: float, closed: float) -> None:
    capture = HuffCapture(sp.csr_array([[1e-9, 7.0, 0.0]]), np.zeros(1), np.array([8.0]), np.array([own]))
    plans = ([0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 0, 1])
    assert [capture.value(np.array(plan)) for plan in plans] == [closed, 8.0, 8.0, closed]


def test_a_matrix_given_is_left_as_it_was() -> None:
    utility = sp.csr_array((np.array([1.0, 2.0, 0.0]), np.array([1, 1, 0]), np.array([0, 3])), shape=(1, 2))
    capture = HuffCapture(utility, np.ones(1), np.ones(1))
    assert capture.value(np.array([0, 1])) == 0.75  # twice stored is summed: 3 / (3 + 1)
    assert utility.nnz == 3
    assert utility.data.tolist() == [1.0, 2.0, 0.0]


@examples(100)
@given(SEEDS)
def test_zone_values_follow_the_definition_and_opening_never_takes(seed: int) -> None:
    small = draw(seed, n_rules=0)
    small.fixed_value[:] = 0.0
    capture = small.problem().capture
    plans = np.random.default_rng(seed).random((8, len(small.options))) < 0.5
    expected = small.values(plans)
    assert [capture.value(plan) for plan in plans] == pytest.approx(expected.tolist(), rel=1e-9, abs=1e-12)
    more = plans.copy()
    more[:, 0] = True
    assert all(capture.value(b) >= capture.value(a) - 1e-9 for a, b in zip(plans, more, strict=True))


@examples(100, sample=40)
@given(SEEDS)
def test_a_state_knows_each_single_move(seed: int) -> None:
    small = draw(seed, n_rules=0)
    small.fixed_value[:] = 0.0
    capture = small.problem().capture
    open_ = np.random.default_rng(seed).random(len(small.options)) < 0.5
    state = capture.state_at(open_)
    here = small.values(open_[None])[0]
    assert state.value() == pytest.approx(here, rel=1e-9, abs=1e-12)
    for option in range(len(open_)):
        other = open_.copy()
        other[option] = ~open_[option]
        change = small.values(other[None])[0] - here
        gain, loss = state.gains()[option], state.losses()[option]
        assert (gain - loss) == pytest.approx(change, rel=1e-6, abs=1e-6 * max(1.0, here))
        if open_[option]:
            then = flipped(state, option)
            assert then.value() == pytest.approx(here + change, rel=1e-9, abs=1e-9)
            upper = state.limits_without(option)
            assert (upper[~open_] >= then.gains()[~open_] - 1e-6 * max(1.0, here)).all()
        else:
            assert state.gain(option) == pytest.approx(gain, rel=1e-9, abs=1e-12)
            assert flipped(state, option).value() == pytest.approx(here + change, rel=1e-9, abs=1e-9)


def test_among_keeps_the_values_of_plans_within() -> None:
    small = draw(11, n_rules=0)
    capture = small.problem().capture
    within = np.arange(len(small.options)) % 2 == 0
    assert capture.among(within).value(within) == pytest.approx(capture.value(within))


@pytest.mark.parametrize("size", [1e-300, 1e-12, 1e12, 1e150])
def test_utilities_of_any_size_give_finite_numbers(size: float) -> None:
    capture = HuffCapture(sp.csr_array([[size, 1.0]]), np.array([1 / size]), np.array([5.0]))
    constants, slopes = capture.supergradient(np.zeros(2))
    assert np.isfinite(constants).all()
    assert np.isfinite(slopes).all()
    assert 0.0 <= capture.value(np.array([1, 0])) <= 5.0


@pytest.mark.parametrize(
    ("column", "arrays"),
    [
        ("utility", {"utility": sp.csr_array([[np.nan, 1.0]])}),
        ("utility", {"utility": sp.csr_array([[-1.0, 1.0]])}),
        ("utility", {"utility": sp.csr_array([[np.inf, 1.0]])}),
        ("utility", {"utility": sp.csr_array([[1.0]])}),
        ("rivals", {"rivals": np.array([-1.0])}),
        ("rivals", {"rivals": np.ones(2)}),
        ("weights", {"weights": np.array([np.nan])}),
        ("weights", {"weights": np.zeros(1)}),
        ("own", {"own": np.array([np.inf])}),
    ],
)
def test_arrays_that_cannot_be_are_refused(column: str, arrays: dict) -> None:
    options = draw(3, n_rules=0).options.iloc[:0]
    options.loc[0] = ["a", "m", 1.0, "1", "candidate"]
    options.loc[1] = ["b", "m", 1.0, "1", "candidate"]
    sound = {"utility": sp.csr_array([[1.0, 1.0]]), "rivals": np.ones(1), "weights": np.ones(1)}
    with pytest.raises(ProblemError, match=f"capture.{column}"):
        SiteProblem(options, HuffCapture(**(sound | arrays)))


@examples(50)
@given(SEEDS)
def test_least_losses_do_not_depend_on_the_order_of_options(seed: int) -> None:
    """Options of a site need not stand side by side; each open one has the same least loss wherever it stands."""
    small = draw(seed, n_rules=0)
    r = np.random.default_rng(seed)
    order = r.permutation(len(small.options))
    open_ = r.random(len(order)) < 0.5
    site_of = small.problem().site_of

    def losses(columns: np.ndarray) -> np.ndarray:
        capture = HuffCapture(sp.csr_array(small.utility[:, columns]), small.rivals, small.weights, small.own)
        reach = capture.reach
        entries = capture.at_sites(site_of[columns]).least_losses(open_[columns])
        return sp.csr_array((entries, reach.indices, reach.indptr), shape=reach.shape).toarray()

    plain, shuffled = losses(np.arange(len(order))), losses(order)
    assert shuffled[:, open_[order]] == pytest.approx(plain[:, order][:, open_[order]], rel=1e-9, abs=1e-12)
