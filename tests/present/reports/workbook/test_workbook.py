"""The workbook: every figure with its id, every row of every table, numbers as numbers, nothing live."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from functools import cache
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from siteplan.present.charts.charts import Chart
from siteplan.present.reports.report_parts import Part
from siteplan.present.reports.slides.slides_of import slides_of
from siteplan.present.reports.workbook.sheet_text import CELL, sheet_name
from siteplan.present.reports.workbook.workbook_of import workbook_of
from siteplan.present.tables.column import Table
from tests.present.reports.packs import HOSTILE_NAMES, hostile_pack, site_table, tiny_pack, with_parts


@cache
def book(language: str = "en") -> Any:
    return openpyxl.load_workbook(BytesIO(workbook_of(tiny_pack(language))))


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_first_sheet_has_every_figure(language: str) -> None:
    pack, sheet = tiny_pack(language), book(language).worksheets[0]
    rows = {row[0]: row for row in sheet.iter_rows(min_row=3, values_only=True) if row[1]}
    assert list(rows) == [figure.id for figure in pack.figures]
    for figure in pack.figures:
        id_, name, value, text, *_rest = rows[figure.id]
        assert (id_, name, text) == (figure.id, figure.name, figure.text)
        assert value == pytest.approx(figure.value, rel=1e-15)


def test_each_table_has_a_sheet_with_all_of_its_rows_as_numbers() -> None:
    pack = tiny_pack()
    tables = [item for part in pack.document.parts for item in part.items if isinstance(item, Table)]
    sheets = {sheet["A1"].value: sheet for sheet in book().worksheets}
    for table in tables:
        sheet = sheets[table.caption]
        assert sheet.auto_filter.ref.endswith(str(len(table.frame) + 2))
        assert sheet.freeze_panes.endswith("3")
        head = [cell.value for cell in sheet[2]][: len(table.columns)]
        assert head == [column.title(table.reader) for column in table.columns]
    sites = next(table for table in tables if table.caption == "Sites that open")
    k = [column.name for column in sites.columns].index("net_new")
    cells = [sheets[sites.caption].cell(3 + n, k + 1) for n in range(len(sites.frame))]
    assert [cell.value for cell in cells] == pytest.approx(sites.frame["net_new"].tolist())
    assert {cell.number_format for cell in cells} == {"#,##0"}


@pytest.mark.parametrize(("language", "unit"), [("zh-Hans", "万元"), ("zh-Hant", "萬元")])
def test_chinese_tables_count_money_in_ten_thousands_with_two_decimals(language: str, unit: str) -> None:
    pack = tiny_pack(language)
    tables = [item for part in pack.document.parts for item in part.items if isinstance(item, Table)]
    table = next(one for one in tables if {"capex", "net_new"} <= {column.name for column in one.columns})
    sheet = next(sheet for sheet in book(language).worksheets if sheet["A1"].value == table.caption)
    names = [column.name for column in table.columns]
    capex, sold = (names.index(name) + 1 for name in ("capex", "net_new"))
    assert unit in sheet.cell(2, capex).value
    assert unit not in sheet.cell(2, sold).value
    for n, value in enumerate(table.frame["capex"], 3):
        assert sheet.cell(n, capex).value == pytest.approx(value / 10_000)
        assert sheet.cell(n, capex).number_format == "#,##0.00"
    assert [sheet.cell(n + 3, sold).value for n in range(len(table.frame))] == pytest.approx([*table.frame["net_new"]])


@pytest.mark.parametrize(
    ("language", "unit", "size"), [("en", "CNY", 1), ("zh-Hans", "万元", 10_000), ("zh-Hant", "萬元", 10_000)]
)
def test_charts_count_money_as_tables_do_and_say_so_in_their_headings(language: str, unit: str, size: int) -> None:
    items = [item for part in tiny_pack(language).document.parts for item in part.items]
    chart = next(one for one in items if isinstance(one, Chart) and one.data is not None and one.data.topic == "cash")
    assert chart.data is not None
    sheet = next(sheet for sheet in book(language).worksheets if sheet["A1"].value == chart.finding)
    in_the_year = chart.data.series[0].values
    assert unit in sheet["B2"].value
    assert [sheet.cell(n + 3, 2).value for n in range(len(in_the_year))] == pytest.approx(
        [x / size for x in in_the_year]
    )
    assert sheet["B3"].number_format == ("#,##0" if size == 1 else "#,##0.00")
    told = [cell for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, str)]
    assert any(unit in text and "坐标轴" in text for text in told) == (language == "zh-Hans")


def test_charts_are_drawn_by_the_workbook_from_its_own_cells() -> None:
    with zipfile.ZipFile(BytesIO(workbook_of(tiny_pack()))) as file:
        charts = [file.read(name) for name in file.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) >= 4
    assert all(b"<c:f>" in chart for chart in charts)
    lying = next(chart for chart in charts if b'<c:barDir val="bar"/>' in chart)
    names, values = lying.split(b"<c:catAx>")[1].split(b"<c:valAx>")
    assert b'<c:orientation val="maxMin"/>' in names  # the first on top, as the report draws it
    assert b'<c:orientation val="minMax"/>' in values


def test_a_share_is_per_cent_and_a_missing_one_is_empty() -> None:
    table = site_table(["A", "B"])
    table.frame.loc[1, "share"] = float("nan")
    file = workbook_of(with_parts(tiny_pack(), Part("Sites", (), [table])))
    sheet = openpyxl.load_workbook(BytesIO(file)).worksheets[-1]
    assert (sheet["F3"].value, sheet["F3"].number_format, sheet["F4"].value) == (0.123, "0.0%", None)


def test_nothing_that_a_name_says_comes_alive_and_long_texts_are_cut_and_said() -> None:
    sheets = openpyxl.load_workbook(BytesIO(workbook_of(hostile_pack()))).worksheets
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]
    written = {cell.value for cell in cells if isinstance(cell.value, str)}
    assert set(HOSTILE_NAMES[:9]) <= written
    assert "belland" + "more" in written
    assert max(map(len, written)) == CELL
    assert "3 texts are longer than a cell holds, and are cut." in written
    assert len({sheet.title.lower() for sheet in sheets}) == len(sheets)


def test_names_of_sheets_are_short_plain_and_each_its_own() -> None:
    assert sheet_name(3, "Cost: a/b [x]*?\\ of all that there is to be told") == "03 Cost a b x of all that there"
    assert sheet_name(4, "'quoted'") == "04 'quoted"


def test_three_thousand_rows_are_all_there() -> None:
    pack = with_parts(tiny_pack(), Part("Sites", (), [site_table([f"Site {n}" for n in range(3000)])]))
    sheet = openpyxl.load_workbook(BytesIO(workbook_of(pack)), read_only=True).worksheets[-1]
    names = [row[0] for row in sheet.iter_rows(min_row=3, max_row=3002, max_col=1, values_only=True)]
    assert names == [f"Site {n}" for n in range(3000)]


_AGAIN = """
import hashlib
import tests.conftest  # plans as tests make them
from siteplan.present.reports.slides.slides_of import slides_of
from siteplan.present.reports.workbook.workbook_of import workbook_of
from tests.present.reports.packs import tiny_pack
print(*(hashlib.sha256(make(tiny_pack("zh-Hans"))).hexdigest() for make in (slides_of, workbook_of)))
"""


def test_another_process_writes_the_same_bytes() -> None:
    """With another seed of hashes and another time zone: no date, no order of a set is in the files."""
    mine = [hashlib.sha256(make(tiny_pack("zh-Hans"))).hexdigest() for make in (slides_of, workbook_of)]
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai"}
    run = subprocess.run([sys.executable, "-c", _AGAIN], capture_output=True, text=True, check=True, env=environment)
    assert run.stdout.split() == mine
