"""Capacity: what an open option can serve, where zones are allocated to the options that serve them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy.sparse as sp

from siteplan.errors import Problem
from siteplan.optimise.captures.sparse import finite_from_zero
from siteplan.optimise.rules.rows import Rows
from siteplan.optimise.rules.rule import Rule, RuleReport, report
from siteplan.optimise.types import Bools, Floats

__all__ = ["Capacity"]


@dataclass(frozen=True, eq=False)
class Capacity(Rule):
    """The zones allocated to an open option demand no more than its limit; exact.

    With this rule zones no longer go by the best of all open options: the plan says which options serve them, and
    `solve` finds options and allocation together. A zone is worth what its options are worth to it, in proportion to
    its parts; what is not allocated stays as it is today: not covered, `beyond` minutes away, not attending. Own
    facilities keep what they serve, without a limit. For coverage, nearest and attendance, and for plans whose zones
    are worth nothing (ZeroCapture: every option may serve every zone).

    Parameters
    ----------
    limit : (n_options,)
        In the unit of the demand; inf where there is none.
    demand : (n_zones,)
        What a zone takes of the limit of the option that serves it.
    single : bool
        Whether a zone goes to one option wholly, or not at all; otherwise in any parts to any options.
    serve_all : bool
        Whether every zone has to be allocated wholly, those apart that own facilities serve: the capacitated p-median
        asks so. Otherwise zones may go unserved.

    References
    ----------
    Mulvey, J. M. and Beck, M. P. (1984), Solving capacitated clustering problems, EJOR 18.
    Current, J. R. and Storbeck, J. E. (1988), Capacitated covering models, Environment and Planning B 15.
    """

    limit: Floats
    demand: Floats
    single: bool = False
    serve_all: bool = False
    name: str = "capacity"

    def problems(self, options: pd.DataFrame, n_zones: int) -> list[Problem]:
        """List shapes that do not fit, and limits and demands that are none."""
        limit, demand = np.asarray(self.limit, dtype=float), np.asarray(self.demand, dtype=float)
        n = len(options)
        cases = (
            (limit.shape == (n,), "limit", f"shape {limit.shape}", f"Give {n}: one for each option"),
            (demand.shape == (n_zones,), "demand", f"shape {demand.shape}", f"Give {n_zones}: one for each zone"),
            (bool((limit >= 0).all()), "limit", "NaN or negative", "Give numbers from 0; inf where there is no limit"),
            (finite_from_zero(demand), "demand", "NaN, infinite or negative", "Give finite numbers from 0"),
        )
        return [
            Problem("rules", f"rule {self.name!r}: {what}", remedy, column)
            for good, column, what, remedy in cases
            if not good
        ]

    def rows(self, options: pd.DataFrame) -> Rows:
        """None: what is allocated to whom is no matter of the options alone."""
        return Rows.plain(sp.csr_array((0, len(options))), np.empty(0), np.empty(0))

    def reports(self, options: pd.DataFrame, open_: Bools) -> tuple[RuleReport, ...]:  # noqa: ARG002  part of Rule
        """None: see `load_reports`."""
        return ()

    @property
    def allocation(self) -> Capacity:
        """Itself."""
        return self

    def load_reports(self, open_: Bools, loads: Floats, served: Bools) -> tuple[RuleReport, ...]:
        """Report the open option with the least room, and how many zones are served where all have to be.

        Parameters
        ----------
        loads : (n_options,) demand allocated to each option
        served : (n_zones,) zones served wholly
        """
        found = []
        limit = np.asarray(self.limit, dtype=float)
        if open_.any():
            least = int(np.argmin(np.where(open_, limit - loads, np.inf)))
            found.append(report(self.name, "capacity", "at_most", limit[least], loads[least], "demand", None))
        if self.serve_all:
            n_served = float(np.count_nonzero(served))
            found.append(report(self.name, "capacity", "at_least", float(len(served)), n_served, "zones", None))
        return tuple(found)
