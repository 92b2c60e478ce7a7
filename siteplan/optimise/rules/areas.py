"""EachAreaFloor: every area - each county, say - has a share of its people within reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp

from siteplan.errors import Problem
from siteplan.optimise.rules.coverage import CoverageFloor
from siteplan.optimise.rules.limit import Limit, share_ladder
from siteplan.optimise.rules.rows import Rows, stack
from siteplan.optimise.rules.rule import Covering, Rule, RuleReport, report
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["EachAreaFloor"]


@dataclass(frozen=True, eq=False)
class EachAreaFloor(Rule):
    """Open options cover at least a share of the weights of every area; exact, as CoverageFloor is.

    Parameters
    ----------
    covers : sparse bool (n_zones, n_options)
        Whether the option, once open, covers the zone.
    weights : (n_zones,)
        Persons; areas without any are left out.
    area_of : (n_zones,)
        Name of each zone's area; zones with a missing name belong to none.
    at_least : float
        Share of each area's weights, 0 to 1.
    covered : (n_zones,) bool, optional
        Zones that own facilities cover already.
    """

    covers: sp.csr_array | sp.csr_matrix
    weights: Floats
    area_of: Sequence[Any]
    at_least: float
    covered: Bools | None = None
    name: str = "every area"

    def problems(self, options: pd.DataFrame, n_zones: int) -> list[Problem]:
        """List what CoverageFloor refuses, and too few or too many names."""
        found = CoverageFloor(self.covers, self.weights, self.at_least, self.covered, self.name).problems(
            options, n_zones
        )
        if len(self.area_of) != n_zones:
            found.append(Problem("rules", f"rule {self.name!r}: wrong length", f"Give {n_zones} names", "area_of"))
        return found

    def rows(self, options: pd.DataFrame) -> Rows:
        """One row an area."""
        return stack([floor.rows(options) for floor in self._floors], len(options))

    def reports(self, options: pd.DataFrame, open_: Bools) -> tuple[RuleReport, ...]:
        """In how many of the areas the share is reached."""
        met = sum(floor.reports(options, open_)[0].met for floor in self._floors)
        asked = float(len(self._floors))
        return (report(self.name, "each_area", "at_least", asked, float(met), "areas", None),)

    def limits(self, options: pd.DataFrame) -> list[Limit]:
        """Return the share, though what is reported is in how many areas it is reached."""
        return [replace(limit, asked=self.at_least, unit="share") for limit in super().limits(options)]

    def loosened(self, limit: Limit, value: float, options: pd.DataFrame, open_: Bools | None = None) -> Rule:  # noqa: ARG002
        """Return the rule with another limit."""
        return replace(self, at_least=value)

    def ladder(self, limit: Limit, options: pd.DataFrame) -> tuple[float, ...]:  # noqa: ARG002  part of Rule
        """Return the smaller shares."""
        return share_ladder(limit)

    @property
    def coverage(self) -> Covering:
        """All areas together."""
        return Covering(self.covers, self.weights)

    def unmet(self, open_: Bools) -> list[Any]:
        """Name the areas whose share these options would not reach."""
        none = pd.DataFrame()
        floors = zip(self.areas, self._floors, strict=True)
        return [area for area, floor in floors if not floor.reports(none, open_)[0].met]

    def uncovered(self, open_: Bools) -> Bools:
        """(n_zones,) zones of those areas that neither these options nor own facilities cover."""
        whole = CoverageFloor(self.covers, self.weights, self.at_least, self.covered)
        return np.asarray(whole.uncovered(open_) & np.isin(np.asarray(self.area_of), self.unmet(open_)))

    @cached_property
    def areas(self) -> list[Any]:
        """Names of the areas that have any weight."""
        weighed = pd.Series(np.asarray(self.weights, dtype=float)).groupby(np.asarray(self.area_of)).sum()
        return list(weighed.index[weighed > 0])

    @cached_property
    def _floors(self) -> list[CoverageFloor]:
        """One floor an area, over its own zones only."""
        covers, names = sp.csr_array(self.covers), np.asarray(self.area_of)
        return [self._floor(covers, np.flatnonzero(names == area)) for area in self.areas]

    def _floor(self, covers: sp.csr_array, zones: Ints) -> CoverageFloor:
        covered = None if self.covered is None else np.asarray(self.covered, dtype=bool)[zones]
        weights = np.asarray(self.weights, dtype=float)[zones]
        return CoverageFloor(sp.csr_array(covers[zones]), weights, self.at_least, covered, self.name)
