"""How far a coverage floor lies from today's network, and from all that could open."""

from __future__ import annotations

import numpy as np
import pandas as pd

from siteplan.formulate.rules import coverage_floor
from siteplan.groundwork import Groundwork
from siteplan.study.rules import CoverageRule

__all__ = ["reach"]


def reach(ground: Groundwork, floors: tuple[CoverageRule, ...]) -> pd.DataFrame:
    """Return for each floor the share of its people covered today, and with every option open at once.

    No plan covers more than `most`, whatever its budget. Columns today and most, a row for each floor; NaN
    where nobody lives.
    """
    return pd.DataFrame([_shares(ground, floor) for floor in floors], columns=["today", "most"])


def _shares(ground: Groundwork, floor: CoverageRule) -> tuple[float, float]:
    rule = coverage_floor(ground, "", floor)
    if not rule.weights.sum() > 0:
        return np.nan, np.nan
    everything = np.ones(len(ground.options), dtype=bool)
    today, most = (rule.reports(ground.options, open_)[0].achieved for open_ in (ground.stands, everything))
    return today, most
