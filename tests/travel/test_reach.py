"""What the user's own minutes show of themselves."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from siteplan.travel import open_study
from tests.data.folders import TOML, candidates, write_study, zones

OWN = TOML.replace("[formats.mall]", '[travel]\nsource = "minutes"\nmax_minutes = 9000\n\n[formats.mall]').replace(
    'competitors = "competitors.csv"', 'competitors = "competitors.csv"\nminutes = "minutes.csv"'
)


def paces(folder: Path, minutes_per_column: float) -> list[str]:
    """Notes on minutes of which each column of zones, 10.2 km wide, takes so many."""
    pairs = [
        (z, c, abs(n % 3 - k % 3))
        for n, z in enumerate(zones()["zone_id"])
        for k, c in enumerate(candidates()["site_id"])
    ]
    rows = [(z, c, columns * minutes_per_column) for z, c, columns in pairs]
    table = pd.DataFrame(rows, columns=["zone_id", "site_id", "minutes"])
    market = open_study(write_study(folder, OWN, minutes=table)).market
    assert market is not None
    return [str(note) for note in market.notes if "check that these are minutes" in note.text]


@pytest.mark.parametrize(("given", "kmh"), [(0.25, "2460"), (900.0, "0.7")], ids=["hours", "seconds"])
def test_minutes_that_are_hours_or_seconds_are_asked_about(given: float, kmh: str, tmp_path: Path) -> None:
    """15 minutes a column are 41 km/h, or a little more across; in hours 60 times, in seconds a 60th of that."""
    (said,) = paces(tmp_path, given)
    assert "km/h in a straight line" in said
    assert float(said.split("pair means ")[1].split(" km/h")[0].replace(",", "")) == pytest.approx(float(kmh), rel=0.3)


@pytest.mark.parametrize("given", [15.0, 6.0, 120.0])
def test_minutes_of_a_usual_pace_are_not(given: float, tmp_path: Path) -> None:
    assert paces(tmp_path, given) == []
