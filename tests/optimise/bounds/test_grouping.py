"""Groups part the zones, evenly and by the options that reach them."""

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from siteplan.optimise import HuffCapture, SiteProblem
from siteplan.optimise.bounds.grouping import GroupingParams, strongest, zone_groups
from siteplan.optimise.captures.zero import ZeroCapture


def line(n_zones: int, n_options: int, reach: float = 8.0) -> SiteProblem:
    """Zones along a road; each option reaches those near it, so far as that many options lie apart."""
    place = np.arange(n_zones) / n_zones
    near = np.abs(place[:, None] - (np.arange(n_options) + 0.5) / n_options) < reach / n_options
    options = pd.DataFrame({"site": [f"s{k}" for k in range(n_options)], "format": "m"})
    return SiteProblem(options, HuffCapture(sp.csr_array(near.astype(float)), np.ones(n_zones), np.ones(n_zones)))


def test_groups_are_even_and_without_gaps() -> None:
    groups = zone_groups(line(1000, 40))
    sizes = np.bincount(groups)
    assert len(sizes) == 1000 // 20
    assert sizes.min() >= sizes.max() // 2 >= 1


def test_zones_of_a_group_are_reached_by_the_same_options() -> None:
    """Of 40 options 16 reach each zone; 20 zones at random would be reached by nearly all of them, neighbours by 17."""
    problem = line(1000, 40)
    groups = zone_groups(problem)
    reached = [len(np.unique(problem.capture.reach[np.flatnonzero(groups == g)].indices)) for g in range(groups.max())]
    assert np.median(reached) <= 21


def test_a_zone_that_few_options_reach_is_a_group_by_itself() -> None:
    """Three options a zone: one of them decides, and a sum over zones would bound each of them badly."""
    assert zone_groups(line(1000, 40, reach=1.5)).tolist() == list(range(1000))


def test_never_more_groups_than_useful_nor_than_zones() -> None:
    assert zone_groups(line(3, 2)).max() == 2
    params = GroupingParams(most_groups=15, most_singles=300)
    assert zone_groups(line(20 * 15 + 500, 60), params=params).max() == 14
    assert zone_groups(line(300 + 500, 60, reach=1.5), params=params).max() == 14


def test_what_no_option_reaches_is_one_group() -> None:
    problem = line(100, 2)
    assert zone_groups(SiteProblem(problem.options, ZeroCapture(2, 100))).max() == 0


@pytest.mark.parametrize("block", [1, 2_000_000])
def test_the_strongest_of_a_row_are_its_largest_entries(block: int) -> None:
    """As a sort of each row by itself has them; rows of fewer stay whole."""
    r = np.random.default_rng(0)
    reach = sp.csr_array(r.random((50, 40)) * (r.random((50, 40)) < r.random((50, 1))))
    params = GroupingParams(block=block)
    kept = strongest(reach, params=params).toarray()
    for row, given in zip(kept, reach.toarray(), strict=True):
        most = np.sort(given)[-params.strongest :]
        assert np.sort(row)[-params.strongest :].tolist() == most.tolist()
        assert np.count_nonzero(row) == np.count_nonzero(most)


def test_markets_of_many_entries_are_grouped_by_the_strongest_alone() -> None:
    """Zones of a group are still neighbours: on the line none of 20 lies farther than a few groups from another."""
    groups = zone_groups(line(1000, 40), params=GroupingParams(most_entries=0))
    spread = [np.ptp(np.flatnonzero(groups == g)) for g in range(groups.max() + 1)]
    assert np.median(spread) <= 60


def test_groups_that_are_given_are_kept() -> None:
    given = SiteProblem(line(4, 2).options, line(4, 2).capture, groups=np.array([7, 3, 7, 3]))
    assert zone_groups(given).tolist() == [1, 0, 1, 0]
