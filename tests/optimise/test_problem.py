"""Problems that cannot be solved are refused with every reason at once."""

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from siteplan.errors import ProblemError
from siteplan.optimise import Budget, Count, CoverageFloor, HuffCapture, RequiredSites, SiteProblem, SolveStatus, solve


def options(**columns: list) -> pd.DataFrame:
    plain = {
        "site": ["a", "a", "b"],
        "format": ["mall", "dealer", "mall"],
        "cost": [1.0, 2.0, 3.0],
        "tier": ["1", "1", "2"],
    }
    return pd.DataFrame(plain | columns)


def capture(n_options: int = 3) -> HuffCapture:
    return HuffCapture(sp.csr_array(np.ones((2, n_options))), np.ones(2), np.ones(2))


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (options().iloc[:0], "options: there are none"),
        (options().drop(columns="site"), "options.site: the column is missing"),
        (options(site=["a", None, "b"]), "a site has no id"),
        (options(format=["mall", "mall", "mall"]), "the same format twice"),
        (options(status=["candidate", "requird", "forbidden"]), "status is unknown"),
        (options(status=["required", "required", "candidate"]), "two options of one site are required"),
        (options().set_axis([0, 0, 1]), "index labels repeat"),
    ],
)
def test_options_that_cannot_be(table: pd.DataFrame, words: str) -> None:
    with pytest.raises(ProblemError, match=words):
        SiteProblem(table, capture(len(table)))


@pytest.mark.parametrize("fixed", [np.ones(2), np.array([1.0, np.nan, 0.0])])
def test_fixed_values_that_cannot_be(fixed: np.ndarray) -> None:
    with pytest.raises(ProblemError, match="fixed_value"):
        SiteProblem(options(), capture(), fixed_value=fixed)


def test_groups_of_the_wrong_length() -> None:
    with pytest.raises(ProblemError, match="groups"):
        SiteProblem(options(), capture(), groups=np.zeros(5, dtype=int))


def test_every_problem_is_told_at_once() -> None:
    rules = [
        Budget(0.0),
        Budget(5.0, column="capexx"),
        Count(at_most=1, where={"teir": "1"}),
        Count(at_most=1, where={"tier": "9"}),
        CoverageFloor(sp.csr_array((2, 3), dtype=bool), np.zeros(2), 1.2),
        RequiredSites(["zz"]),
    ]
    with pytest.raises(ProblemError) as error:
        SiteProblem(options(), capture(), rules)
    text = str(error.value)
    for words in ("budget of 0", "capexx", "Did you mean 'tier'", "no option has tier '9'", "all zero", "1.2", "zz"):
        assert words in text


def test_required_opens_forbidden_does_not_and_takes_no_room() -> None:
    table = options(status=["required", "candidate", "forbidden"])
    selection = solve(SiteProblem(table, capture(), [Budget(9.0)]))
    assert selection.status is SolveStatus.OPTIMAL
    assert selection.open.tolist() == [True, False, False]


def test_a_required_site_opens_in_its_best_format() -> None:
    """The dealer pulls twice as much for twice the cost; the budget leaves room for it only without b."""
    utility = sp.csr_array(np.array([[1.0, 2.0, 0.9], [1.0, 2.0, 0.9]]))
    market = HuffCapture(utility, np.ones(2), np.ones(2))
    selection = solve(SiteProblem(options(), market, [Budget(3.5), RequiredSites(["b"])]))
    assert selection.open.tolist() == [False, False, True]
    selection = solve(SiteProblem(options(), market, [Budget(5.5), RequiredSites(["b"])]))
    assert selection.open.tolist() == [False, True, True]


def test_a_required_site_without_a_format_that_may_open_has_no_plan() -> None:
    table = options(status=["candidate", "candidate", "forbidden"])
    assert solve(SiteProblem(table, capture(), [RequiredSites(["b"])])).status is SolveStatus.INFEASIBLE
