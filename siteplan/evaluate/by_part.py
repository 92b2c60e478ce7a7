"""What a network wins of each income segment and product line."""

from __future__ import annotations

import pandas as pd

from siteplan.tradearea import Shares, Utilities

__all__ = ["capture_by_part"]

PARTS = ["segment", "line"]


def capture_by_part(model: Utilities, before: Shares, after: Shares) -> pd.DataFrame:
    """Return segment, line, demand, today and capture (vehicles/year) of each part; no rows where there are none."""
    demand, rows = model.demand, model.rows
    table = pd.DataFrame({"demand": demand, "today": demand * before.network, "capture": demand * after.network})
    if not rows.has_parts:
        return pd.DataFrame(columns=[*PARTS, *table.columns])
    return table.groupby([rows.segment, rows.line], sort=False).sum().rename_axis(PARTS).reset_index()
