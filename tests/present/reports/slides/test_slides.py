"""Slides: native charts and tables, the figures in the notes, nothing live, nothing over the edge."""

from __future__ import annotations

import math
import re
import zipfile
from dataclasses import replace
from functools import cache
from io import BytesIO
from typing import Any

import openpyxl
import pptx
import pytest
from lxml import etree
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Pt

from siteplan.present.charts.chart_data import ChartSeries
from siteplan.present.maps.drawn.scene_legend import map_entries
from siteplan.present.maps.drawn.site_signs import site_signs
from siteplan.present.maps.plan_areas import plan_areas
from siteplan.present.maps.scene.map_scene import SITE_STATES
from siteplan.present.maps.scene.scene_of import scene_of
from siteplan.present.pack.build import pack_of
from siteplan.present.reports.report_parts import Part
from siteplan.present.reports.slides import slides_of as slides_module
from siteplan.present.reports.slides.deck import HIGH, WIDE
from siteplan.present.reports.slides.map_shapes import MapShapes, lined
from siteplan.present.reports.slides.slide_text import Box, Words, fitting, height_of
from siteplan.present.reports.slides.slides_of import slides_of
from siteplan.present.text.reader import Reader
from tests.present.reports.packs import MADE, hostile_pack, site_table, tiny_pack, with_parts
from tests.worlds import tiny_plan

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@cache
def deck(language: str) -> bytes:
    return slides_of(tiny_pack(language))


def slides(file: bytes) -> list[Any]:
    return list(pptx.Presentation(BytesIO(file)).slides)


def parts(file: bytes, pattern: str) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(file)) as read:
        return {name: read.read(name) for name in read.namelist() if re.match(pattern, name)}


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_every_figure_is_in_the_notes_with_its_id_and_whole_value(language: str) -> None:
    pack = tiny_pack(language)
    notes = "\n".join(slide.notes_slide.notes_text_frame.text for slide in slides(deck(language)))
    lines = {line.split(" (")[0] for line in notes.splitlines()}
    assert len(pack.figures) > 20
    missing = [one.id for one in pack.figures if f"{one.id} = {one.value!r} {one.unit}".rstrip() not in lines]
    assert missing == []


def test_each_title_is_a_finding_of_the_report() -> None:
    pack = tiny_pack()
    titles = [slide.shapes.title.text_frame.text for slide in slides(deck("en"))]
    charts = [item for part in pack.document.parts for item in part.items if hasattr(item, "finding")]
    findings = {chart.finding for chart in charts} | {pack.page_one.title, pack.document.lead}
    sentences = {sentence for part in pack.document.parts for sentence in part.sentences}
    assert titles[:2] == [pack.page_one.title, pack.document.lead]
    assert set(titles) <= findings | sentences
    assert len(titles) >= 7


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_every_run_names_a_font_of_east_asia(language: str) -> None:
    """Of slides, tables, charts, notes and layouts; the theme says which one, by script."""
    for name, blob in parts(deck(language), r"ppt/(slides|charts|notesSlides)/[^/]+\.xml").items():
        runs = [run for tag in ("r", "fld") for run in etree.fromstring(blob).iter(f"{A}{tag}")]
        faces = [run.find(f"{A}rPr/{A}ea").get("typeface") for run in runs]
        assert set(faces) <= {"+mn-ea"}, name
    themes = parts(deck(language), "ppt/theme/")
    assert len(themes) == 2  # of slides and of notes
    assert all(blob.count(b'<a:ea typeface="Microsoft YaHei"/>') == 2 for blob in themes.values())
    assert all(blob.count(b'script="Hant" typeface="Microsoft JhengHei"') == 2 for blob in themes.values())


def boxes(shapes: Any) -> list[Any]:
    return [shape for shape in shapes if shape.width is not None]


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_nothing_is_over_the_edge_and_texts_have_room(language: str) -> None:
    for slide in slides(deck(language)):
        for shape in boxes(slide.shapes):
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= Pt(WIDE) + 1
            assert shape.top + shape.height <= Pt(HIGH) + 1
            if shape.has_text_frame and shape.text_frame.text:
                said = [
                    Words(p.text, p.runs[0].font.size.pt, bool(p.runs[0].font.bold), after=(p.space_after or Pt(0)).pt)
                    for p in shape.text_frame.paragraphs
                    if p.runs
                ]
                assert height_of(said, shape.width.pt) <= shape.height.pt + 1.5, shape.text_frame.text


def test_tables_end_above_the_foot() -> None:
    """A table of 3,000 rows has as many of them as there is room for, and says where all are."""
    many = site_table([f"Site {n}" for n in range(3000)])
    pack = with_parts(tiny_pack(), Part("What opens", ("A sentence.",), [many], "opens"))
    (table,) = [s for slide in slides(slides_of(pack))[2:] for s in slide.shapes if s.has_table]
    bottom = table.top.pt + sum(row.height.pt for row in table.table.rows)
    assert 10 <= len(table.table.rows) < 25
    assert bottom <= 490
    said = " ".join(s.text_frame.text for s in slides(slides_of(pack))[2].shapes if s.has_text_frame)
    assert f"{len(table.table.rows) - 1} of 3000 rows; all are in the workbook." in said


def test_a_table_of_few_rows_is_whole_its_words_on_several_lines() -> None:
    """A row of sums that is left out, or a risk that is cut, tells a board less than smaller letters do."""
    long = "a risk that nobody can tell in as few words as a line has room for"
    few = site_table([f"{n} {long}" for n in range(9)])
    pack = with_parts(tiny_pack(), Part("What could go wrong", ("A sentence.",), [few], "doubts"))
    (table,) = [s for slide in slides(slides_of(pack))[2:] for s in slide.shapes if s.has_table]
    cells = [row.cells[0].text for row in table.table.rows][1:]
    assert cells == [f"{n} {long}" for n in range(9)]
    assert len(table.table.rows) == 10
    assert table.top.pt + sum(row.height.pt for row in table.table.rows) <= 490


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_a_deck_has_twelve_slides_at_most_and_none_is_empty(language: str) -> None:
    pages = slides(deck(language))
    assert 8 <= len(pages) <= 12
    for slide in pages:
        said = [s for s in slide.shapes if s.has_text_frame and len(s.text_frame.text) > 3]
        shown = [s for s in slide.shapes if s.has_table or s.has_chart or s.shape_type == MSO_SHAPE_TYPE.GROUP]
        assert shown or len(said) > 4


def test_slides_that_a_board_can_do_without_yield_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slides_module, "MOST", 9)
    fewer = [slide.shapes.title.text_frame.text for slide in slides(slides_of(tiny_pack()))]
    whole = [slide.shapes.title.text_frame.text for slide in slides(deck("en"))]
    assert len(fewer) == 9 < len(whole)
    assert fewer == [title for title in whole if title in fewer]  # in the same order
    assert not [title for title in fewer if "scores" in title]


def test_charts_are_native_and_show_the_plans_figures() -> None:
    drawn = [s.chart for slide in slides(deck("en")) for s in slide.shapes if s.has_chart]
    assert len(drawn) >= 4
    covered = next(chart for chart in drawn if list(chart.plots[0].categories)[:1] == ["All"])
    plan = tiny_plan()
    before, after = (series.values[0] for series in covered.plots[0].series)
    assert (before, after) == pytest.approx((plan.baseline.coverage.all, plan.kpis.coverage.all))
    axes = [blob for blob in parts(deck("en"), "ppt/charts/chart").values() if re.search(rb'xId val="-', blob)]
    assert axes == []  # the schema knows no number below zero there


def test_nothing_that_a_name_says_comes_alive() -> None:
    file = slides_of(hostile_pack())
    for name, blob in parts(file, r"ppt/.*\.(xml|rels)$").items():
        assert b"hlink" not in blob or name.startswith(("ppt/theme", "ppt/slideMasters", "ppt/notesMasters")), name
        assert b"TargetMode" not in blob, name
    books = parts(file, r"ppt/embeddings/.*\.xlsx")
    assert len(books) >= 2
    for blob in books.values():
        cells = [cell for row in openpyxl.load_workbook(BytesIO(blob)).active.iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    shown = "\n".join(
        cell.text for slide in slides(file) for s in slide.shapes if s.has_table for cell in s.table.iter_cells()
    )
    assert "{=1}" in shown
    assert "@SUM(1)" in shown
    assert "\x07" not in shown


def test_what_a_plan_has_not_has_no_slide() -> None:
    """Neither rural zones nor more than one site: the deck is made all the same, with what there is."""
    plan = tiny_plan()
    small = replace(plan, zones=plan.zones.assign(rural=False), sites=plan.sites.head(1))
    one = pack_of(small, plan_areas(small), MADE, Reader("zh-Hans"))
    assert len(slides(slides_of(one))) >= 5
    bare = with_parts(tiny_pack())
    titles = [slide.shapes.title.text_frame.text for slide in slides(slides_of(bare))]
    assert titles[:2] == [bare.page_one.title, bare.document.lead]
    assert len(titles) == 3


def test_texts_shrink_until_they_fit_and_are_cut_when_they_never_do() -> None:
    box = Box(0, 0, 200, 60)
    short, long = fitting([Words("word " * 8, 20)], box), fitting([Words("word " * 500, 20)], box)
    assert short[0].text == "word " * 8
    assert 9 <= short[0].size < 20
    assert long[0].text.endswith("…")
    assert height_of(long, 200) <= 60


def test_a_stair_holds_each_value_until_the_next() -> None:
    stair = ChartSeries("plan", [float("nan"), 1.0, 3.0], [0.0, 2.0, 5.0])
    assert stair.stairs(6.0) == ([2.0, 5.0, 5.0, 6.0], [1.0, 1.0, 3.0, 3.0])


def test_the_map_is_shapes_that_can_be_edited_with_names_in_the_readers_language() -> None:
    scene = scene_of(tiny_plan())
    page = slides(slides_of(tiny_pack("zh-Hans"), scene))[2]
    whole, legend = (shape for shape in page.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP)
    names = [shape.name.rsplit(" ", 1)[0] for shape in whole.shapes]
    assert {*scene.areas, "land", "city borders"} <= {*names}
    assert sum(name in SITE_STATES for name in names) == len(scene.sites)
    said = [shape.text_frame.text for shape in legend.shapes if shape.has_text_frame and shape.text_frame.text]
    reader = Reader("zh-Hans")
    told = [entry.label for entry in map_entries(scene, reader, site_signs(scene, reader))]
    assert said[: len(scene.areas)] == told[: len(scene.areas)]
    assert page.shapes.title.text_frame.text == whole._element.nvGrpSpPr.cNvPr.get("descr")
    for group in (whole, legend):
        assert group.left >= 0
        assert group.left + group.width <= Pt(WIDE)
        assert group.top + group.height <= Pt(HIGH)
    numbers = [part.get("id") for part in page.shapes._spTree.iter() if part.tag.endswith("}cNvPr")]
    assert len(numbers) == len(set(numbers))  # a number that two shapes bear is "repaired" by the viewer


def test_a_part_of_a_map_that_holds_nothing_is_not_drawn() -> None:
    """Viewers fill the whole box that such a ring lies in."""
    pages = pptx.Presentation()
    page = pages.slides.add_slide(pages.slide_layouts[6])
    shapes = MapShapes(page.shapes, "a map")
    shapes.area("nothing", [((0.0, 0.0), (100.0, 0.0), (0.0, 0.0), (0.0, 80.0))], "", "")
    assert len(page.shapes[0].shapes) == 0
    square = ((10.0, 10.0), (20.0, 10.0), (20.0, 20.0), (10.0, 20.0))
    shapes.area("square", [square], lined("#000000", 1), "")
    assert [(s.left.pt, s.top.pt, s.width.pt, s.height.pt) for s in page.shapes[0].shapes] == [(10, 10, 10, 10)]


def test_a_waterfall_is_bars_on_hidden_ones_and_costs_go_by_tens() -> None:
    """Each step of the axis is ten times the one before, from power to power; formats differ by their shapes."""
    charts = parts(deck("en"), "ppt/charts/chart")
    fall = next(blob for blob in charts.values() if b'<c:grouping val="stacked"/>' in blob)
    assert b'<c:overlap val="100"/>' in fall
    assert b"<c:legend>" not in fall  # viewers tell the hidden series in it, each another one
    tens = next(blob for blob in charts.values() if b"logBase" in blob)
    assert b'<c:scaling><c:logBase val="10"/>' in re.sub(rb">\s+<", b"><", tens)
    ends = [float(x) for x in re.findall(rb'<c:(?:max|min) val="([\d.e+]+)"', tens.split(b"logBase")[1])[:2]]
    assert {math.log10(end) % 1 for end in ends} == {0.0}
    assert {b"circle", b"square"} <= set(re.findall(rb'<c:symbol val="(\w+)"/>', tens))
