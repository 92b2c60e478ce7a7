"""Every figure of a plan has the same id and value in plan.json and in all four media."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from pptx import Presentation
from pypdf import PdfReader

from siteplan.present.files.export import write_plan
from siteplan.present.saved.report_files import FORMATS, write_reports
from tests.worlds import tiny_plan


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = tmp_path_factory.mktemp("media") / "plan"
    write_plan(tiny_plan(), written)
    write_reports(written, list(FORMATS), [])
    return written


@pytest.fixture(scope="module")
def figures(folder: Path) -> dict[str, float]:
    records = json.loads((folder / "plan.json").read_text("utf-8"))["figures"]
    found = {record["id"]: record["value"] for record in records}
    assert len(found) == len(records) > 40
    return found


def test_the_page_has_them_all_and_no_other(folder: Path, figures: dict[str, float]) -> None:
    page = (folder / "report.html").read_text("utf-8")
    told = {id_: float(value) for id_, value in re.findall(r'data-id="([^"]+)" data-value="([^"]+)"', page)}
    assert told == pytest.approx(figures)


def test_the_slides_have_them_all_in_their_notes_and_no_other(folder: Path, figures: dict[str, float]) -> None:
    deck = Presentation(BytesIO((folder / "report.pptx").read_bytes()))
    notes = "\n".join(slide.notes_slide.notes_text_frame.text for slide in deck.slides)
    told = dict(re.findall(r"^(\S+) = (\S+)", notes, re.MULTILINE))
    assert set(told) == set(figures)
    assert {id_: float(value) for id_, value in told.items()} == pytest.approx(figures)


def test_the_workbook_has_them_all_and_no_other(folder: Path, figures: dict[str, float]) -> None:
    sheet = openpyxl.load_workbook(BytesIO((folder / "report.xlsx").read_bytes())).worksheets[0]
    told = {row[0]: row[2] for row in sheet.iter_rows(values_only=True) if row[0] in figures}
    assert told == pytest.approx(figures)


def test_the_pdf_has_the_id_and_the_text_of_each(folder: Path, figures: dict[str, float]) -> None:
    """White space is taken out: typst sets a thin space between letters of two scripts."""
    pages = PdfReader(BytesIO((folder / "report.pdf").read_bytes())).pages
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in pages))
    assert [id_ for id_ in figures if not id_.endswith((".today", ".low", ".high")) and id_ not in text] == []
    sheet = openpyxl.load_workbook(BytesIO((folder / "report.xlsx").read_bytes())).worksheets[0]
    texts = {row[0]: row[3] for row in sheet.iter_rows(values_only=True) if row[0] in figures}
    assert [told for told in texts.values() if re.sub(r"\s", "", str(told)) not in text] == []
