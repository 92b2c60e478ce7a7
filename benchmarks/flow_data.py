"""Flows to fit models to: simulated, with a truth that is known, and two published surveys.

Where the surveys come from, and their licences, stands in SOURCES.md beside the data, which are not shipped.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from scipy.spatial.distance import cdist

SIZE, RATE = 0.9, 2.0


def simulated(
    seed: int, n_zones: int = 60, n_sites: int = 8, visits: int = 80, decay: str = "power", rate: float = RATE
) -> pd.DataFrame:
    """Multinomial visits of zones to sites on a square of 60 minutes: size to the power of SIZE, and a decay."""
    rng = np.random.default_rng(seed)
    zones, sites = rng.random((n_zones, 2)) * 60, rng.random((n_sites, 2)) * 60
    minutes = 2 + cdist(zones, sites)
    size = rng.uniform(200, 5000, n_sites)
    falls = {
        "power": -rate * np.log(minutes),
        "exponential": -rate * minutes,
        "gaussian": -rate * minutes**2,
        "logistic": -np.logaddexp(0, rate * (minutes - 20)),
    }
    draw = np.exp(SIZE * np.log(size) + falls[decay])
    seen = np.array([rng.multinomial(visits, row / row.sum()) for row in draw])
    zone, site = np.indices((n_zones, n_sites)).reshape(2, -1)
    columns = {
        "minutes": minutes.ravel(),
        "size": size[site],
        "visits": seen.ravel(),
        "x": zones[zone, 0],
        "y": zones[zone, 1],
    }
    return pd.DataFrame({"zone_id": [f"Z{n}" for n in zone], "site_id": [f"S{n}" for n in site], **columns})


def wieland(folder: Path) -> pd.DataFrame:
    """Wieland (2015): purchases of 19 places in 5 consumer electronics stores.

    VF is sales area (m2), K and K_KKr measure how near competitors and other shops are; minutes are by car, 2 added.
    """
    names = {"Quellort": "zone_id", "Zielort": "site_id", "Dist_Min2": "minutes", "Anb_Eink": "visits"}
    table = pd.read_excel(folder / "Wieland2015.xlsx").rename(columns=names)
    return table[[*names.values(), "VF", "K", "K_KKr"]]


def grocery(folder: Path) -> pd.DataFrame:
    """Goettingen's grocery stores: 7 ZIP areas x 32 stores; `minutes` are km.

    The shares are of counts to which one was added where none was seen; the smallest share of an area is one.
    """
    names = {"plz_submarket": "zone_id", "store_code": "site_id", "dist_km": "minutes"}
    table = pd.read_csv(folder / "grocery2.csv").rename(columns=names)
    least = table.groupby("zone_id")["p_ij_obs"].transform("min")
    return table.assign(visits=(table["p_ij_obs"] / least).round())
