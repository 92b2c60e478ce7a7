"""Minutes by the source that the study names."""

from dataclasses import replace

import pandas as pd

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
