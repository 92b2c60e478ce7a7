"""Floors hold in every plan that is better than the threshold: by enumeration, and by hand on one zone."""

import itertools
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from siteplan.optimise import Count, HuffCapture, solve
from siteplan.optimise.bounds.cuts import Cuts
from siteplan.optimise.bounds.grouping import zone_groups
from siteplan.optimise.bounds.master import Fixing, Master
from siteplan.optimise.bounds.relaxation import relax
from siteplan.optimise.captures.capped import Losses, capped
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.proof.loss_floors import LossFloors
from siteplan.optimise.stop import Stop
from tests.examples import examples

N = 7


def losing(seed: int) -> SiteProblem:
    """Seven options at six sites, three of which may open; all lose a part of what they win, more above a cap."""
    r = np.random.default_rng(seed)
    shares = HuffCapture(sp.csr_array(r.random((8, N))), r.random(8) * 2.0, r.random(8))
    caps = np.vstack([np.zeros(N), r.random(N)])
    losses = Losses(r.random((2, N)) / 2, np.zeros((2, 0)), np.zeros(N))
    capture = capped([shares], np.ones(1), caps, sp.csr_array((8, 0)), np.zeros((2, 0)), losses)
    options = pd.DataFrame({"site": [0, 0, 1, 2, 3, 4, 5], "format": ["a", "b", *"aaaaa"]})
    return SiteProblem(options, capture, [Count(at_most=3)], fixed_value=-r.random(N) / 10)


def plans(problem: SiteProblem) -> list[np.ndarray]:
    every = (np.array(bits, dtype=bool) for bits in itertools.product([False, True], repeat=N))
    return [plan for plan in every if plan.sum() <= 3 and not (plan[0] and plan[1])]


@examples(60, sample=6)
@given(st.integers(0, 2**32 - 1), st.sampled_from([0.0, 0.02, 0.2]))
def test_floors_hold_in_every_better_plan(seed: int, below: float) -> None:
    problem = losing(seed)
    every, stop = plans(problem), Stop.after(60)
    values = np.array([problem.value(plan) for plan in every])
    threshold = float(values.max()) - below
    master = Master(problem, zone_groups(problem), Fixing.of(problem))
    relaxed = relax(master, Cuts.none(N), 1e-4, stop, lambda _: None)
    assert relaxed is not None
    floors = LossFloors(problem.capture.above_caps).raised(master, relaxed, threshold, stop)
    for plan, value in zip(every, values, strict=True):
        if value > threshold:
            worth = master.summed(problem.zones.zone_values(plan.astype(float)))
            assert all(worth[floor.groups].sum() <= floor.constant + floor.slopes @ plan + 1e-9 for floor in floors)
    assert solve(problem, gap=1e-6).objective == pytest.approx(float(values.max()), abs=1e-6)


def test_with_two_of_four_sites_open_a_site_loses_what_it_wins_beside_one_other() -> None:
    """One zone, rival 1, all utilities 1: alone each wins 1/2, beside one other 1/3, beside all three 1/5.

    They lose half of it. Beside all that is 1/10 at least, with two open 1/6; the tangent at halves of all (each then
    wins 1 / 3.5 beside three halves, of which each other takes 1 / 3.5² at first) says 0.5 (1 / 3.5 + 0.5 / 3.5²).
    """
    shares = HuffCapture(sp.csr_array(np.ones((1, 4))), np.ones(1), np.ones(1))
    losses = Losses(np.full((1, 4), 0.5), np.zeros((1, 0)), np.full(4, 1 / 5))
    capture = capped([shares], np.ones(1), np.zeros((1, 4)), sp.csr_array((1, 0)), np.zeros((1, 0)), losses)
    problem = SiteProblem(
        pd.DataFrame({"site": list("abcd"), "format": "mall"}), capture, [Count(at_most=2)], fixed_value=np.zeros(4)
    )
    master = Master(problem, zone_groups(problem), Fixing.of(problem))
    relaxed = relax(master, Cuts.none(4), 1e-6, Stop.after(60), lambda _: None)
    assert relaxed is not None
    halves = type(relaxed)(np.full(4, 0.5), 1.0, np.zeros(4), relaxed.shadow, relaxed.cuts)
    floors = LossFloors(capture.above_caps).raised(master, halves, -np.inf, Stop.after(60))
    assert [-floor.slopes.min() for floor in floors] == pytest.approx([0.5 * (1 / 3.5 + 0.5 / 3.5**2)] * 4)


def test_floors_are_not_handed_on_to_a_question_under_looser_rules() -> None:
    """Beside two at most a site loses more than beside all: what was proven of the one is no bound of the other."""
    tight = losing(3)
    few = solve(replace(tight, rules=[Count(at_most=1)]), gap=1e-6)
    loose = replace(tight, rules=[Count(at_most=6)])
    assert solve(loose, gap=1e-6, start=few).objective == pytest.approx(solve(loose, gap=1e-6).objective, abs=1e-6)
