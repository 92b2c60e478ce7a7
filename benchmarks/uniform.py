"""Uniform points of the unit square, as the benchmarks of medians and coverage draw them."""

from __future__ import annotations

import numpy as np

SEED = 20260101


def points(n_zones: int, n_sites: int) -> tuple[np.ndarray, np.ndarray]:
    """Distances (n_zones, n_sites) between zones and sites, and weights (n_zones,) of 1 to 100."""
    r = np.random.default_rng(SEED)
    zones, sites = r.random((n_zones, 2)), r.random((n_sites, 2))
    weights = r.integers(1, 101, n_zones).astype(float)
    return np.hypot(*(zones[:, None] - sites[None]).transpose(2, 0, 1)), weights
