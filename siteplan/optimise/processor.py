"""Processor: the time that this process has had of it, and that is not the time by the clock."""

from __future__ import annotations

import os
import time

__all__ = ["processor_seconds"]


def processor_seconds() -> float:
    """Return what this process, all its threads and the solvers that it started have had; those once they ended."""
    children = os.times()
    return time.process_time() + children.children_user + children.children_system
