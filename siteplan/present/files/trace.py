"""How a search went, for scripts: what it knew when, thinned to what a reader can use."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

__all__ = ["MOST_STEPS", "thinned", "trace_records"]

MOST_STEPS = 200
"""Steps that are written; more only where a search changed its stage so often."""


def trace_records(trace: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the steps of a search, bound and objective in the unit of the goal."""
    told = thinned(trace).rename(columns={"seconds": "wall_seconds", "value": "objective"})
    names = ["wall_seconds", "cpu_seconds", "stage", "objective", "bound", "gap"]
    return [{str(key): value for key, value in step.items()} for step in told.reindex(columns=names).to_dict("records")]


def thinned(trace: pd.DataFrame) -> pd.DataFrame:
    """Return the first step, the first with a plan, each that changes the stage, the last, and others between."""
    if len(trace) <= MOST_STEPS:
        return trace
    stage, found = trace["stage"].to_numpy(), trace["value"].notna().to_numpy()
    kept = np.append(True, stage[1:] != stage[:-1])
    kept[[int(np.argmax(found)), -1]] = True
    rest = np.flatnonzero(~kept)
    some = min(max(MOST_STEPS - int(kept.sum()), 0), len(rest))
    kept[rest[np.linspace(0, len(rest) - 1, some).astype(int)]] = True
    return trace[kept]
