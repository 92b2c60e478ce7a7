"""Floors in every area - each county, say: of its people within reach, or of what it needs that sites there hold."""

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
from siteplan.optimise.tolerances import RULE_TOLERANCE
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["EachAreaFloor", "EachAreaRoom"]


class _InEveryArea(Rule):
    """A rule that asks the same share `at_least` of every area."""

    at_least: float

    def limits(self, options: pd.DataFrame) -> list[Limit]:
        """Return the share, though what is reported is in how many areas it is reached."""
        return [replace(limit, asked=self.at_least, unit="share") for limit in super().limits(options)]

    def loosened(self, limit: Limit, value: float, options: pd.DataFrame, open_: Bools | None = None) -> Rule:  # noqa: ARG002
        """Return the rule with another limit."""
        some: Any = self  # each kind is a dataclass
        changed: Rule = replace(some, at_least=value)
        return changed

    def ladder(self, limit: Limit, options: pd.DataFrame) -> tuple[float, ...]:  # noqa: ARG002  part of Rule
        """Return the smaller shares."""
        return share_ladder(limit)


@dataclass(frozen=True, eq=False)
class EachAreaFloor(_InEveryArea):
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


@dataclass(frozen=True, eq=False)
class EachAreaRoom(_InEveryArea):
    """In every area the open options there, and what is there already, hold at least a share of what it needs.

    Linear: sum of room_o y_o over the options of the area >= at_least * need - held. No option counts for more than is
    lacking, which changes no plan and tightens the relaxation.

    Parameters
    ----------
    room : (n_options,)
        What each option holds, from 0, in the unit of `need`; infinite where nothing limits it.
    area_of : (n_options,)
        Name of each option's area; what has a missing name counts for none.
    need : Series
        What each area needs, above 0, by its name.
    at_least : float
        Share of each area's need, 0 to 1.
    held : Series, optional
        What is there already, by area.
    """

    room: Floats
    area_of: Sequence[Any]
    need: pd.Series
    at_least: float
    held: pd.Series | None = None
    name: str = "room in every area"

    def problems(self, options: pd.DataFrame, n_zones: int) -> list[Problem]:  # noqa: ARG002  part of Rule
        """List wrong lengths, rooms and needs that cannot be, and a share that is none."""
        n = len(options)
        found = [
            (np.shape(self.room) == (n,) and bool((self.room >= 0).all()), "room", f"Give {n} numbers from 0"),
            (len(self.area_of) == n, "area_of", f"Give {n} names"),
            (len(self.need) > 0 and bool((self.need > 0).all()), "need", "Give each area what it needs, above 0"),
            (bool((self._held >= 0).all()), "held", "Give what is there already, from 0"),
            (0 <= self.at_least <= 1, "at_least", "Give a share from 0 to 1"),
        ]
        what = f"rule {self.name!r}: wrong length, or not a number that can be"
        return [Problem("rules", what, remedy, column) for good, column, remedy in found if not good]

    def rows(self, options: pd.DataFrame) -> Rows:  # noqa: ARG002  part of Rule
        """One row an area, in parts of its need."""
        lacking = np.maximum(self.at_least - self._held / self._need, 0.0)
        at = np.flatnonzero(self._area >= 0)
        area = self._area[at]
        parts = np.minimum(np.asarray(self.room, dtype=float)[at] / self._need[area], lacking[area])
        shape = (len(self.need), len(self.area_of))
        return Rows.plain(sp.csr_array((parts, (area, at)), shape=shape), lacking, np.full(len(lacking), np.inf))

    def reports(self, options: pd.DataFrame, open_: Bools) -> tuple[RuleReport, ...]:  # noqa: ARG002  part of Rule
        """In how many areas the share is held; the share itself where there is but one."""
        shares = self._shares(open_)
        if len(shares) == 1:
            return (report(self.name, "room", "at_least", self.at_least, float(shares[0]), "share", None),)
        met, asked = float(np.count_nonzero(self._meets(shares))), float(len(shares))
        return (report(self.name, "each_area_room", "at_least", asked, met, "areas", None),)

    def unmet(self, open_: Bools) -> list[Any]:
        """Name the areas whose share these options would not hold."""
        return list(self.need.index[~self._meets(self._shares(open_))])

    def _meets(self, shares: Floats) -> Bools:
        return np.asarray(shares >= self.at_least - RULE_TOLERANCE)

    def _shares(self, open_: Bools) -> Floats:
        """Return the part of its need that each area holds (n_areas,): at most all of it by a site without limit."""
        held = self._held.copy()
        at = np.flatnonzero(np.asarray(open_, dtype=bool) & (self._area >= 0))
        np.add.at(held, self._area[at], np.asarray(self.room, dtype=float)[at])
        return np.asarray(np.where(np.isinf(held), 1.0, held / self._need))

    @cached_property
    def _need(self) -> Floats:
        return self.need.to_numpy(dtype=float)

    @cached_property
    def _held(self) -> Floats:
        """(n_areas,)."""
        none = np.zeros(len(self.need))
        return none if self.held is None else self.held.reindex(self.need.index).fillna(0.0).to_numpy(dtype=float)

    @cached_property
    def _area(self) -> Ints:
        """(n_options,) number of each option's area; -1 of those in none that needs anything."""
        return np.asarray(pd.Index(self.need.index).get_indexer(pd.Index(list(self.area_of), dtype=object)))
