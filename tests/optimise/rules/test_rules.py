"""A rule's rows say what its report says, for every plan."""

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from siteplan.errors import ProblemError
from siteplan.optimise import Budget, Count, CoverageFloor, HuffCapture, RequiredSites, Rule, SiteProblem
from siteplan.optimise.rules import LazyConstraint
from tests.examples import examples
from tests.optimise.small import draw

OPTIONS = pd.DataFrame(
    {
        "site": ["a", "a", "b", "c"],
        "format": ["mall", "dealer", "mall", "mall"],
        "tier": ["1", "1", "3", "3"],
        "cost": [1.0, 2.0, 4.0, 8.0],
    }
)
OPEN = np.array([False, True, True, False])


@examples(100, sample=40)
@given(st.integers(0, 2**32 - 1))
def test_rows_and_reports_agree_on_every_plan(seed: int) -> None:
    small = draw(seed, n_rules=4)
    r = np.random.default_rng(seed)
    for rule, test in zip(small.rules, small.tests, strict=True):
        rows = rule.rows(small.options)
        for plan in r.random((6, len(small.options))) < 0.4:
            activity = rows.activity(plan)
            by_rows = ((activity >= rows.lower - 1e-9) & (activity <= rows.upper + 1e-9)).all()
            by_rows &= not isinstance(rule, LazyConstraint) or rule.holds(small.options, plan)
            by_report = all(line.met for line in rule.reports(small.options, plan))
            one_a_site = not small.options["site"][plan].duplicated().any()
            if one_a_site:  # a required site with two options open is no plan: the rows refuse it, the count may not
                assert by_rows == by_report == bool(test(plan[None])[0])


@pytest.mark.parametrize(
    ("rule", "asked", "achieved", "slack", "met"),
    [
        (Count(at_most=1, where={"format": "mall"}), 1.0, 1.0, 0.0, True),
        (Count(at_least=2, where={"tier": ["3"]}), 2.0, 1.0, -1.0, False),
        (Count(exactly=3), 3.0, 2.0, -1.0, False),
        (Count(at_most=1, where=OPEN), 1.0, 2.0, -1.0, False),
        (Budget(6.0), 6.0, 6.0, 0.0, True),
        (Budget(3.0, where={"tier": "3"}), 3.0, 4.0, -1.0, False),
        (RequiredSites(["b", "c", "b"]), 2.0, 1.0, -1.0, False),
    ],
)
def test_asked_achieved_and_slack(rule: Rule, asked: float, achieved: float, slack: float, met: bool) -> None:
    (line,) = rule.reports(OPTIONS, OPEN)
    assert (line.asked, line.achieved, line.slack, line.met) == (asked, achieved, slack, met)


def test_coverage_counts_people_once_and_those_already_covered() -> None:
    """Zones weigh 1, 2, 3, 4: the first by option 1, the second by both open ones, the fourth covered already."""
    covers = sp.csr_array(np.array([[0, 1, 0, 0], [0, 1, 1, 0], [0, 0, 0, 1], [1, 0, 0, 0]], dtype=bool))
    floor = CoverageFloor(covers, np.array([1.0, 2, 3, 4]), 0.6, np.array([False, False, False, True]), "rural")
    (line,) = floor.reports(OPTIONS, OPEN)
    assert (line.rule, line.achieved, line.met) == ("rural", pytest.approx(0.7), True)


def test_zones_with_the_same_cover_share_a_helper() -> None:
    covers = sp.csr_array(np.array([[1, 0], [1, 0], [0, 1], [0, 0]], dtype=bool))
    rows = CoverageFloor(covers, np.ones(4), 0.5).rows(OPTIONS[:2])
    assert rows.n_helpers == 2
    assert rows.helpers.toarray().tolist() == [[0.5, 0.25]]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Count(), "sets no limit"),
        (Count(at_most=1, exactly=1), "exactly and another limit"),
        (Count(at_most=-1), "no count"),
        (Count(at_least=3, at_most=2), "at least more than at most"),
        (Count(at_most=1, where=np.array([True])), "mask"),
        (Count(at_most=1, where={"format": "mal"}), "Did you mean 'mall'"),
        (Budget(float("nan")), "can open nothing"),
        (Budget(-1.0), "can open nothing"),
        (Budget(1.0, column="tiers"), "no column 'tiers'"),
        (Budget(1.0, column="site"), "missing or negative"),
        (CoverageFloor(sp.csr_array((1, 4)), np.ones(2), 0.5), "shape"),
        (CoverageFloor(sp.csr_array((2, 4)), np.array([1.0, np.nan]), 0.5), "not finite"),
        (CoverageFloor(sp.csr_array((2, 4)), np.ones(2), 0.5, np.ones(3, dtype=bool)), "covered"),
        (RequiredSites(["b", "q"]), "q"),
    ],
)
def test_rules_that_cannot_be_are_refused(rule: Rule, words: str) -> None:
    market = HuffCapture(sp.csr_array(np.ones((2, 4))), np.ones(2), np.ones(2))
    with pytest.raises(ProblemError, match=words):
        SiteProblem(OPTIONS, market, [rule])


def test_rules_are_named_by_what_they_are_about() -> None:
    assert (
        Count(at_most=3, where={"tier": "3", "format": ["mall", "dealer"]}).name == "count tier 3, format mall/dealer"
    )
    assert Budget(1.0, name="capex").name == "capex"
