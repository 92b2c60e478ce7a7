"""Text tables as programs of many countries write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from siteplan.data.read.files import read_table
from siteplan.data.read.raw import RawTable
from siteplan.errors import StudyError
from siteplan.study import FileEntry

HEAD, ROWS = "site_id,lon,lat,rent\n", "007,113.25,23.5,12.5\nB,113.75,23.25,8\n"


def read(tmp_path: Path, text: str, name: str = "t.csv", **how: object) -> RawTable:
    (tmp_path / name).write_bytes(text.encode())
    return read_table(tmp_path / name, "candidates", FileEntry(path=name, **how))


def refused(tmp_path: Path, text: str, **how: object) -> str:
    with pytest.raises(StudyError) as caught:
        read(tmp_path, text, **how)
    return str(caught.value)


def good(raw: RawTable) -> bool:
    """Whether a table is the usual one of this module."""
    numbers = raw.frame[["lon", "lat", "rent"]].astype(float).to_numpy().tolist()
    return raw.frame["site_id"].tolist() == ["007", "B"] and numbers == [[113.25, 23.5, 12.5], [113.75, 23.25, 8]]


def commas(text: str, separator: str) -> str:
    return text.replace(",", separator)


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_another_separator_is_found_and_said(separator: str, tmp_path: Path) -> None:
    raw = read(tmp_path, commas(HEAD + ROWS, separator))
    assert good(raw)
    assert "are separated by" in str(raw.notes[0])
    assert read(tmp_path, commas(HEAD + ROWS, separator), separator=separator).notes == ()


def test_a_decimal_comma_is_found_where_it_can_be_nothing_else(tmp_path: Path) -> None:
    raw = read(tmp_path, commas(HEAD + ROWS, ";").replace(".", ","))
    assert good(raw)
    assert "decimal comma" in str(raw.notes[-1])


def test_a_declared_decimal_comma_may_have_points_for_thousands(tmp_path: Path) -> None:
    text = "site_id;lon;lat;rent\nA;113,5;23,5;1.234,5\nB;113;23;1.000\n"
    raw = read(tmp_path, text, decimal=",")
    assert raw.frame["rent"].astype(float).tolist() == [1234.5, 1000]
    assert [str(note) for note in raw.notes] == ['candidates: the cells of t.csv are separated by ";".']


@pytest.mark.parametrize("cell", ["1,200", "12%", "1,200,000"])
def test_thousands_and_per_cent_are_left_as_they_are_to_be_asked_about(cell: str, tmp_path: Path) -> None:
    raw = read(tmp_path, HEAD + f'A,113.5,23.5,"{cell}"\n')
    assert raw.frame["rent"].tolist() == [cell]


def test_what_excel_says_of_the_separator_is_believed(tmp_path: Path) -> None:
    assert good(read(tmp_path, "sep=;\n" + commas(HEAD + ROWS, ";")))
    assert good(read(tmp_path, "sep=,\r\n" + HEAD + ROWS))


@pytest.mark.parametrize(
    "above", ["Our shops\n", "Our shops\n\n", "# by hand, 2026\n# for us\n", "a,title,in,cells\n,,,\n"]
)
def test_rows_above_the_header_are_left_out_and_said(above: str, tmp_path: Path) -> None:
    raw = read(tmp_path, above + HEAD + ROWS)
    assert good(raw)
    assert "rows above the header of" in str(raw.notes[0])


def test_a_first_row_that_names_a_column_is_the_header(tmp_path: Path) -> None:
    raw = read(tmp_path, "site_id,note\nlon,lat\nrent,name\n")
    assert raw.frame["note"].tolist() == ["lat", "name"]


def test_cells_of_the_usual_kinds_of_line_end(tmp_path: Path) -> None:
    for end in ("\r\n", "\r", "\n"):
        assert good(read(tmp_path, (HEAD + ROWS).replace("\n", end)))


def test_a_separator_at_the_end_of_each_row_makes_no_column(tmp_path: Path) -> None:
    assert list(read(tmp_path, (HEAD + ROWS).replace("\n", ",\n")).frame) == ["site_id", "lon", "lat", "rent"]
    assert list(read(tmp_path, HEAD + ROWS.replace("\n", ",\n")).frame) == ["site_id", "lon", "lat", "rent"]


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    for second in ("rent", "rent ", " rent", "rent\u00a0", "re\u200bnt"):
        assert "the same name" in refused(tmp_path, f"site_id,rent,{second}\nA,1,2\n")


def test_a_header_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    raw = read(tmp_path, HEAD)
    assert (len(raw.frame), list(raw.frame)) == (0, ["site_id", "lon", "lat", "rent"])


def test_what_stands_for_nothing_may_be_declared(tmp_path: Path) -> None:
    raw = read(tmp_path, HEAD + "A,113.5,23.5,-\nB,113,23,unknown\n", na=["-", "unknown"])
    assert raw.frame["rent"].isna().all()


def test_a_row_of_too_many_cells_is_told_by_its_line(tmp_path: Path) -> None:
    assert "line 4 of t.csv has 6 cells" in refused(tmp_path, HEAD + ROWS + "C,1,2,3,4,5\n")


def test_so_is_a_first_row_however_wide(tmp_path: Path) -> None:
    """A column of its own for each of 100,000 cells took 13 s, and those beyond the header's were dropped."""
    assert "line 2 of t.csv has 100001 cells" in refused(tmp_path, HEAD + "A" + ",1" * 100_000 + "\n" + ROWS)
    assert "line 5 of t.csv has 6 cells" in refused(tmp_path, "sep=,\nSites\n" + HEAD + "\nC,1,2,3,,5\n" + ROWS)
    assert good(read(tmp_path, HEAD + " \n" + ROWS))


def test_a_key_that_means_nothing_here_is_refused(tmp_path: Path) -> None:
    assert "layer means nothing for a .csv file" in refused(tmp_path, HEAD + ROWS, layer="a")
