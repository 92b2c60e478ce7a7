"""The model handed out: any solver that reads it finds the optimum of the problem."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from siteplan.errors import ProblemError
from siteplan.optimise import export_master, master_of, solve
from siteplan.optimise.solvers.mip import solve_mip
from siteplan.optimise.solvers.mip_params import MipParams
from siteplan.optimise.stop import Stop
from tests.optimise.every_solver import needs_cbc, optimum_of
from tests.optimise.small import draw


@cache
def seeds() -> list[int]:
    """Problems that have a plan."""
    return [seed for seed in range(40) if draw(seed).plans().any()][:12]


@pytest.mark.parametrize("nth", range(12))
def test_the_model_is_worth_no_less_than_the_optimum_and_little_more(nth: int) -> None:
    """A relaxation never falls short; with the cuts that proved the optimum it is near it (1 % is what is promised).

    Except where rules are asked of whole plans: the model does not hold them.
    """
    small = draw(seeds()[nth])
    problem = small.problem()
    selection = solve(problem, gap=1e-7)
    answer = solve_mip(master_of(problem, selection), Stop.after(20))
    assert answer.bound is not None
    room = 1e-5 * max(1.0, abs(selection.bound))
    assert answer.bound >= small.best() - room
    assert answer.bound <= small.best() + 0.01 * abs(small.best()) + room or problem.lazy_constraints


@pytest.mark.parametrize("suffix", [".lp", ".mps"])
def test_highs_reads_the_file_and_finds_the_same_optimum(suffix: str, tmp_path: Path) -> None:
    problem = draw(seeds()[0]).problem()
    selection = solve(problem, gap=1e-7)
    model = master_of(problem, selection)
    file = tmp_path / f"model{suffix}"
    export_master(problem, selection, file)
    value = optimum_of(file)
    assert abs(value) == pytest.approx(solve_mip(model, Stop.after(20)).bound, rel=1e-6)
    assert abs(value) == pytest.approx(selection.objective, rel=1e-5)


@needs_cbc
@pytest.mark.parametrize("seed", seeds()[:4])
def test_cbc_gives_the_same_answer(seed: int) -> None:
    problem = draw(seed).problem()
    model = master_of(problem, solve(problem, gap=1e-7))
    bounds = [solve_mip(model, Stop.after(20), MipParams(solver=solver)).bound for solver in ("highs", "cbc")]
    assert bounds[0] == pytest.approx(bounds[1], rel=1e-6, abs=1e-6)


def test_every_option_has_a_column_named_after_it_and_the_statuses_are_its_limits() -> None:
    small = draw(seeds()[0])
    small.options["status"] = ["forbidden", *["candidate"] * (len(small.options) - 1)]
    small.options.index = [f"站:{i}" for i in range(len(small.options))]
    problem = small.problem()
    model = master_of(problem, solve(problem))
    assert model.names[1] == "y_1__1"
    assert model.upper[0] == 0.0
    assert np.all(model.upper[1 : problem.n_options] == 1.0)


@pytest.mark.parametrize("file", ["model.txt", "nowhere/model.lp"])
def test_a_file_that_cannot_be_written_is_refused(file: str, tmp_path: Path) -> None:
    problem = draw(seeds()[0]).problem()
    with pytest.raises(ProblemError):
        export_master(problem, solve(problem), tmp_path / file)
