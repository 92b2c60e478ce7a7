"""Flows at the door: ids that lead nowhere, visits that are no numbers."""

from pathlib import Path

import pandas as pd
import pytest

from siteplan.data import check_study
from tests.data.folders import TOML, facilities, only, problems, write_study

NAMED = TOML.replace("[formats.mall]", '[files.flows]\npath = "flows.csv"\n\n[formats.mall]', 1)
GOOD = pd.DataFrame({"zone_id": ["Z1", "Z1", "Z2"], "site_id": ["F1", "R1", "R2"], "visits": ["5", "0", "2.5"]})


def test_good_flows_are_numbers_by_zone_and_site(tmp_path: Path) -> None:
    found = check_study(write_study(tmp_path, NAMED, flows=GOOD))
    assert found.problems == ()
    assert found.market is not None
    assert found.market.flows is not None
    assert found.market.flows["visits"].tolist() == [5, 0, 2.5]


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("zone_id", "Z9", "zones have no such id [Z9]"),
        ("site_id", "F9", "facilities or competitors have no such id [F9]"),
        ("site_id", "C1", "facilities or competitors have no such id [C1]"),  # nobody has been to a candidate
        ("visits", "-1", "the number is negative"),
        ("visits", "many", "this is not a number"),
        ("visits", "", "nothing is given"),
    ],
)
def test_a_wrong_cell_is_named(tmp_path: Path, column: str, value: str, said: str) -> None:
    flows = GOOD.assign(**{column: [value, *GOOD[column][1:]]})
    problem = only(problems(tmp_path, NAMED, flows=flows))
    assert (problem.table, problem.column) == ("flows", column)
    assert said in str(problem)


def test_a_pair_given_twice(tmp_path: Path) -> None:
    assert "used by more than one row" in str(only(problems(tmp_path, NAMED, flows=pd.concat([GOOD, GOOD.iloc[:1]]))))


def test_a_site_that_could_be_two(tmp_path: Path) -> None:
    own = facilities().assign(site_id=["F1", "R1"])
    assert "used in both tables [R1]" in str(only(problems(tmp_path, NAMED, flows=GOOD, facilities=own)))
