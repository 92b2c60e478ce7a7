"""The app as Streamlit runs it, without a browser: words, selection, question, refusals."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from siteplan.data import read_study, revised_plan
from siteplan.jobs import jobs, worker
from siteplan.jobs.jobs import Job, State
from siteplan.present.text.area_words import level_text
from siteplan.present.text.reader import Reader
from siteplan.store.private import private_folder
from siteplan.study.rules import RuleSpec
from siteplan.tradearea.catchment import KINDS

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds for one run of a page on a busy machine


def frame(**query: str) -> AppTest:
    """The whole app, as its address opens it."""
    return ran(AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE), query)


def show_plan_page() -> None:
    from siteplan.present.text.reader import Reader
    from siteplan.ui import loading, session
    from siteplan.ui.screens import plan_page

    plan_page.show(loading.world(), Reader(session.language("en")))


def plan_page(**query: str) -> AppTest:
    """The plan page alone: AppTest cannot follow the navigation to a page that is a function."""

    return ran(AppTest.from_function(show_plan_page, default_timeout=PATIENCE), query)


def ran(app: AppTest, query: dict[str, str]) -> AppTest:
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def texts(app: AppTest) -> str:
    shown = (*app.markdown, *app.caption, *app.warning, *app.error, *app.info)
    return "\n".join(str(element.value) for element in shown)


def wait_until(reached: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < until, "this took too long"
        time.sleep(0.1)


def candidates(app: AppTest) -> pd.DataFrame:
    """The table of candidates on the market page."""
    return next(table.value for table in app.dataframe if "score" in table.value)


def test_the_market_opens_with_its_name_its_label_and_what_to_do_next(laid_study: Path) -> None:
    app = frame()
    assert "Lantern and Reed" in texts(app)
    assert "synthetic data" in texts(app)
    assert "No site selected" in texts(app)
    assert len(candidates(app)) == 25
    assert "People" in app.dataframe[-3].value["step"].tolist()
    assert "Workshop visits a year" in app.dataframe[-2].value["step"].tolist()
    assert set(app.dataframe[-1].value["name"]) == {"Own mall 1", "Own mall 2", "Own dealer 3"}  # held against today


def test_a_filter_keeps_what_passes_and_an_empty_table_says_so(laid_study: Path) -> None:
    app = frame()
    app.multiselect(key="format").set_value(["service"]).run()
    assert 0 < len(candidates(app)) < 25
    app.number_input(key="score").set_value(100.0).run()
    assert "No candidate passes these filters" in texts(app)


def test_filters_are_counted_named_in_the_address_and_cleared_at_once(laid_study: Path) -> None:
    app = frame()
    assert "25 of 25 candidates" in texts(app)
    assert app.button(key="clear-filters").disabled
    app.multiselect(key="county").set_value([app.multiselect(key="county").options[0]]).run()
    app.number_input(key="score").set_value(12.5).run()
    passing = len(candidates(app))
    assert 0 < passing < 25
    assert f"{passing} of 25 candidates" in texts(app)
    assert app.query_params["score"] == "12.5"
    assert "county" in app.query_params
    app.button(key="clear-filters").click().run()
    assert "25 of 25 candidates" in texts(app)
    assert set(app.query_params) == {"lang"}


def test_a_link_opens_the_view_that_it_was_taken_from(laid_study: Path) -> None:
    there = frame()
    city = sorted({*candidates(there)["city"]})[0]
    site = candidates(there).query("city == @city").index[-1]
    app = frame(city=city, format="mall", score="10", layer="people", site=site, lang="zh-Hans")
    assert app.multiselect(key="city").value == [city]
    assert app.number_input(key="score").value == 10.0
    assert app.selectbox(key="layer").value == "people"
    assert site in texts(app)
    assert set(candidates(app)["city"]) == {city}
    assert not app.toast
    asked = {"city": city, "format": "mall", "score": "10", "layer": "people", "site": site, "lang": "zh-Hans"}
    assert app.query_params == asked


def test_what_a_link_asks_in_vain_is_left_out_and_said_to_be(laid_study: Path) -> None:
    app = frame(city="<b>Atlantis</b>" + "x" * 9000, score="-1", layer="none", site="gone")
    (said,) = app.toast
    for word in ("City: ", "Score at least: ", "Colour by: none", "Site: gone"):
        assert word in said.value
    assert "<b>" not in said.value
    assert len(said.value) < 400
    assert "25 of 25 candidates" in texts(app)
    assert set(app.query_params) == {"lang"}
    app.multiselect(key="format").set_value(["service"]).run()
    assert not app.toast


def test_a_selected_site_shows_its_card(laid_study: Path) -> None:
    app = frame()
    first = candidates(app).index[0]
    app.session_state["site"] = first
    app.run()
    assert not app.exception
    assert first in texts(app)
    assert "rank 1 of" in texts(app)
    assert [metric.label for metric in app.metric] == ["Capture, vehicles/year", "Net-new"]
    assert "from competitors" in texts(app)
    assert "losing most" in texts(app)
    parts, area = (table.value for table in app.table[:2])
    score = float(candidates(app)["score"].iloc[0])
    assert parts["Adds"].astype(float).sum() == pytest.approx(score, abs=0.05 * len(parts))  # rounded, each
    assert len(area) == 3


def side_by_side(app: AppTest) -> list[pd.DataFrame]:
    """The table of candidates side by side on the market page; none where none stands there."""
    return [table.value for table in app.dataframe if "spread" in table.value]


def test_candidates_are_put_side_by_side_on_the_card_and_below_the_table(laid_study: Path) -> None:
    app = frame()
    assert side_by_side(app) == []
    first, second = (listed := [*candidates(app).index[:5]])[:2]
    app.session_state["site"] = first
    app.run()
    app.button(key="compare").click().run()
    assert app.multiselect(key="compared").value == [first]
    app.multiselect(key="compared").set_value([first, second]).run()
    assert not app.exception
    (table,) = side_by_side(app)
    assert [*table.columns] == ["measure", "site_1", "site_2", "spread"]
    assert "ranks before" in texts(app)
    assert {"get-compared-csv", "get-compared-xlsx"} <= {button.key for button in app.get("download_button")}
    app.button(key="compare").click().run()
    assert app.multiselect(key="compared").value == [second]
    assert side_by_side(app) == []
    app.button(key="first-of-table").click().run()
    assert app.multiselect(key="compared").value == listed
    assert len(side_by_side(app)[0].columns) == 7


def test_marks_and_notes_stand_in_the_table_and_what_must_open_in_the_question(laid_study: Path) -> None:
    app = frame()
    assert not {"mark", "note"} & {*candidates(app)}
    first, second = candidates(app).index[:2]
    app.session_state["site"] = first
    app.run()
    app.session_state["marks"] = {first: "must", second: "never"}
    app.run()
    assert "rule of its question" in texts(app)
    app.text_input(key=f"note-{first}").set_value("  see it on Friday ").run()
    assert candidates(app).loc[first, "mark"] == "must open"
    assert [*candidates(app)["note"]][:2] == ["see it on Friday", ""]
    plan = AppTest.from_function(show_plan_page, default_timeout=PATIENCE)
    plan.session_state["marks"] = {first: "must", second: "never"}
    plan.run()
    assert not plan.exception
    said = texts(plan).replace("\\", "")
    asked = plan.session_state["question"]["rules"][-1]
    assert (first in asked["required"], asked["forbidden"][-1]) == (True, second)
    assert re.search(f"must not open: .*{second}", said)
    assert not re.search(f"must not open: .*{second}", texts(plan_page()).replace("\\", ""))


def test_a_mark_that_is_taken_away_is_asked_no_longer_and_another_question_has_its_own(laid_study: Path) -> None:
    first, second = candidates(frame()).index[:2]
    plan = AppTest.from_function(show_plan_page, default_timeout=PATIENCE)
    plan.session_state["marks"] = {first: "must"}
    plan.run()
    assert first in plan.multiselect(key="required").value
    again = AppTest.from_function(show_plan_page, default_timeout=PATIENCE)  # the page was left: its widgets forgot
    again.session_state["question"] = plan.session_state["question"]
    again.session_state["marks"] = {second: "must"}
    again.run()
    assert again.multiselect(key="required").value == [second]
    assert again.session_state["marks"] == {second: "must"}
    again.button(key="as-study").click().run()
    assert not again.exception
    assert second not in again.multiselect(key="required-1").value


def test_any_kind_of_area_is_shown_and_what_it_shares_with_another_site(laid_study: Path) -> None:
    app = frame()
    app.session_state["site"] = candidates(app).index[0]
    app.run()
    for kind in KINDS:
        app.selectbox(key="area-kind").set_value(kind).run()
        assert not app.exception
        first = app.table[1].value.iloc[0, 0].replace("\\", "")
        assert first == level_text(kind, {"drive_time": 15, "ring": 3, "probability": 0.5}.get(kind, 0.6), Reader("en"))
    app.selectbox(key="area-kind").set_value("ring").run()
    app.toggle(key="area-shared").set_value(True).run()
    app.selectbox(key="area-other").select_index(0).run()
    assert not app.exception
    shared = app.table[2].value
    assert list(shared.iloc[:, 0]) == ["within 3 km", "within 6 km", "within 12 km"]


def test_a_format_that_sells_nothing_says_what_it_opens_for(laid_study: Path) -> None:
    app = frame()
    table = candidates(app)
    site = table.index[table["formats"].str.contains("service centre")][0]
    app.session_state["site"] = site
    app.session_state[f"option-{site}"] = f"{site}:service"
    app.run()
    assert not app.exception
    assert "sells no vehicles" in texts(app)


def test_the_address_says_the_language(laid_study: Path) -> None:
    app = frame(lang="zh-Hans")
    assert Reader("zh-Hans").gettext("No site selected") in texts(app)
    assert "No site selected" not in texts(app)
    assert frame(lang="xx").query_params["lang"] == "en"


def test_a_broken_study_shows_every_problem_at_once(template: Path) -> None:
    (template / "facilities.csv").unlink()
    zones = template / "candidates.csv"
    zones.write_text(zones.read_text("utf-8").replace("site_id", "site", 1), "utf-8")
    app = frame()
    assert "The study cannot be read: 2 problems" in texts(app)
    assert set(app.dataframe[0].value["table"]) == {"candidates", "facilities"}


def test_the_question_is_read_back_and_follows_the_answers(laid_study: Path) -> None:
    app = plan_page()
    assert "15 m CNY" in texts(app).replace("\\", "")
    app.number_input(key="budget").set_value(9.0).run()
    assert "9 m CNY" in texts(app).replace("\\", "")


def test_a_floor_that_no_plan_can_meet_is_found_and_repaired(template: Path) -> None:
    """With the far candidates gone, not even all the others together reach every rural zone."""
    table = template / "candidates.csv"
    table.write_text("\n".join(table.read_text("utf-8").splitlines()[:6]) + "\n", "utf-8")
    study = template / "study.toml"
    text = study.read_text("utf-8").replace('tier = "4"', 'tier = "2"')
    of_the_far = re.compile(r'\[\[plan\.rules\]\]\nkind = "(requires|sites)"\n(.+\n)+')  # no franchise, and no D06
    study.write_text(of_the_far.sub("", text), "utf-8")
    app = AppTest.from_function(show_plan_page, default_timeout=PATIENCE)
    floor = {"kind": "coverage", "function": "sale", "area": "rural", "at_least": 1}
    app.session_state["question"] = {"rules": [floor]}
    app.run()
    assert "No plan can meet it" in texts(app)
    app.button(key="repair-0").click().run()
    assert not app.exception
    assert "No plan can meet it" not in texts(app)
    assert 0 < app.session_state["question"]["rules"][0]["at_least"] < 1
    app.button(key="undo").click().run()
    assert app.session_state["question"]["rules"][0]["at_least"] == 1
    app.button(key="redo").click().run()
    assert app.session_state["question"]["rules"][0]["at_least"] < 1


def test_a_question_that_contradicts_itself_is_refused_before_it_runs(laid_study: Path) -> None:
    app = AppTest.from_function(show_plan_page, default_timeout=PATIENCE)
    app.session_state["question"] = {"rules": [{"kind": "share", "format": "mall", "at_least": 0.3, "at_most": 0.1}]}
    app.run()
    assert not app.exception
    assert "cannot be run yet" in texts(app)
    app.button(key="run").click().run()
    assert "job" not in app.query_params


def of_tab(app: AppTest, title: str) -> list[pd.DataFrame]:
    """The tables of a tab, which is made once it is open."""
    app.session_state["result-tab"] = title
    app.run()
    assert not app.exception
    return [table.value for table in app.dataframe]


def test_a_run_ends_in_a_plan_that_any_visit_finds(laid_study: Path) -> None:
    app = plan_page()
    app.button(key="run").click().run()
    name = str(app.query_params["job"])
    job = jobs.find(name)
    assert job is not None
    wait_until(lambda: job.outcome()[0] is not State.RUNNING)
    found = plan_page(job=name)
    assert "Proven" in texts(found)
    assert [metric.label for metric in found.metric] == [
        "Market share", "Net-new, vehicles/year", "Covered, rural", "Investment", "Cost per vehicle",
    ]  # fmt: skip
    assert [set(table["met"]) for table in of_tab(found, "Rules") if "met" in table] == [{"✓ met"}]
    sure = of_tab(found, "How sure")  # the template's range
    assert [list(table["there"]) for table in sure if "there" in table] == [["0.04", "0.12"]]
    for tab in ("Business case", "New sites", "Why, why not", "What if", "Frontier", "Other plans"):
        of_tab(found, tab)
    chinese = plan_page(job=name, lang="zh-Hans")
    assert "市场份额" in [metric.label for metric in chinese.metric]
    of_tab(chinese, Reader("zh-Hans").gettext("Downloads"))
    assert (job.folder / "results-zh-Hans" / "report.html").exists()


def test_ends_without_a_plan_are_told_apart(template: Path) -> None:
    job = Job(private_folder("jobs") / ("a" * 16))
    job.folder.mkdir()
    (job.folder / "asked.json").write_text('{"plan": {}, "language": "en"}', "utf-8")
    for state, message, said in (
        (State.NO_PLAN, "", "was not found in time"),
        (State.NOT_FOUND, "", "Give it more time"),
        (State.REFUSED, "the file [x](y) moved", "This question cannot be run"),
        (State.BROKEN, "", "Your rules are not the cause"),
    ):
        job.end(state, message)
        app = plan_page(job=job.id)
        assert said in texts(app)
        assert "[x](y)" not in texts(app)
        assert "Traceback" not in texts(app)


def test_a_search_that_the_user_stopped_too_early_does_not_ask_for_time(template: Path) -> None:
    job = Job(private_folder("jobs") / ("c" * 16))
    job.folder.mkdir()
    (job.folder / "asked.json").write_text('{"plan": {}, "language": "en"}', "utf-8")
    job.stop()
    job.end(State.NOT_FOUND, "")
    said = texts(plan_page(job=job.id))
    assert "Stopped on request" in said
    assert "more time" not in said


def test_a_question_without_a_plan_says_why_and_a_change_of_it_runs_at_once(
    template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nine sites for a hundred thousand: fewer, or more money."""
    job = Job(private_folder("jobs") / ("b" * 16))
    job.folder.mkdir()
    rules = [{"kind": "count", "at_least": 9, "name": "[Nine](x)"}, {"kind": "budget", "at_most": 1e5}]
    asked = {"study": str(template), "plan": {"rules": rules}, "language": "en"}
    (job.folder / "asked.json").write_text(json.dumps(asked), "utf-8")
    worker.main(job.folder)
    app = plan_page(job=job.id)
    assert "conflict" in texts(app)
    assert "[Nine](x)" not in texts(app)
    assert "相互冲突" in texts(plan_page(job=job.id, lang="zh-Hans"))

    started: list[dict[str, Any]] = []
    monkeypatch.setattr(jobs, "start", lambda study, plan, *_asked: started.append(dict(plan)) or job)
    app.button("apply-0").click().run()
    assert not app.exception
    (run,) = started
    limits = [rule.model_dump()["at_least" if rule.kind == "count" else "at_most"] for rule in revised(template, run)]
    assert (limits[0] < 9) != (limits[1] > 1e5)  # one of the two gives way


def asked_by_somebody(study: Path, letter: str, **plan: object) -> Job:
    """A run that ended without a word, of another visitor."""
    job = Job(private_folder("jobs") / (letter * 16))
    job.folder.mkdir()
    asked = {"study": str(study), "plan": plan, "language": "en", "visitor": "somebody else"}
    (job.folder / "asked.json").write_text(json.dumps(asked), "utf-8")
    job.end(State.BROKEN)
    return job


def test_the_question_of_a_run_is_what_the_form_then_shows(laid_study: Path) -> None:
    """Also in another browser that was given its address, and whatever the form had shown before."""
    rules = [{"kind": "budget", "at_most": 97e6}, {"kind": "count", "format": ["mall"], "at_most": 3}]
    job = asked_by_somebody(laid_study, "c", objective="coverage", gap=0.02, time_limit=77.0, rules=rules)
    app = plan_page()
    app.number_input(key="budget").set_value(9.0).run()
    app.query_params["job"] = job.id
    app.run()
    app.button(key="again").click().run()
    assert not app.exception
    assert "job" not in app.query_params
    said = texts(app).replace("\\", "")
    assert "97 m CNY" in said
    assert "at most 3" in said
    assert "9 m CNY." not in said
    shown = {element.label: element.value for element in app.number_input}
    assert shown["Budget, million CNY"] == 97.0
    assert shown["Stop when proven within, %"] == 2.0
    assert shown["Stop after, seconds"] == 77.0
    assert app.selectbox[0].value == "coverage"
    app.number_input(key="budget-1").set_value(55.0).run()
    assert "55 m CNY" in texts(app).replace("\\", "")


def test_a_run_that_is_gone_is_said_to_be_and_the_form_stands_there(laid_study: Path) -> None:
    job = asked_by_somebody(laid_study, "d")
    app = plan_page(job=job.id)
    assert "stopped unexpectedly" in texts(app)
    job.discard()
    app.run()
    assert not app.exception
    assert "it was discarded" in texts(app)
    assert "Your question:" in texts(app)


def test_a_run_that_broke_off_names_no_path_of_the_server(laid_study: Path) -> None:
    job = asked_by_somebody(laid_study, "e")
    app = plan_page(job=job.id)
    assert job.id in texts(app)
    assert str(laid_study.parent) not in texts(app).replace("\\", "")


def test_only_who_asked_may_stop_or_discard(template: Path) -> None:
    job = Job(private_folder("jobs") / ("f" * 16))
    job.folder.mkdir()
    for owner, mine in (("somebody else", False), ("me", True)):
        asked = {"study": str(template), "plan": {}, "language": "en", "visitor": owner}
        (job.folder / "asked.json").write_text(json.dumps(asked), "utf-8")
        app = AppTest.from_function(show_plan_page, default_timeout=PATIENCE)
        app.session_state["visitor"] = "me"
        app.query_params["job"] = job.id
        app.run()
        assert not app.exception
        assert ("discard" in {button.key for button in app.button}) == mine
        assert ("Somebody else started this run" in texts(app)) != mine


def test_too_many_runs_are_told(template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITEPLAN_MAX_RUNS", "1")
    busy = Job(private_folder("jobs") / ("a" * 16))
    busy.folder.mkdir()
    (busy.folder / "asked.json").write_text(json.dumps({"plan": {}, "language": "en"}), "utf-8")
    app = plan_page()
    app.button(key="run").click().run()
    assert not app.exception
    assert "1 run is under way on this server" in texts(app)


def test_no_longer_search_can_be_asked_than_the_server_allows(
    laid_study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten minutes here; a study whose own file asks for longer may."""
    monkeypatch.setenv("SITEPLAN_MAX_SECONDS", "600")
    assert plan_page().number_input(key="limit").max == 600


def revised(study: Path, plan: dict[str, Any]) -> tuple[RuleSpec, ...]:
    return revised_plan(read_study(study), plan).plan.rules
