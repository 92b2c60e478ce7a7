"""Ease: what becomes of a rule when one of its limits gives way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from siteplan.optimise.capture import Capture
from siteplan.optimise.location import CoverageCapture
from siteplan.optimise.nothing import NoCapture
from siteplan.optimise.rules import (
    Budget,
    CannibalisationCap,
    CaptureFloor,
    CostPerVehicle,
    Count,
    CoverageFloor,
    EachAreaFloor,
    FormatShare,
    HuffCapacity,
    MinimumSales,
    RequiredSites,
    Rule,
    RuleReport,
)
from siteplan.optimise.rules.where import matching
from siteplan.optimise.types import Bools, Floats

__all__ = ["Goal", "Limit", "limits"]

LIMITS = {
    Budget: "limit",
    CannibalisationCap: "at_most",
    CaptureFloor: "at_least",
    CostPerVehicle: "limit",
    CoverageFloor: "at_least",
    EachAreaFloor: "at_least",
    HuffCapacity: "capacity",
    MinimumSales: "at_least",
}
"""What the one limit of a rule is called."""


@dataclass(frozen=True)
class Goal:
    """What to maximise to come as near to a limit as can be: a capture and fixed values (n_options,)."""

    capture: Capture
    fixed_value: Floats


@dataclass(frozen=True)
class Limit:
    """One thing a rule asks; `line` is its report, whose achieved figure does not matter here."""

    rule: Rule
    line: RuleReport

    @property
    def sense(self) -> str:
        """Return "at_most", "at_least" or "exactly"."""
        return self.line.sense

    def without(self) -> Rule | None:
        """Return what is left of the rule without this limit."""
        if isinstance(self.rule, Count | FormatShare):
            left = self._with(None)
            given = (left.at_least, left.at_most, getattr(left, "exactly", None))
            return left if any(limit is not None for limit in given) else None
        return None

    def sides(self) -> tuple[str, ...]:
        """Return the senses in which the limit may be missed."""
        return ("at_least", "at_most") if self.sense == "exactly" else (self.sense,)

    def goal(self, options: pd.DataFrame, n_zones: int, side: str) -> Goal | None:
        """Return what leads from one side nearest to the limit; None where that is no linear matter."""
        none = np.zeros(len(options))
        match self.rule:
            case CoverageFloor():
                rule = self.rule
                weights = np.asarray(rule.weights, dtype=float)
                return Goal(CoverageCapture(rule.covers, weights / weights.sum(), rule.covered), none)
            case CaptureFloor():
                return Goal(self.rule.capture, none)
            case Budget():
                return Goal(
                    NoCapture(len(options), n_zones), -self.rule.rows(options).options.toarray()[0].astype(float)
                )
            case Count():
                counted = matching(self.rule.where, options).astype(float)
                return Goal(NoCapture(len(options), n_zones), counted if side == "at_least" else -counted)
            case RequiredSites():
                listed = options["site"].isin(list(self.rule.sites)).to_numpy(dtype=bool)
                return Goal(NoCapture(len(options), n_zones), listed.astype(float))
        return None

    def eased(self, value: float, options: pd.DataFrame, open_: Bools | None = None) -> Rule | None:
        """Return the rule with another limit; None where it has none to change.

        Required sites become those that `open_` (n_options,) opens.
        """
        if isinstance(self.rule, tuple(LIMITS)):
            rule: Any = self.rule
            eased: Rule = replace(rule, **{LIMITS[type(rule)]: value})
            return eased
        match self.rule:
            case Count():
                return self._with(round(value))
            case FormatShare():
                return self._with(value)
            case RequiredSites() if open_ is not None:
                kept = set(options.loc[open_, "site"])
                return replace(self.rule, sites=[site for site in self.rule.sites if site in kept])
        return None

    def _with(self, value: float | None) -> Count | FormatShare:
        """Return the rule with another limit of the same sense."""
        changes: dict[str, Any] = {self.sense: value}
        assert isinstance(self.rule, Count | FormatShare)  # noqa: S101  both have limits by sense
        return replace(self.rule, **changes)

    @property
    def asked(self) -> float:
        """Return the limit itself, where it can be changed step by step."""
        return self.rule.at_least if isinstance(self.rule, EachAreaFloor) else self.line.asked

    @property
    def unit(self) -> str:
        """Return the unit of the limit; of every area it is a share, though areas are counted."""
        return "share" if isinstance(self.rule, EachAreaFloor) else self.line.unit

    @property
    def is_share(self) -> bool:
        """Whether the limit is a share, or another single number, that has no goal, and is found by halving."""
        if isinstance(self.rule, CannibalisationCap | HuffCapacity | MinimumSales):
            return np.ndim(getattr(self.rule, LIMITS[type(self.rule)])) == 0
        return isinstance(self.rule, EachAreaFloor | FormatShare | CostPerVehicle)

    def loosest(self, options: pd.DataFrame) -> float:
        """Return the limit that asks the least, where it is found by halving."""
        if isinstance(self.rule, CostPerVehicle | CannibalisationCap | HuffCapacity | MinimumSales):
            return self.rule.loosest(options)
        return 1.0 if self.sense == "at_most" else 0.0


def limits(rule: Rule, options: pd.DataFrame) -> list[Limit]:
    """List what a rule asks."""
    return [Limit(rule, line) for line in rule.reports(options, np.zeros(len(options), dtype=bool))]
