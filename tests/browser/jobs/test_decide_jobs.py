"""What is done with saved plans: the planner's jobs with earlier ones, and the executive's."""

from __future__ import annotations

import re
import time
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect
from pypdf import PdfReader

from siteplan.data import read_study
from siteplan.data.bundled import bundled_study
from siteplan.jobs import jobs
from siteplan.jobs.lock import hold
from siteplan.store.private import CACHE_VARIABLE
from siteplan.store.saved_plans.listed_plan import ListedPlan, Person, PlanStatus
from siteplan.store.saved_plans.saved_list import decide, rename, saved_by, saved_plans
from tests.browser.jobs.desk import Desk
from tests.browser.served import PATIENCE
from tests.examples import thorough

pytestmark = pytest.mark.browser
rare = pytest.mark.skipif(not thorough(), reason="its steps are those of the others, too: a thorough run takes it")
NAMES = {"Large round": 120e6} | ({"Small round": 90e6} if thorough() else {})
US = Person("planner", "Li", alone=True)


@pytest.fixture(scope="module", autouse=True)
def kept(province_app: str, app_cache: Path) -> None:
    """Plans of the bundled study under two budgets, made by runs as the app starts them, and proposed."""
    with pytest.MonkeyPatch.context() as patch, hold(app_cache.with_name("plans.lock")):
        patch.setenv(CACHE_VARIABLE, str(app_cache))
        study = read_study(bundled_study())
        if {plan.name for plan in saved_plans(study.study.name, US)} >= {*NAMES}:
            return
        runs = {name: _started(budget) for name, budget in NAMES.items()}
        for name, run in runs.items():
            plan = rename(_saved(run), name, US)
            decide(plan, PlanStatus.PROPOSED, "for the board", "headquarters", US)


def _started(budget: float) -> jobs.Job:
    rules = read_study(bundled_study()).plan.model_dump(mode="json")["rules"]
    asked = [{**rule, "at_most": budget} if rule["kind"] == "budget" else rule for rule in rules]
    question = {"rules": asked, "gap": 0.05, "explain_limit": 0.0}
    return jobs.start(Path(bundled_study()), question, "en", US.id)


def _saved(run: jobs.Job) -> ListedPlan:
    for _second in range(240):
        if (plan := saved_by(run.id)) is not None:
            return plan
        time.sleep(0.5)
    raise AssertionError(run.log.read_text("utf-8"))


def opened(desk: Desk, name: str) -> None:
    """Open a plan by its card."""
    desk.go("Decide")
    desk.click(card(desk, name).get_by_role("button", name=desk.word("Open")))
    expect(desk.page.get_by_role("heading", level=2, name=name)).to_be_visible(timeout=PATIENCE)


def card(desk: Desk, name: str) -> Locator:
    column = desk.page.get_by_test_id("stColumn").filter(has_text=name)
    expect(column.first).to_be_visible(timeout=PATIENCE)
    return column.first


def compared(desk: Desk) -> None:
    for name in NAMES:
        desk.click(card(desk, name).get_by_text(desk.word("Compare"), exact=True))
    desk.press("Compare chosen ({n} of {most})", n=2, most=5)
    desk.sees(desk.word("What differs"))
    drawn = desk.page.get_by_test_id("stImage")
    expect(drawn.first).to_be_visible(timeout=PATIENCE)
    desk.sees(desk.word("Sites in which the plans differ"))


@rare
def test_b11_compare_two_plans(desk: Desk) -> None:
    with desk.job("b11 compare two plans"):
        desk.go("Decide")
        compared(desk)


@rare
def test_b12_reopen_yesterdays_plan(desk: Desk) -> None:
    with desk.job("b12 reopen yesterday's plan"):
        opened(desk, "Small round")
        desk.press("Open in Plan")
        desk.sees(desk.word("Your question:"))
        desk.sees(re.compile("90 m CNY|9000 万元"))  # the budget, as the question is read back


def test_c1_one_page_as_pdf(desk: Desk) -> None:
    with desk.job("c1 one-page PDF"):
        opened(desk, "Large round")
        desk.tab("Downloads")
        label = desk.word("{title}, PDF, {language}", title=desk.word("One page"), language="简体中文")
        with desk.page.expect_download(timeout=2 * PATIENCE) as given:
            desk.click(desk.page.get_by_role("button", name=label))
        path = given.value.path()
    assert len(PdfReader(BytesIO(Path(path).read_bytes())).pages) == 1


@rare
def test_c2_compare_two_saved_plans(desk: Desk) -> None:
    with desk.job("c2 compare two saved plans"):
        desk.go("Decide")
        desk.click(desk.page.get_by_role("button", name=desk.word("proposed"), exact=True))
        compared(desk)


@rare
def test_c3_coverage_by_tier_before_and_after(desk: Desk) -> None:
    with desk.job("c3 coverage by tier, maps before and after"):
        opened(desk, "Large round")
        desk.tab("Before and after")
        expect(desk.page.get_by_test_id("stImage")).to_have_count(2, timeout=PATIENCE)
        expect(desk.page.get_by_test_id("stDataFrame").first).to_be_visible(timeout=PATIENCE)
