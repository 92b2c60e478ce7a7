"""Cuts never cut a plan off, and meet the truth where they are made."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.optimise.bounds.cuts import gradient, grouped, submodular, summed_cuts, tighter
from siteplan.optimise.captures.capture import Block
from siteplan.optimise.captures.concatenated import Concatenated
from siteplan.optimise.captures.huff import HuffCapture, HuffParams
from tests.examples import examples
from tests.optimise.small import draw

SEEDS = st.integers(0, 2**32 - 1)


@examples(150, sample=60)
@given(SEEDS)
def test_every_family_bounds_every_plan_and_is_exact_at_its_own(seed: int) -> None:
    small = draw(seed, n_rules=0)
    small.options["status"] = "candidate"
    problem = small.problem()
    capture, r = problem.capture, np.random.default_rng(seed)
    plans = small.plans()
    here = plans[r.integers(len(plans))]
    anywhere = r.random(len(here))
    at_sites = capture.at_sites(problem.site_of)
    majorants = {
        "supergradient": gradient(capture, here.astype(float)),
        "submodular": submodular(at_sites, here),
        "fraction": gradient(capture, anywhere),
        "mixed": tighter(capture, gradient(capture, anywhere), submodular(at_sites, here), anywhere),
    }
    groups = np.arange(problem.n_zones) % 3 if problem.n_zones >= 3 else np.zeros(problem.n_zones, dtype=int)
    values = np.array([np.bincount(groups, weights=capture.zone_values(p.astype(float))) for p in plans])
    room = 1e-9 * np.abs(capture.ceiling).sum()
    for name, majorant in majorants.items():
        cuts = grouped(capture, majorant, groups, int(groups.max()) + 1)
        sides = np.array([cuts.at(p.astype(float)) for p in plans])
        assert (sides >= values - room).all(), name
        assert (cuts.slopes.data >= 0).all()
        if name in ("supergradient", "submodular"):
            truth = np.bincount(groups, weights=capture.zone_values(here.astype(float)))
            assert cuts.at(here.astype(float)) == pytest.approx(truth, rel=1e-9, abs=room)


@examples(60, sample=24)
@given(SEEDS)
def test_zones_in_blocks_give_the_same_cuts(seed: int) -> None:
    """As zones of a large market are taken, of which no number an entry is held at once."""
    small, r = draw(seed, n_rules=0), np.random.default_rng(seed)
    problem = small.problem()
    groups = np.arange(problem.n_zones) % 2
    y, open_ = r.random(problem.n_options), r.random(problem.n_options) < 0.5
    families = (
        lambda block: gradient(block.zones, y),
        lambda block: tighter(
            block.zones,
            gradient(block.zones, y),
            submodular(block.zones.at_sites(problem.site_of), open_),
            y,
        ),
    )
    capture = small.capture()
    assert isinstance(capture, HuffCapture)
    part = replace(capture, params=HuffParams(entries_at_once=3))
    blocks = Concatenated([part, part])
    twice = np.concatenate([groups, groups])
    for family in families:
        whole = grouped(problem.capture, family(Block(problem.capture)), groups, 2)
        parts = summed_cuts(blocks, family, twice, 2)
        room = 1e-12 * np.abs(problem.capture.ceiling).sum()
        assert parts.constant == pytest.approx(2 * whole.constant, rel=1e-12, abs=room)
        assert parts.slopes.toarray() == pytest.approx(2 * whole.slopes.toarray(), rel=1e-12, abs=room)
    gains, anew = blocks.parts[0].state_at(open_).gains(), problem.capture.state_at(open_).gains()
    assert gains == pytest.approx(anew, rel=1e-9, abs=room)
