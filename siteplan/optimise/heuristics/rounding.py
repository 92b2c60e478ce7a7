"""Rounding: fractions of the relaxation as a plan within what the rules ask at most."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.tolerances import RULE_TOLERANCE
from siteplan.optimise.types import Bools, Floats

__all__ = ["Rounding"]


class Rounding:
    """Opens what the relaxation opens most, as far as sites, statuses and upper limits let; floors are not asked."""

    def __init__(self, problem: SiteProblem) -> None:
        rows = problem.rows
        capped = np.flatnonzero(np.isfinite(rows.upper))
        self._problem = problem
        self._upper = rows.upper[capped] + RULE_TOLERANCE * np.maximum(1.0, np.abs(rows.upper[capped]))
        self._columns = sp.csc_array(rows.options[capped])

    def plan(self, y: Floats) -> Bools:
        """(n_options,) the plan for fractions y (n_options,)."""
        problem, columns = self._problem, self._columns
        plan, used = problem.required.copy(), columns @ problem.required.astype(float)
        taken = set(problem.site_of[plan].tolist())
        for option in np.argsort(-y, kind="stable")[: np.count_nonzero(y > 0)].tolist():
            entries = slice(columns.indptr[option], columns.indptr[option + 1])
            row, more = columns.indices[entries], columns.data[entries]
            site = int(problem.site_of[option])
            if site not in taken and not problem.barred[option] and (used[row] + more <= self._upper[row]).all():
                plan[option] = True
                used[row] += more
                taken.add(site)
        return plan
