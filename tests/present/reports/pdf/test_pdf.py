"""The board pack on paper: complete, literal, tagged, and the same bytes in every process."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pypdf import PdfReader

from siteplan.present.charts.charts import Chart
from siteplan.present.charts.svg import Drawing, text
from siteplan.present.maps.plan_areas import plan_areas
from siteplan.present.pack.build import pack_of
from siteplan.present.pack.content import Pack
from siteplan.present.reports.pdf.column_widths import LINE
from siteplan.present.reports.pdf.pdf import pdf_of
from siteplan.present.reports.pdf.pdf_pages import pages_of
from siteplan.present.reports.report_parts import Part
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table, table_of
from siteplan.present.text.reader import Reader
from tests.worlds import FORMULA, HOSTILE, tiny_plan

LANGUAGES = ["en", "zh-Hans"]
MADE = 1_795_775_400  # 2026-11-27
TYPST = '#read("/etc/passwd") $x^2$ *b* @ref <lab> \\u{41} "); #panic("x")'


@cache
def pack(language: str) -> Pack:
    plan = tiny_plan()
    return pack_of(plan, plan_areas(plan), MADE, Reader.of(plan.study, language))


@cache
def pdf(language: str) -> bytes:
    return pdf_of(pack(language), plan_map("Where sites open"))


@cache
def printed(language: str) -> list[str]:
    return pages(pdf(language))


def plan_map(finding: str) -> Chart:
    return Chart(finding, "zones", Drawing(100, 80, [text(5, 20, "Shenzhen"), text(5, 40, "深圳", bold=True)], finding))


def with_parts(pack: Pack, *parts: Part) -> Pack:
    return replace(pack, document=replace(pack.document, parts=parts))


def short(*parts: Part) -> Pack:
    """A pack of these parts alone, and few figures."""
    return replace(with_parts(pack("en"), *parts), figures=pack("en").figures[:2])


def pages(data: bytes) -> list[str]:
    """The text layer of each page; typst sets narrow spaces between Han and Latin letters, so none is kept."""
    return pages_of_reader(PdfReader(io.BytesIO(data)))


def pages_of_reader(read: PdfReader) -> list[str]:
    return [close(page.extract_text()) for page in read.pages]


def close(text: str) -> str:
    return "".join(text.split())


def of_sites(names: Sequence[str]) -> Table:
    frame = pd.DataFrame({v.SITE.name: names, v.SITES.name: range(len(names))})
    return table_of("Names", frame, (v.SITE, v.SITES), Reader("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_key_figure_and_each_sentence_of_page_one_stands_in_the_text_layer(language: str) -> None:
    one, said = pack(language).page_one, printed(language)
    texts = [one.asked, one.title, *one.sentences, one.sources, one.running, one.status, *one.sign]
    texts += [text for it in one.headlines for text in (it.shown, it.name, *it.against, it.spread_text)]
    texts += [text for point in (*one.reasons, *one.risks) for text in (point.title, point.text)]
    texts += [cell for row in one.table.rows for cell in row]
    assert [text for text in texts if close(text) not in said[0]] == []
    whole = "".join(said)
    assert [figure.id for figure in pack(language).figures if close(figure.text) not in whole] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_has_its_heading_in_the_contents_and_every_page_its_head_and_foot(language: str) -> None:
    said, made = printed(language), pack(language)
    for part in made.document.parts:
        assert close(part.title) in said[1]
        assert close(part.title) in "".join(said[2:])
        for sentence in part.sentences:
            assert close(sentence) in "".join(said)
    for n, page in enumerate(said, 1):
        assert f"{n}/{len(said)}" in page
        assert close(made.page_one.foot) in page
        assert close(made.page_one.status) in page


def test_it_says_what_it_is_to_machines_that_keep_it_and_read_it_aloud() -> None:
    """PDF/A and PDF/UA by its own word (typst refuses what breaks them), with the plan's time and no other."""
    read = PdfReader(io.BytesIO(pdf("zh-Hans")))
    root: Any = read.trailer["/Root"]
    assert str(root["/Lang"]).startswith("zh")
    assert root["/MarkInfo"]["/Marked"]
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A" in metadata
    assert "<pdfuaid:part>1" in metadata
    assert read.metadata is not None
    assert read.metadata.title == pack("zh-Hans").document.title
    assert str(read.metadata["/CreationDate"]).startswith("D:20261127")
    assert _fonts(read) == {"NotoSansCJKsc-Regular", "NotoSansCJKsc-Bold"}


def _fonts(read: PdfReader) -> set[str]:
    """The fonts that a file carries, each as "ABCDEF+Name-Weight-Identity-H"."""
    fonts = [font.get_object() for page in read.pages for font in page["/Resources"].get("/Font", {}).values()]
    return {str(font["/BaseFont"]).split("+")[1].removesuffix("-Identity-H") for font in fonts}


def test_traditional_chinese_has_taiwans_shapes_where_they_differ() -> None:
    """骨 and 過 look otherwise there; 中 does not, and comes from the other face."""
    parts = Part("骨過", ["骨過中"], [of_sites(["骨過中"])])
    read = PdfReader(io.BytesIO(pdf_of(replace(with_parts(pack("zh-Hant"), parts), figures=[]))))
    assert {"NotoSansCJKtc-Regular", "NotoSansCJKtc-Bold", "NotoSansCJKsc-Regular"} <= _fonts(read)
    assert "骨過中" in "".join(pages_of_reader(read))


def test_the_words_of_a_drawing_are_text_and_its_finding_is_read_aloud() -> None:
    assert "Shenzhen深圳" in printed("en")[0]
    read = PdfReader(io.BytesIO(pdf_of(short(), plan_map("Where sites open"))))
    found = _alternatives(read.trailer["/Root"]["/StructTreeRoot"])
    assert {"Where sites open", pack("en").page_one.coverage.finding} <= found


def _alternatives(node: Any) -> set[str]:
    """Every alternative text below a node of the tree of tags."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return {text for child in node for text in _alternatives(child)}
    if not hasattr(node, "get"):
        return set()
    return ({str(node["/Alt"])} if "/Alt" in node else set()) | _alternatives(node.get("/K", []))


def test_two_processes_make_the_same_bytes(tmp_path: Path) -> None:
    """A second run in one process would be served from memory; here clock, hashes and places differ, too."""
    made = pages_of(pack("zh-Hans"), plan_map("Where sites open"))
    kept = tmp_path / "pages.json"
    kept.write_text(json.dumps([made.data, list(made.drawings)]), "utf-8")
    code = """if True:
        import hashlib, json, sys, pathlib
        from siteplan.present.reports.pdf.typeset import typeset
        data, drawings = json.loads(pathlib.Path(sys.argv[1]).read_text("utf-8"))
        print(hashlib.sha256(typeset(data, drawings, int(sys.argv[2]))).hexdigest())
    """
    environment = {**os.environ, "PYTHONHASHSEED": "2", "TZ": "Asia/Shanghai", "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", code, str(kept), str(MADE)]
    theirs = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    assert theirs == f"{sha256(pdf('zh-Hans')).hexdigest()}\n"


def test_names_that_are_code_elsewhere_print_as_they_are() -> None:
    names = [TYPST, HOSTILE, FORMULA, "{{7*7}}", "]]>", "a" * 400]
    said = "".join(pages(pdf_of(short(Part(TYPST, names, [of_sites(names)]), Part("End")))))
    assert [name for name in names if close(name) not in said] == []
    assert "couldnotbeprinted" not in said


def test_letters_without_a_glyph_are_listed_at_the_end_and_fail_nothing() -> None:
    names = ["𠮷野家", "Café 😀", "ร้าน", "tab\there", "bell\x07", "\u202elive", "half\u200b"]
    chart = Chart("drawn 😀", "", Drawing(90, 30, [text(1, 20, "in a drawing 🚗 <b>")], "x\x00"))
    said = pages(pdf_of(short(Part("Shops", names, [of_sites(names), chart]))))
    shops, last = "".join(said[:-1]), said[-1]
    for printed in ("〓野家", "Café〓", "tabhere", "bell", "live", "half", "inadrawing〓<b>"):
        assert printed in shops
    assert "Whatcouldnotbeprinted" in last
    for code in ("U+20BB7", "U+1F600", "U+1F697", "U+0E23", "GRINNINGFACE"):
        assert code in last


def test_three_thousand_rows_print_with_their_heads_on_each_page() -> None:
    names = [f"Site {n}" for n in range(3000)]
    read = PdfReader(io.BytesIO(pdf_of(short(Part("Sites", [], [of_sites(names)])))))
    assert len(read.pages) > 40
    for n in (5, -3):
        page = close(read.pages[n].extract_text())
        assert "SiteSites" in page
        assert page.count("Site") > 50


def test_a_table_that_a_file_has_whole_prints_its_first_rows_and_says_so() -> None:
    whole = of_sites([f"Site {n}" for n in range(100)]).whole_in("sites.csv")
    said = "".join(pages(pdf_of(short(Part("Sites", [], [whole])))))
    assert close(whole.print_note) in said
    assert "Site7" in said
    assert "Site8" not in said


def test_long_texts_make_page_one_smaller_and_not_two_pages() -> None:
    one = pack("en").page_one
    long = replace(one, sentences=[*one.sentences] * 3, risks=[replace(risk, text=risk.text * 2) for risk in one.risks])
    document = replace(short().document, parts=pack("en").document.parts[:1])
    said = pages(pdf_of(replace(short(), page_one=long, document=document), plan_map("Where sites open")))
    assert close(one.sign[-1]) in said[0]
    assert said[1].startswith(close(one.running))
    assert "Contents" in said[1]


def test_a_pack_without_parts_is_one_page() -> None:
    """As that of a site is: no contents, no dictionary."""
    said = pages(pdf_of(short(), plan_map("Where it is")))
    assert len(said) == 1
    assert "Contents" not in said[0]


def chart(finding: str, high: float) -> Chart:
    """A figure so many points high where it is as wide as the page's text."""
    return Chart(finding, "", Drawing(640, 640 * high / LINE, [text(5, 20, "x")], finding))


def test_a_heading_stands_on_the_page_of_what_is_shown_first_below_it() -> None:
    """Wherever the rows before it end: of nine parts whose figures take a third of a page some begin near the foot."""
    parts = []
    for n in range(9):
        rows = of_sites([f"Row {row}" for row in range(9 + 3 * n)])
        parts += [Part(f"Rows {n}", (), [rows]), Part(f"Head {n}.", [f"Said of {n}."] * 2, [chart(f"Found {n}.", 240)])]
    said = pages(pdf_of(short(*parts)))[2:]
    for n in range(9):
        (begins,) = (page for page in said if f"Head{n}." in page)
        assert f"Found{n}." in begins


def test_a_figure_takes_the_rest_of_a_page_where_that_makes_it_little_smaller() -> None:
    """A page of 726 points has some 340 left below a heading and a figure of 300; 460 would be made three quarters."""
    heights, parts = (300, 390, 460), []
    for high in heights:
        filling = Part("Filling", (), [chart("Fills a page.", 600)])
        parts += [filling, Part("Two", (), [chart(f"Before {high}.", 300), chart(f"Behind {high}.", high)])]
    said = pages(pdf_of(short(*parts)))
    together = [any(f"Before{high}." in page and f"Behind{high}." in page for page in said) for high in heights]
    assert together == [True, True, False]
