"""Uniform points of the unit square, as the benchmarks of medians and coverage draw them."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from scipy.spatial.distance import cdist

SEED = 20260101
DISTANCES = 4_000_000
"""Distances that are worked out at once, where only near points are wanted."""


def points(n_zones: int, n_sites: int) -> tuple[np.ndarray, np.ndarray]:
    """Distances (n_zones, n_sites) between zones and sites, and weights (n_zones,) of 1 to 100."""
    zones, sites, weights = _drawn(n_zones, n_sites)
    return cdist(zones, sites), weights


def covered_points(n_zones: int, n_sites: int, radius: float) -> tuple[sp.csr_array, np.ndarray]:
    """Which sites are near which zones (n_zones, n_sites), and the same weights."""
    zones, sites, weights = _drawn(n_zones, n_sites)
    return near(zones, sites, radius), weights


def near(zones: np.ndarray, sites: np.ndarray, radius: float) -> sp.csr_array:
    """Return which sites lie within a radius of which zones; some zones at a time, so never all distances."""
    step = max(1, DISTANCES // len(sites))
    blocks = [sp.csr_array(cdist(zones[k : k + step], sites) <= radius) for k in range(0, len(zones), step)]
    return sp.csr_array(sp.vstack(blocks, format="csr"))


def _drawn(n_zones: int, n_sites: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    r = np.random.default_rng(SEED)
    zones, sites = r.random((n_zones, 2)), r.random((n_sites, 2))
    return zones, sites, r.integers(1, 101, n_zones).astype(float)
