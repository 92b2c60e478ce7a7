"""Every figure of a pack has the same id and value in its data and in all media, those told beside the plan, too."""

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
from siteplan.present.files.frontier_files import write_frontiers
from siteplan.present.model_text.frontier_words import finding
from siteplan.present.review.review_files import write_review
from siteplan.present.review.review_words import review_sentences
from siteplan.present.saved.report_files import FORMATS, write_reports
from siteplan.present.text.reader import Reader
from tests.evaluate.review.test_reviewed import free_review
from tests.present.test_frontier_pages import both
from tests.side_by_side import other_plan, saved
from tests.worlds import tiny_plan

BEHIND = (".today", ".low", ".high", ".change")
"""What stands behind an id in the PDF's dictionary as the heading of a column."""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = tmp_path_factory.mktemp("media") / "plan"
    write_plan(tiny_plan(), written)
    write_reports(written, list(FORMATS), [])
    return written


@pytest.fixture(scope="module")
def beside(plan: Path) -> Path:
    """The same plan's pack, with another plan, a review and both frontiers."""
    root = plan.parent
    others = [saved(other_plan(), root / "other"), root / "review", root / "frontier"]
    write_review(free_review(), others[1])
    write_frontiers(both(), others[2])
    write_reports(plan, [name for name in FORMATS if name != "gpkg"], [], root / "pack", beside=others)
    return root / "pack"


@pytest.fixture(params=["plan", "beside"])
def folder(request: pytest.FixtureRequest) -> Path:
    found: Path = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def figures(folder: Path) -> dict[str, float]:
    return figures_in(folder / "report.json")


def figures_in(file: Path) -> dict[str, float]:
    records = json.loads(file.read_text("utf-8"))["figures"]
    found = {record["id"]: record["value"] for record in records}
    assert len(found) == len(records) > 40
    return found


def test_page_slides_and_sheets_tell_what_stands_beside_the_plan(beside: Path) -> None:
    first = review_sentences(free_review(), Reader("en"))[0]
    page = (beside / "report.html").read_text("utf-8")
    assert page.index("Plans by budget") < page.index("Least-cost plans by coverage") < page.index(first)
    deck = Presentation(BytesIO((beside / "report.pptx").read_bytes()))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert {first, finding(both().curves[0], Reader("en"))} <= set(titles)
    sheets = openpyxl.load_workbook(BytesIO((beside / "report.xlsx").read_bytes()), read_only=True)
    cells = {cell for sheet in sheets.worksheets for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {"Decisions", "Plans by budget"} <= cells


def test_notes_of_a_slide_have_the_figures_of_what_it_tells(beside: Path) -> None:
    deck = Presentation(BytesIO((beside / "report.pptx").read_bytes()))
    notes = {slide.shapes.title.text_frame.text: slide.notes_slide.notes_text_frame.text for slide in deck.slides}
    told = notes[finding(both().curves[0], Reader("en"))]
    assert "frontier.budget.2.value = 1700.0 vehicles/year (1.7 k vehicles/year)" in told
    assert "review." not in told
    assert "review.close = " in notes[review_sentences(free_review(), Reader("en"))[0]]


def test_the_data_have_those_of_plan_json_and_what_is_told_beside_it(plan: Path, beside: Path) -> None:
    """The other plan opens two sites for three; of the curves' seven points one has no plan, and none before it."""
    own, told = figures_in(plan / "plan.json"), figures_in(beside / "report.json")
    assert figures_in(plan / "report.json") == own
    assert own.items() <= told.items()
    more = {id_: value for id_, value in told.items() if id_ not in own}
    assert {id_.split(".")[0] for id_ in more} == {"plan_2", "review", "frontier"}
    assert more["plan_2.capture.change"] == pytest.approx(more["plan_2.capture"] - own["capture"])
    assert own["access.sale"] == pytest.approx(own["coverage"])  # the headline counts who is within the same minutes
    assert more["plan_2.sites.change"] == more["plan_2.sites_gained"] - more["plan_2.sites_dropped"]
    assert more["plan_2.share"] == pytest.approx(other_plan().kpis.share)
    assert sum(more[f"review.{name}"] for name in ("keep", "close", "convert", "relocate")) == more["review.sites"] == 2
    assert more["frontier.budget.2.value"] == 1700
    assert more["frontier.budget.today.value"] == 1000
    assert "frontier.budget.1.value" not in more


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
    """In its dictionary, which stands at the end."""
    text = printed(folder / "report.pdf", "Dictionary of figures")
    assert {row_of(id_) for id_ in figures if row_of(id_) not in text} == set()
    records = json.loads((folder / "report.json").read_text("utf-8"))["figures"]
    assert [told["id"] for told in records if re.sub(r"\s", "", told["text"]) not in text] == []


def printed(file: Path, heading: str) -> str:
    """Return the text layer from a heading on, without white space: typst sets thin ones between two scripts."""
    text = ""
    for page in reversed(PdfReader(BytesIO(file.read_bytes())).pages):
        text = re.sub(r"\s", "", page.extract_text()) + text
        if re.sub(r"\s", "", heading) in text:
            break
    return text


def row_of(id_: str) -> str:
    """Return what a row of the PDF's dictionary names: a figure, or the point of a curve that has several."""
    return id_.rpartition(".")[0] if id_.startswith("frontier.") or id_.endswith(BEHIND) else id_
