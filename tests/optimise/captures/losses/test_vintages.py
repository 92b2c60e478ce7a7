"""Losses of vintages: told over options and rungs they are what single vintages lose, and bounded at every plan."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from siteplan.optimise import CappedCapture, HuffCapture
from siteplan.optimise.bounds.cuts import Cuts, gradient, grouped, submodular, summed_cuts
from siteplan.optimise.captures.capped import Losses, OutlookSales, capped_each, mean_of
from siteplan.optimise.captures.capture import Block, Capture, Zones
from siteplan.optimise.captures.losses.vintages import AboveCapOfVintages, Vintages
from siteplan.optimise.types import Bools, Floats
from tests.examples import examples

N_ZONES, OPTION = 4, np.array([0, 0, 0, 2, 2, 3])  # option 1 has no vintage
PLANS = [
    np.isin(np.arange(len(OPTION)), chosen) for chosen in product((-1, 0, 1, 2), (-1, 3, 4), (-1, 5))
]  # of an option one vintage at most


def sales(seed: int, outlook: int) -> OutlookSales:
    """What vintages win in an outlook, and lose of it: of each unit, above a cap of all, above their own."""
    fixed, r = np.random.default_rng(seed), np.random.default_rng((seed, outlook))
    utility = sp.csr_array(fixed.random((N_ZONES, 4)) * (fixed.random((N_ZONES, 4)) < 0.8))
    near = sp.csr_array((utility > 0).astype(float).T @ (utility > 0).astype(float))
    own = sp.csr_array(fixed.random((N_ZONES, 1)))
    shares = HuffCapture(
        sp.csr_array(utility[:, OPTION]), r.random(N_ZONES) + 0.1, r.random(N_ZONES), np.asarray(own.sum(axis=1))
    )
    caps = np.vstack([np.zeros(len(OPTION)), np.full(len(OPTION), 0.1), fixed.random(len(OPTION)) * 0.3])
    losses = Losses(r.choice([0.0, 0.2, 0.5, 0.9], caps.shape) / len(caps), np.array([0.3]))
    return OutlookSales(shares, caps, own, np.array([0.05]), losses, Vintages.of(OPTION, utility, near))


def captures(seed: int, n_outlooks: int) -> tuple[Capture, Capture]:
    """The mean of outlooks told over options and rungs, and over vintages one by one."""
    each, chances = [sales(seed, n) for n in range(n_outlooks)], np.full(n_outlooks, 1.0 / n_outlooks)
    alone = [OutlookSales(s.shares, s.caps, s.own_utility, s.own_caps, s.losses) for s in each]
    return mean_of(capped_each(each), chances), mean_of(capped_each(alone), chances)


def cuts_of(zones: Zones, blocks: list[Block], y: Floats) -> list[Cuts]:
    """Tangents at y, and submodular cuts at the plan next to it, of all zones together."""
    together = np.zeros(sum(block.zones.reach.shape[0] for block in blocks), dtype=int)
    return [
        summed_cuts(zones, lambda block: gradient(block.zones, block.columns_at(y)), together, 1),
        summed_cuts(zones, lambda block: submodular(block.zones, block.columns_at(y) > 0.5), together, 1),
    ]


@examples(200, sample=8)
@given(st.integers(0, 10_000), st.integers(1, 2))
def test_told_over_rungs_every_plan_is_worth_the_same_and_bounded(seed: int, n_outlooks: int) -> None:
    rungs, alone = captures(seed, n_outlooks)
    value = {plan.tobytes(): alone.state_at(plan).value() for plan in PLANS}
    for plan in PLANS:
        assert rungs.zone_values(plan.astype(float)).sum() == pytest.approx(value[plan.tobytes()], abs=1e-12)
        assert rungs.state_at(plan).value() == pytest.approx(value[plan.tobytes()], abs=1e-12)
    r = np.random.default_rng(seed)
    points = [PLANS[r.integers(len(PLANS))].astype(float), r.random(len(OPTION)) * (r.random(len(OPTION)) < 0.5)]
    for y in points:
        for cut in cuts_of(rungs, list(rungs.blocks()), y):
            for plan in PLANS:
                assert cut.at(plan.astype(float))[0] >= value[plan.tobytes()] - 1e-9
    for cut in cuts_of(rungs, list(rungs.blocks()), points[0]):
        assert cut.at(points[0])[0] == pytest.approx(value[points[0].astype(bool).tobytes()], abs=1e-9)


@examples(50, sample=4)
@given(st.integers(0, 10_000), st.integers(1, 2))
def test_no_plan_sells_more_than_its_limit(seed: int, n_outlooks: int) -> None:
    rungs, _ = captures(seed, n_outlooks)
    for zones in (np.ones(N_ZONES, dtype=bool), np.arange(N_ZONES) < 2):
        limit = rungs.most_sold(zones)
        assert limit is not None
        for plan in PLANS:
            counted = np.append(zones, limit.sites)
            worth = rungs.zone_values(plan.astype(float))[counted].sum()
            assert limit.constant + limit.slopes @ plan >= worth - 1e-9


@pytest.mark.parametrize("seed", range(5))
def test_vintages_that_are_each_open_by_a_part_lose_more_on_rungs(seed: int) -> None:
    """All lose at least what the best of them does, so that a bound is lower than of vintages one by one."""
    rungs, alone = captures(seed, 1)
    y = np.full(len(OPTION), 1 / 3)
    assert rungs.zone_values(y).sum() <= alone.zone_values(y).sum() + 1e-9
    assert any(captures(n, 1)[0].zone_values(y).sum() < captures(n, 1)[1].zone_values(y).sum() - 1e-6 for n in range(5))


def lost_above(capture: Capture) -> AboveCapOfVintages:
    assert isinstance(capture, CappedCapture)
    lost = capture.parts[1]
    assert isinstance(lost, AboveCapOfVintages)
    return lost


def test_an_option_has_the_same_number_in_every_period() -> None:
    """Its zones are bounded together in all; a facility's are numbered below 0."""
    lost = lost_above(captures(0, 1)[0])
    assert set(lost.bounded_with.tolist()) <= {0, 2, 3, -1}
    assert (lost.bounded_with < 0).sum() == 1


def test_a_search_asks_less_of_some_vintages_alone() -> None:
    rungs, some = captures(1, 2)[0], np.array([1, 0, 1, 1, 0, 0], dtype=bool)
    left = rungs.among(some)
    for plan in (plan for plan in PLANS if not (plan & ~some).any()):
        assert left.state_at(plan).value() == pytest.approx(rungs.state_at(plan).value(), abs=1e-12)
        assert left.zone_values(plan.astype(float)).sum() == pytest.approx(
            rungs.zone_values(plan.astype(float)).sum(), abs=1e-12
        )


def takes_over(zones: Zones, before: Bools) -> Cuts:
    return grouped(zones, submodular(zones, before), np.zeros(N_ZONES, dtype=int), 1)


def test_a_vintage_that_takes_over_from_another_is_worth_what_that_was() -> None:
    """A cut made over vintages, not options: the gain of one whose option stands already is at least its worth."""
    won = sales(3, 0).won
    for before in PLANS:
        cut = takes_over(won, before)
        assert all(cut.at(plan.astype(float))[0] >= won.zone_values(plan.astype(float)).sum() - 1e-9 for plan in PLANS)
