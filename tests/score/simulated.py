"""Simulated markets with a known truth: sites whose sales come of their capture, their surroundings, or neither."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.forecast.own_sales import OwnSales

Truth = Literal["huff", "place", "nothing"]
NOISE = 0.25  # of a logarithm


def simulated(
    seed: int, n: int, new: int, truth: Truth
) -> tuple[OwnSales, pd.DataFrame, NDArray[np.float64], pd.DataFrame, NDArray[np.float64]]:
    """Observed sites, what is known of them, where they stand (m), new sites and what these will sell.

    Income and people change smoothly over 300 km, so that neighbours are alike. Sales are 0.8 x capture ("huff"), a
    power of capture times income and format ("place"), or alike ("nothing"); times noise, as a Poisson number.
    """
    rng = np.random.default_rng(seed)
    metres = rng.uniform(0, 3e5, (n + new, 2))
    wave = np.sin(metres / 5e4 + rng.uniform(0, 6, 2)).sum(axis=1) / np.sqrt(2)
    population = np.exp(12 + 0.6 * wave + rng.normal(0, 0.3, n + new))
    income = 50_000 * np.exp(0.35 * np.cos(metres[:, 0] / 7e4 + rng.uniform(0, 6)) + rng.normal(0, 0.1, n + new))
    capture = population / 250 * np.exp(rng.normal(0, 0.35, n + new))
    dealer = rng.random(n + new) < 0.3
    mean = {
        "huff": 0.8 * capture,
        "place": 30 * capture**0.45 * (income / 50_000) ** 1.2 * np.where(dealer, 0.6, 1.0),
        "nothing": np.full(n + new, 600.0),
    }[truth]
    sales = rng.poisson(mean * rng.lognormal(0, NOISE, n + new)).astype(float)
    table = pd.DataFrame(
        {
            "capture": capture,
            "population": population,
            "income": income,
            "competition": np.exp(0.3 * wave + rng.normal(0, 0.2, n + new)),
            "area_m2": rng.uniform(150, 300, n + new),
            "format": np.where(dealer, "dealer", "mall"),
        },
        index=[f"F{i}" for i in range(n)] + [f"C{i}" for i in range(new)],
    )
    observed = OwnSales(pd.Series(sales[:n], index=table.index[:n], name="sales"), {}, False)
    return observed, table.iloc[:n], metres[:n], table.iloc[n:], sales[n:]
