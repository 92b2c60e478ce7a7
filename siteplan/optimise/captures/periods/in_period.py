r"""InPeriod: a capture of what stands in one period, asked of what was chosen for all periods.

An option of a problem in time is a schedule of a site: what stands there, period by period. In period *s* the columns
:math:`y = A_s x` of a capture stand, with :math:`A_s` a 0/1 matrix that has at most one entry a schedule. A concave
function of :math:`y` is one of :math:`x`; its cuts are made over columns, of which there are few, and spread over
schedules only once they are summed over zones.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from siteplan.errors import Problem
from siteplan.optimise.captures.by_columns import ByColumns
from siteplan.optimise.captures.capture import Capture, MostSold
from siteplan.optimise.captures.periods.period_state import PeriodState
from siteplan.optimise.types import Bools, Ints

__all__ = ["InPeriod"]


@dataclass(frozen=True, eq=False)
class InPeriod(ByColumns):
    """The zones of a capture in one period.

    Parameters
    ----------
    capture : Capture
        Over columns: what may stand.
    column : (n_options,) int
        Number of the column that stands in this period where the option is chosen; -1 where nothing does. Options of
        different sites have different columns.
    weight : float
        What a unit of the capture counts in this period: its part of all time, say.
    """

    capture: Capture
    column: Ints
    weight: float = 1.0

    def problems(self, n_options: int) -> list[Problem]:
        """List what is wrong with the capture; columns without number, and too many of them."""
        column = np.asarray(self.column)
        if column.shape != (n_options,):
            return [Problem("capture", "wrong length", f"Give {n_options} numbers of columns", "column")]
        n_columns = self.capture.n_columns
        if column.max(initial=-1) >= n_columns or column.min(initial=0) < -1:
            return [Problem("capture", f"not between -1 and {n_columns - 1}", "Number the capture's columns", "column")]
        if not (np.isfinite(self.weight) and self.weight > 0):
            return [Problem("capture", f"{self.weight} is no weight", "Give a number above 0", "weight")]
        return self.capture.problems(n_columns)

    @cached_property
    def stands(self) -> sp.csr_array:
        """(n_columns, n_options): 1 where the column stands if the option is chosen."""
        options = np.flatnonzero(self.column >= 0)
        shape = (self.capture.n_columns, len(self.column))
        return sp.csr_array((np.ones(len(options)), (self.column[options], options)), shape=shape)

    def ties(self, site_of: Ints) -> tuple[sp.csr_array, Ints]:
        """Return what reaches the zones by columns, and the site of each."""
        return self.capture.ties(self._site_of_columns(site_of))

    def at_sites(self, site_of: Ints) -> InPeriod:
        """Return the same, knowing the site of each option."""
        return replace(self, capture=self.capture.at_sites(self._site_of_columns(site_of)))

    def _site_of_columns(self, site_of: Ints) -> Ints:
        """(n_columns,) the site of each column; one by which no option stands is a site of its own."""
        n_columns, sites = self.capture.n_columns, np.asarray(site_of)
        of_column = np.arange(n_columns) + int(sites.max(initial=-1)) + 1
        there = self.column >= 0
        of_column[self.column[there]] = sites[there]
        return of_column

    def state_at(self, open_: Bools) -> PeriodState:
        """Return its state at a set of open options."""
        return PeriodState(self.capture.state_at(self.columns_at(open_) > 0), self.column, open_, self.weight)

    def among(self, options: Bools) -> InPeriod:
        """Return the same with every other option unable to open."""
        return replace(self, capture=self.capture.among(self.columns_at(options) > 0))

    def components(self) -> tuple[Capture, ...]:
        """Return those of the capture, each in this period."""
        return tuple(InPeriod(part, self.column, self.weight) for part in self.capture.components())

    def most_sold(self, zones: Bools) -> MostSold | None:
        """Return what the capture does, told of options."""
        most = self.capture.most_sold(zones)
        if most is None:
            return None
        return most._replace(
            constant=most.constant * self.weight, slopes=np.asarray(self.stands.T @ most.slopes) * self.weight
        )
