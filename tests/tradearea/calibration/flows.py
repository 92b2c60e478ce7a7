"""Simulated flows whose truth is known."""

from __future__ import annotations

import numpy as np
import pandas as pd

SIZE, RATE = 0.9, 2.0


def simulated(
    seed: int, n_zones: int = 60, n_sites: int = 8, visits: int = 80, decay: str = "power", rate: float = RATE
) -> pd.DataFrame:
    """Multinomial visits of zones to sites on a square of 60 minutes: size to the power of SIZE, and a decay."""
    rng = np.random.default_rng(seed)
    zones, sites = rng.random((n_zones, 2)) * 60, rng.random((n_sites, 2)) * 60
    minutes = 2 + np.hypot(*(zones[:, None] - sites[None]).transpose(2, 0, 1))
    size = rng.uniform(200, 5000, n_sites)
    falls = {
        "power": -rate * np.log(minutes),
        "exponential": -rate * minutes,
        "logistic": -np.logaddexp(0, rate * (minutes - 20)),
    }
    draw = np.exp(SIZE * np.log(size) + falls[decay])
    seen = np.array([rng.multinomial(visits, row / row.sum()) for row in draw])
    zone, site = np.indices((n_zones, n_sites)).reshape(2, -1)
    return pd.DataFrame(
        {
            "zone_id": [f"Z{n}" for n in zone],
            "site_id": [f"S{n}" for n in site],
            "minutes": minutes.ravel(),
            "size": size[site],
            "visits": seen.ravel(),
            "x": zones[zone, 0],
            "y": zones[zone, 1],
        }
    )


def two_sites(visits: list[tuple[float, float]], minutes: tuple[float, float] = (5.0, 10.0)) -> pd.DataFrame:
    """Zones that choose between two sites."""
    rows = [
        (f"Z{n}", site, way, seen)
        for n, pair in enumerate(visits)
        for site, way, seen in zip("AB", minutes, pair, strict=True)
    ]
    return pd.DataFrame(rows, columns=["zone_id", "site_id", "minutes", "visits"])
