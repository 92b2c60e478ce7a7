"""Trade areas: the zones that make up most of a site's capture."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["LEVELS", "capture_levels", "solo_capture"]

from siteplan.tradearea.huff_shares import Utilities

LEVELS = (0.6, 0.8, 0.95)


def solo_capture(model: Utilities, option: int, stands: NDArray[np.bool_] | None = None) -> pd.Series:
    """Return vehicles/year that one option would win from each zone, opened alone beside today's network.

    `stands` (n_options,) says which options are part of today's network; none if not given.
    """
    won = model.options[:, [option]].toarray().ravel()
    total = model.own_total + model.against + won
    if stands is not None:
        total += model.options @ stands.astype(float)
    share = np.divide(won, total, out=np.zeros_like(total), where=total > 0)
    return model.by_zone(model.demand * share).rename("capture")


def capture_levels(capture: pd.Series, levels: tuple[float, ...] = LEVELS) -> pd.Series:
    """Return for each zone with capture the smallest level whose area holds it; the rest is left out.

    The area of a level is the fewest zones that make up that share of the capture (Applebaum 1966).
    """
    values = capture.to_numpy(dtype=float)
    won = np.flatnonzero(values > 0)
    ranked = won[np.argsort(-values[won], kind="stable")]
    most_first = values[ranked]
    before = (most_first.cumsum() - most_first) / most_first.sum()
    level = np.searchsorted(levels, before, side="right")
    inside = level < len(levels)
    return pd.Series(np.asarray(levels)[level[inside]], index=capture.index[ranked[inside]], name="level", dtype=float)
