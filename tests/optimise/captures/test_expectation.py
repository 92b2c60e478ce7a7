"""A mixture of outlooks is worth their mean, and is solved to the best of all plans."""

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import example, given
from hypothesis import strategies as st

from siteplan.errors import ProblemError
from siteplan.optimise import CoverageCapture, HuffCapture, MixtureCapture, SiteProblem, solve
from tests.examples import examples
from tests.optimise.small import Small, draw, flipped
from tests.optimise.test_solve import EXACT, agrees

SEEDS = st.integers(0, 2**32 - 1)
KINDS = st.lists(st.sampled_from(["huff", "coverage", "attendance"]), min_size=1, max_size=3)


@dataclass
class Mixed(Small):
    """A small problem under several outlooks: what the zones are worth differs, options and rules do not."""

    outlooks: list[Small] = field(default_factory=list)
    chances: np.ndarray = field(default_factory=lambda: np.ones(1))

    def capture(self) -> MixtureCapture:
        return MixtureCapture([small.capture() for small in self.outlooks], self.chances)

    def values(self, plans: np.ndarray) -> np.ndarray:
        return sum(chance * small.values(plans) for chance, small in zip(self.chances, self.outlooks, strict=True))


def mixed(seed: int, kinds: list[str], n_rules: int = 3) -> Mixed:
    """Outlooks that shuffle who reaches whom, and how strong the rivals are."""
    r, first = np.random.default_rng(seed), draw(seed, n_rules)
    outlooks = [
        replace(first, utility=r.permutation(first.utility), rivals=first.rivals * r.uniform(0.2, 5.0), kind=kind)
        for kind in kinds
    ]
    return Mixed(**(vars(first) | {"shared": None}), outlooks=outlooks, chances=r.dirichlet(np.ones(len(kinds))))


@examples(40, sample=16)
@given(SEEDS, KINDS)
@example(1597599, ["attendance"])  # the tree's last node is the best plan, and better than all it left
def test_equals_the_best_of_all_plans_under_any_rules(seed: int, kinds: list[str]) -> None:
    small = mixed(seed, kinds)
    agrees(small, solve(small.problem(), gap=EXACT))


@examples(80)
@given(SEEDS, KINDS)
def test_a_state_knows_each_single_move(seed: int, kinds: list[str]) -> None:
    small = mixed(seed, kinds, n_rules=0)
    for outlook in small.outlooks:
        outlook.fixed_value = np.zeros(len(small.options))
    open_ = np.random.default_rng(seed).random(len(small.options)) < 0.5
    state = small.capture().state_at(open_)
    here = small.values(open_[None])[0]
    near = {"rel": 1e-9, "abs": 1e-9 * max(1.0, small.weights.sum())}
    assert state.value() == pytest.approx(here, **near)
    for option in range(len(open_)):
        there = open_.copy()
        there[option] = not open_[option]
        move = flipped(state, option)
        change = state.losses()[option] if open_[option] else state.gains()[option]
        assert move.value() == pytest.approx(small.values(there[None])[0], **near)
        assert change == pytest.approx(abs(small.values(there[None])[0] - here), **near)


def test_the_mean_of_two_outlooks() -> None:
    """Weight 10: covered by the first option in one outlook and by the second in the other, 3 to 1."""
    captures = [CoverageCapture(sp.csr_array([row]), np.array([10.0])) for row in ([1, 0], [0, 1])]
    capture = MixtureCapture(captures, np.array([0.75, 0.25]))
    worth = [float(capture.zone_values(np.array(plan, dtype=float)).sum()) for plan in ((1, 0), (0, 1), (1, 1))]
    assert worth == [7.5, 2.5, 10.0]
    assert capture.reach.toarray().tolist() == [[1, 1]]


OPTIONS = pd.DataFrame({"site": ["a", "b"], "format": "m"})


@pytest.mark.parametrize("chances", [[0.5, 0.4], [1.5, -0.5], [np.nan, 1.0], [1.0], []])
def test_probabilities_that_are_none_are_refused(chances: list[float]) -> None:
    capture = CoverageCapture(sp.csr_array([[1, 1]]), np.ones(1))
    with pytest.raises(ProblemError, match=r"capture.probabilities"):
        SiteProblem(OPTIONS, MixtureCapture([capture, capture], np.array(chances)))


def test_problems_of_every_outlook_are_told_and_zones_must_agree() -> None:
    bad = HuffCapture(sp.csr_array([[1.0, np.nan]]), np.ones(1), np.ones(1))
    with pytest.raises(ProblemError, match=r"capture.utility"):
        SiteProblem(OPTIONS, MixtureCapture([bad], np.ones(1)))
    captures = [CoverageCapture(sp.csr_array(np.ones((m, 2))), np.ones(m)) for m in (1, 2)]
    with pytest.raises(ProblemError, match="differ in their zones"):
        SiteProblem(OPTIONS, MixtureCapture(captures, np.array([0.5, 0.5])))
