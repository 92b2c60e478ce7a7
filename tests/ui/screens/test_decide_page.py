"""The decide page: plans listed, opened, spoken of, decided on, erased, set side by side; their names are inert."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from siteplan.store.saved_plans import saved_list
from siteplan.store.saved_plans.listed_plan import ListedPlan, Person, PlanStatus
from tests.store.saved_plans.plans_kept import LI, WANG, keep_tiny
from tests.worlds import tiny_plan

STUDY = tiny_plan().study.study.name


def show_decide_page() -> None:
    from types import SimpleNamespace

    from siteplan.present.text.reader import Reader
    from siteplan.ui.screens import decide_page
    from tests.worlds import tiny_ground

    ground = tiny_ground()
    decide_page.show(SimpleNamespace(ground=ground, key="tiny"), Reader.of(ground.study, "en"))  # type: ignore[arg-type]


def page(**query: str) -> AppTest:
    app = AppTest.from_function(show_decide_page, default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def texts(app: AppTest) -> str:
    shown = (*app.markdown, *app.caption, *app.warning, *app.error, *app.info)
    return "\n".join(str(element.value) for element in shown)


@pytest.fixture
def plan(tmp_path: Path, cache: Path) -> ListedPlan:
    return keep_tiny(tmp_path / "p", "[Autumn](http://x) <b>")


def test_an_empty_list_says_what_to_do(cache: Path) -> None:
    assert "No plan is saved yet" in texts(page())


def test_plans_are_cards_or_a_table_chosen_by_status(plan: ListedPlan, tmp_path: Path) -> None:
    saved_list.decide(keep_tiny(tmp_path / "q", "Rural"), PlanStatus.PROPOSED, "", "region", LI)
    app = page()
    assert "\\[Autumn\\]" in texts(app)
    assert "2 of 2 plans" in texts(app)
    app.button_group(key="plan-statuses").set_value([PlanStatus.PROPOSED]).run()
    assert "1 of 2 plans" in texts(app)
    assert "Autumn" not in texts(app)


def test_a_plan_is_opened_commented_proposed_approved_and_returned(plan: ListedPlan) -> None:
    app = page(saved=plan.id)
    assert "Where demand is" in texts(app)
    app.session_state["plan-tabs"] = "Comments and decision"
    app.run()
    app.text_input(key="your-name").set_value("Li")
    app.text_area(key="talk-said").set_value("please *look*")
    app.button(key="propose-plan").click().run()
    assert not app.exception
    assert "please \\*look\\*" in texts(app)
    app.button(key="return-plan").click().run()
    assert "say why" in texts(app)
    app.button(key="approve-plan").click().run()
    now = saved_list.find_saved(plan.id)
    assert now is not None
    assert (now.status, now.events[0].author_name) == (PlanStatus.APPROVED, "Li")


def test_who_decides_on_what_was_changed_meanwhile_is_told(plan: ListedPlan) -> None:
    proposed = saved_list.decide(plan, PlanStatus.PROPOSED, "", "region", LI)
    app = page(saved=plan.id)
    app.session_state["plan-tabs"] = "Comments and decision"
    app.run()
    saved_list.decide(proposed, PlanStatus.RETURNED, "no", "board", WANG)
    app.button(key="approve-plan").click().run()
    assert "Somebody else changed this plan meanwhile" in texts(app)
    assert "no" in texts(app)


def test_an_erased_plan_is_gone_from_its_address(plan: ListedPlan) -> None:
    app = page(saved=plan.id)
    app.session_state["plan-tabs"] = "Comments and decision"
    app.run()
    app.button(key="erase-plan").click().run()
    assert saved_list.saved_plans(STUDY, Person("", alone=True)) == []
    assert "its owner erased it" in texts(page(saved=plan.id))


def test_two_plans_stand_side_by_side_under_the_names_that_people_gave(plan: ListedPlan, tmp_path: Path) -> None:
    twin = keep_tiny(tmp_path / "p", plan.name)
    app = page(beside=f"{plan.id},{twin.id}")
    assert "do not differ" in texts(app)
    assert "fewer than two" in texts(page(beside=f"{plan.id},nobody"))


def test_a_list_that_is_away_is_told(plan: ListedPlan, cache: Path) -> None:
    cache.rename(cache.with_name("away"))
    cache.touch()
    assert "cannot be reached now" in texts(page())
