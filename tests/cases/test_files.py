"""Files of other people, each small, each a kind of its own: what siteplan makes of it, through the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from siteplan.data import check_study
from siteplan.travel import travel_times
from tests.command_line import Run

CASES = Path(__file__).parent


def minutes(case: str, zone: str, site: str) -> float:
    """Minutes between two places of a case, as a plan has them."""
    found = check_study(CASES / case)
    assert found.study is not None
    assert found.market is not None
    matrix = travel_times(found.study.travel, found.market).candidates
    return float(matrix.minutes[matrix.zone_ids.get_loc(zone), matrix.site_ids.get_loc(site)])


def planned(run: Run, case: str, out: Path) -> dict[str, Any]:
    """plan.json of a case."""
    code, _, said = run("plan", CASES / case, "--out", out)
    assert code == 0, said
    return dict(json.loads((out / "plan.json").read_text(encoding="utf-8")))


def changed(case: str, to: Path, old: str, new: str) -> Path:
    """A copy of a case with another line in its study.toml."""
    shutil.copytree(CASES / case, to)
    text = (to / "study.toml").read_text(encoding="utf-8")
    assert old in text
    (to / "study.toml").write_text(text.replace(old, new), encoding="utf-8")
    return to


def test_05_a_shapefile_without_cpg_keeps_its_chinese_names_and_says_how_it_was_read(run: Run, tmp_path: Path) -> None:
    plan = planned(run, "05", tmp_path / "out")
    sites = pd.read_csv(tmp_path / "out" / "sites.csv")
    assert set(sites["city"]) <= {"广州市", "深圳市"}
    assert any("gb18030" in note["text"] for note in plan["notes"])
    code, out, _ = run("check", CASES / "05")
    assert (code, "read as gb18030" in out) == (0, True)


def test_05_another_encoding_may_be_declared(run: Run, tmp_path: Path) -> None:
    how = 'zones = { path = "zones.shp", encoding = "gbk" }'
    code, out, err = run("check", changed("05", tmp_path / "study", 'zones = "zones.shp"', how))
    assert (code, "Note" in out) == (0, False), err


def test_07_a_geopackage_of_two_layers_is_refused_with_their_names_until_one_is_named(run: Run, tmp_path: Path) -> None:
    code, _, err = run("check", CASES / "07")
    assert code == 1
    assert '"census_2010", "census_2020"' in err
    people = {}
    for layer in ("census_2010", "census_2020"):
        how = f'zones = {{ path = "zones.gpkg", layer = "{layer}" }}'
        found = check_study(changed("07", tmp_path / layer, 'zones = "zones.gpkg"', how))
        assert found.market is not None
        people[layer] = found.market.population
    assert people["census_2010"] == 3000  # what was taken in silence, as the first
    assert people["census_2020"] != 3000


def test_07_a_layer_that_is_not_there_is_refused_with_the_nearest(run: Run, tmp_path: Path) -> None:
    how = 'zones = { path = "zones.gpkg", layer = "census_202" }'
    code, _, err = run("check", changed("07", tmp_path / "study", 'zones = "zones.gpkg"', how))
    assert (code, 'no layer "census_202"' in err, "Did you mean" in err) == (1, True, True)


def test_09_semicolons_and_decimal_commas_are_read_and_said(run: Run) -> None:
    code, out, err = run("check", CASES / "09")
    assert code == 0, err
    assert 'separated by ";"' in out
    assert "decimal comma" in out
    market = check_study(CASES / "09").market
    assert market is not None
    assert list(market.zones.geometry.x) == [113.0, 113.1]  # 113,00 and 113,10
    assert market.population == 30_000


def test_11_a_posted_speed_of_0_does_not_close_the_road() -> None:
    # Every other road of its class says 50 km/h: 7 km take 8.4 minutes.
    assert minutes("11", "Z7", "A") == pytest.approx(8.4)


def test_11_it_is_said(run: Run) -> None:
    code, out, _ = run("check", CASES / "11")
    assert code == 0
    assert "maxspeed" in out
    assert "3 - 4, 4 - 3" in out


def test_12_of_a_list_of_speeds_the_mean_is_taken_and_said(run: Run) -> None:
    code, out, _ = run("check", CASES / "12")
    assert code == 0
    assert "edges give several speeds; their mean was used (14)" in out


def test_14_an_undirected_graph_is_read_both_ways_and_said(run: Run) -> None:
    code, out, _ = run("check", CASES / "14")
    assert (code, "read in both directions" in out) == (0, True)
    assert minutes("14", "Z1", "A") == pytest.approx(minutes("14", "Z0", "A") + 1 / 22 * 60)  # 1 km of residential road


def test_15_minutes_in_seconds_are_no_order(run: Run, tmp_path: Path) -> None:
    for command in (("check",), ("plan", "--out", tmp_path / "out"), ("score", "--out", tmp_path / "out")):
        code, _, err = run(command[0], CASES / "15", *command[1:])
        assert code == 1
        assert "no zone is within travel.max_minutes (90) of a candidate" in err
        assert "Are they seconds?" in err
        assert not (tmp_path / "out").exists()


def test_17_wkt_is_proposed_as_the_geometry_and_population_left_alone(run: Run) -> None:
    code, _, err = run("check", CASES / "17")
    assert code == 1
    assert 'Rename "wkt" to geometry' in err
    assert "population" not in err


def test_19_a_site_near_a_point_zone_is_not_outside_because_a_polygon_is_nearer(run: Run) -> None:
    code, _, err = run("check", CASES / "19")
    assert code == 0, err
    market = check_study(CASES / "19").market
    assert market is not None
    assert list(market.candidates.index) == ["A", "B"]


def test_23_an_island_that_no_road_reaches_is_said_and_not_served(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("check", CASES / "23")
    assert code == 0
    assert "the farthest 2.2 km) [ISL]" in out
    plan = planned(run, "23", tmp_path / "out")
    assert plan["kpis"]["coverage"]["all"] == pytest.approx(6000 / 6500)  # all but the 500 of the island


def test_23_where_it_may_be_served_it_is_said_how(run: Run, tmp_path: Path) -> None:
    folder = changed("23", tmp_path / "study", 'elsewhere="unreachable"', 'elsewhere="straight_line"')
    code, out, _ = run("check", folder)
    assert code == 0
    far = "the nearest road is over 1000 m away and is reached in a straight line (1; the farthest 2.2 km) [ISL]"
    assert far in out


def test_32_a_graph_as_networkx_writes_it_is_read() -> None:
    # Zones and sites of this case lie off its one road of 730 m at 50 km/h.
    found = check_study(CASES / "32")
    assert found.problems == ()
    assert found.market is not None
    assert found.market.roads is not None
    assert found.market.roads.minutes.toarray().max() == pytest.approx(730 / 1000 / 50 * 60)
