"""CaptureFloor: the open options must capture so much - vehicles, persons covered, whatever a capture counts."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import scipy.sparse as sp

from siteplan.errors import Problem
from siteplan.optimise.captures.capture import Capture
from siteplan.optimise.rules.limit import Limit, amount_ladder
from siteplan.optimise.rules.rows import Rows, Term
from siteplan.optimise.rules.rule import Rule, RuleReport, report
from siteplan.optimise.types import Bools

__all__ = ["CaptureFloor", "capture_problems"]


@dataclass(frozen=True, eq=False)
class CaptureFloor(Rule):
    """All zones together are worth at least so much by a capture.

    With a ZeroCapture as objective and costs as fixed values this is the target share at least cost. Exact: the master
    bounds the capture by cuts, as it does the one that counts, and every answer is checked by the capture itself.

    Parameters
    ----------
    capture : Capture
        On the zones and options of the problem. Give the problem's own capture as the same object: then both share
        their cuts.
    at_least : float
        In the unit of the capture; a share of the market times the summed weights, say.
    unit : str
        Of the capture, for reports.
    """

    capture: Capture
    at_least: float
    name: str = "capture"
    unit: str = "vehicles"

    def problems(self, options: pd.DataFrame, n_zones: int) -> list[Problem]:
        """List what is wrong with the capture, and a limit that is no number."""
        found = capture_problems(self.name, self.capture, len(options), n_zones)
        if not np.isfinite(self.at_least):
            found.append(Problem("rules", f"rule {self.name!r}: {self.at_least}", "Give a finite number", "at_least"))
        return found

    def rows(self, options: pd.DataFrame) -> Rows:
        """One row: the capture."""
        none = Rows.plain(sp.csr_array((1, len(options))), np.array([float(self.at_least)]), np.array([np.inf]))
        return none.with_terms(Term(0, 1.0, self.capture))

    def reports(self, options: pd.DataFrame, open_: Bools) -> tuple[RuleReport, ...]:  # noqa: ARG002  part of Rule
        """Report what the capture counts."""
        achieved = float(self.capture.zone_values(open_.astype(float)).sum())
        return (report(self.name, "capture_floor", "at_least", float(self.at_least), achieved, self.unit, 0),)

    def loosened(self, limit: Limit, value: float, options: pd.DataFrame, open_: Bools | None = None) -> Rule:  # noqa: ARG002
        """Return the rule with another limit."""
        return replace(self, at_least=value)

    def ladder(self, limit: Limit, options: pd.DataFrame) -> tuple[float, ...]:
        """Return less, down to what is captured with nothing open: more options only capture more."""
        return amount_ladder(limit, float(self.capture.zone_values(np.zeros(len(options))).sum()))

    @property
    def counts_capture(self) -> bool:
        """Yes."""
        return True


def capture_problems(rule: str, capture: Capture, n_options: int, n_zones: int) -> list[Problem]:
    """List what is wrong with a capture that a rule counts."""
    found = [Problem("rules", f"rule {rule!r}: {p.what}", p.remedy, p.column) for p in capture.problems(n_options)]
    if found or capture.n_zones == n_zones:
        return found
    what = f"rule {rule!r}: a capture of {capture.n_zones} zones"
    return [Problem("rules", what, f"Give one of the problem's {n_zones} zones", "capture")]
