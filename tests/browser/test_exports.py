"""Exported map and report in a real browser: drawn, complete, silent, inert."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from siteplan.present.reports.map_pages import candidates_page, plan_page
from siteplan.present.reports.report_html import report_html
from siteplan.present.reports.report_page import document_page
from siteplan.present.reports.report_parts import Document, Part
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import table_of
from siteplan.present.text.reader import Reader
from tests.present.phases.test_phase_part import phased_plan
from tests.worlds import HOSTILE, tiny_ground, tiny_plan

pytestmark = pytest.mark.browser

WIDE = "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.innerText)"
BEYOND = """all => all.filter(e => {
    const page = e.closest('main'), edge = parseFloat(getComputedStyle(page).paddingRight);
    return e.getBoundingClientRect().right > page.getBoundingClientRect().right - edge + 1;
}).map(e => e.innerText)"""


@cache
def hostile_report(language: str) -> str:
    return report_html(tiny_plan(HOSTILE), Reader(language))


@cache
def plain_map() -> str:
    return plan_page(tiny_plan(), Reader("en"))


# A mark of the plan's map stands on a canvas: where it is in the window, and what it is of.
MARKS = """() => {
    const frame = document.querySelector('.siteplan-map'), map = frame.siteplanMap;
    const corner = frame.getBoundingClientRect();
    return map.marks.map(({site, at}) => {
        const {x, y} = map.layer.inFrame(at), rung = (site.when || '')[map.said.step] === '2';
        return {kind: site.kind, rung, x: x + corner.x, y: y + corner.y};
    });
}"""
# The colour of the zones' canvas at a place in the window.
PIXEL = """([x, y]) => {
    const canvas = document.querySelector('.siteplan-canvases canvas'), box = canvas.getBoundingClientRect();
    const k = canvas.width / box.width;
    return [...canvas.getContext('2d').getImageData((x - box.x) * k, (y - box.y) * k, 1, 1).data];
}"""


def drawn(watched: Any, html: str, file: Path) -> Any:
    """A plan's map, opened and drawn."""
    opened = watched.open(html, file)
    expect(opened.locator(".siteplan-state")).to_be_hidden()
    return opened


PAGES: dict[str, Callable[[str], str]] = {
    "map": cache(lambda language: plan_page(tiny_plan(HOSTILE), Reader(language))),
    "report": hostile_report,
    "candidates": lambda language: candidates_page(tiny_ground(HOSTILE), Reader(language)),
}


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize("kind", ["report", "candidates"])
def test_nothing_is_asked_for_and_nothing_hidden_runs(watched: Any, tmp_path: Path, kind: str, language: str) -> None:
    opened = watched.open(PAGES[kind](language), tmp_path / f"{kind}.html")
    opened.wait_for_selector(".leaflet-fills-pane path", state="attached")
    assert opened.locator(".leaflet-marker-icon.site").count() >= 5
    assert (watched.requests, watched.errors, watched.dialogs) == ([], [], [])
    assert opened.evaluate("window.hit") is None
    assert opened.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_a_plans_map_asks_for_nothing_and_a_click_tells_names_as_text(
    watched: Any, tmp_path: Path, language: str
) -> None:
    """Three new sites and two of our own are drawn."""
    opened = drawn(watched, PAGES["map"](language), tmp_path / "map.html")
    marks = opened.evaluate(MARKS)
    assert sorted(mark["kind"] for mark in marks) == ["new"] * 3 + ["own"] * 2
    opened.mouse.click(marks[-1]["x"], marks[-1]["y"])
    popup = opened.locator(".leaflet-popup-content")
    assert HOSTILE in popup.inner_text()
    assert {"en": "Net-new", "zh-Hans": "净增"}[language] in popup.inner_text()
    assert popup.locator("img, script").count() == 0
    assert opened.evaluate("window.hit") is None
    assert opened.locator("html").get_attribute("lang") == language
    assert (watched.requests, watched.errors, watched.dialogs) == ([], [], [])


def test_a_popup_points_to_its_mark_and_leaves_it_to_be_seen(watched: Any, tmp_path: Path) -> None:
    """The tip ends at the mark's upper edge, above its middle; folium's own style put it 20 pixels lower."""
    opened = watched.open(candidates_page(tiny_ground(), Reader("en")), tmp_path / "map.html")
    mark = opened.locator(".leaflet-marker-icon.site").last
    mark.click()
    opened.wait_for_timeout(500)  # the map moves until the popup is in sight
    site, tip = mark.bounding_box(), opened.locator(".leaflet-popup-tip").bounding_box()
    assert tip["x"] + tip["width"] / 2 == pytest.approx(site["x"] + site["width"] / 2, abs=2)
    assert tip["y"] + tip["height"] <= site["y"] + site["height"] / 2 + 1
    assert tip["y"] + tip["height"] == pytest.approx(site["y"], abs=14)  # the tip is a square on its corner


def test_no_control_of_the_map_lies_on_a_popup(watched: Any, tmp_path: Path) -> None:
    """On a map as small as a part of a window; beside the legend stands the popup, and no tooltip upon it."""
    watched.page.set_viewport_size({"width": 720, "height": 440})
    opened = drawn(watched, plain_map(), tmp_path / "map.html")
    controls = opened.locator(".siteplan-legend, .siteplan-save, .leaflet-control-zoom").all()
    for nth in range(len(opened.evaluate(MARKS))):
        opened.locator(".siteplan-map").press("Escape")
        expect(opened.locator(".leaflet-popup")).to_have_count(0)
        mark = opened.evaluate(MARKS)[nth]
        opened.mouse.click(mark["x"], mark["y"])
        opened.wait_for_timeout(500)  # the map moves until the popup is in sight
        popup = opened.locator(".leaflet-popup").last.bounding_box()
        assert not any(_overlap(popup, control.bounding_box()) for control in controls)
        assert not opened.locator(".siteplan-tooltip").is_visible()


def _overlap(one: dict[str, float], other: dict[str, float]) -> bool:
    sides = (("x", "width"), ("y", "height"))
    return all(one[at] < other[at] + other[size] and other[at] < one[at] + one[size] for at, size in sides)


def test_layers_can_be_switched_and_counties_still_answer(watched: Any, tmp_path: Path) -> None:
    """Each choice has the title and the sites of its own; who serves is known with the plan alone."""
    opened = drawn(watched, plain_map(), tmp_path / "map.html")
    legend = opened.locator(".siteplan-legend")
    assert legend.locator("h2").all_inner_texts() == ["Coverage", "Sites", "Formats"]
    legend.get_by_label("competitor").check()
    assert {mark["kind"] for mark in opened.evaluate(MARKS)} == {"new", "own", "rival"}
    opened.get_by_role("radio", name="Market share").check()
    opened.get_by_role("radio", name="Today").check()
    expect(legend.locator("h2").first).to_have_text("Market share, %")
    expect(legend).not_to_contain_text("new, larger")
    assert {mark["kind"] for mark in opened.evaluate(MARKS)} == {"own", "rival"}
    opened.get_by_role("radio", name="Served by").check()
    expect(opened.get_by_role("radio", name="With the plan")).to_be_checked()
    expect(opened.get_by_role("radio", name="Change")).to_be_disabled()
    opened.get_by_role("radio", name="Coverage").check()
    opened.get_by_role("radio", name="Change").check()
    expect(legend).to_contain_text("newly covered")
    place = opened.locator(".siteplan-map").bounding_box()
    opened.mouse.click(place["x"] + 0.6 * place["width"], place["y"] + 0.6 * place["height"])
    assert "Covered: " in opened.locator(".leaflet-popup-content").inner_text()
    assert (watched.requests, watched.errors) == ([], [])


def test_the_map_is_drawn_within_seconds_and_legend_and_stamp_are_seen(watched: Any, tmp_path: Path) -> None:
    watched.page.set_viewport_size({"width": 1280, "height": 720})
    start = time.perf_counter()
    opened = drawn(watched, plain_map(), tmp_path / "map.html")
    assert time.perf_counter() - start < 8
    legend = opened.locator(".siteplan-legend")
    assert {"newly covered", "not covered, rural", "dealer"} <= set(legend.inner_text().split("\n"))
    assert "Synthetic data" in legend.inner_text()
    assert "internal use" in legend.inner_text()
    box = legend.bounding_box()
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 720
    with opened.expect_download() as picture:
        opened.get_by_title("Save the map as a picture").click()
    assert picture.value.path().read_bytes()[:4] == b"\x89PNG"


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_report_fits_its_page_and_prints_on_a4(watched: Any, tmp_path: Path, language: str) -> None:
    watched.page.set_viewport_size({"width": 1024, "height": 768})
    opened = watched.open(hostile_report(language), tmp_path / "report.html")
    assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert opened.locator(".report table, .report .card, .report figure").evaluate_all(WIDE) == []
    assert opened.locator(".report table").evaluate_all(BEYOND) == []
    printed = PdfReader(BytesIO(opened.pdf(prefer_css_page_size=True))).pages
    assert 3 <= len(printed) <= 19  # page one, five of money and conflict, two of cities, three of the dictionary
    if language == "en":  # to read Chinese out of a PDF takes seconds, and pages break by the same rules
        titles = opened.locator(".report h2").all_inner_texts()
        last = [[line for line in one.extract_text().split("\n") if line][-2].strip() for one in printed]
        assert not set(last) & set(titles)  # the last line but the page's number is no heading
    size = printed[0].mediabox
    assert (float(size.width), float(size.height)) == pytest.approx((595, 842), abs=1)


def test_what_a_file_says_better_is_on_the_page_and_not_in_print(watched: Any, tmp_path: Path) -> None:
    """30 rows on the screen; of them 8 on paper, with the file that has them all, and no map to be clicked."""
    frame = pd.DataFrame({v.SITE.name: [f"S{i}" for i in range(30)]})
    table = table_of("Sites", frame, (v.SITE,), Reader("en")).whole_in("sites.csv")
    document = Document(tiny_plan().study, "Sites", "Sites", [], [Part("Sites", (), [table])], "")
    opened = watched.open(document_page(document, Reader("en")), tmp_path / "report.html")
    rows = opened.locator(".report tbody tr")
    told = opened.get_by_text("the first 8 are printed; all are in sites.csv")
    assert (sum(row.is_visible() for row in rows.all()), told.is_visible()) == (30, False)
    opened.emulate_media(media="print")
    assert (sum(row.is_visible() for row in rows.all()), told.is_visible()) == (8, True)


def test_keys_go_through_the_phases_of_a_map(watched: Any, tmp_path: Path) -> None:
    """From the whole plan, where all own sites are there, back to today, where only those of today are.

    The name of a phase is hostile: it is shown as it is, and nothing of it runs.
    """
    plan = phased_plan()
    assert plan.phases is not None
    named = plan.phases.table.assign(name="<img src=x onerror=window.hit=1>{{7*7}}</script>")
    page = plan_page(replace(plan, phases=replace(plan.phases, table=named)), Reader("en"))
    opened = drawn(watched, page, tmp_path / "phases.html")
    slider = opened.get_by_role("slider")
    marks = opened.evaluate(MARKS)
    own = next(mark for mark in marks if mark["kind"] == "own")
    beside = [own["x"] + 20, own["y"]]
    assert len(marks) == 4
    coloured = opened.evaluate(PIXEL, beside)
    slider.focus()
    counts = []
    for _ in range(len(named) + 1):
        slider.press("ArrowLeft")
        marks = opened.evaluate(MARKS)
        counts.append((len(marks), sum(mark["rung"] for mark in marks)))
    assert counts == [(4, 0), (4, 0), (4, 1), (3, 1), (2, 0)]
    assert opened.evaluate(PIXEL, beside) == [0xFA, 0xFA, 0xF7, 255] != coloured
    assert slider.get_attribute("aria-valuetext") == "Today"
    slider.press("ArrowRight")
    assert "<img src=x onerror=window.hit=1>{{7*7}}</script>" in opened.locator(".siteplan-phase").inner_text()
    assert opened.evaluate("window.hit") is None
    assert (watched.requests, watched.errors, watched.dialogs) == ([], [], [])


def test_small_marks_stand_on_their_places(watched: Any, tmp_path: Path) -> None:
    """A drawing within a line of text would stand as much lower as the line is higher than it."""
    opened = watched.open(candidates_page(tiny_ground(), Reader("en")), tmp_path / "map.html")
    opened.wait_for_selector(".site svg")
    off = "all => all.map(e => e.getBoundingClientRect().top - e.parentElement.getBoundingClientRect().top)"
    assert max(map(abs, opened.locator(".site > svg").evaluate_all(off))) < 1
