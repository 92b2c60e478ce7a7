"""HiGHS prints a banner when it is first made; keep the standard output for results."""

from __future__ import annotations

import os
from functools import cache

import highspy

__all__ = ["quiet_highs"]


@cache
def quiet_highs() -> None:
    """Make one HiGHS with the standard output led away; those made later say nothing."""
    try:
        stdout = os.dup(1)
    except OSError:  # no standard output, no banner
        return
    away = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(away, 1)
        highspy.Highs()  # type: ignore[no-untyped-call]  # its __init__ has no annotations
    finally:
        os.dup2(stdout, 1)
        os.close(away)
        os.close(stdout)
