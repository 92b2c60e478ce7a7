"""Narrow: options that no better plan can use are settled for good."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from siteplan.optimise.bounds.master import Master
from siteplan.optimise.bounds.relaxation import Relaxed

__all__ = ["narrowed"]


def narrowed(master: Master, relaxed: Relaxed, threshold: float) -> tuple[Master, float]:
    """Fix every option whose other state no plan above the threshold can have.

    Returns the smaller master, and what the plans given up are worth at most (-inf where none is).
    """
    loss = np.abs(relaxed.reduced)
    idle = master.scope.free & (relaxed.bound - loss <= threshold)
    closed, opened = idle & (relaxed.reduced > 0), idle & (relaxed.reduced < 0)
    scope = master.scope.fixed(closed, opened, master.problem.site_of)
    ceded = float((relaxed.bound - loss[closed | opened]).max()) if (closed | opened).any() else -np.inf
    return replace(master, scope=scope), ceded
