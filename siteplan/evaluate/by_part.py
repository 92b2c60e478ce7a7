"""What a network wins of each income segment and product line."""

from __future__ import annotations

import pandas as pd

from siteplan.tradearea import Shares, Utilities

__all__ = ["capture_by_part"]

PARTS = ["segment", "line"]


def capture_by_part(model: Utilities, before: Shares, after: Shares) -> pd.DataFrame:
    """Return segment, line, demand, today and capture (vehicles/year) of each part; no rows where there are none."""
    demand = model.demand
    rows = pd.DataFrame({"demand": demand, "today": demand * before.network, "capture": demand * after.network})
    if not model.has_parts:
        return pd.DataFrame(columns=[*PARTS, *rows.columns])
    return rows.groupby(level=PARTS, sort=False).sum().reset_index()
