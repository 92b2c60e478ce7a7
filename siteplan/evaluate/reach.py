"""How far a coverage floor lies from today's network, and from all that could open."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.access import area_mask, standard_minutes
from siteplan.evaluate.access import nearest_minutes
from siteplan.groundwork import Groundwork
from siteplan.study import CoverageRule

__all__ = ["reach"]


def reach(ground: Groundwork, floors: tuple[CoverageRule, ...]) -> pd.DataFrame:
    """Return for each floor the share of its people covered today, and with every option open at once.

    No plan covers more than `most`, whatever its budget. Columns today and most, a row for each floor; NaN
    where nobody lives.
    """
    today = nearest_minutes(ground.study, ground.travel, ground.facilities, ground.options[ground.stands])
    most = nearest_minutes(ground.study, ground.travel, ground.facilities, ground.options)
    rows = [{"today": _share(ground, floor, today), "most": _share(ground, floor, most)} for floor in floors]
    return pd.DataFrame(rows, columns=["today", "most"])


def _share(ground: Groundwork, floor: CoverageRule, minutes: pd.DataFrame) -> float:
    zones = ground.market.zones
    persons = zones["population"].to_numpy(dtype=float) * area_mask(zones, floor.area, floor.tier)
    covered = minutes[floor.function].to_numpy() <= _limit(ground, floor)
    total = persons.sum()
    return float(persons[covered].sum() / total) if total > 0 else float("nan")


def _limit(ground: Groundwork, floor: CoverageRule) -> NDArray[np.float64]:
    zones = ground.market.zones
    if floor.minutes is not None:
        return np.full(len(zones), floor.minutes)
    return standard_minutes(ground.study, zones, floor.function)
