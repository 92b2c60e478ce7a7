"""Minutes by the source that the study names."""

from dataclasses import replace

import pandas as pd
import pytest

from siteplan.study import Travel
from siteplan.travel import travel_times
from tests.markets import grid_market


def test_the_users_own_minutes_are_taken_as_they_are() -> None:
    table = pd.DataFrame({"zone_id": ["Z1", "Z0", "Z2"], "site_id": ["C0", "F1", "R2"], "minutes": [7.0, 0.0, 500.0]})
    times = travel_times(Travel(source="minutes", max_minutes=90), replace(grid_market(), minutes=table))
    assert times.candidates.minutes[1, 0] == 7.0
    assert times.facilities.nearest()[0] == 0.0
    assert times.competitors.minutes.nnz == 0  # 500 minutes are out of reach


def test_every_table_of_sites_gets_its_minutes() -> None:
    world = grid_market()
    times = travel_times(Travel(), world)
    shapes = [matrix.minutes.shape for matrix in (times.candidates, times.facilities, times.competitors)]
    assert shapes == [(40, 6), (40, 2), (40, 3)]


def test_what_is_decided_and_what_stays_are_known_by_their_ids() -> None:
    """A candidate may lie at an own site that stays and have its id; minutes are asked for by name, in any order."""
    world = grid_market()
    own = world.facilities.set_axis(pd.Index(["F0", "C1"], name="site_id")).assign(keep=["closable", "keep"])
    times = travel_times(Travel(), replace(world, facilities=own))
    assert list(times.decision.site_ids) == [*world.candidates.index, "F0"]
    assert list(times.fixed.site_ids) == ["C1"]
    named = times.decision.to(pd.Index(["F0", "C1", "F0"]))
    expected = [times.facilities.minutes[:, [0]], times.candidates.minutes[:, [1]], times.facilities.minutes[:, [0]]]
    for column, of_site in enumerate(expected):
        assert (named.minutes[:, [column]] != of_site).nnz == 0
    with pytest.raises(KeyError, match="nowhere"):
        times.fixed.to(pd.Index(["C1", "nowhere"]))


def test_where_nothing_may_change_candidates_are_decided_and_own_sites_stay() -> None:
    times = travel_times(Travel(), grid_market())
    assert times.decision is times.candidates
    assert times.fixed is times.facilities
