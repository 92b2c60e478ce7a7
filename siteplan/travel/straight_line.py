"""Minutes without roads: great circle x detour / speed."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.spatial import KDTree

from siteplan.study import Travel
from siteplan.travel.endpoints import EARTH_RADIUS_M, Endpoints, metres_from_chord
from siteplan.travel.matrix import matrix_from_pairs

__all__ = ["METRES_PER_KMH_MINUTE", "straight_line_minutes"]

METRES_PER_KMH_MINUTE = 1000 / 60


def straight_line_minutes(travel: Travel, zones: Endpoints, sites: Endpoints) -> csr_array:
    """Return minutes (n_zones, n_sites), pairs beyond `travel.max_minutes` left out.

    The speed is that of the zone where the trip starts, urban or rural; the leg inside the zone is driven
    at that speed too.
    """
    shape = (len(zones), len(sites))
    if 0 in shape:
        return csr_array(shape)
    speed = np.where(zones.rural, travel.rural_kmh, travel.urban_kmh) * METRES_PER_KMH_MINUTE
    reach_m = travel.max_minutes * float(speed.max()) / travel.detour
    zone_tree, site_tree = KDTree(zones.unit_vectors()), KDTree(sites.unit_vectors())
    chord = 2 * np.sin(min(reach_m / (2 * EARTH_RADIUS_M), np.pi / 2))
    pairs = zone_tree.sparse_distance_matrix(site_tree, chord, output_type="ndarray")
    metres = metres_from_chord(pairs["v"]) + zones.inner_m[pairs["i"]]
    minutes = travel.detour * metres / speed[pairs["i"]]
    near = minutes <= travel.max_minutes
    return matrix_from_pairs(pairs["i"][near], pairs["j"][near], minutes[near], shape)
