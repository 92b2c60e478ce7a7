"""Ease: what becomes of a rule when one of its limits gives way."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp

from siteplan.optimise.rules import (
    Budget,
    CannibalisationCap,
    CaptureFloor,
    CostPerVehicle,
    Count,
    CoverageFloor,
    CoverAll,
    EachAreaFloor,
    FormatShare,
    MinimumSales,
    RequiredSites,
    Rule,
    RuleReport,
)
from siteplan.optimise.types import Bools, Floats

__all__ = ["AMOUNTS", "Family", "Limit", "limits"]

SHARE_STEP = 1e-3
AMOUNT_STEP = 1e-3
"""Part of the limit by which amounts are eased step by step."""
DIGITS = 4
COUNTED = ("sites", "zones")
LIMITS = {
    Budget: "limit",
    CannibalisationCap: "at_most",
    CaptureFloor: "at_least",
    CostPerVehicle: "limit",
    CoverageFloor: "at_least",
    EachAreaFloor: "at_least",
    MinimumSales: "at_least",
}
"""What the one limit of a rule is called."""
SHARES = (EachAreaFloor, FormatShare)
AMOUNTS = (CannibalisationCap, CaptureFloor, CostPerVehicle, MinimumSales)
"""Rules with a limit that is eased step by step; that of the first may be a share, too."""


@dataclass(frozen=True)
class Family:
    """A number of a rule, other than its limits, that can give way: the minutes of a floor, say.

    Attributes
    ----------
    number : position of the rule in the problem
    what, unit : name of the number, and its unit
    asked : the number as it is
    values : others, each of which lets more plans through than the one before
    at : the rule under another number
    """

    number: int
    what: str
    unit: str
    asked: float
    values: tuple[float, ...]
    at: Callable[[float], Rule]


@dataclass(frozen=True)
class Limit:
    """One thing a rule asks; `line` is its report, whose achieved figure does not matter here."""

    rule: Rule
    line: RuleReport

    @property
    def sense(self) -> str:
        """Return "at_most", "at_least" or "exactly"."""
        return self.line.sense

    @property
    def asked(self) -> float:
        """Return the limit itself, where it can be changed step by step."""
        return self.rule.at_least if isinstance(self.rule, EachAreaFloor) else self.line.asked

    @property
    def unit(self) -> str:
        """Return the unit of the limit."""
        return "share" if isinstance(self.rule, EachAreaFloor) else self.line.unit

    def without(self) -> Rule | None:
        """Return what is left of the rule without this limit."""
        if isinstance(self.rule, Count | FormatShare):
            left = self._with(None)
            given = (left.at_least, left.at_most, getattr(left, "exactly", None))
            return left if any(limit is not None for limit in given) else None
        return None

    def sides(self) -> dict[str, Rule | None]:
        """Return the senses in which the limit may be missed, each with the rule that stays on that side of it."""
        rule = self.rule
        if isinstance(rule, Count) and self.sense == "exactly":
            n = rule.exactly
            return {
                "at_least": replace(rule, exactly=None, at_most=n),
                "at_most": replace(rule, exactly=None, at_least=n),
            }
        return {"at_least" if self.sense == "exactly" else self.sense: self.without()}

    def target(self, options: pd.DataFrame) -> tuple[Rule, float] | None:
        """Return a rule whose only row is the figure that the limit is about, in parts of so many units; None if none.

        Shares have none, nor have captures and rules of which only whether they hold can be said.
        """
        match self.rule:
            case Budget() | CoverageFloor():
                return self.rule, 1.0
            case Count():
                return replace(self.rule, at_most=None, at_least=None, exactly=round(self.asked)), 1.0
            case RequiredSites():
                listed = options["site"].isin(list(self.rule.sites)).to_numpy(dtype=bool)
                return Count(exactly=round(self.asked), where=listed), 1.0
            case CoverAll(times=1):
                n_zones, n_options = np.shape(self.rule.covers)
                settled = ~self.rule.uncovered(np.zeros(n_options, dtype=bool))
                return CoverageFloor(sp.csr_array(self.rule.covers), np.ones(n_zones), 1.0, settled), float(n_zones)
        return None

    def ladder(self, options: pd.DataFrame) -> tuple[float, ...]:
        """Return values to try, nearest first, where the limit has no target but is one number; else empty."""
        if isinstance(self.rule, AMOUNTS) and self.unit != "share":
            rungs = dict.fromkeys(self.readable(value) for value in self._amounts(options))
            return tuple(value for value in rungs if self._looser(value))
        if not isinstance(self.rule, SHARES + AMOUNTS) or np.ndim(self._one_limit) > 0:
            return ()
        steps = round(1 / SHARE_STEP)
        grid = [step / steps for step in range(steps + 1)]
        return tuple(filter(self._looser, grid if self.sense == "at_most" else reversed(grid)))

    def stepped(self, value: float) -> Rule:
        """Return the rule at another value of its one limit, or of the limit of that sense."""
        if isinstance(self.rule, Count | FormatShare):
            return self._with(value)
        rule: Any = self.rule
        stepped: Rule = replace(rule, **{LIMITS[type(rule)]: value})
        return stepped

    def eased(self, value: float, options: pd.DataFrame, open_: Bools | None = None) -> Rule | None:
        """Return the rule with another limit; None where it has none to change.

        Required sites, and zones that all must be reached, become those of a plan `open_` (n_options,).
        """
        if isinstance(self.rule, (*LIMITS, FormatShare)):
            return self.stepped(value)
        match self.rule:
            case Count():
                return self._with(round(value))
            case RequiredSites() if open_ is not None:
                kept = set(options.loc[open_, "site"])
                return replace(self.rule, sites=[site for site in self.rule.sites if site in kept])
            case CoverAll() if open_ is not None:
                return self.rule.sparing(self.rule.uncovered(open_))
        return None

    def readable(self, value: float, *, beyond: bool = False) -> float:
        """Return a value of the limit in few digits, on the side that lets more through, or less; whole counts."""
        if self.unit in COUNTED:
            return float(math.floor(value + 1e-6) if self.sense == "at_least" else math.ceil(value - 1e-6))
        if value == 0:
            return value
        step = SHARE_STEP if self.unit == "share" else 10.0 ** (math.floor(math.log10(abs(value))) - DIGITS + 1)
        steps = value / step
        down = (self.sense == "at_least") != beyond
        return float(f"{(math.floor(steps + 1e-9) if down else math.ceil(steps - 1e-9)) * step:.12g}")

    @property
    def _one_limit(self) -> Any:
        """The limit as the rule has it: a number, or one for each option or facility."""
        return getattr(self.rule, LIMITS[type(self.rule)]) if type(self.rule) in LIMITS else self.asked

    def _looser(self, value: float) -> bool:
        return value > self.asked if self.sense == "at_most" else value < self.asked

    def _amounts(self, options: pd.DataFrame) -> Floats:
        """Return amounts in small steps from what is asked to what asks nothing; those far apart by their ratio."""
        if np.ndim(self._one_limit) > 0 or not isinstance(self.rule, AMOUNTS):
            return np.array([])
        asked, loosest = self.asked, self.rule.loosest(options)
        if not np.isfinite([asked, loosest]).all():
            return np.array([])
        if asked > 0 and loosest > 2 * asked:
            return np.geomspace(asked, loosest, math.ceil(math.log(loosest / asked) / math.log1p(AMOUNT_STEP)) + 1)
        return np.linspace(asked, loosest, round(1 / AMOUNT_STEP) + 1)

    def _with(self, value: float | None) -> Count | FormatShare:
        """Return the rule with another limit of the same sense."""
        changes: dict[str, Any] = {self.sense: value}
        assert isinstance(self.rule, Count | FormatShare)  # noqa: S101  both have limits by sense
        return replace(self.rule, **changes)


def limits(rule: Rule, options: pd.DataFrame) -> list[Limit]:
    """List what a rule asks."""
    return [Limit(rule, line) for line in rule.reports(options, np.zeros(len(options), dtype=bool))]
