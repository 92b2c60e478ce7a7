"""Leases, and what is asked of them at the door."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from siteplan.data import check_study
from tests.data.folders import TOML, facilities, only, problems, write_study

REVIEW = TOML + "\n[review]\nstart = 2026-12-31\nlease_penalty = 0.5\n"


def leased(*ends: str) -> pd.DataFrame:
    return facilities().assign(lease_end=list(ends))


def test_a_lease_that_ends_before_the_plan_is_named(tmp_path: Path) -> None:
    found = only(problems(tmp_path, facilities=leased("2026-12-30", "2026-12-31"), toml=REVIEW))
    assert (found.table, found.column, tuple(found.ids)) == ("facilities", "lease_end", ("F1",))
    assert "2026-12-31" in found.what


def test_a_penalty_on_leases_needs_the_day_from_which_they_run(tmp_path: Path) -> None:
    bare = REVIEW.replace("start = 2026-12-31\n", "")
    found = only(problems(tmp_path / "leases", facilities=leased("2027-06-30", ""), toml=bare))
    assert (found.table, found.column) == ("study.toml [review]", "start")
    assert not problems(tmp_path / "none", toml=bare)


@pytest.mark.parametrize("cell", ["2027-02-30", "30.6.2027", "soon", "2027", "46203", "true", "2027-06-30 12:00"])
def test_what_is_no_day_is_named(tmp_path: Path, cell: str) -> None:
    found = only(problems(tmp_path, facilities=leased("2027-06-30", cell)))
    assert (found.column, tuple(found.ids)) == ("lease_end", ("F2",))
    assert "2027-06-30" in found.remedy


@pytest.mark.parametrize("cell", ["2027-06-30", "2027/6/30", "2027.06.30", "2027年6月30日", "2027-06-30 00:00:00"])
def test_days_are_read_as_they_are_written(tmp_path: Path, cell: str) -> None:
    market = check_study(write_study(tmp_path, facilities=leased(cell, ""))).market
    assert market is not None
    assert market.facilities["lease_end"].tolist()[0] == pd.Timestamp("2027-06-30")
    assert market.facilities["lease_end"].isna().tolist() == [False, True]


def test_a_frozen_site_stays_whatever_its_column_keep_says(tmp_path: Path) -> None:
    own = facilities().assign(keep="closable", frozen=["true", ""])
    market = check_study(write_study(tmp_path, facilities=own)).market
    assert market is not None
    assert market.facilities["keep"].tolist() == ["keep", "closable"]
    assert market.facilities["frozen"].tolist() == [True, False]


@pytest.mark.parametrize(
    ("line", "key"),
    [("lease_penalty = 1.5", "lease_penalty"), ("severance_months = -1", "severance_months"), ("start = 7", "start"),
     ('own_sites = "close"', "own_sites"), ("relocate_km = 0", "relocate_km"), ('start = "soon"', "start")],
)  # fmt: skip
def test_terms_out_of_range_are_named(tmp_path: Path, line: str, key: str) -> None:
    found = only(problems(tmp_path, toml=TOML + f"\n[review]\n{line}\n"))
    assert (found.table, found.column) == ("study.toml [review]", key)
