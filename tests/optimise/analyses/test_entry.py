"""The printed price opens the option, a thousandth more does not: held against every plan tried at both prices."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.optimise import SolveStatus, solve
from siteplan.optimise.allowance import Allowance
from siteplan.optimise.analyses.entry import entry_price
from siteplan.optimise.analyses.entry_price import EntryPrice, Verdict
from siteplan.optimise.analyses.solved import Solved
from tests.examples import examples, thorough
from tests.optimise.analyses.priced import Priced, draw

GAP = 1e-7
SEEDS = st.integers(0, 2**32 - 1)
LONG = 60.0  # processor seconds: none of these takes a hundredth


def solved(case: Priced) -> Solved | None:
    """The case solved; None where no plan meets its rules."""
    problem = case.problem()
    selection = solve(problem, gap=GAP)
    return Solved.of(problem, selection, GAP) if selection.status is SolveStatus.OPTIMAL else None


def entries(case: Priced, found: Solved, most: int = 99) -> list[EntryPrice]:
    closed = np.flatnonzero(~found.plan).tolist()[:most]
    return [entry_price(found, option, case.price, Allowance.of(LONG)) for option in closed]


def check(case: Priced, entry: EntryPrice) -> None:
    plans = case.every()
    best = case.worth(plans[~plans[:, entry.option]]).max()
    near = 1e-6 * max(abs(best), 1.0)

    def with_it(price: float) -> float:
        return float(case.worth(plans[plans[:, entry.option]], entry.option, price).max(initial=-np.inf))

    match entry.verdict:
        case Verdict.EXACT:
            assert with_it(entry.opens_at) >= best - near
            assert with_it(1.001 * entry.opens_at) < best + 2 * near
            assert entry.plan is not None
            assert entry.plan[entry.option]
            assert case.worth(entry.plan[np.newaxis], entry.option, entry.opens_at)[0] >= best - near
        case Verdict.NEVER:
            assert with_it(0.0) < best + 2 * near
            assert np.isnan(entry.opens_at)
        case Verdict.ANY:
            assert with_it(entry.price) >= best - near
        case _:
            pytest.fail(f"{entry} is no answer where plans are exact")
    lacks = best - with_it(entry.price)
    if np.isfinite(lacks):
        assert entry.lacks == pytest.approx(lacks, abs=10 * near)
        assert entry.lacks_least <= entry.lacks + near


def test_small_studies_option_by_option() -> None:
    """Twenty in a thorough run."""
    verdicts: Counter[Verdict] = Counter()
    seed, cases, many = 0, 0, 20 if thorough() else 8
    while cases < many:
        case, seed = draw(seed), seed + 1
        if (found := solved(case)) is not None:
            cases += 1
            for entry in entries(case, found, most=2):
                check(case, entry)
                verdicts[entry.verdict] += 1
    assert verdicts[Verdict.EXACT] > many / 2
    assert verdicts[Verdict.NEVER] > many / 8


@examples(6, sample=1)
@given(SEEDS)
def test_any_small_study(seed: int) -> None:
    case = draw(seed)
    if (found := solved(case)) is not None:
        for entry in entries(case, found):
            check(case, entry)
