"""What a script can say of the app's looks: names, contrast, fit, the first screen, shifts, clicks to a plan."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from siteplan.ui.main import SCREENS
from tests.browser.jobs.desk import Desk
from tests.browser.served import PATIENCE
from tests.examples import some, thorough

pytestmark = pytest.mark.browser
SIZES = ((1280, 720), (1024, 768), (1920, 1080))
SHIFTS = """() => { window.shifts = 0; new PerformanceObserver((list) => list.getEntries().forEach(
  (entry) => window.shifts += entry.value)).observe({type: "layout-shift"}); }"""
PART = """() => { const box = document.querySelector(".siteplan-map").getBoundingClientRect();
  const seen = Math.max(0, Math.min(box.bottom, innerHeight) - Math.max(box.top, 0));
  return seen * box.width / (innerWidth * innerHeight); }"""


def settled(desk: Desk, path: str) -> None:
    desk.page.goto(f"{desk.address}{path}?lang={desk.reader.language}")
    expect(desk.page.get_by_role("radiogroup", name=desk.word("Language"))).to_be_visible(timeout=2 * PATIENCE)
    if path in ("", "white-space", "charging"):
        desk.map.drawn()
    expect(desk.page.get_by_test_id("stStatusWidget")).to_be_hidden(timeout=PATIENCE)


def test_names_contrast_headings_and_fit_on_every_page(desk: Desk) -> None:
    """axe-core finds nothing, one h1 stands on each page, and no page scrolls sideways at any size."""
    for path in some(SCREENS, 3):
        settled(desk, path)
        found = Axe().run(desk.page).response["violations"]
        assert [(path, one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
        assert desk.page.locator("h1").count() == 1
        assert desk.page.evaluate("document.documentElement.lang") == desk.reader.language
        for width, height in some(SIZES, 2):
            desk.page.set_viewport_size({"width": width, "height": height})
            desk.page.wait_for_timeout(300)
            assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)


def test_the_first_screen_shows_map_and_legend_and_nothing_moves_once_it_is_there(desk: Desk) -> None:
    settled(desk, "")
    assert desk.page.evaluate(PART) >= 0.35
    expect(desk.map.frame.locator(".siteplan-legend")).to_be_in_viewport()
    desk.page.evaluate(SHIFTS)
    for site in desk.map.ask("return map.sites.filter((s) => s.kind === 'candidate').map((s) => s.id)")[::60][:3]:
        desk.map.click(site)
        desk.map.wait(f"return map.said.selected === '{site}'")
    assert desk.page.evaluate("window.shifts") <= 0.02


@pytest.mark.skipif(not thorough(), reason="a plan is asked for by other jobs, too")
def test_two_clicks_lead_to_the_first_plan(desk: Desk) -> None:
    with desk.job("two clicks to a plan"):
        desk.go("Plan")
        desk.press("Run")
        desk.sees(desk.word("Net-new, vehicles/year"), 240)
    assert desk.clicks == 2
