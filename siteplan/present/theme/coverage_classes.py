"""Who is covered: the classes of zones that maps and their keys tell apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from siteplan.present.text.words import N_

__all__ = ["COVERAGE", "COVERED", "LOST", "NEWLY", "RURAL_OPEN", "URBAN_OPEN", "after", "before", "both"]

COVERED, NEWLY, URBAN_OPEN, RURAL_OPEN, LOST = range(5)


@dataclass(frozen=True)
class CoverageClass:
    """What a class of zones is called (translated where shown) and how it is filled."""

    label: str
    colour: str
    opacity: float


# Apart by 12 CIEDE2000 and more, also without red, green or blue cones, and in steps of grey: a test measures it.
COVERAGE: Mapping[int, CoverageClass] = {
    COVERED: CoverageClass(N_("covered today"), "#8EC2B4", 0.9),
    NEWLY: CoverageClass(N_("newly covered"), "#2C968C", 0.9),
    URBAN_OPEN: CoverageClass(N_("not covered, urban"), "#E4ECF6", 0.9),
    RURAL_OPEN: CoverageClass(N_("not covered, rural"), "#F5C884", 0.9),
}


def after(zones: pd.DataFrame) -> pd.Series:
    """Return the class of each zone with the plan; zones where nobody lives have none (NaN)."""
    reached = np.where(zones["covered_before"], COVERED, NEWLY)
    return _inhabited(zones, np.where(zones["covered"], reached, _not_covered(zones)))


def before(zones: pd.DataFrame) -> pd.Series:
    """Return the class of each zone today; zones where nobody lives have none (NaN)."""
    return _inhabited(zones, np.where(zones["covered_before"], COVERED, _not_covered(zones)))


def both(zones: pd.DataFrame) -> pd.Series:
    """Return what `after` does, but LOST where a zone is covered today and no longer with the plan."""
    return after(zones).mask(zones["covered_before"] & ~zones["covered"] & (zones["population"] > 0), LOST)


def _not_covered(zones: pd.DataFrame) -> np.ndarray:
    return np.where(zones["rural"], RURAL_OPEN, URBAN_OPEN)


def _inhabited(zones: pd.DataFrame, classes: np.ndarray) -> pd.Series:
    return pd.Series(classes, index=zones.index).where(zones["population"] > 0)
