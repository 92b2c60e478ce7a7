"""The planner's jobs, in a real browser on the bundled study."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.jobs.desk import Desk
from tests.browser.served import PATIENCE
from tests.examples import thorough

pytestmark = pytest.mark.browser
rarely = pytest.mark.skipif(not thorough(), reason="a third of the jobs is walked through in each run")
LONG = 120.0  # seconds of a search that is left to end


def asks(desk: Desk) -> str:
    """The question as it is read back."""
    told = desk.page.get_by_test_id("stMarkdown").filter(has_text=desk.word("Your question:")).first
    expect(told).to_be_visible(timeout=PATIENCE)
    return told.inner_text().replace("\u2060", "")


def stopped(desk: Desk) -> None:
    """Run the question, and keep the first plan that it has."""
    desk.press("Run")
    desk.sees(desk.begins("Best plan so far, {unit}"), LONG)
    desk.press("Stop and keep this plan")
    desk.sees(desk.word("Net-new, vehicles/year"), LONG)


def type_in(desk: Desk, table: str, row: int, x: int, value: str) -> None:
    """Type into a cell of a table, `x` pixels from its left edge."""
    grid = desk.page.get_by_role("region", name=desk.word(table)).last
    grid.scroll_into_view_if_needed(timeout=PATIENCE)
    box = grid.bounding_box()
    assert box is not None
    desk.page.mouse.click(box["x"] + x, box["y"] + 35 * (row + 1) + 17)
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_timeout(200)  # the cell becomes a field
    desk.page.keyboard.press("ControlOrMeta+a")
    desk.page.keyboard.type(value, delay=20)
    desk.page.keyboard.press("Enter")
    desk.clicks += 1


@rarely
def test_b1_plan_three_cities_only(desk: Desk) -> None:
    with desk.job("b1 plan three cities only"):
        desk.go("Plan")
        cities = ("Foshan", "Dongguan", "Zhongshan") if desk.reader.language == "en" else ("佛山市", "东莞市", "中山市")
        desk.choose("Only in these cities", *cities)
        desk.sees(re.compile(f"{cities[0]}.*{cities[2]}"))
        assert all(city in asks(desk) for city in cities)
        stopped(desk)


def test_b2_b3_a_budget_a_share_of_people_and_few_malls(desk: Desk) -> None:
    with desk.job("b2 budget 60 m, rural 80 %"):
        desk.go("Plan")
        desk.fill(desk.word("Budget, million {currency}", currency=desk.reader.money_word()), "60")
        type_in(desk, "Rules", 0, 330, "80")
        desk.sees(re.compile("80.0 ?%"))
        assert "60" in asks(desk)
    with desk.job("b3 at most 20 % malls", "plan"):
        desk.press("Add a rule")
        dialog = desk.page.get_by_role("dialog")
        desk.click(dialog.get_by_role("combobox").first)
        desk.click(desk.page.get_by_role("option", name=desk.word("Share of a kind of new sites")))
        most = dialog.get_by_label(re.compile("^" + desk.word("At most")))
        most.fill("20", timeout=PATIENCE)
        most.press("Enter")
        desk.click(dialog.get_by_role("combobox", name=desk.word("Format"), exact=True).first)
        desk.click(desk.page.get_by_role("option", name=desk.reader.format_name("mall"), exact=True))
        desk.page.mouse.click(500, 90)  # beside the list, which lies over the dialog
        desk.click(dialog.get_by_role("button", name=desk.word("Add"), exact=True))
        expect(dialog).to_be_hidden(timeout=PATIENCE)
        desk.sees(re.compile("20.0 ?%"))


@rarely
def test_b4_b6_what_must_open_and_what_must_not(desk: Desk) -> None:
    with desk.job("b4 must and must not open, b6 stop and keep"):
        desk.go("Plan")
        desk.name("Must open", "M0009")
        desk.name("Must not open", "M0013")
        desk.sees(re.compile("M0009.*M0013"))
        stopped(desk)
        desk.tab("Why, why not")
        desk.sees(desk.word("Explain"))


@rarely
def test_b5_b7_run_watch_and_find_it_again(desk: Desk, browser: Browser) -> None:
    with desk.job("b5 run and watch, b7 another browser finds it"):
        desk.go("Plan")
        desk.press("Run")
        desk.sees(desk.word("Searching"))
        desk.page.wait_for_url("**/*job=*")
        other = browser.new_context()
        view = other.new_page()
        view.goto(desk.page.url)
        expect(view.get_by_text(desk.word("Searching"))).to_be_visible(timeout=PATIENCE)
        other.close()
        desk.sees(desk.begins("Best plan so far, {unit}"), LONG)
        desk.press("Stop and keep this plan")
        desk.sees(desk.word("Net-new, vehicles/year"), LONG)


def test_b8_b9_why_not_another_and_what_if_one_closes(desk: Desk) -> None:
    """One plan for both: its first site closes, and a site that it leaves out is asked about."""
    with desk.job("b9 what if one site closes"):
        desk.go("Plan")
        stopped(desk)
        desk.tab("What if")
        desk.choose("Close", re.compile(r"\(.+\)"))
        desk.sees(desk.word("vs the plan"))
        desk.press("Make these rules and change the question")
        desk.sees(desk.word("must not open: {sites}").split("{")[0])
        desk.page.go_back()
        desk.sees(desk.word("Net-new, vehicles/year"), LONG)
    with desk.job("b8 why was a site not chosen", desk.page.url.removeprefix(desk.address)):
        desk.tab("Why, why not")
        desk.choose("Sites", re.compile(r"\(M00\d\d\)"))
        desk.press("Explain")
        said = "Re-solved in {seconds} of {limit} processor seconds; the plan is proven within {gap}."
        desk.sees(desk.begins(said), LONG)


@rarely
def test_b10_no_plan_its_reason_and_a_repair(desk: Desk) -> None:
    with desk.job("b10 no plan: reason and repair"):
        desk.go("Plan")
        desk.fill(desk.word("Budget, million {currency}", currency=desk.reader.money_word()), "10")
        desk.press("Run")
        desk.sees(desk.word("No plan meets every rule"), LONG)
        desk.press("Apply and run")
        desk.sees(desk.word("Net-new, vehicles/year"), LONG)
        desk.press("Change the question")
        asked = desk.page.get_by_label(re.compile("^" + desk.word("Budget, million {currency}").split("{")[0]))
        expect(asked).not_to_have_value("120.0", timeout=PATIENCE)


@rarely
def test_b13_quarters_and_outlooks(desk: Desk) -> None:
    with desk.job("b13 two quarters, two outlooks"):
        desk.go("Plan")
        desk.tab("Phases")
        for row, (name, start) in enumerate([("A", "2027Q1"), ("B", "2027Q2")]):
            for x, value in ((60, name), (190, start), (365, "60")):
                type_in(desk, "Phases", row, x, value)
        desk.sees(desk.begins("In {n} phases: {phases}."))
        desk.tab("Outlooks")
        for row, (name, likely, demand) in enumerate([("base", "60", "100"), ("boom", "40", "120")]):
            for x, value in ((60, name), (240, likely), (330, demand)):
                type_in(desk, "Outlooks", row, x, value)
        desk.sees(desk.word("Choose the plan for"))
        stopped(desk)
        desk.tab("What opens when")


@rarely
def test_b14_frontier(desk: Desk) -> None:
    with desk.job("b14 frontier"):
        desk.go("Plan")
        stopped(desk)
        desk.tab("Frontier")
        desk.press("Draw the frontier")
        desk.sees(desk.word("Budget against value"), 400)
        desk.press("Open as a plan")
        desk.sees(desk.word("Searching"))


@rarely
def test_other_plans_that_really_differ(desk: Desk) -> None:
    with desk.job("other plans within 1 %"):
        desk.go("Plan")
        stopped(desk)
        desk.tab("Other plans")
        desk.press("Find other plans")
        desk.sees(re.compile("|".join([desk.word("plan {n}", n=1), desk.word("There are no more: proven.")])), LONG)


@rarely
def test_undo_and_the_questions_that_a_page_forgets(desk: Desk) -> None:
    with desk.job("undo, and back from another page"):
        desk.go("Plan")
        desk.fill(desk.word("Budget, million {currency}", currency=desk.reader.money_word()), "77")
        desk.sees(re.compile("77|7700"))
        desk.go("Explore")
        desk.map.drawn()
        desk.go("Plan")
        desk.sees(re.compile("77|7700"))
        desk.press("Undo")
        desk.sees(re.compile("120 m|1.2 亿"))
