"""Sites with caps: what they win above them is lost, or a part of it; the best plan is the best of all there are."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import example, given
from hypothesis import strategies as st

from siteplan.errors import ProblemError
from siteplan.optimise import AboveCap, CappedCapture, Capture, Count, HuffCapture, MixtureCapture, SiteProblem, solve
from siteplan.optimise.allowance import Allowance
from siteplan.optimise.analyses.removal import removal
from siteplan.optimise.analyses.solved import Solved
from siteplan.optimise.bounds.cuts import Majorant, gradient, submodular
from siteplan.optimise.captures.constant import PlusConstant
from tests.examples import examples
from tests.optimise.small import KINDS, Small, draw, flipped, huff, ratios, sales
from tests.optimise.test_solve import EXACT, agrees

SEEDS = st.integers(0, 2**32 - 1)


@dataclass
class Capped(Small):
    """A small problem whose options, and own facilities that stay, lose at two rates what they win above two caps."""

    caps: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))
    rates: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))
    parts: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))
    own_caps: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))
    own_rates: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))

    def capture(self) -> Capture:
        if self.kind != "huff":
            return super().capture()
        return CappedCapture((huff(self), above(self)))

    def worths(self, plans: np.ndarray) -> np.ndarray:
        """What each site wins, less what it loses of that, and what all else of today wins: by the definition."""
        if self.kind != "huff":
            return super().worths(plans)
        rest = self.own - self.parts.sum(axis=1)
        ratio = ratios(self, plans)
        new = kept(sales(self, plans), self.caps, self.rates).sum(axis=1)
        return new + kept(ratio @ self.parts, self.own_caps, self.own_rates).sum(axis=1) + ratio @ rest


def kept(won: np.ndarray, caps: np.ndarray, rates: np.ndarray) -> np.ndarray:
    return won - sum(rate * np.maximum(won - cap, 0.0) for cap, rate in zip(caps, rates, strict=True))


def above(small: Capped) -> AboveCap:
    """Each second draw knows what options win at least: beside all others, which is no more than beside some."""
    least = sales(small, np.ones((1, len(small.options)), dtype=bool))[0] if small.weights[0] > 1 else None
    return AboveCap(
        huff(small), small.caps, sp.csr_array(small.parts), small.own_caps, small.rates, small.own_rates, least
    )


def capped(seed: int, n_rules: int = 2) -> Capped:
    """Caps about what sites win: some bind, some do not, some sites have none; facilities of today have some, too.

    For every second seed all above one cap is lost, as with a capacity; for the others parts are lost above two of
    them, which may be 0, as with smaller margins and a payout above its guarantee.
    """
    small, r = draw(seed, n_rules), np.random.default_rng(seed)
    n, m = len(small.options), len(small.weights)
    alone = sales(replace(small, options=small.options), np.eye(n, dtype=bool)).sum(axis=1)
    simple = seed % 2 == 0
    caps = about(alone, r, simple)
    parts = small.own[:, None] * r.dirichlet(np.ones(3), m)[:, :2]
    today = (ratios(small, np.zeros((1, n), dtype=bool)) @ parts)[0]
    return Capped(
        **(vars(small) | {"rules": [], "tests": [], "shared": None}),
        caps=caps,
        rates=np.ones((1, n)) if simple else r.uniform(0.0, 0.7, (2, n)),
        parts=parts,
        own_caps=about(today, r, simple),
        own_rates=np.ones((1, 2)) if simple else r.uniform(0.0, 0.7, (2, 2)),
    )


def about(won: np.ndarray, r: np.random.Generator, simple: bool) -> np.ndarray:
    """(n_pieces, n_sites) caps about what sites win."""
    shape = (1 if simple else 2, len(won))
    caps = np.where(r.random(shape) < 0.2, np.inf, won * r.uniform(0.0, 1.2, shape))
    return caps if simple else np.where(r.random(shape) < 0.2, 0.0, caps)


def with_rules(seed: int, n_rules: int = 3) -> Capped:
    """The same under rules; those that count a capture count what is sold up to the caps."""
    small, r = capped(seed, 0), np.random.default_rng(seed + 1)
    for _ in range(r.integers(0, n_rules + 1)):
        KINDS[r.integers(len(KINDS))](small, r)
    return small


@examples(60, sample=4)
@example(1_338_869_896)  # no site has a cap
@given(SEEDS)
def test_equals_the_best_of_all_plans_under_any_rules(seed: int) -> None:
    small = with_rules(seed)
    agrees(small, solve(small.problem(), gap=EXACT))


@dataclass
class Mixed(Capped):
    """The same sites and caps under several outlooks: what is expected to be sold is a mean of minima."""

    outlooks: list[Capped] = field(default_factory=list)
    chances: np.ndarray = field(default_factory=lambda: np.ones(1))

    def capture(self) -> Capture:
        shares = MixtureCapture([huff(small) for small in self.outlooks], self.chances)
        return CappedCapture((shares, MixtureCapture([above(small) for small in self.outlooks], self.chances)))

    def worths(self, plans: np.ndarray) -> np.ndarray:
        return sum(chance * small.worths(plans) for chance, small in zip(self.chances, self.outlooks, strict=True))


def mixed(seed: int) -> Mixed:
    """Outlooks with more or less demand, and rivals that are stronger or weaker."""
    first, r = capped(seed, 0), np.random.default_rng(seed + 2)
    factors = r.uniform(0.3, 3.0, (2, 2))
    outlooks = [replace(first, weights=first.weights * more, rivals=first.rivals * rival) for more, rival in factors]
    return Mixed(**vars(first), outlooks=outlooks, chances=r.dirichlet(np.ones(2)))


@examples(60, sample=3)
@given(SEEDS, st.booleans())
def test_equals_the_best_of_all_plans_on_the_mean_of_outlooks_and_beside_an_amount(seed: int, moved: bool) -> None:
    """An amount, what closing all sites costs say, moves the first zone and nothing else."""
    small = mixed(seed)
    problem = small.problem()
    if moved:
        problem = replace(problem, capture=PlusConstant(problem.capture, -7.0))
    found = solve(problem, gap=EXACT)
    agrees(small, replace(found, objective=found.objective + 7.0, bound=found.bound + 7.0) if moved else found)


def some_plans(small: Small) -> np.ndarray:
    """Every plan of few options, whatever the sites: cuts and moves hold at them all."""
    n = len(small.options)
    every = np.array(list(itertools.product([False, True], repeat=min(n, 8))))
    return np.hstack([every, np.zeros((len(every), n - every.shape[1]), dtype=bool)])


@examples(60, sample=4)
@given(SEEDS)
def test_no_cut_lies_below_what_is_sold_and_each_is_exact_at_its_plan(seed: int) -> None:
    small, r = capped(seed, 0), np.random.default_rng(seed)
    capture, plans = small.capture(), some_plans(small)
    room = 1e-9 * np.abs(capture.ceiling).sum()
    values = np.array([capture.zone_values(plan.astype(float)) for plan in plans])
    assert values.sum(axis=1) == pytest.approx(small.worths(plans), abs=room)
    assert (values >= capture.floor(np.zeros(plans.shape[1], dtype=bool)) - room).all()
    at = plans[r.integers(len(plans))]
    cuts = [submodular(capture, at), gradient(capture, at.astype(float))]
    for cut in (*cuts, gradient(capture, r.random(len(at)) * (r.random(len(at)) < 0.7))):
        assert (values <= limits(capture, cut, plans) + room).all()
    for cut in cuts:
        assert limits(capture, cut, at[None])[0] == pytest.approx(capture.zone_values(at.astype(float)), abs=room)


@examples(60, sample=4)
@given(SEEDS)
def test_no_plan_sells_more_of_a_part_of_the_market_than_its_limit(seed: int) -> None:
    """Whatever zones are summed: alone sites win most, and none sells more than its cap."""
    small, r = mixed(seed), np.random.default_rng(seed)
    capture, plans = small.capture(), some_plans(small)
    for zones in (np.ones(capture.n_zones, dtype=bool), r.random(capture.n_zones) < 0.5):
        limit = capture.most_sold(zones)
        counted = np.concatenate([zones, limit.sites])
        sold = np.array([capture.zone_values(plan.astype(float))[counted].sum() for plan in plans])
        assert (sold <= limit.constant + plans @ limit.slopes + 1e-9 * np.abs(capture.ceiling).sum()).all()


def limits(capture: Capture, cut: Majorant, plans: np.ndarray) -> np.ndarray:
    """(n_plans, n_zones) what a cut lets the zones be worth."""
    reach = capture.reach
    slopes = sp.csr_array((cut.slopes, reach.indices, reach.indptr), shape=reach.shape)
    return cut.constant + plans.astype(float) @ slopes.T.toarray()


@examples(60, sample=4)
@given(SEEDS)
def test_a_state_knows_each_single_move(seed: int) -> None:
    small, r = mixed(seed), np.random.default_rng(seed)
    capture = small.capture()
    open_ = r.random(len(small.options)) < 0.5
    some = open_ | (r.random(len(open_)) < 0.5)
    room = 1e-9 * np.abs(capture.ceiling).sum()
    for here in (capture.state_at(open_), capture.among(some).state_at(open_)):
        assert here.value() == pytest.approx(small.worths(open_[None])[0], abs=room)
        gains, losses = here.gains(), here.losses()
        for option in np.flatnonzero(some):
            there = flipped(here, option)
            change = -losses[option] if open_[option] else gains[option]
            assert there.value() - here.value() == pytest.approx(change, abs=room)
            if open_[option]:
                assert (here.limits_without(option) >= there.gains() - room)[~open_].all()
            else:
                assert here.gain(option) == pytest.approx(change, abs=room)
        assert not gains[open_].any()
        assert not losses[~open_].any()


@examples(60, sample=3)
@given(SEEDS)
def test_caps_that_no_site_reaches_change_nothing_and_lower_ones_never_help_a_plan(seed: int) -> None:
    small = capped(seed, 0)
    plans, free = some_plans(small), huff(small)
    endless = replace(small, caps=np.full_like(small.caps, 1e9), own_caps=np.full_like(small.own_caps, 1e9)).capture()
    lower = replace(small, caps=small.caps * 0.7, own_caps=small.own_caps * 0.9).capture()
    for plan in plans:
        now, most = small.capture().state_at(plan).value(), free.state_at(plan).value()
        assert endless.state_at(plan).value() == pytest.approx(most, abs=1e-9 * free.ceiling.sum())
        assert lower.state_at(plan).value() <= now + 1e-9 * free.ceiling.sum()
        assert now <= most + 1e-9 * free.ceiling.sum()


SITES = pd.DataFrame({"site": ["a", "b"], "format": "mall"})
TWO = HuffCapture(
    sp.csr_array(np.array([[1.0, 0.0], [1.0, 2.0]])), np.ones(2), np.array([60.0, 40.0]), np.array([1.0, 0.0])
)
"""A zone of 60 vehicles with a facility of 1 and rivals of 1, and a zone of 40 with rivals of 1.

Today the facility sells 30. a alone wins 20 and 20, and leaves the facility 20; b alone wins 80/3 of the second zone;
both: a wins 20 and 10, b 20.
"""


def sold(open_: list[bool], caps: list[float], own_cap: float) -> float:
    above = AboveCap(TWO, np.array(caps), sp.csr_array(np.array([[1.0], [0.0]])), np.array([own_cap]))
    return CappedCapture((TWO, above)).state_at(np.array(open_)).value()


def test_by_hand_what_two_zones_leave_to_two_sites_and_a_facility() -> None:
    none = [np.inf, np.inf]
    assert sold([False, False], none, np.inf) == pytest.approx(30.0)
    assert sold([False, False], none, 25.0) == pytest.approx(25.0)  # 5 are lost
    assert sold([True, False], none, 25.0) == pytest.approx(20.0 + 40.0)  # a takes 10 of the facility, 5 of them lost
    assert sold([True, False], [32.0, np.inf], 25.0) == pytest.approx(20.0 + 32.0)
    assert sold([True, True], [32.0, 15.0], 25.0) == pytest.approx(20.0 + 30.0 + 15.0)  # b relieves a, and loses 5


def test_the_better_site_is_the_one_with_room() -> None:
    """a wins 40 and takes 10 of the facility: 30 more, against the 80/3 of b; with room for 35 only 25 more."""
    for cap, site in ((np.inf, "a"), (35.0, "b")):
        caps = np.array([cap, np.inf])
        capture = CappedCapture((TWO, AboveCap(TWO, caps))) if cap < np.inf else TWO
        found = solve(SiteProblem(SITES, capture, [Count(at_most=1)]), gap=1e-9)
        assert SITES["site"][found.open].tolist() == [site]


@pytest.mark.parametrize(
    ("message", "above"),
    [
        ("caps are NaN or negative", AboveCap(TWO, np.array([1.0, -1.0]))),
        ("caps are NaN or negative", AboveCap(TWO, np.array([1.0, np.nan]))),
        ("Give 2 numbers", AboveCap(TWO, np.ones(3))),
        ("rates are NaN or negative", AboveCap(TWO, np.ones(2), rates=np.array([1.0, -0.5]))),
        ("rates are NaN or negative", AboveCap(TWO, np.ones(2), rates=np.array([1.0, np.inf]))),
        ("Give 2 numbers", AboveCap(TWO, np.ones(2), rates=np.ones(1))),
        ("Give 1 numbers", AboveCap(TWO, np.ones(2), sp.csr_array(np.ones((2, 1))), np.ones(2))),
        ("utilities of 3 zones", AboveCap(TWO, np.ones(2), sp.csr_array(np.ones((3, 1))), np.ones(1))),
    ],
)
def test_caps_that_cannot_be_are_refused(message: str, above: AboveCap) -> None:
    with pytest.raises(ProblemError, match=message):
        SiteProblem(SITES, CappedCapture((TWO, above)))


@examples(40, sample=2)
@given(SEEDS)
def test_what_is_lost_without_a_site_is_told_within_its_proof(seed: int) -> None:
    """By every plan without the site, with what the others then sell up to their caps."""
    small = capped(seed, 0)
    small.options["status"] = "candidate"
    problem = small.problem()
    solved = Solved.of(problem, solve(problem, gap=EXACT), EXACT)
    plans, site_of = small.plans(), problem.site_of
    best, near = small.best(), 1e-5 * max(abs(small.best()), 1.0)
    for option in np.flatnonzero(solved.plan).tolist():
        lost = removal(solved, option, Allowance.of(600.0))
        expected = best - small.values(plans[~plans[:, site_of == site_of[option]].any(axis=1)]).max()
        assert lost.lost == pytest.approx(expected, abs=near)
        assert lost.least - near <= expected <= lost.most + near
