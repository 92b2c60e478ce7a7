"""The expansion team's jobs, in a real browser on the bundled study."""

from __future__ import annotations

import re
from io import BytesIO

import openpyxl
import pandas as pd
import pytest
from playwright.sync_api import Locator, expect

from tests.browser.jobs.desk import Desk
from tests.browser.served import PATIENCE
from tests.examples import thorough

pytestmark = pytest.mark.browser
rare = pytest.mark.skipif(not thorough(), reason="its steps are those of the others, too: a thorough run takes it")
CITY = {"en": "Guangzhou", "zh-Hans": "广州市"}
COUNTY = {"en": "Liwan", "zh-Hans": "荔湾区"}
TAKES = "Takes {rivals} from competitors, {own} from own sites; the rest from other ways to buy."
FARTHER_IN = "map.map.setView([23.12, 113.3], 9, {animate: false}); return 1;"


def table(desk: Desk) -> Locator:
    return desk.page.get_by_test_id("stDataFrame").first


def counted(desk: Desk) -> str:
    """How many candidates the table has, as the page says it."""
    return desk.page.get_by_text(desk.begins("{passing} of {n} candidates")).first.inner_text()


def filtered(desk: Desk, label: str, option: str) -> None:
    """Choose a filter; the count follows."""
    before = counted(desk)
    expect(desk.page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=PATIENCE)
    desk.choose(label, re.compile(f"^{re.escape(option)}"))
    expect(desk.page.get_by_text(before, exact=True)).to_have_count(0, timeout=PATIENCE)


def best(desk: Desk) -> None:
    """Take the first row of the table: the card shows its score."""
    desk.map.drawn()
    desk.row(table(desk), 0)
    expect(desk.page.get_by_placeholder(desk.word("note on this site"))).to_be_visible(timeout=PATIENCE)


def test_a1_a3_best_malls_of_a_city_and_what_the_first_takes_from_whom(desk: Desk) -> None:
    with desk.job("a1 five best malls in one city"):
        desk.map.drawn()
        filtered(desk, "City", CITY[desk.reader.language])
        filtered(desk, "Format", desk.reader.format_name("mall"))
        best(desk)
    with desk.job("a3 what a site takes, from whom"):
        best(desk)
        desk.sees(desk.begins(TAKES))
        desk.sees(desk.word("other ways to buy"))
        desk.sees(desk.reader.gettext("Competing brands: {brands}.").split("{")[0].strip())


@rare
def test_a2_a4_why_the_first_ranks_before_the_second_side_by_side(desk: Desk) -> None:
    with desk.job("a2, a4 candidates side by side"):
        desk.map.drawn()
        desk.press("The first {n} of the table", n=5)
        desk.sees(desk.begins("They are farthest apart in: {figures}."))
        desk.sees(desk.word("Figures of the candidates, the widest apart first"))


def test_a5_a10_marks_and_a_note_go_to_excel(desk: Desk) -> None:
    with desk.job("a5 shortlist, note; a10 to Excel"):
        best(desk)
        note = desk.page.get_by_placeholder(desk.word("note on this site"))
        note.fill("see it on Friday")
        note.press("Enter")
        desk.clicks += 1
        desk.click(desk.page.get_by_text(desk.word("shortlist"), exact=True).first)
        label = desk.word("Marked candidates as Excel ({n})", n=1)
        expect(desk.page.get_by_role("button", name=label)).to_be_enabled(timeout=PATIENCE)
        with desk.page.expect_download(timeout=PATIENCE) as got:
            desk.press("Marked candidates as Excel ({n})", n=1)
        sheet = openpyxl.load_workbook(BytesIO(got.value.path().read_bytes())).worksheets[0]
        cells = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None}
        assert {"see it on Friday", desk.word("shortlist")} <= cells


def test_a6_a_site_where_nobody_proposed_one_is_put_and_dragged(desk: Desk) -> None:
    with desk.job("a6 an own candidate by clicking the map"):
        desk.map.drawn()
        desk.press("Put a site")
        desk.map.wait("return map.tools.mode === 'add';")
        desk.map.ask(FARTHER_IN)
        desk.click(desk.map.frame, position={"x": 420, "y": 200})
        desk.sees(re.compile("· MY1$"))
        desk.sees(desk.begins(TAKES))
        desk.sees(re.compile("601"))  # it ranks among the study's 600 and itself
        pin = desk.page.locator(".siteplan-pin")
        at = pin.bounding_box()
        assert at is not None
        where = desk.page.get_by_text(re.compile("· MY1$")).first.inner_text()
        score = desk.page.get_by_text(re.compile("601")).first.inner_text()
        mouse = desk.page.mouse
        mouse.move(at["x"] + 12, at["y"] + 12)
        mouse.down()
        mouse.move(at["x"] + 70, at["y"] + 60, steps=5)
        mouse.up()
        desk.clicks += 1
        expect(desk.page.get_by_text(f"{where}\n{score}", exact=True)).to_have_count(0, timeout=PATIENCE)


@rare
def test_a7_twenty_candidates_of_an_excel_file(desk: Desk) -> None:
    rows = [
        {"门店编号": f"N{i}", "名称": f"候选{i}", "经度": 113.2 + 0.01 * i, "纬度": 23.05 + 0.005 * i, "租金": 8 + i}
        for i in range(20)
    ]
    book = BytesIO()
    pd.DataFrame(rows).to_excel(book, index=False)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    with desk.job("a7 upload 20 candidates from Excel"):
        desk.map.drawn()
        desk.press("Upload candidates")
        given = desk.page.locator("input[type=file]")
        given.set_input_files({"name": "sites.xlsx", "mimeType": kind, "buffer": book.getvalue()})
        desk.click(desk.page.get_by_test_id("stDialog").get_by_role("button", name=re.compile("20")))
        desk.sees(re.compile("620"))


@rare
def test_a8_a9_filters_by_city_county_tier_and_score(desk: Desk) -> None:
    with desk.job("a8, a9 filter by city, county, score"):
        desk.map.drawn()
        filtered(desk, "City", CITY[desk.reader.language])
        filtered(desk, "County", COUNTY[desk.reader.language])
        desk.press("More")
        before = counted(desk)
        score = desk.page.get_by_role("spinbutton", name=desk.word("Score at least"))
        score.fill("60", timeout=PATIENCE)
        score.press("Enter")
        desk.clicks += 1
        expect(desk.page.get_by_text(before, exact=True)).to_have_count(0, timeout=PATIENCE)


@rare
def test_an_area_is_drawn_and_barred(desk: Desk) -> None:
    with desk.job("draw an area and bar it"):
        desk.map.drawn()
        desk.press("Draw an area")
        desk.map.wait("return map.tools.mode === 'draw';")
        desk.map.ask(FARTHER_IN)
        for x, y in ((360, 120), (520, 120), (520, 300)):
            desk.click(desk.map.frame, position={"x": x, "y": y}, delay=20)
            desk.page.wait_for_timeout(500)  # two clicks at once are one that ends the area
        desk.page.keyboard.press("Enter")
        desk.press("Areas ({n})", n=1)
        desk.press("Bar this area")
        desk.sees(desk.word("The page Plan lets no site of the study open in a barred area."))
