"""A state that moves in place is at the end what one anew at the same options is."""

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from siteplan.optimise import Capture, HuffCapture, MixtureCapture
from siteplan.optimise.captures.capped import Losses, capped
from siteplan.optimise.captures.constant import PlusConstant
from siteplan.optimise.captures.exact_sums import ExactSums
from siteplan.optimise.captures.huff import HuffParams
from tests.examples import examples
from tests.optimise.small import CAPTURES, draw

SEEDS = st.integers(0, 2**32 - 1)
KINDS = st.sampled_from([*CAPTURES, "mixture", "offset", "capped", "losses"])
SIZES = st.sampled_from([1e15, 1e12, 1.0, 0.1, 1e-10, 1e-12])


def captured(seed: int, kind: str, many_zones: int = 500) -> Capture:
    """A small capture of the kind; one of the last four stands on Huff's."""
    small, r = draw(seed, 0, kind if kind in CAPTURES else "huff"), np.random.default_rng(seed)
    huff, n_zones, n_options = small.capture(), *small.utility.shape
    if not isinstance(huff, HuffCapture):
        return huff
    huff = replace(huff, params=HuffParams(many_zones=many_zones))
    if kind in CAPTURES:
        return huff
    if kind == "capped":
        caps = np.where(r.random(n_options) < 0.7, r.random(n_options) * small.weights.sum() / 3, np.inf)
        return capped([huff], np.ones(1), caps, sp.csr_array((n_zones, 0)), np.empty(0))
    if kind == "losses":
        return with_losses(huff, r)
    if kind == "offset":
        return PlusConstant(huff, 5.0)
    other = replace(huff, rivals=3.0 * small.rivals)
    return MixtureCapture([huff, other], np.array([0.25, 0.75]))


def with_losses(huff: HuffCapture, r: np.random.Generator) -> Capture:
    """Sites and two facilities that lose parts of what they win, from the first on or above one of two caps each."""
    n_zones, n_options = huff.utility.shape
    own = sp.csr_array(r.random((n_zones, 2)) * 2.0)
    beside = replace(huff, own=np.asarray(own.sum(axis=1)))
    most = float(huff.weights.sum()) / 3
    caps, own_caps = r.random((3, n_options)) * most, r.random((3, 2)) * most
    caps[0], own_caps[0] = 0.0, np.inf
    losses = Losses(r.random((3, n_options)) / 2, r.random((3, 2)) / 2)
    return PlusConstant(capped([beside], np.ones(1), caps, own, own_caps, losses), 5.0)


@pytest.mark.parametrize("many", [0, 1000], ids=["most zones", "all zones"])
@examples(60, sample=24)
@given(SEEDS, KINDS)
def test_after_any_moves_all_is_as_if_it_stood_there_at_once(many: int, seed: int, kind: str) -> None:
    """Value, gains and losses; limits are no less than gains at every step, with one option closed too, and those of
    losses no more than these.

    Of options that reach many zones limits are worked out on most of what they are made of.
    """
    capture, r = captured(seed, kind, many), np.random.default_rng(seed)
    n_options = capture.reach.shape[1]
    state, open_ = capture.state_at(np.zeros(n_options, dtype=bool)), np.zeros(n_options, dtype=bool)
    near = {"rel": 1e-9, "abs": 1e-9 * float(np.abs(capture.ceiling).sum())}
    for option in r.integers(0, n_options, 12).tolist():
        if r.random() < 0.7:
            state.limits()
        state.flip(option)
        open_[option] = not open_[option]
        anew = capture.state_at(open_)
        assert (state.open == open_).all()
        assert state.value() == pytest.approx(anew.value(), **near)
        one = int(r.integers(n_options))
        if open_[one]:
            rise = state.rise(one)
            assert state.loss(one) == pytest.approx(anew.losses()[one], **near)
            without = open_.copy()
            without[one] = False
            least = capture.state_at(without).gains() - near["abs"]
            assert (state.limits_without(one)[~open_] >= least[~open_]).all()
            assert (state.limits()[~open_] + rise >= least[~open_]).all()
        else:
            assert state.gain(one) == pytest.approx(anew.gains()[one], **near)
        assert (state.limits() >= anew.gains() - near["abs"])[~open_].all()
        assert (state.least_lost() <= anew.losses() + near["abs"])[open_].all()
    assert state.gains() == pytest.approx(anew.gains(), **near)
    assert state.losses() == pytest.approx(anew.losses(), **near)


@examples(60)
@given(st.lists(SIZES, min_size=2, max_size=8), SEEDS)
def test_beside_pulls_of_any_size_nothing_of_the_small_ones_is_lost(sizes: list[float], seed: int) -> None:
    """One zone, rival 1, weight 1: with x open in all it is worth x / (1 + x), and so after everything has been open.

    1e15 has no room for 0.1 beside it in one number.
    """
    r, n = np.random.default_rng(seed), len(sizes)
    capture = HuffCapture(sp.csr_array([sizes]), np.ones(1), np.ones(1))
    state = capture.state_at(np.ones(n, dtype=bool))
    stay = r.random(n) < 0.5
    left = np.array(sizes)[stay].tolist()
    for option in r.permutation(np.flatnonzero(~stay)).tolist():
        state.flip(option)
    x = sum(sorted(left))
    assert state.value() == pytest.approx(x / (1 + x), rel=1e-12, abs=1e-15)
    assert state.gains()[~stay] == pytest.approx([u / (1 + x) / (1 + x + u) for u in np.array(sizes)[~stay]])
    rest = [sum(sorted(left[:k] + left[k + 1 :])) for k in range(len(left))]
    losses = [u / (1 + x) / (1 + y) for u, y in zip(left, rest, strict=True)]
    assert state.losses()[stay] == pytest.approx(losses, rel=1e-9)


def test_many_terms_come_and_go_without_a_trace() -> None:
    """A hundred thousand of like size beside one that dwarfs them; what is left is the one that stays, to the digit."""
    sums, r, place = ExactSums(2), np.random.default_rng(0), np.array([1])
    sums.add(place, np.array([0.1]))
    terms = [1e15, *(r.random(20_000) * 3.0)]
    for sign in (1.0, -1.0):
        for term in terms:
            sums.add(place, np.array([sign * term]))
    assert sums.values.tolist() == [0.0, 0.1]
    assert sums.without(place, np.array([0.1])).tolist() == [0.0]
