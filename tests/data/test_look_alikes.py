"""Ids that people take for one."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from siteplan.data import check_study
from siteplan.errors import Note
from tests.data.folders import TOML, candidates, facilities, only, problems, write_study, zones


def notes(folder: Path, **tables: pd.DataFrame | None) -> tuple[Note, ...]:
    found = check_study(write_study(folder, **tables))
    assert found.market is not None, [str(problem) for problem in found.problems]
    return found.market.notes


def renamed(first: str, second: str) -> pd.DataFrame:
    return candidates().assign(site_id=[first, second, "C3", "C4", "C5", "C6"])


@pytest.mark.parametrize("second", ["A ", " A", "A\u00a0", "A\u200b", "\ufeffA", "A\t", "A\u00ad"])
def test_ids_that_differ_by_blanks_or_nothing_seen_are_the_same_id_twice(second: str, tmp_path: Path) -> None:
    problem = only(problems(tmp_path, candidates=renamed("A", second)))
    assert "used by more than one row" in problem.what
    assert tuple(problem.ids) == ("A",)


def test_blanks_round_an_id_are_taken_off_and_said(tmp_path: Path) -> None:
    (note,) = notes(tmp_path, candidates=renamed("A", "B "))
    assert (note.table, note.column, note.ids) == ("candidates", "site_id", ("B",))


@pytest.mark.parametrize(
    ("first", "second"),
    [("A1", "a1"), ("A1", "А1"), ("A 1", "A1"), ("A-1", "A–1"), ("A1", "A１"), ("KΟ", "KO")],
    ids=["case", "Cyrillic", "blank", "dash", "wide digit", "Greek"],
)
def test_ids_that_look_alike_stay_two_and_are_named_together(first: str, second: str, tmp_path: Path) -> None:
    (note,) = notes(tmp_path, candidates=renamed(first, second))
    assert note.ids == (f"{first}/{second}",)
    assert "look alike" in str(note)


def test_ids_of_other_shapes_are_not_spoken_of(tmp_path: Path) -> None:
    assert notes(tmp_path, candidates=renamed("A1", "A11")) == ()


@pytest.mark.parametrize("table", ["facilities", "competitors"])
def test_a_table_with_a_header_and_no_rows_is_a_table(table: str, tmp_path: Path) -> None:
    made = {"facilities": facilities(), "competitors": pd.DataFrame(columns=["site_id", "lon", "lat"])}[table]
    found = check_study(write_study(tmp_path, **{table: made.iloc[:0]}))
    assert found.problems == ()
    assert found.market is not None
    assert len(getattr(found.market, table)) == 0


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
        ("candidates", "rent", 1e-300, "neither 0 nor"),
        ("candidates", "area_m2", float("inf"), "no number"),
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
