"""What a rule costs is what the best plan without it is worth more: held against every plan tried."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.optimise import Count, solve
from siteplan.optimise.allowance import Allowance
from siteplan.optimise.analyses.rule_price import lines_of, rule_price
from siteplan.optimise.analyses.solved import Solved
from tests.examples import examples, thorough
from tests.optimise.analyses.priced import Priced, draw
from tests.optimise.analyses.test_entry import GAP, LONG, solved
from tests.optimise.test_solve import city


def check(case: Priced, found: Solved) -> tuple[int, int]:
    """How many rules cost something, and how many nothing."""
    plans = case.every()
    best, costly = case.worth(plans).max(), 0
    for name, line in zip(case.asked, lines_of(found.problem), strict=True):
        price = rule_price(found, [line], Allowance.of(LONG))
        expected = case.worth(plans, without=name).max() - best
        near = 1e-6 * max(abs(best), 1.0)
        assert price.gain == pytest.approx(expected, abs=10 * near)
        assert price.least - near <= expected <= price.most + near
        assert price.binds == (expected > near) or abs(expected) < 100 * near  # a tie may go either way
        costly += expected > near
    return costly, len(case.asked) - costly


def test_small_studies_rule_by_rule() -> None:
    """Twenty in a thorough run."""
    seed, cases, costly, free, many = 0, 0, 0, 0, 20 if thorough() else 8
    while cases < many:
        case, seed = draw(seed), seed + 1
        if case.asked and (found := solved(case)) is not None:
            one, other = check(case, found)
            cases, costly, free = cases + 1, costly + one, free + other
    assert min(costly, free) > many / 8


@examples(20, sample=1)
@given(st.integers(0, 2**32 - 1))
def test_any_small_study(seed: int) -> None:
    case = draw(seed)
    if (found := solved(case)) is not None:
        check(case, found)


def test_of_two_limits_of_one_rule_each_has_a_price_of_its_own_and_both_have_one_together() -> None:
    """A city of 12 sites, each worth opening: at most 3 costs, at least 1 does not, both together cost as the first."""
    problem = city(60, 12)
    rule = Count(at_least=1, at_most=3)
    problem = type(problem)(problem.options, problem.capture, [rule])
    found = Solved.of(problem, solve(problem, gap=GAP), GAP)
    free = solve(type(problem)(problem.options, problem.capture), gap=GAP)
    most, least = lines_of(found.problem)
    lost = free.objective - found.selection.objective
    assert rule_price(found, [most], Allowance.of(LONG)).gain == pytest.approx(lost, rel=1e-5)
    assert rule_price(found, [most, least], Allowance.of(LONG)).gain == pytest.approx(lost, rel=1e-5)
    nothing = rule_price(found, [least], Allowance.of(LONG))
    assert (nothing.gain, nothing.least, nothing.binds) == (0.0, 0.0, False)


def test_without_time_nothing_is_said() -> None:
    problem = city(60, 12)
    found = Solved.of(problem, solve(problem, gap=1e-3), 1e-3)
    assert not rule_price(found, [(0, 0)], Allowance.of(0.0)).known
    assert np.isnan(rule_price(found, [(0, 0)], Allowance.of(0.0)).gain)


def test_a_solver_that_contradicts_itself_leaves_all_unknown_and_the_plan_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from siteplan.errors import SolverError
    from siteplan.optimise.analyses.entry import entry_price
    from siteplan.optimise.analyses.removal import removal

    found = next(s for s in map(solved, map(draw, range(20))) if s is not None and s.plan.any() and not s.plan.all())

    def erring(*_: object, **__: object) -> None:
        message = "a bound lies below the value of a plan"
        raise SolverError(message)

    for module in ("solved", "probe"):
        name = "solve" if module == "solved" else "Relaxation"
        monkeypatch.setattr(f"siteplan.optimise.analyses.{module}.{name}", erring)
    allowance, option = Allowance.of(LONG), int(np.flatnonzero(found.plan)[0])
    closed = int(np.flatnonzero(~found.plan & ~found.problem.barred)[0])
    assert not removal(found, option, allowance).known
    assert not entry_price(found, closed, draw(0).price, allowance).known
    lines = lines_of(found.problem)
    assert not any(rule_price(found, [line], allowance).known for line in lines)
