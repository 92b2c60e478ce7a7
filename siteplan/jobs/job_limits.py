"""What a server lets its visitors ask for: runs at once, runs of one visitor, seconds of one run."""

from __future__ import annotations

import os
from dataclasses import dataclass

__all__ = ["limits"]


@dataclass(frozen=True)
class Limits:
    """Runs at once in all and of one visitor; the longest search in seconds; runs kept of one visitor."""

    runs: int = 4
    runs_of_one: int = 2
    seconds: float = 3600.0
    kept: int = 20


def limits() -> Limits:
    """Return the limits as the environment sets them: SITEPLAN_MAX_RUNS, _MAX_RUNS_OF_ONE, _MAX_SECONDS, _KEPT_RUNS."""
    usual = Limits()
    return Limits(
        runs=int(_set("SITEPLAN_MAX_RUNS", usual.runs)),
        runs_of_one=int(_set("SITEPLAN_MAX_RUNS_OF_ONE", usual.runs_of_one)),
        seconds=_set("SITEPLAN_MAX_SECONDS", usual.seconds),
        kept=int(_set("SITEPLAN_KEPT_RUNS", usual.kept)),
    )


def _set(name: str, usual: float) -> float:
    """Return a setting; what is no number above 0 counts for nothing."""
    try:
        given = float(os.environ.get(name, ""))
    except ValueError:
        return usual
    return given if 1 <= given < float("inf") else usual
