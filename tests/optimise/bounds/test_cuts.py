"""Cuts never cut a plan off, and meet the truth where they are made."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.optimise.bounds.cuts import gradient, grouped, submodular, tighter
from tests.examples import examples
from tests.optimise.small import draw

SEEDS = st.integers(0, 2**32 - 1)


@examples(150)
@given(SEEDS)
def test_every_family_bounds_every_plan_and_is_exact_at_its_own(seed: int) -> None:
    small = draw(seed, n_rules=0)
    small.options["status"] = "candidate"
    problem = small.problem()
    capture, r = problem.capture, np.random.default_rng(seed)
    plans = small.plans()
    here = plans[r.integers(len(plans))]
    anywhere = r.random(len(here))
    majorants = {
        "tangent": gradient(capture, here.astype(float)),
        "submodular": submodular(capture, here, problem.site_of),
        "fraction": gradient(capture, anywhere),
        "mixed": tighter(capture, gradient(capture, anywhere), submodular(capture, here, problem.site_of), anywhere),
    }
    groups = np.arange(problem.n_zones) % 3 if problem.n_zones >= 3 else np.zeros(problem.n_zones, dtype=int)
    values = np.array([np.bincount(groups, weights=capture.zone_values(p.astype(float))) for p in plans])
    room = 1e-9 * np.abs(capture.ceiling).sum()
    for name, majorant in majorants.items():
        cuts = grouped(capture, majorant, groups, int(groups.max()) + 1)
        sides = np.array([cuts.at(p.astype(float)) for p in plans])
        assert (sides >= values - room).all(), name
        assert (cuts.slopes.data >= 0).all()
        if name in ("tangent", "submodular"):
            truth = np.bincount(groups, weights=capture.zone_values(here.astype(float)))
            assert cuts.at(here.astype(float)) == pytest.approx(truth, rel=1e-9, abs=room)
