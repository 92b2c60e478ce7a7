"""Status: the same problem with an option, or several, required or forbidden."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from siteplan.optimise.problem import SiteProblem

__all__ = ["with_status"]


def with_status(problem: SiteProblem, labels: Any, status: str) -> SiteProblem:
    """Return the same problem with an option, or several, required or forbidden."""
    options = problem.options.copy()
    if "status" not in options:
        options["status"] = "candidate"
    options.loc[labels, "status"] = status
    return replace(problem, options=options)
