"""Rules on places for owners at the door: areas in which nobody could be looked after, columns that are not there."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import siteplan as sp
from siteplan.errors import Problem
from siteplan.tradearea.owner_room import owner_room
from tests.data.folders import TOML, candidates, facilities, only, write_study, zones
from tests.markets import FORMATS, study

ROOM = '\n[[plan.rules]]\nkind = "service_room"\n'


def found(folder: Path, rule: str, **tables: pd.DataFrame) -> list[Problem]:
    return list(sp.check_study(write_study(folder, TOML + ROOM + rule, **tables)).problems)


def test_areas_with_owners_and_no_service_are_named(tmp_path: Path) -> None:
    """C1 alone may be a service centre: it stands in the south."""
    problem = only(found(tmp_path / "each", 'within = "county"'))
    assert (problem.table, problem.column, tuple(problem.ids)) == ("study.toml [plan.rules] #2", "within", ("North",))
    assert found(tmp_path / "all", "") == []
    assert found(tmp_path / "south", 'within = "county"\ncounty = "South"') == []
    one = zones().assign(owners=[10, 0, 0, 0, 0, 0])  # where nobody owns one, nobody has to be looked after
    assert found(tmp_path / "owned", 'within = "county"', zones=one) == []


def test_owners_of_nobody_need_no_places(tmp_path: Path) -> None:
    problem = only(found(tmp_path, "", zones=zones().assign(owners=0)))
    assert problem.what == "no vehicle of yours is in use in the places that the rule applies to"


@pytest.mark.parametrize("table", ["zones", "candidates"])
def test_zones_and_sites_both_say_in_which_area_they_are(tmp_path: Path, table: str) -> None:
    """Owners are counted by the column of zones, places by that of sites."""
    tables = {"zones": zones().assign(region="R"), "candidates": candidates().assign(region="R")}
    tables[table] = tables[table].drop(columns="region")
    problem = only(found(tmp_path, 'within = "region"', facilities=facilities().assign(region="R"), **tables))
    assert f'{table} have no column "region"' in problem.what


def test_a_format_without_a_limit_has_places_for_all_and_one_without_service_for_none() -> None:
    formats = {"mall": FORMATS["mall"], "service": FORMATS["service"]}
    formats["small"] = FORMATS["service"].model_copy(update={"owners": 300})
    sites = pd.DataFrame({"format": ["mall", "small", "service"]})
    assert owner_room(study(formats=formats), sites).tolist() == [0, 300, float("inf")]
