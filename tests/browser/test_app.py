"""The whole job in a real browser, with the network cut: explore, plan, read, take away, in two languages."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from siteplan.ui.main import SCREENS
from siteplan.ui.squeeze import row_height
from tests.browser.served import PATIENCE, Visit, served, visited
from tests.examples import some
from tests.template import write_template

pytestmark = pytest.mark.browser

HOSTILE = (
    '<img src=x onerror="window.ran=1">[x](javascript:window.ran=1) :material/home: $x$ {{ 7*7 }} www.evil.example'
)
JOINER = "\u2060"  # invisible, keeps an address from becoming a link


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app on the template study; every candidate has a hostile name."""
    home = tmp_path_factory.mktemp("app")
    write_template(home / "study")
    table = home / "study" / "candidates.csv"
    head, *rows = table.read_text("utf-8").splitlines()
    place = head.split(",").index("name")
    table.write_text("\n".join([head, *(_renamed(row, place) for row in rows)]) + "\n", "utf-8")
    with served(home / "study", home, home / "c") as address:
        yield address


def _renamed(row: str, place: int) -> str:
    cells = row.split(",")
    quoted = HOSTILE.replace('"', '""')
    cells[place] = f'"{quoted} {cells[0]}"'
    return ",".join(cells)


@pytest.fixture
def visit(app: str, context: BrowserContext) -> Iterator[Visit]:
    seen = visited(app, context)
    page = seen.page
    page.goto(app)
    seen.map.drawn()
    yield seen
    assert page.evaluate("() => window.ran") is None
    assert (seen.outside, seen.wrong) == ([], [])


def select_row(page: Page, row: int) -> None:
    """Tick a row of the candidates' table: its grid is a canvas, its rows are as high as the hostile names need."""
    height = row_height(pd.DataFrame({"name": [f"{HOSTILE} (C1)"]}), {"name": {"width": 170}}) or 35
    grid = page.get_by_role("region", name="Candidates")
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 18, box["y"] + 35 + height * row + 20)


def test_one_selection_is_shared_by_table_card_and_map(visit: Visit) -> None:
    page = visit.page
    expect(page.get_by_text("synthetic data", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="No site selected")).to_be_visible()
    assert visit.map.ask("return map.area.length") == 0

    card = page.get_by_test_id("stMarkdown").get_by_role("heading", level=2).first
    best = visit.map.ask("return map.sites.filter((site) => site.kind === 'candidate').at(-1).id")  # it lies on top
    visit.map.click(best)
    expect(card).not_to_have_text("No site selected", timeout=PATIENCE)
    assert HOSTILE in card.inner_text().replace(JOINER, "")  # as written, links and icons and all
    assert card.locator("a:not([href^='#']), img").count() == 0
    clicked = card.inner_text()

    expect(page.get_by_text("rank 1 of")).to_be_visible()
    visit.map.wait("return map.area.length && map.said.selected")
    visit.map.frame.hover(position={"x": 330, "y": 220})
    selected = visit.map.ask("return map.said.selected")

    select_row(page, 1)
    expect(page.get_by_text("rank 2 of")).to_be_visible(timeout=PATIENCE)
    expect(card).not_to_have_text(clicked)
    assert HOSTILE in card.inner_text().replace(JOINER, "")
    visit.map.wait(f"return map.said.selected !== {selected!r}")
    _by_hand(visit)


def _by_hand(visit: Visit) -> None:
    """A pin is dragged, a place added, an area drawn: each is told as the pointer left it, their texts stay text."""
    put = "window.told = []; const { lat, lng } = map.map.getCenter(), at = (x, y) => [lng + x, lat + y];"
    put += f"const trials = [{{ id: 'T', lon: lng, lat, told: [{HOSTILE!r}] }}], mode = MODE;"
    put += f"const polygons = [{{ id: 'A', ring: [at(0.1, 0), at(0.2, 0), at(0.2, 0.1)], label: {HOSTILE!r} }}];"
    put += "return map.update({ ...map.said, trials, polygons, mode }, (...told) => window.told.push(told))"
    visit.map.ask(put.replace("MODE", "'add'"))
    assert visit.map.frame.locator(".siteplan-name").inner_text() == HOSTILE
    visit.map.frame.scroll_into_view_if_needed()
    box = visit.map.frame.bounding_box()
    assert box is not None
    x, y, mouse = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, visit.page.mouse
    mouse.move(x, y - 15)
    mouse.down()
    mouse.move(x + 30, y - 15, steps=3)
    mouse.up()
    mouse.click(x, y)
    (moved, place), (clicked, land) = visit.page.evaluate("() => window.told")
    assert (moved, place["id"], clicked, land["kind"]) == ("moved", "T", "clicked", "land")
    assert place["lon"] > land["lon"]
    assert abs(place["lat"] - land["lat"]) < 0.01  # its point, not its head, is where it is
    visit.map.ask(put.replace("MODE", "'draw'"))
    for right, down in ((0, 60), (40, 60), (40, 100), (6, 62)):
        mouse.click(x + right, y + down, delay=20)
    ((name, area),) = visit.page.evaluate("() => window.told")
    assert (name, len(area["ring"])) == ("drawn", 3)
    with visit.page.expect_download() as download:
        visit.map.frame.get_by_role("button", name="Save the map as a picture").click()
    assert Path(download.value.path()).read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_a_filter_leaves_its_candidates_on_the_map(visit: Visit) -> None:
    shown = "return map.sites.filter((site) => site.kind === 'candidate' && !site.faded).length"
    before = visit.map.ask(shown)
    visit.page.get_by_role("combobox", name="Format").first.click()
    visit.page.get_by_role("option", name="service centre").click()
    for _ in range(100):
        if visit.map.ask(shown) < before:
            break
        visit.page.wait_for_timeout(100)
    assert 0 < visit.map.ask(shown) < before


def test_a_link_opens_the_same_view_in_another_browser(visit: Visit, browser: Browser) -> None:
    """Filters, layer and site; another page loses none of them, and Back takes the last one away."""
    page = visit.page
    page.get_by_role("combobox", name="Format").first.click()
    page.get_by_role("option", name="service centre").click()
    page.keyboard.press("Escape")
    page.wait_for_url("**/*format=service*")
    count = page.get_by_text(re.compile(r"^\d+ of 25 candidates$"))
    expect(count).not_to_have_text("25 of 25 candidates")
    told = count.inner_text()
    select_row(page, 1)
    page.wait_for_url("**/*site=*")
    link = page.url

    page.get_by_role("link", name="White space").click()
    expect(page.get_by_text("Where demand is not met yet")).to_be_visible(timeout=PATIENCE)
    assert "format=" not in page.url
    page.get_by_role("link", name="Explore").click()
    expect(count).to_have_text(told, timeout=PATIENCE)
    page.wait_for_url(link)

    other = browser.new_context()
    view = other.new_page()
    view.goto(link)
    expect(view.get_by_text(told)).to_be_visible(timeout=PATIENCE)
    expect(view.get_by_test_id("stMarkdown").get_by_role("heading", level=2).first).to_have_text(
        page.get_by_test_id("stMarkdown").get_by_role("heading", level=2).first.inner_text()
    )
    view.get_by_text("简体中文", exact=True).click()
    expect(view.get_by_text(f"{told.split()[0]} / 25 个候选网点")).to_be_visible(timeout=PATIENCE)
    view.get_by_text("English", exact=True).click()
    view.get_by_role("button", name="Clear", exact=True).click(timeout=PATIENCE)
    expect(view.get_by_text("25 of 25 candidates")).to_be_visible(timeout=PATIENCE)
    view.go_back()
    expect(view.get_by_text(told)).to_be_visible(timeout=PATIENCE)
    other.close()


def test_a_plan_is_asked_for_run_read_and_taken_away(visit: Visit) -> None:
    page = visit.page
    page.get_by_role("link", name="Plan").click()
    expect(page.get_by_text("open the sites that win most vehicles a year").first).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_text("Proven: no plan under these rules")).to_be_visible(timeout=60_000)
    for name in ("Market share", "Net-new, vehicles/year", "Covered, rural", "Investment", "Cost per vehicle"):
        expect(page.get_by_test_id("stMetric").filter(has_text=name)).to_be_visible()
    visit.map.wait("return map.marks.some((mark) => mark.site?.kind === 'new')")

    page.get_by_role("tab", name="Downloads").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Everything as ZIP").click()
    with zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes())) as archive:
        assert {"plan.json", "report.html", "map.html", "sites.csv", "rules.csv"} <= set(archive.namelist())

    address = page.url
    assert "job=" in address
    page.get_by_role("link", name="Explore").click()
    visit.map.drawn()
    page.get_by_role("link", name="Plan").click()  # what was found is still there
    expect(page.get_by_text("Proven: no plan under these rules")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Change the question").click()
    expect(page.get_by_role("button", name="Run")).to_be_visible(timeout=PATIENCE)
    assert "job=" not in page.url


def test_the_app_speaks_chinese(visit: Visit) -> None:
    page = visit.page
    page.get_by_text("简体中文", exact=True).click()
    expect(page.get_by_role("link", name="市场", exact=True)).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("模拟数据", exact=True)).to_be_visible()
    expect(visit.map.frame.locator(".siteplan-legend summary")).to_have_text("图例", timeout=PATIENCE)
    assert "lang=zh-Hans" in page.url
    page.get_by_role("link", name="方案", exact=True).click()
    expect(page.get_by_role("button", name="运行")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("开设年销量最高的网点").first).to_be_visible()
    assert "lang=zh-Hans" in page.url


def test_every_page_can_be_the_first_address(app: str, context: BrowserContext) -> None:
    page = context.new_page()
    titles = {"": "Explore", "white-space": "White space", "charging": "Charging", "plan": "Plan", "review": "Review"}
    titles |= {"decide": "Decide"}
    assert list(titles) == list(SCREENS)
    for address, title in some(titles.items(), 2):
        page.goto(f"{app}{address}?lang=en")  # as from a bookmark: a visit of its own
        expect(page.locator("[aria-current=page]")).to_have_text(title, timeout=PATIENCE)
        expect(page.get_by_role("radiogroup", name="Language")).to_be_visible(timeout=PATIENCE)
        assert page.get_by_role("dialog").count() == 0  # Streamlit's "Page not found" lies over the right page
        assert page.url == f"{app}{address}?lang=en"
