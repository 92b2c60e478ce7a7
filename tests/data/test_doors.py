"""What is refused at the door, or said there: tables without rows, numbers out of range, gates, zones on each other."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import shapely
from shapely import box

from siteplan.data import check_study
from siteplan.errors import StudyError
from siteplan.pipeline import calibrate_study
from tests.command_line import Run
from tests.data.folders import TOML, candidates, facilities, only, problems, write_study, zones


@pytest.mark.parametrize("table", ["facilities", "competitors"])
def test_a_table_with_a_header_and_no_rows_is_a_table(table: str, tmp_path: Path) -> None:
    made = {"facilities": facilities(), "competitors": pd.DataFrame(columns=["site_id", "lon", "lat"])}[table]
    found = check_study(write_study(tmp_path, **{table: made.iloc[:0]}))
    assert found.problems == ()
    assert found.market is not None
    assert len(getattr(found.market, table)) == 0
    assert [str(note) for note in found.market.notes] == [f"{table}: the table has no rows."]


def test_flows_without_rows_are_a_table_and_nothing_to_calibrate_by(tmp_path: Path) -> None:
    toml = TOML.replace('competitors = "competitors.csv"', 'competitors = "competitors.csv"\nflows = "flows.csv"')
    none = pd.DataFrame(columns=["zone_id", "site_id", "visits"])
    found = check_study(write_study(tmp_path, toml, flows=none))
    assert found.study is not None
    assert found.market is not None
    with pytest.raises(StudyError, match="the table has no rows"):
        calibrate_study(found.study, found.market)


def test_a_table_without_rows_still_needs_its_columns(tmp_path: Path) -> None:
    problem = only(problems(tmp_path, facilities=facilities().drop(columns="format").iloc[:0]))
    assert (problem.table, problem.column) == ("facilities", "format")


@pytest.mark.parametrize("path", ['""', '" "', '{ path = "" }'])
def test_a_table_named_without_a_file_is_refused_with_words(path: str, tmp_path: Path) -> None:
    problem = only(problems(tmp_path, TOML.replace('"facilities.csv"', path)))
    assert (problem.column, "path is empty" in problem.what) == ("facilities", True)


@pytest.mark.parametrize(
    ("table", "column", "value", "what"),
    [
        ("candidates", "rent", 1e308, "too large"),
        ("candidates", "rent", 1e-300, "too close to 0"),
        ("candidates", "area_m2", float("inf"), "not a number"),
        ("zones", "population", 1e12, "too large"),
        ("zones", "income", 1e15, "too large"),
    ],
)
def test_numbers_out_of_any_sensible_range_are_refused(
    table: str, column: str, value: float, what: str, tmp_path: Path
) -> None:
    good = {"candidates": candidates, "zones": zones}[table]()
    problem = only(problems(tmp_path, **{table: good.assign(**{column: [value, *[1.0] * 5]})}))
    assert (problem.table, problem.column) == (table, column)
    assert what in problem.what


@pytest.mark.parametrize(
    ("format_name", "ends", "what"),
    [
        ("mall", "[960, 120]", "is empty"),
        ("mall", "[120, 120]", "is empty"),
        ("mall", "[120]", "missing"),
        ("mall", "[1, 2, 3]", "3 values"),
        ("mall", "[-1, 5]", "not 0 or more"),
        ("service", "[120, 960]", "sells nothing"),
    ],
)
def test_a_range_of_sales_that_says_nothing_is_refused(format_name: str, ends: str, what: str, tmp_path: Path) -> None:
    head = f"[formats.{format_name}]\n"
    problem = only(problems(tmp_path, TOML.replace(head, f"{head}sales_range = {ends}\n")))
    assert problem.table == f"study.toml [formats.{format_name}]"
    assert problem.column.startswith("sales_range")
    assert what in problem.what


def weighed(cells: list[object]) -> dict[str, pd.DataFrame]:
    return {"candidates": candidates().assign(growth=cells)}


WEIGHED = TOML + "[score]\nweights = { growth = 1.0 }\n"


@pytest.mark.parametrize(("cell", "remedy"), [("12%", "without %"), ("1,200", "without commas"), ("high", "1234.5")])
def test_a_column_of_ones_own_that_is_there_is_not_denied(cell: str, remedy: str, tmp_path: Path) -> None:
    problem = only(problems(tmp_path, WEIGHED, **weighed([cell, 1, 2, 3, 4, 5])))
    assert (problem.table, problem.column, tuple(problem.ids)) == ("candidates", "growth", ("C1",))
    assert remedy in problem.remedy


def test_a_number_of_ones_own_column_has_a_range_too(tmp_path: Path) -> None:
    assert "too large or too small" in only(problems(tmp_path, WEIGHED, **weighed([1e308, 1, 2, 3, 4, 5]))).what
    assert only(problems(tmp_path, WEIGHED, **weighed([1e-300, 1, 2, 3, 4, 5]))).column == "growth"


def test_gates_that_bar_every_candidate_are_refused_with_what_there_is(tmp_path: Path) -> None:
    barred = TOML + "[score.gates]\nrent = { at_most = 5 }\n"
    problem = only(problems(tmp_path, barred))
    assert "no candidate passes the gates; they have rent from 12.5 to 12.5" in problem.what
    assert problems(tmp_path / "open", barred.replace("at_most = 5", "at_most = 13")) == []


def test_a_gate_on_what_the_model_measures_is_tried_by_check(tmp_path: Path, run: Run) -> None:
    toml = TOML + "[score.gates]\npopulation = { at_least = 1_000_000 }\n"  # all zones together have 7,500
    write_study(tmp_path, toml)
    for words in (["check"], ["plan", "--out", tmp_path / "out"]):
        ended = run(words[0], tmp_path, *words[1:])
        assert (ended.code, "no candidate passes the gates" in ended.err) == (1, True)
    assert not (tmp_path / "out").exists()


def test_zones_that_lie_on_each_other_are_named_in_pairs(tmp_path: Path) -> None:
    twice = zones().geometry.copy()
    twice.iloc[0] = box(113.0, 23.0, 113.2, 23.1)  # Z1, and all of Z2
    found = check_study(write_study(tmp_path, zones=zones().set_geometry(twice)))
    assert found.market is not None, [str(problem) for problem in found.problems]
    assert [note.ids for note in found.market.notes if "zones overlap" in note.text] == [("Z1/Z2",)]


@pytest.mark.parametrize(("given", "written"), [("53%", "0.53"), ("5 %", "0.05"), ("0.4", "0.4")])
def test_a_share_in_quotes_is_told_how_it_is_written(given: str, written: str, tmp_path: Path) -> None:
    toml = TOML.replace("[files]", f'[demand]\nnev_share = "{given}"\n\n[files]')
    assert f"Write it as {written}, without quotes" in only(problems(tmp_path, toml)).remedy


def test_a_knot_of_a_polygon_is_refused_and_one_crossing_repaired(tmp_path: Path) -> None:
    import numpy as np
    from shapely import Polygon

    corners = 113.0 + np.random.default_rng(0).random((1500, 2)) / 10 - [0, 90]
    knot = zones().set_geometry([Polygon(corners), *zones().geometry[1:]], crs="EPSG:4326")
    assert "crosses itself again and again" in problems(tmp_path, zones=knot)[0].what


@pytest.mark.parametrize(
    "text",
    [
        "POINT (113.05 23.05)",
        "SRID=4326;POINT(113.05 23.05)",
        '{"type": "Point", "coordinates": [113.05, 23.05]}',
        shapely.Point(113.05, 23.05).wkb_hex,
    ],
)
def test_a_shape_in_a_table_of_text_is_read_as_databases_write_it(text: str, tmp_path: Path) -> None:
    given = candidates().drop(columns=["lon", "lat"]).assign(geometry=[text] * 5 + ["POINT(113.15 23.15)"])
    found = check_study(write_study(tmp_path, candidates=given))
    assert found.market is not None, [str(problem) for problem in found.problems]
    assert found.market.candidates.geometry.iloc[0].coords[0] == (113.05, 23.05)


@pytest.mark.parametrize("text", ["somewhere", "POINT(113", "{}", "0102", "SRID=3857;POINT(1 2)", "113.05,23.05"])
def test_a_text_that_is_no_shape_is_refused_with_how_one_is_written(text: str, tmp_path: Path) -> None:
    given = candidates().drop(columns=["lon", "lat"]).assign(geometry=[text] + ["POINT(113.15 23.15)"] * 5)
    problem = only(problems(tmp_path, candidates=given))
    assert tuple(problem.ids) == ("C1",)
    assert "POINT(113.2644 23.1291)" in problem.remedy


@pytest.mark.parametrize("written", ["1.23457E+17", "4,4E+11", "5E+12"])
def test_ids_of_which_a_program_has_cut_digits_are_refused(written: str, tmp_path: Path) -> None:
    given = candidates().assign(site_id=[written, "1e3", "E+17", "C4", "C5", "C6"])
    problem = only(problems(tmp_path, candidates=given))
    assert (problem.column, tuple(problem.ids)) == ("site_id", (written,))
    assert "lost digits" in problem.what


LARGE = TOML.replace("area_m2 = 200", "area_m2 = 200\nmin_area_m2 = 150").replace(
    "area_m2 = 1200", "area_m2 = 1200\nmin_area_m2 = 900"
)


def test_candidates_too_small_for_their_formats_are_named(tmp_path: Path) -> None:
    areas = [500, 149, 150, None, 200, 10]  # C1 may be a mall or a service centre, the others a mall of 150 m2 or more
    found = check_study(write_study(tmp_path, LARGE, candidates=candidates().assign(area_m2=areas)))
    assert found.market is not None, [str(problem) for problem in found.problems]
    assert [note.ids for note in found.market.notes] == [("C2", "C6")]


def test_candidates_all_too_small_are_no_order(tmp_path: Path) -> None:
    problem = only(problems(tmp_path, LARGE, candidates=candidates().assign(area_m2=10)))
    assert (problem.column, len(problem.ids)) == ("area_m2", 6)
    assert "the least is 150" in problem.remedy


def test_decimal_commas_that_are_not_certain_are_asked_about(tmp_path: Path) -> None:
    folder = write_study(tmp_path)  # 1.200 is twelve hundred where commas are decimal, and 1.2 where points are
    (folder / "candidates.csv").write_text("site_id;lon;lat;rent\nA;113,05;23,05;1.200\n")
    problem = only(list(check_study(folder).problems))
    assert 'set decimal = ","' in problem.remedy
    declared = TOML.replace('"candidates.csv"', '{ path = "candidates.csv", decimal = "," }')
    (folder / "study.toml").write_text(declared)
    found = check_study(folder)
    assert found.market is not None
    assert list(found.market.candidates["rent"]) == [1200]


@pytest.mark.parametrize("given", ["mall,service", "mall、service", "mall / service", "mall|service", "mall service"])
def test_formats_that_another_mark_parts_are_told_how_they_are_written(given: str, tmp_path: Path) -> None:
    """The nearest name, "service", would lose the mall."""
    rows = candidates().assign(formats=[given, *["mall"] * 5])
    assert only(problems(tmp_path, candidates=rows)).remedy == 'Write it as "mall;service".'


def test_of_a_geometry_and_other_lon_and_lat_it_is_said_which_counts(tmp_path: Path) -> None:
    """C1 lies at 113.15, 23.15 by its geometry and at 113.05, 23.05 by lon and lat; C2 alike in both."""
    shapes = ["POINT(113.15 23.15)", "POINT(113.15 23.05)", *[None] * 4]
    rows = candidates().assign(geometry=shapes).iloc[:2]
    market = check_study(write_study(tmp_path, candidates=rows)).market
    assert market is not None
    (note,) = (note for note in market.notes if "geometry" in note.text)
    assert tuple(note.ids) == ("C1",)
    assert market.candidates.geometry.iloc[0].x == 113.15


def test_true_is_no_number_in_any_kind_of_file(tmp_path: Path) -> None:
    """Parquet and GeoJSON have flags of their own, which Python would count as 1."""
    rows = candidates().assign(rent=True)
    rows.to_parquet(tmp_path / "c.parquet")
    found = problems(tmp_path, TOML.replace("candidates.csv", "c.parquet"), candidates=None)
    assert (only(found).column, only(found).what) == ("rent", "this is not a number")


def test_two_tables_of_one_file_are_told(tmp_path: Path) -> None:
    """Own sites named as rivals, too: they would compete with themselves."""
    toml = TOML.replace('"competitors.csv"', '"./facilities.csv"')
    market = check_study(write_study(tmp_path, toml)).market
    assert market is not None
    assert "facilities.csv: these tables are read from the same file, facilities, competitors" in map(
        str.strip, (str(note).rstrip(". ") for note in market.notes)
    )
