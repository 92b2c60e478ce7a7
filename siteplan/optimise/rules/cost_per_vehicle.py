"""CostPerVehicle: what the open options cost, by the vehicles that are captured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
import scipy.sparse as sp

from siteplan.errors import Problem
from siteplan.optimise.captures.capture import Capture
from siteplan.optimise.rules.budget import Budget
from siteplan.optimise.rules.capture_floor import capture_problems
from siteplan.optimise.rules.limit import Limit, amount_ladder
from siteplan.optimise.rules.rows import Rows, Term
from siteplan.optimise.rules.rule import Rule, RuleReport, report
from siteplan.optimise.tolerances import RULE_TOLERANCE
from siteplan.optimise.types import Bools

__all__ = ["CostPerVehicle"]


@dataclass(frozen=True, eq=False)
class CostPerVehicle(Rule):
    """Costs of the open options, and `spent` beside them, are at most so much a captured vehicle.

    Concave: limit * captured - costs >= 0, less what of the costs grows with what is captured, if any does. Exact, as
    CaptureFloor is: by cuts, every answer checked by the capture. A plan without costs meets it, whatever it captures.

    Parameters
    ----------
    limit : float
        Currency a unit of the capture.
    capture : Capture
        On the zones and options of the problem; what own facilities capture counts, where it has them. Give the
        problem's own capture as the same object: then both share their cuts.
    column : str
        Costs of the options, finite and from 0.
    spent : float
        Costs of what is there already.
    otherwise : str, optional
        Column of what it costs to leave an option closed, as in Budget.
    bring : callable, optional
        From a limit to limit * captured less costs that grow with what each option captures, as a capture.
    """

    limit: float
    capture: Capture
    column: str = "cost"
    spent: float = 0.0
    name: str = "cost per vehicle"
    otherwise: str | None = None
    bring: Callable[[float], Capture] | None = None

    def problems(self, options: pd.DataFrame, n_zones: int) -> list[Problem]:
        """List what is wrong with capture and costs, and numbers that are none."""
        found = capture_problems(self.name, self.capture, len(options), n_zones)
        if not found and (self.capture.ceiling < 0).any():
            found.append(self._problem("a capture below 0", "Give one that counts vehicles", "capture"))
        if not (np.isfinite(self.limit) and self.limit > 0):
            found.append(self._problem(f"a limit of {self.limit:g}", "Give a limit above 0", "limit"))
        if not (np.isfinite(self.spent) and self.spent >= 0):
            found.append(self._problem(f"spent is {self.spent:g}", "Give finite costs from 0", "spent"))
        net = [] if found or self.bring is None else capture_problems(self.name, self._brought, len(options), n_zones)
        return [*found, *net, *self._costs.problems(options, n_zones)]

    def rows(self, options: pd.DataFrame) -> Rows:
        """One row: captured - (costs + spent) / limit >= 0, all as a part of what there is to capture."""
        scale = 1.0 / self._whole
        rows = self._costs.rows(options)
        costs = sp.csr_array(rows.options * (-scale / self.limit))
        lower = np.array([(self.spent + self._idle(options)) * scale / self.limit])
        term = Term(0, scale, self.capture) if self.bring is None else Term(0, scale / self.limit, self._brought)
        return Rows.plain(costs, lower, np.array([np.inf])).with_terms(term)

    def reports(self, options: pd.DataFrame, open_: Bools) -> tuple[RuleReport, ...]:
        """Report the costs a vehicle; infinite where costs capture nothing."""
        captured, grown = self._counted(open_)
        costs = float(self._costs.reports(options, open_)[0].achieved) + self.spent + grown
        each = costs / captured if captured > 0 else (np.inf if costs > 0 else 0.0)
        line = report(self.name, "cost_per_vehicle", "at_most", float(self.limit), each, f"{self.column}/vehicle", None)
        left = captured - costs / self.limit
        return (replace(line, met=left >= -RULE_TOLERANCE * max(self._whole, self.spent / self.limit)),)

    def _counted(self, open_: Bools) -> tuple[float, float]:
        """Return what is captured, and the costs that grow with it."""
        plan = open_.astype(float)
        captured = float(self.capture.zone_values(plan).sum())
        if self.bring is None:
            return captured, 0.0
        return captured, self.limit * captured - float(self._brought.zone_values(plan).sum())

    @cached_property
    def _brought(self) -> Capture:
        assert self.bring is not None  # noqa: S101  asked of such alone
        return self.bring(self.limit)

    def loosened(self, limit: Limit, value: float, options: pd.DataFrame, open_: Bools | None = None) -> Rule:  # noqa: ARG002
        """Return the rule with another limit."""
        return replace(self, limit=value)

    def ladder(self, limit: Limit, options: pd.DataFrame) -> tuple[float, ...]:
        """Return more, up to what every plan meets that captures anything."""
        return amount_ladder(limit, self._loosest(options))

    @property
    def counts_capture(self) -> bool:
        """Yes."""
        return True

    def _loosest(self, options: pd.DataFrame) -> float:
        """Return a limit that every plan meets which captures anything."""
        nothing = np.zeros(len(options), dtype=bool)
        alone = self.capture.state_at(nothing).gains() + self.capture.zone_values(nothing.astype(float)).sum()
        every = float(options[self.column].sum()) + self._idle(options) + self.spent
        grown = max(self._counted(plan)[1] for plan in (nothing, ~nothing))
        every += 2 * grown  # between these it may be more, as sites take from each other
        return max(every / float(alone[alone > 0].min(initial=self._whole)), self.limit)

    @property
    def _costs(self) -> Budget:
        """Budgets know what costs are."""
        return Budget(1.0, self.column, name=self.name, otherwise=self.otherwise)

    def _idle(self, options: pd.DataFrame) -> float:
        """Return what it costs to leave every option closed."""
        return float(self._costs.reports(options, np.zeros(len(options), dtype=bool))[0].achieved)

    @property
    def _whole(self) -> float:
        return float(self.capture.ceiling.sum()) or 1.0

    def _problem(self, what: str, remedy: str, column: str) -> Problem:
        return Problem("rules", f"rule {self.name!r}: {what}", remedy, column)
