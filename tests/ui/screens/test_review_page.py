"""The review page: what it asks, a review from the question to each site, and why there may be nothing to review."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from siteplan.jobs import jobs
from siteplan.jobs.jobs import Job, State
from siteplan.store.private import CACHE_VARIABLE, private_folder
from siteplan.ui.launch import STUDY_VARIABLE
from tests.template import write_template

PATIENCE = 60  # seconds for one run of the page on a busy machine


def show_page() -> None:
    from siteplan.present.text.reader import Reader
    from siteplan.ui import loading, session
    from siteplan.ui.screens import review_page

    review_page.show(loading.world(), Reader(session.language("en")))


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_template(tmp_path / "study")
    monkeypatch.setenv(STUDY_VARIABLE, str(tmp_path / "study"))
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "study"


def page(**query: str) -> AppTest:
    app = AppTest.from_function(show_page, default_timeout=PATIENCE)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def texts(app: AppTest) -> str:
    return "\n".join(str(e.value) for e in (*app.markdown, *app.caption, *app.warning, *app.info))


def done(name: str) -> Job:
    job = jobs.find(name)
    assert job is not None
    until = time.monotonic() + PATIENCE
    while job.outcome()[0] is State.RUNNING:
        assert time.monotonic() < until
        time.sleep(0.2)
    assert job.outcome()[0] is State.DONE, job.log.read_text("utf-8")
    return job


@pytest.mark.usefixtures("study")
def test_a_review_runs_and_tells_each_site() -> None:
    """All three of the template's own sites stay by their column keep: nothing to review, until they may close."""
    app = page()
    assert "None of your sites may change" in texts(app)
    assert not app.button
    app.selectbox(key="own-sites").set_value("closable").run()
    assert "3 of 3 own sites may change" in texts(app)
    app.button(key="run-review").click().run()
    job = done(str(app.query_params["review"]))
    assert job.kind == "review"
    found = page(review=job.id)
    assert "Of 3 own sites" in texts(found)
    decided, vehicles, money = (table.value for table in found.dataframe[:3])
    assert len(decided) == 3
    assert set(vehicles["choice_text"]) == {"close"}
    assert {"freed", "one_off", "payback"} <= set(money)
    chinese = page(review=job.id, lang="zh-Hans")
    assert "家自有网点" in texts(chinese)
    assert (job.folder / "results-zh-Hans" / "review_map.html").exists()
    assert "gone" in texts(page(review="0" * 16))


@pytest.mark.usefixtures("study")
def test_a_run_of_another_kind_is_not_taken_for_a_review() -> None:
    """The address may name a plan where a review is expected: it is no review, and nothing breaks."""
    job = Job(private_folder("jobs") / ("a" * 16))
    job.folder.mkdir()
    (job.folder / "asked.json").write_text('{"plan": {}, "language": "en"}', "utf-8")
    assert "gone" in texts(page(review=job.id))


@pytest.mark.parametrize("over", [False, True])
def test_a_review_whose_search_is_over_cannot_be_stopped(study: Path, over: bool) -> None:
    """What it counts then takes minutes in a large study: it says so, and promises no stop."""
    job = Job(private_folder("jobs") / ("b" * 16))
    job.folder.mkdir()
    asked = {"study": str(study), "plan": {}, "language": "en", "visitor": "me", "kind": "review"}
    (job.folder / "asked.json").write_text(json.dumps(asked), "utf-8")
    step = {"seconds": 1.0, "stage": "relaxation", "bound": 20.0, "value": 19.0, "gap": 0.05, "cpu_seconds": 1.0}
    lines = [{"stage": "plan"}, step, *([{"stage": "evaluation"}] if over else [])]
    (job.folder / "progress.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    app = AppTest.from_function(show_page, default_timeout=PATIENCE)
    app.session_state["visitor"] = "me"
    app.query_params["review"] = job.id
    app.run()
    assert not app.exception
    assert app.button(key="stop").disabled is over
    assert any("The search is over" in caption.value for caption in app.caption) is over


def test_a_study_with_phases_is_told_that_they_count_as_one(study: Path) -> None:
    toml = study / "study.toml"
    phases = '[[plan.phases]]\nname = "first"\nstart = "2027Q1"\n'
    toml.write_text(f"{toml.read_text('utf-8')}\n{phases}", encoding="utf-8")
    app = page()
    assert "The phases of the study count as one" in texts(app)
    app.selectbox(key="own-sites").set_value("free").run()
    assert app.button(key="run-review")
