"""Solvers that are not on every machine, and HiGHS on its own."""

from pathlib import Path

import highspy
import pytest

from siteplan.errors import ProblemError
from siteplan.optimise.solvers.highs import run_interruptibly
from siteplan.optimise.solvers.mip import check_solver
from siteplan.optimise.stop import Stop


def _is_here(name: str) -> bool:
    try:
        check_solver(name)
    except ProblemError:
        return False
    return True


needs_cbc = pytest.mark.skipif(not _is_here("cbc"), reason="CBC is not installed (PuLP 4 has it as its extra 'cbc')")


def optimum_of(file: Path) -> float:
    """What HiGHS finds in an exported model; on a thread of its own, so that thread counts never differ in one."""
    highs = highspy.Highs()
    highs.silent()
    assert highs.readModel(str(file)) != highspy.HighsStatus.kError
    run_interruptibly(highs, Stop.after(20))
    assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return float(highs.getInfo().objective_function_value)
