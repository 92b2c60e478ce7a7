"""HuffCapacity: an option opens only where it can serve all who come."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from siteplan.errors import Problem
from siteplan.optimise.captures.huff import HuffCapture
from siteplan.optimise.rules.amounts import amount_problems, each
from siteplan.optimise.rules.bars import Bar
from siteplan.optimise.rules.capture_floor import capture_problems
from siteplan.optimise.rules.checked import Checked
from siteplan.optimise.rules.rule import TOLERANCE, RuleReport, report
from siteplan.optimise.rules.seller import Market
from siteplan.optimise.types import Bools, Floats

__all__ = ["HuffCapacity"]


@dataclass(frozen=True, eq=False)
class HuffCapacity(Checked):
    """No open option captures more itself than it has room for, by Huff's shares.

    Its load is sum over zones of w u / (E + C + U), which falls as others open: customers choose, nobody sends them
    elsewhere. Exact: each answer is checked, and where an option has too much, enough others must open or it closes.

    Parameters
    ----------
    capture : HuffCapture
        Shares on the zones and options of the problem.
    capacity : float or (n_options,)
        In the unit of the capture; infinite where there is no limit.
    """

    capture: HuffCapture
    capacity: float | Floats
    name: str = "capacity"

    @property
    def mended(self) -> bool:
        """Others take some of the load."""
        return True

    def problems(self, options: pd.DataFrame, n_zones: int) -> list[Problem]:
        """List what is wrong with the shares, and capacities that cannot be."""
        return [
            *capture_problems(self.name, self.capture, len(options), n_zones),
            *amount_problems(self.name, "capacity", self.capacity, len(options)),
        ]

    def load(self, open_: Bools) -> Floats:
        """(n_options,) what each open option captures itself."""
        return self._market.sales(open_)

    def breaches(self, options: pd.DataFrame, open_: Bools) -> Floats:
        """(n_options,) what each open option has too much."""
        return np.maximum(self.load(open_) - self._caps(len(options)), 0.0)

    def bars(self, options: pd.DataFrame, open_: Bools) -> list[Bar]:
        """Return bars for each option that has too much."""
        full, caps = np.flatnonzero(self.breaches(options, open_)).tolist(), self._caps(len(open_))
        return [bar for o in full for bar in self._market.option(o).at_most(open_, float(caps[o]))]

    def bars_at(self, options: pd.DataFrame, y: Floats) -> list[Bar]:  # noqa: ARG002
        """Return one for each option that the fractions open and give too little relief."""
        caps, relief = self._caps(len(y)), self._alone - self._market.beside(y)
        over = np.maximum(self._alone - caps, 0.0)
        some = np.flatnonzero((over > 0) & (over * y > relief)).tolist()
        return [self._market.option(o).tangent(y, float(caps[o])) for o in some]

    def reports(self, options: pd.DataFrame, open_: Bools) -> tuple[RuleReport, ...]:
        """Report the option that is nearest to its capacity, or farthest above; no load where none is open."""
        capacity, load = each(self.capacity, len(options)), self.load(open_)
        some = np.flatnonzero(open_ & np.isfinite(capacity))
        worst = some[np.argmax(load[some] - capacity[some])] if len(some) else None
        asked = float(capacity.min() if worst is None else capacity[worst])
        achieved = 0.0 if worst is None else float(load[worst])
        return (report(self.name, "capacity", "at_most", asked, achieved, "vehicles", None),)

    def loosest(self, options: pd.DataFrame) -> float:  # noqa: ARG002  alike for all such rules
        """Return the most that any option has alone."""
        return max(float(self._alone.max()), float(np.max(self.capacity)))

    @cached_property
    def _market(self) -> Market:
        return Market(self.capture)

    @cached_property
    def _alone(self) -> Floats:
        """(n_options,) what each has where no other option opens."""
        return self._market.beside(np.zeros(self.capture.utility.shape[1]))

    def _caps(self, n_options: int) -> Floats:
        """(n_options,) capacities with room for rounding."""
        capacity = each(self.capacity, n_options)
        return np.asarray(capacity + TOLERANCE * np.maximum(1.0, capacity))
