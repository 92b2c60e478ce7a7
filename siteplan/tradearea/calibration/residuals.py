"""Where a fitted model and the flows disagree, by site and by zone."""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = ["by_site", "by_zone", "pairs_with_residuals"]


def pairs_with_residuals(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return pairs with `residual`: (visits - expected) / root of expected, Pearson's, about -2 to 2 by chance."""
    expected = pairs["expected"]
    size = np.sqrt(expected.where(expected > 0))
    return pairs.assign(residual=((pairs["visits"] - expected) / size).fillna(0.0))


def by_site(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return visits and expected by site_id."""
    return pairs.groupby("site_id")[["visits", "expected"]].sum()


def by_zone(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return by zone_id, of zones with visits: visits, and the mean minutes of a visit, observed and expected.

    `longer` is by how many minutes people travel farther than the model says; below 0, less far.
    """
    ways = pairs[["visits", "expected"]].mul(pairs["minutes"], axis=0)
    sums = pairs.groupby("zone_id")["visits"].sum()
    minutes = ways.groupby(pairs["zone_id"]).sum()[sums > 0].div(sums[sums > 0], axis=0)
    out = minutes.rename(columns={"visits": "minutes", "expected": "minutes_expected"})
    return out.assign(visits=sums[sums > 0], longer=out["minutes"] - out["minutes_expected"])
