"""Workbooks: the right sheet, errors and dates of Excel, and cells far out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from siteplan.data.read.files import read_table
from siteplan.data.read.raw import RawTable
from siteplan.errors import StudyError
from siteplan.study import FileEntry

ROWS = [["site_id", "lon", "lat", "rent"], ["007", 113.25, 23.5, 12.5], ["B", 113.75, 23.25, 8]]
Change = Callable[[openpyxl.Workbook], object]


def book(tmp_path: Path, change: Change = lambda _: None, **how: object) -> RawTable:
    made = openpyxl.Workbook()
    for row in ROWS:
        made.active.append(row)
    change(made)
    made.save(tmp_path / "t.xlsx")
    return read_table(tmp_path / "t.xlsx", "candidates", FileEntry(path="t.xlsx", **how))


def refused(tmp_path: Path, change: Change, **how: object) -> str:
    with pytest.raises(StudyError) as caught:
        book(tmp_path, change, **how)
    return str(caught.value)


def put(cell: str, value: object) -> Change:
    return lambda made: made.active.__setitem__(cell, value)


def other(made: openpyxl.Workbook, state: str = "visible") -> None:
    sheet = made.create_sheet("2020")
    sheet.sheet_state = state
    sheet.append(ROWS[0])
    sheet.append(["C", 113.0, 23.0, 1])


def test_text_stays_text_and_whole_numbers_look_whole(tmp_path: Path) -> None:
    assert book(tmp_path).frame.to_numpy().tolist() == [
        ["007", "113.25", "23.5", "12.5"],
        ["B", "113.75", "23.25", "8"],
    ]


def test_of_several_sheets_one_must_be_named(tmp_path: Path) -> None:
    said = refused(tmp_path, other)
    assert 't.xlsx has 2 sheets, "Sheet", "2020"' in said
    assert 'candidates = { path = "t.xlsx", sheet = "Sheet" }' in said
    assert book(tmp_path, other, sheet="2020").frame["site_id"].tolist() == ["C"]
    assert 'no sheet "202"' in refused(tmp_path, other, sheet="202")


def test_empty_sheets_do_not_count_and_hidden_ones_are_told(tmp_path: Path) -> None:
    assert book(tmp_path, lambda made: made.create_sheet("Sheet2")).notes == ()
    (note,) = book(tmp_path, lambda made: other(made, "hidden")).notes
    assert "hidden ones were not (2020)" in str(note)


@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#N/A", "#NAME?"])
def test_errors_of_excel_are_told_by_their_cells(error: str, tmp_path: Path) -> None:
    assert "contain an Excel error" in (said := refused(tmp_path, put("D3", error)))
    assert "[D3]" in said


def test_formulas_without_a_value_are_told_by_their_cells(tmp_path: Path) -> None:
    assert "formulas without a value [D3]" in refused(tmp_path, put("D3", "=D2*2"))


def test_ids_that_excel_made_dates_of_are_refused(tmp_path: Path) -> None:
    assert "ids are dates" in (said := refused(tmp_path, put("A3", dt.date(2026, 2, 1))))
    assert "[A3]" in said


@pytest.mark.parametrize("number", [123456789012345678, 4.4e17])
def test_ids_of_more_digits_than_excel_keeps_are_refused(number: float, tmp_path: Path) -> None:
    assert "more than 15 digits" in (said := refused(tmp_path, put("A3", number)))
    assert "[A3]" in said


@pytest.mark.parametrize("cell", ["XFD1048576", "XFD3", "AML2"])
def test_a_stray_cell_far_out_is_told_not_loaded(cell: str, tmp_path: Path) -> None:
    assert f"a cell at {cell}" in refused(tmp_path, put(cell, 1))


def test_a_title_above_the_header_is_left_out_and_said(tmp_path: Path) -> None:
    def titled(made: openpyxl.Workbook) -> None:
        made.active.insert_rows(1, 2)
        made.active["A1"] = "Our shops"

    raw = book(tmp_path, titled)
    assert raw.frame["site_id"].tolist() == ["007", "B"]
    assert "rows above the header of" in str(raw.notes[0])


def test_what_stands_beside_the_table_is_refused_not_lost(tmp_path: Path) -> None:
    assert "more cells than the header" in refused(tmp_path, put("H3", "check"))


def test_a_workbook_with_a_header_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    assert len(book(tmp_path, lambda made: made.active.delete_rows(2, 2)).frame) == 0


def only_chart(made: openpyxl.Workbook) -> None:
    made.create_chartsheet("Chart")
    made.remove(made.active)


def test_sheets_that_are_charts_hold_no_table_even_where_they_are_empty(tmp_path: Path) -> None:
    plain = book(tmp_path).frame
    assert book(tmp_path, lambda made: made.create_chartsheet("Chart")).frame.equals(plain)
    assert "has no sheet of cells" in refused(tmp_path, only_chart)


def test_a_workbook_with_macros_is_read_like_any(tmp_path: Path) -> None:
    """Its macros are never run."""
    plain = book(tmp_path).frame
    (tmp_path / "t.xlsx").rename(tmp_path / "t.xlsm")
    entry = FileEntry(path="t.xlsm", sheet="Sheet")
    assert read_table(tmp_path / "t.xlsm", "candidates", entry).frame.equals(plain)


@pytest.mark.parametrize("suffix", [".xls", ".ods", ".numbers", ".xlsb"])
def test_other_workbooks_are_told_what_to_save_them_as(suffix: str, tmp_path: Path) -> None:
    (tmp_path / f"t{suffix}").write_bytes(b"PK")
    with pytest.raises(StudyError, match=f'unknown type "{suffix}". Save it as one of .csv, .tsv, .xlsx'):
        read_table(tmp_path / f"t{suffix}", "candidates")


def test_rows_that_a_filter_has_hidden_are_read_and_said(tmp_path: Path) -> None:
    (note,) = book(tmp_path, lambda made: setattr(made.active.row_dimensions[3], "hidden", True)).notes
    assert str(note).startswith("candidates: hidden rows of t.xlsx were read like all others (1)")
