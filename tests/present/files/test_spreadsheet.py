"""A cell from a hostile table stays data in a spreadsheet."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.present.files.spreadsheet import safe_cell, safe_csv
from tests.examples import examples
from tests.worlds import FORMULA, HOSTILE

STARTS = "=+-@\t\r\n＝＋－＠"


@pytest.mark.parametrize("start", list(STARTS))
def test_no_text_starts_a_formula(start: str) -> None:
    guarded = safe_cell(f"{start}1+1")
    assert isinstance(guarded, str)
    assert guarded.startswith("'")
    assert guarded.endswith("1+1")


def test_numbers_stay_numbers_and_text_stays_text() -> None:
    table = pd.DataFrame({"x": [-1.5, 2.0], "name": [FORMULA, HOSTILE], "met": [True, False]})
    rows = list(csv.reader(io.StringIO(safe_csv(table).decode("utf-8-sig"))))
    assert rows == [["x", "name", "met"], ["-1.5", "'" + FORMULA, "True"], ["2.0", HOSTILE, "False"]]


def test_a_column_may_be_hostile_too() -> None:
    assert safe_csv(pd.DataFrame({"=cmd": [1]})).decode("utf-8-sig").startswith("'=cmd")


@examples(100, sample=40)
@given(st.text())
def test_every_text_comes_back_as_one_cell_that_starts_no_formula(text: str) -> None:
    table = pd.DataFrame({"name": [text], "next": ["x"]})
    (_, (cell, after)) = csv.reader(io.StringIO(safe_csv(table).decode("utf-8-sig"), newline=""))
    assert cell == safe_cell(text)
    assert after == "x"
    assert not cell or cell[0] not in STARTS


def test_a_return_in_a_name_starts_no_row() -> None:
    table = pd.DataFrame({"name": ["mall\r=1+1"], "x": [1]})
    assert safe_csv(table).decode("utf-8-sig") == 'name,x\n"mall\n=1+1",1\n'


def test_chinese_is_marked_as_utf8() -> None:
    assert safe_csv(pd.DataFrame({"城市": ["广州"]})).startswith(b"\xef\xbb\xbf")
