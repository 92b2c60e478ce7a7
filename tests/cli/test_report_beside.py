"""`siteplan report PLAN --with DIR`: other plans as a part of its pack, in the language asked.

The PDF lays out every part of a pack: tests/present/reports/pdf.
"""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pptx import Presentation

from siteplan.present.saved.report_files import write_reports
from tests.command_line import Run
from tests.side_by_side import called, other_plan, saved
from tests.worlds import tiny_plan

LEAD = "b 與 a 相比：少售"
ONLY = "僅 b 有（1 個）：Westport的Harbour dealer park。"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("beside")
    saved(tiny_plan(), folder / "a")
    saved(other_plan(), folder / "b")
    return folder


@pytest.fixture(scope="module")
def pack(home: Path) -> dict[str, bytes]:
    """The pack of the first plan beside the second, in Traditional Chinese."""
    written = write_reports(home / "a", ["html", "pptx", "xlsx"], ["zh-Hant"], home / "pack", beside=[home / "b"])
    return {file.suffix: file.read_bytes() for file in written.paths}


def test_the_page_has_the_part_before_the_business_case(pack: dict[str, bytes]) -> None:
    page = pack[".html"].decode()
    assert page.index("<h2>與其他方案對比</h2>") < page.index("<h2>投資回報</h2>")
    for words in (LEAD, ONLY, "僅 b 有 1 個據點", "增減的據點：b 與 a 相比"):
        assert words in page


def test_a_slide_has_its_figures_and_one_the_map_of_differences(pack: dict[str, bytes]) -> None:
    deck = Presentation(BytesIO(pack[".pptx"]))
    slides = {slide.shapes.title.text_frame.text: slide for slide in deck.slides}
    (lead,) = (slide for title, slide in slides.items() if title.startswith(LEAD))
    (table,) = (shape.table for shape in lead.shapes if shape.has_table)
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells[0][:3] == ["指標", "a", "b"]
    assert cells[1][:3] == ["據點", "5", "5"]
    (map_slide,) = (slide for title, slide in slides.items() if title.startswith("僅 b 有 1 個據點"))
    assert {"經銷商門市，僅 b 有", "僅 a 覆蓋"} & set(texts(map_slide.shapes))


def texts(shapes: Any) -> list[str]:
    found = []
    for shape in shapes:
        found += (
            texts(shape.shapes) if shape.shape_type == 6 else [shape.text_frame.text] if shape.has_text_frame else []
        )
    return found


def test_the_workbook_has_a_sheet_of_each_table_with_sales_as_numbers(pack: dict[str, bytes]) -> None:
    sheets = {sheet["A1"].value: sheet for sheet in openpyxl.load_workbook(BytesIO(pack[".xlsx"])).worksheets}
    assert {"各方案概覽", "各方案的規則", "增減的據點：b 與 a 相比"} < set(sheets)
    rows = list(sheets["增減的據點：b 與 a 相比"].iter_rows(min_row=3, max_row=5, values_only=True))
    sold = other_plan().business.sites.set_index("site_id").loc["C4", "sold"]
    assert rows[0][0] == "Harbour dealer park"
    assert rows[0][-1] == pytest.approx(sold)


def test_it_is_the_same_bytes_twice(home: Path, pack: dict[str, bytes], run: Run, tmp_path: Path) -> None:
    asked = ("--with", home / "b", "--language", "zh-Hant", "--format", "html", "--out", tmp_path)
    assert run("report", home / "a", *asked).code == 0
    assert (tmp_path / "report.html").read_bytes() == pack[".html"]


def test_what_cannot_stand_beside_it_is_refused_at_once(home: Path, run: Run, tmp_path: Path) -> None:
    foreign = saved(called(tiny_plan(), "Elsewhere"), tmp_path / "foreign")
    altered = Path(shutil.copytree(home / "b", tmp_path / "altered"))
    (altered / "plan_data.zip").write_bytes(b"")
    said = run("report", home / "a", "--with", home / "a", "--with", foreign, "--with", altered)
    assert said.code == 1
    for words in ("--with: a folder is named twice", "'Elsewhere'", "plan_data.zip: it was altered"):
        assert words in said.err
    assert not (home / "a" / "report.pdf").exists()
    both = run("report", home / "a", "--with", home / "b", "--site", "C1")
    assert both.code == 1
    assert "a site's page tells of one plan" in both.err
