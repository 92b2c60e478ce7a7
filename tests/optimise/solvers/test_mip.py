"""PuLP's model is the master: the same optimum from every solver and from the exported files."""

from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp
from packaging.requirements import Requirement
from packaging.version import Version

from siteplan.errors import ProblemError
from siteplan.optimise.solvers.linear import LinearModel
from siteplan.optimise.solvers.mip import _Highs, _lost, check_solver, solve_mip
from siteplan.optimise.solvers.mip_params import MipAnswer, MipParams
from siteplan.optimise.solvers.pulp_model import export, to_pulp
from siteplan.optimise.stop import Stop
from tests.optimise.every_solver import needs_cbc, optimum_of


def model(row_lower: float = 1.0) -> LinearModel:
    """Two whole options and one fraction: the best is 5 + 4 + 0.5 * 2 = 10 within 3 <= room and an equation."""
    return LinearModel(
        value=np.array([5.0, 4.0, 2.0, 0.0]),
        lower=np.array([0.0, 0.0, 0.0, 1.0]),
        upper=np.array([1.0, 1.0, 3.0, 2.0]),
        integer=np.array([True, True, False, False]),
        matrix=sp.csr_array([[1.0, 1.0, 2.0, 0.0], [0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 0.0]]),
        row_lower=np.array([row_lower, 0.5, -np.inf]),
        row_upper=np.array([3.0, 0.5, 0.0]),
        names=("y_0", "y_1", "theta_0", "idle"),
        row_names=("rule_0", "rule_1", "empty"),
    )


@pytest.mark.parametrize("solver", ["highs", pytest.param("cbc", marks=needs_cbc)])
def test_every_solver_gives_the_optimum_by_our_columns(solver: str) -> None:
    answer = solve_mip(model(), Stop.after(20), MipParams(solver=solver))
    assert answer.finished
    assert answer.bound == pytest.approx(10.0)
    assert answer.points[-1].tolist() == pytest.approx([1.0, 1.0, 0.5, 1.0])  # the idle column at its lower bound


@pytest.mark.parametrize("solver", ["highs", pytest.param("cbc", marks=needs_cbc)])
def test_no_point_is_infeasible(solver: str) -> None:
    assert solve_mip(model(row_lower=9.0), Stop.after(20), MipParams(solver=solver)).infeasible


def test_a_bound_that_says_there_is_no_point_does_not_end_the_search_before_that_is_proven() -> None:
    """HiGHS tells the infinite bound of an infeasible model a moment before it ends with that status."""
    solver = _Highs(model(), MipParams(nodes=10, polish=False), Stop.after(20), None, None)
    assert not solver._satisfied(-np.inf, 0)
    assert solver._satisfied(-np.inf, 50)  # nodes have run out


def test_an_empty_row_that_asks_for_something_is_infeasible() -> None:
    asked = model()
    rows = (asked.row_lower.copy(), asked.row_upper.copy())
    rows[1][2] = -1.0
    hopeless = LinearModel(
        asked.value, asked.lower, asked.upper, asked.integer, asked.matrix, *rows, asked.names, asked.row_names
    )
    assert solve_mip(hopeless, Stop.after(20)).infeasible


def test_without_whole_numbers_the_bound_is_the_value() -> None:
    asked = model()
    relaxed = LinearModel(**{**asked.__dict__, "integer": np.zeros(4, dtype=bool)})
    assert solve_mip(relaxed, Stop.after(20)).bound == pytest.approx(10.0)


def test_a_start_worth_less_than_its_whole_numbers_hides_nothing() -> None:
    """A master that thinks 1000 of a plan truly worth 999.99.

    HiGHS finds that only whole values are possible; told of 999.99, it would look for 1001 and prove 999.99 the best.
    """
    spent = np.array([14, 7, 19, 11, 13, 15, 7, 14, 18, 15, 10, 12]) / 19.0
    sites = [(2, 3, 4), (5, 6), (7, 8), (9, 10, 11)]
    covers = [(1, 2, 4, 6, 7), (0, 1, 2, 8, 10)]
    matrix = np.zeros((10, 15))
    matrix[0, :12] = spent
    matrix[1, [0, 1, 2, 5, 9]] = 1.0
    matrix[2, [0, 2, 4, 7, 8, 9, 11]] = 1.0
    matrix[3, [12, 13]] = [0.8415046268395829, 1.0]
    for row, members in enumerate(sites, start=4):
        matrix[row, list(members)] = 1.0
    for row, members in enumerate(covers):
        matrix[8 + row, list(members)] = -1.0
        matrix[8 + row, 12 + row] = 1.0
    master = LinearModel(
        value=np.eye(15)[14],
        lower=np.where(np.arange(15) == 14, 491.0, 0.0),
        upper=np.where(np.arange(15) == 14, 1000.0, 1.0),
        integer=np.arange(15) < 12,
        matrix=sp.csr_array(matrix),
        row_lower=np.array([-np.inf, 0.0, 1.0, -0.03, *[-np.inf] * 6]),
        row_upper=np.array([1.64, 3.0, np.inf, np.inf, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0]),
        names=tuple(f"x_{k}" for k in range(15)),
        row_names=tuple(f"row_{k}" for k in range(10)),
    )
    start = np.zeros(15)
    start[[0, 9, 13, 14]] = [1.0, 1.0, 1.0, 999.9917555916862]
    answer = solve_mip(master, Stop.after(20), start=start)
    assert answer.finished
    assert master.value @ answer.points[-1] == pytest.approx(answer.bound, abs=1e-6)


def test_what_is_heard_ends_the_answer() -> None:
    heard = []

    def enough(x: np.ndarray) -> bool:
        heard.append(x)
        return True

    answer = solve_mip(model(), Stop.after(20), listen=enough)
    assert len(heard) == len(answer.points) == 1
    assert not answer.finished
    assert answer.bound is None


@pytest.mark.parametrize("suffix", [".lp", ".mps"])
def test_exported_files_hold_the_same_problem(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"master{suffix}"
    export(model(), file)
    assert abs(optimum_of(file)) == pytest.approx(10.0)


def test_pulp_names_are_ours() -> None:
    lp = to_pulp(model())
    assert {"y_0", "y_1", "theta_0"} <= {variable.name for variable in lp.variables()}


def test_solvers_by_name() -> None:
    check_solver("highs")
    with pytest.raises(ProblemError, match="solver"):
        check_solver("no such")


@pytest.mark.parametrize(("bound", "finished", "lost"), [(10.0, True, False), (12.0, True, True), (12.0, False, False)])
def test_a_bound_that_no_point_reaches_is_noticed(bound: float, finished: bool, lost: bool) -> None:
    """HiGHS 1.16 may end with its start as the optimum, and a better bound."""
    points = solve_mip(model(), Stop.after(20)).points
    assert _lost(model(), MipAnswer(points, bound, finished), 0.0) is lost
    assert not _lost(model(), MipAnswer(points, bound, finished), 2.5)


def test_a_start_hides_no_better_point() -> None:
    """Set covering, where presolve opens some sites for sure: the fewest are 5, and a start with 6 changes nothing."""
    r = np.random.default_rng(45)
    covers = ((r.random((12, 12)) < 0.2) | np.eye(12, dtype=bool)).astype(float)
    n = covers.shape[1]
    asked = LinearModel(
        value=-np.ones(n),
        lower=np.zeros(n),
        upper=np.ones(n),
        integer=np.ones(n, dtype=bool),
        matrix=sp.csr_array(covers),
        row_lower=np.ones(len(covers)),
        row_upper=np.full(len(covers), np.inf),
        names=tuple(f"y_{k}" for k in range(n)),
        row_names=tuple(f"rule_{k}" for k in range(len(covers))),
    )
    start = np.ones(n)
    for option in r.permutation(n):
        start[option] = float(not (covers @ np.where(np.arange(n) == option, 0.0, start) > 0).all())
    assert start.sum() == 6
    for given in (None, start):
        answer = solve_mip(asked, Stop.after(20), start=given)
        assert answer.finished
        assert (answer.bound, asked.value @ answer.points[-1]) == pytest.approx((-5.0, -5.0))


def test_a_whole_number_that_the_solver_once_rounded_up_is_solved() -> None:
    """Least 2x + 3z with x + z >= 4.5, z whole: 2 is the cheaper way, so x = 4.5 and 9; HiGHS 1.14 gave 15 (z = 5)."""
    asked = LinearModel(
        value=np.array([-2.0, -3.0]),
        lower=np.zeros(2),
        upper=np.full(2, 10.0),
        integer=np.array([False, True]),
        matrix=sp.csr_array([[1.0, 1.0]]),
        row_lower=np.array([4.5]),
        row_upper=np.array([np.inf]),
        names=("x", "z"),
        row_names=("rule_0",),
    )
    answer = solve_mip(asked, Stop.after(20))
    assert answer.finished
    assert answer.bound == pytest.approx(-9.0)
    assert answer.points[-1].tolist() == pytest.approx([4.5, 0.0])


def test_no_solver_is_let_in_that_is_known_to_be_wrong() -> None:
    """Versions of HiGHS before 1.15 return wrong optima."""
    listed = (Path(__file__).parents[3] / "requirements.txt").read_text(encoding="utf-8")
    (line,) = [line for line in listed.splitlines() if line.startswith("highspy")]
    assert Version("1.15") in Requirement(line).specifier
    assert Version("1.14.99") not in Requirement(line).specifier
