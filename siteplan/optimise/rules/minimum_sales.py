"""MinimumSales: an option opens only where it will sell enough itself - no blind expansion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from siteplan.errors import Problem
from siteplan.optimise.captures.huff import HuffCapture
from siteplan.optimise.rules.capture_floor import capture_problems
from siteplan.optimise.rules.lazy_constraint import FeasibilityCut, LazyConstraint
from siteplan.optimise.rules.limit import Limit, amount_ladder
from siteplan.optimise.rules.rule import Rule, RuleReport, report
from siteplan.optimise.rules.site_sales import HuffSales, amount_problems, each
from siteplan.optimise.rules.where import Where, matching, where_problems
from siteplan.optimise.tolerances import RULE_TOLERANCE
from siteplan.optimise.types import Bools, Floats

__all__ = ["MinimumSales"]


@dataclass(frozen=True, eq=False)
class MinimumSales(LazyConstraint):
    """Every open option that `where` picks captures at least so much itself, by Huff's shares.

    Its own capture is sum over zones of w u / (E + C + U), which falls as others open. Exact: each answer is checked,
    and options that leave one of them too little are kept from opening together.

    Parameters
    ----------
    capture : HuffCapture
        Shares on the zones and options of the problem.
    at_least : float or (n_options,)
        In the unit of the capture; 0 asks nothing.
    caps : (n_options,), optional
        The most that each sells, no less than is asked of it: what it wins above that is no sale.
    """

    capture: HuffCapture
    at_least: float | Floats
    where: Where = None
    name: str = "minimum sales"
    caps: Floats | None = None

    def problems(self, options: pd.DataFrame, n_zones: int) -> list[Problem]:
        """List what is wrong with the shares, limits that cannot be, columns and values that are not there."""
        return [
            *capture_problems(self.name, self.capture, len(options), n_zones),
            *amount_problems(self.name, "at_least", self.at_least, len(options), np.finfo(float).max),
            *where_problems(self.name, self.where, options),
        ]

    def sales(self, open_: Bools) -> Floats:
        """(n_options,) what each open option sells itself."""
        sales = self._huff_sales.sales(open_)
        return sales if self.caps is None else np.minimum(sales, self.caps)

    def breaches(self, options: pd.DataFrame, open_: Bools) -> Floats:
        """(n_options,) what each open option sells too little."""
        return np.where(open_, np.maximum(_loosened(self._floors(options)) - self.sales(open_), 0.0), 0.0)

    def cuts(self, options: pd.DataFrame, open_: Bools) -> Iterator[FeasibilityCut]:
        """Yield cuts for each option that sells too little."""
        floors = _loosened(self._floors(options))
        short = np.flatnonzero(self.breaches(options, open_)).tolist()
        return (cut for o in short for cut in self._huff_sales.option(o).at_least(open_, float(floors[o])))

    def separate(self, options: pd.DataFrame, y: Floats) -> Iterator[FeasibilityCut]:
        """Yield one for each option that the fractions open and leave too little."""
        floors = _loosened(self._floors(options))
        short = np.flatnonzero((y > 0) & (self._huff_sales.beside(y) < floors)).tolist()
        return (self._huff_sales.option(o).chain(y, float(floors[o])) for o in short)

    def reports(self, options: pd.DataFrame, open_: Bools) -> tuple[RuleReport, ...]:
        """Report the option that is nearest to its limit, or farthest below; a limit just met where none is open."""
        floors, sales = self._floors(options), self.sales(open_)
        some = np.flatnonzero(open_ & (floors > 0))
        worst = some[np.argmin(sales[some] - floors[some])] if len(some) else None
        asked = float(floors.max() if worst is None else floors[worst])
        achieved = asked if worst is None else float(sales[worst])
        return (report(self.name, "minimum_sales", "at_least", asked, achieved, "vehicles", None),)

    def loosened(self, limit: Limit, value: float, options: pd.DataFrame, open_: Bools | None = None) -> Rule:  # noqa: ARG002
        """Return the rule with another limit."""
        return replace(self, at_least=value)

    def ladder(self, limit: Limit, options: pd.DataFrame) -> tuple[float, ...]:  # noqa: ARG002  part of Rule
        """Return smaller amounts, down to nothing; none where each option has a limit."""
        return () if np.ndim(self.at_least) > 0 else amount_ladder(limit, 0.0)

    @cached_property
    def _huff_sales(self) -> HuffSales:
        return HuffSales(self.capture)

    def _floors(self, options: pd.DataFrame) -> Floats:
        return np.where(matching(self.where, options), each(self.at_least, len(options)), 0.0)


def _loosened(floors: Floats) -> Floats:
    """Leave room for rounding."""
    return np.asarray(floors - RULE_TOLERANCE * np.maximum(1.0, floors))
