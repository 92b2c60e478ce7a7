"""Small flows that can be worked out by hand."""

from __future__ import annotations

import pandas as pd


def two_sites(visits: list[tuple[float, float]], minutes: tuple[float, float] = (5.0, 10.0)) -> pd.DataFrame:
    """Zones that choose between two sites."""
    rows = [
        (f"Z{n}", site, way, seen)
        for n, pair in enumerate(visits)
        for site, way, seen in zip("AB", minutes, pair, strict=True)
    ]
    return pd.DataFrame(rows, columns=["zone_id", "site_id", "minutes", "visits"])
