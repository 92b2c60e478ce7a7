"""The lines a worker writes, as what a planner wants to see: stage, best plan, bound."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from siteplan.jobs.jobs import Kind

__all__ = ["STAGES", "Search", "search_of"]

STAGES: Mapping[Kind, tuple[str, ...]] = {
    "plan": ("reading", "plan", "explanation", "evaluation"), "review": ("reading", "plan", "evaluation"),
    "why": ("reading", "plan"), "frontier": ("reading", "plan"), "others": ("reading", "plan"),
}  # fmt: skip
"""What a run does, in order."""
COLUMNS = ["seconds", "bound", "value", "gap"]


@dataclass(frozen=True)
class Search:
    """How far a job is.

    Attributes
    ----------
    stage : one of those of STAGES
    steps : DataFrame of seconds, bound, value (figures of the goal) and gap, NaN where not known yet
    doing : stage of the search itself, empty before it has begun
    """

    stage: str
    steps: pd.DataFrame
    doing: str = ""

    @property
    def has_plan(self) -> bool:
        """Whether there is a plan to keep."""
        return bool(self.steps["value"].notna().any())

    @property
    def last(self) -> pd.Series:
        """The last step; only where there is one."""
        return self.steps.iloc[-1]


def search_of(lines: Iterable[Mapping[str, Any]]) -> Search:
    """Return how far a job is from the lines it wrote."""
    stage = STAGES["plan"][0]
    steps: list[Mapping[str, Any]] = []
    for line in lines:
        if "seconds" in line:
            steps.append(line)
        else:
            stage = str(line["stage"])
    # The first bound is what all options together would win: it says nothing, and flattens the rest.
    said = [line for line in steps if line["bound"] != steps[0]["bound"]] or steps
    table = pd.DataFrame([[line[c] for c in COLUMNS] for line in said], columns=COLUMNS, dtype=float)
    return Search(stage, table, str(steps[-1]["stage"]) if steps else "")
