"""CannibalisationCap: what new options may take from an own facility."""

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
from siteplan.optimise.rules.limit import Limit, amount_ladder, share_ladder
from siteplan.optimise.rules.rule import Rule, RuleReport, report
from siteplan.optimise.rules.site_sales import HuffSales, amount_problems, each
from siteplan.optimise.tolerances import MORE_THAN_ALL, RULE_TOLERANCE
from siteplan.optimise.types import Bools, Floats

__all__ = ["CannibalisationCap"]


@dataclass(frozen=True, eq=False)
class CannibalisationCap(LazyConstraint):
    """The open options take at most so much from each own facility, by Huff's shares.

    A facility of utility e captures sum over zones of w e / (E + C) today, and w e / (E + C + U) then. Exact: each
    answer is checked, and options that take too much from a facility are kept from opening together.

    Parameters
    ----------
    capture : HuffCapture
        Shares on the zones and options of the problem; its `own` is what all own facilities pull.
    own_utility : (n_zones, n_facilities), or (n_zones,) of one
        Utilities of the facilities to protect; part of the capture's `own`.
    at_most : float or (n_facilities,)
        A part of what the facility captures today, 0 to 1; or, where `share` is False, an amount.
    stands : (n_options,) bool, optional
        Options that are open today; none, if left out.
    """

    capture: HuffCapture
    own_utility: Floats
    at_most: float | Floats
    share: bool = True
    name: str = "cannibalisation"
    stands: Bools | None = None

    def problems(self, options: pd.DataFrame, n_zones: int) -> list[Problem]:
        """List what is wrong with shares and utilities, and limits that cannot be."""
        found = capture_problems(self.name, self.capture, len(options), n_zones)
        if self._own.shape[0] != n_zones:
            what = f"rule {self.name!r}: utilities of {self._own.shape[0]} zones"
            return [*found, Problem("rules", what, f"Give one for each of {n_zones} zones", "own_utility")]
        if not (np.isfinite(self._own).all() and (self._own >= 0).all()):
            what = f"rule {self.name!r}: utilities are NaN, infinite or negative"
            found.append(Problem("rules", what, "Give finite utilities from 0", "own_utility"))
        most = 1.0 if self.share else np.inf
        found += amount_problems(self.name, "at_most", self.at_most, self._own.shape[1], most)
        if not found and (self._own.sum(axis=1) > self._own_total * (1 + MORE_THAN_ALL)).any():
            what = f"rule {self.name!r}: facilities pull more than all own facilities together"
            found.append(Problem("rules", what, "Give the capture all own utilities as its own", "own_utility"))
        return found

    def taken(self, open_: Bools) -> Floats:
        """(n_facilities,) what the open options take from each facility, in the unit of the capture."""
        return np.asarray(self._today - self._huff_sales.left(self._own, open_))

    def breaches(self, options: pd.DataFrame, open_: Bools) -> Floats:  # noqa: ARG002  part of LazyConstraint
        """(n_facilities,) what each loses too much."""
        return np.maximum(self._kept - self._huff_sales.left(self._own, open_), 0.0)

    def cuts(self, options: pd.DataFrame, open_: Bools) -> Iterator[FeasibilityCut]:
        """Yield cuts for each facility that loses too much."""
        robbed, kept = np.flatnonzero(self.breaches(options, open_)).tolist(), self._kept
        sites = ((self._huff_sales.facility(self._own[:, f]), float(kept[f])) for f in robbed)
        return (cut for site, least in sites for cut in site.at_least(open_, least))

    def separate(self, options: pd.DataFrame, y: Floats) -> Iterator[FeasibilityCut]:  # noqa: ARG002
        """Yield one for each facility."""
        kept = self._kept
        return (self._huff_sales.facility(own).chain(y, float(kept[f])) for f, own in enumerate(self._own.T))

    def reports(self, options: pd.DataFrame, open_: Bools) -> tuple[RuleReport, ...]:  # noqa: ARG002
        """Report the facility that is nearest to its limit, or farthest above."""
        limits, unit = each(self.at_most, self._own.shape[1]), "share" if self.share else "vehicles"
        taken = self.taken(open_) / (np.where(self._today > 0, self._today, 1.0) if self.share else 1.0)
        worst = int(np.argmax(taken - limits))
        line = report(self.name, "cannibalisation", "at_most", float(limits[worst]), float(taken[worst]), unit, None)
        return (line,)

    def loosened(self, limit: Limit, value: float, options: pd.DataFrame, open_: Bools | None = None) -> Rule:  # noqa: ARG002
        """Return the rule with another limit."""
        return replace(self, at_most=value)

    def ladder(self, limit: Limit, options: pd.DataFrame) -> tuple[float, ...]:  # noqa: ARG002  part of Rule
        """Return larger shares, or amounts up to all that a facility captures; none where each has a limit."""
        if np.ndim(self.at_most) > 0:
            return ()
        return share_ladder(limit) if self.share else amount_ladder(limit, float(self._today.max()))

    @cached_property
    def _huff_sales(self) -> HuffSales:
        return HuffSales(self.capture)

    @cached_property
    def _own(self) -> Floats:
        """(n_zones, n_facilities)."""
        own = np.asarray(self.own_utility, dtype=float)
        return own[:, np.newaxis] if own.ndim == 1 else own

    @property
    def _own_total(self) -> Floats:
        own = self.capture.own
        return np.zeros(len(self._own)) if own is None else np.asarray(own, dtype=float)

    @cached_property
    def _today(self) -> Floats:
        """(n_facilities,) what each captures before anything opens or closes."""
        none = np.zeros(self.capture.utility.shape[1], dtype=bool)
        return self._huff_sales.left(self._own, none if self.stands is None else self.stands)

    @cached_property
    def _kept(self) -> Floats:
        """(n_facilities,) what each must keep, with room for rounding."""
        limits = each(self.at_most, self._own.shape[1])
        room = RULE_TOLERANCE * np.maximum(1.0, limits)
        return np.asarray(self._today - (limits + room) * (self._today if self.share else 1.0))
