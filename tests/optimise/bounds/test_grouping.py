"""Groups part the zones, evenly and by the options that reach them."""

import numpy as np
import pandas as pd
import scipy.sparse as sp

from siteplan.optimise import HuffCapture, SiteProblem
from siteplan.optimise.bounds.grouping import MOST_GROUPS, zone_groups


def line(n_zones: int, n_options: int) -> SiteProblem:
    """Zones along a road; each option reaches those near it."""
    place = np.arange(n_zones) / n_zones
    near = np.abs(place[:, None] - (np.arange(n_options) + 0.5) / n_options) < 1.5 / n_options
    options = pd.DataFrame({"site": [f"s{k}" for k in range(n_options)], "format": "m"})
    return SiteProblem(options, HuffCapture(sp.csr_array(near.astype(float)), np.ones(n_zones), np.ones(n_zones)))


def test_groups_are_even_and_without_gaps() -> None:
    groups = zone_groups(line(1000, 40))
    sizes = np.bincount(groups)
    assert len(sizes) == 1000 // 20
    assert sizes.min() >= sizes.max() // 2 >= 1


def test_zones_of_a_group_are_reached_by_the_same_options() -> None:
    """On a line of 40 options a group of 20 of 1000 zones would be reached by up to 40; by neighbours, by few."""
    problem = line(1000, 40)
    groups = zone_groups(problem)
    reached = [len(np.unique(problem.capture.reach[np.flatnonzero(groups == g)].indices)) for g in range(groups.max())]
    assert np.median(reached) <= 8


def test_never_more_groups_than_useful_nor_than_zones() -> None:
    assert zone_groups(line(3, 2)).max() == 0
    assert zone_groups(line(20 * MOST_GROUPS + 5000, 60)).max() == MOST_GROUPS - 1


def test_groups_that_are_given_are_kept() -> None:
    given = SiteProblem(line(4, 2).options, line(4, 2).capture, groups=np.array([7, 3, 7, 3]))
    assert zone_groups(given).tolist() == [1, 0, 1, 0]
