"""PuLP's model is the master: the same optimum from every solver and from the exported files."""

from pathlib import Path

import highspy
import numpy as np
import pytest
import scipy.sparse as sp

from siteplan.errors import ProblemError
from siteplan.optimise.formulate import check_solver, export, solve_mip, to_pulp
from siteplan.optimise.linear import LinearModel
from siteplan.optimise.stop import Stop
from tests.optimise.solvers import needs_cbc


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
    answer = solve_mip(model(), solver, 0.0, Stop.after(20))
    assert answer.finished
    assert answer.bound == pytest.approx(10.0)
    assert answer.points[-1].tolist() == pytest.approx([1.0, 1.0, 0.5, 1.0])  # the idle column at its lower bound


@pytest.mark.parametrize("solver", ["highs", pytest.param("cbc", marks=needs_cbc)])
def test_no_point_is_infeasible(solver: str) -> None:
    assert solve_mip(model(row_lower=9.0), solver, 0.0, Stop.after(20)).infeasible


def test_an_empty_row_that_asks_for_something_is_infeasible() -> None:
    asked = model()
    rows = (asked.row_lower.copy(), asked.row_upper.copy())
    rows[1][2] = -1.0
    hopeless = LinearModel(
        asked.value, asked.lower, asked.upper, asked.integer, asked.matrix, *rows, asked.names, asked.row_names
    )
    assert solve_mip(hopeless, "highs", 0.0, Stop.after(20)).infeasible


def test_without_whole_numbers_the_bound_is_the_value() -> None:
    asked = model()
    relaxed = LinearModel(**{**asked.__dict__, "integer": np.zeros(4, dtype=bool)})
    assert solve_mip(relaxed, "highs", 0.0, Stop.after(20)).bound == pytest.approx(10.0)


def test_a_start_worth_less_than_its_whole_numbers_hides_nothing() -> None:
    """HiGHS sees an objective of whole numbers here, 0 or 10, and would take 9.99 for the best if told so."""
    either = LinearModel(
        value=np.array([0.0, 0.0, 1.0]),
        lower=np.zeros(3),
        upper=np.array([1.0, 1.0, 10.0]),
        integer=np.array([True, True, False]),
        matrix=sp.csr_array([[-10.0, -10.0, 1.0], [1.0, 1.0, 0.0]]),
        row_lower=np.full(2, -np.inf),
        row_upper=np.array([0.0, 1.0]),
        names=("y_0", "y_1", "theta_0"),
        row_names=("cut_0", "site_0"),
    )
    answer = solve_mip(either, "highs", 0.0, Stop.after(20), start=np.array([1.0, 0.0, 9.99]))
    assert answer.bound == pytest.approx(10.0)
    assert either.value @ answer.points[-1] == pytest.approx(10.0)


def test_what_is_heard_ends_the_answer() -> None:
    heard = []

    def enough(x: np.ndarray) -> bool:
        heard.append(x)
        return True

    answer = solve_mip(model(), "highs", 0.0, Stop.after(20), listen=enough)
    assert len(heard) == len(answer.points) == 1
    assert not answer.finished
    assert answer.bound is None


@pytest.mark.parametrize("suffix", [".lp", ".mps"])
def test_exported_files_hold_the_same_problem(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"master{suffix}"
    export(model(), file)
    highs = highspy.Highs()
    highs.silent()
    highs.setOptionValue("threads", 1)
    assert highs.readModel(str(file)) != highspy.HighsStatus.kError
    highs.run()
    assert abs(highs.getObjectiveValue()) == pytest.approx(10.0)


def test_pulp_names_are_ours() -> None:
    lp = to_pulp(model())
    assert {"y_0", "y_1", "theta_0"} <= {variable.name for variable in lp.variables()}


def test_solvers_by_name() -> None:
    check_solver("highs")
    with pytest.raises(ProblemError, match="solver"):
        check_solver("no such")
