"""Solvers that are not on every machine."""

import pytest

from siteplan.errors import ProblemError
from siteplan.optimise.formulate import check_solver


def _is_here(name: str) -> bool:
    try:
        check_solver(name)
    except ProblemError:
        return False
    return True


needs_cbc = pytest.mark.skipif(not _is_here("cbc"), reason="CBC is not installed (PuLP 4 has it as its extra 'cbc')")
