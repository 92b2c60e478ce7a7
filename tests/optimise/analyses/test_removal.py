"""What is lost without a site is what the best plan without it is worth less: held against every plan tried."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.optimise.allowance import Allowance
from siteplan.optimise.analyses.removal import removal
from siteplan.optimise.analyses.solved import Solved
from tests.examples import examples, thorough
from tests.optimise.analyses.priced import Priced, draw
from tests.optimise.analyses.test_entry import LONG, solved


def check(case: Priced, found: Solved) -> int:
    """How many sites no plan can do without."""
    plans = case.every()
    best, needed = case.worth(plans).max(), 0
    for option in np.flatnonzero(found.plan).tolist():
        lost = removal(found, option, Allowance.of(LONG))
        site = found.problem.site_of == found.problem.site_of[option]
        expected = best - case.worth(plans[~plans[:, site].any(axis=1)]).max()
        near = 1e-5 * max(abs(best), 1.0)
        assert lost.lost == pytest.approx(expected, abs=near)
        assert lost.least - near <= expected <= lost.most + near
        assert (lost.plan is None) == np.isinf(expected)
        needed += bool(np.isinf(expected))
    return needed


def test_small_studies_site_by_site() -> None:
    """Twenty in a thorough run."""
    seed, cases, needed = 0, 0, 0
    while cases < (20 if thorough() else 8):
        case, seed = draw(seed), seed + 1
        if (found := solved(case)) is not None:
            cases, needed = cases + 1, needed + check(case, found)
    assert needed >= (3 if thorough() else 1)


@examples(20, sample=1)
@given(st.integers(0, 2**32 - 1))
def test_any_small_study(seed: int) -> None:
    case = draw(seed)
    if (found := solved(case)) is not None:
        check(case, found)


def test_without_time_nothing_is_said() -> None:
    found = next(s for s in map(solved, map(draw, range(20))) if s is not None and s.plan.any())
    assert not removal(found, int(np.flatnonzero(found.plan)[0]), Allowance.of(0.0)).known
