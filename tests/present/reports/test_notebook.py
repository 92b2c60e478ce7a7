"""What a notebook shows of each thing that flows through the pipeline."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

import siteplan as sp
from siteplan.evaluate import Effort, study_frontiers
from siteplan.present.plan_text.sentences import headline, percent
from siteplan.present.text.reader import Reader
from tests.worlds import HOSTILE, tiny_ground, tiny_plan

NAMES = ("Study", "Market", "Scorecard", "Plan", "Frontiers")


@cache
def things(name: str | None = None) -> dict[str, Any]:
    """Return one of each, all that has a name called so."""
    plan = tiny_plan(name)
    info = plan.study.study if name is None else plan.study.study.model_copy(update={"name": name})
    study = plan.study.model_copy(update={"study": info})
    ground = replace(tiny_ground(name), study=study)
    found = study_frontiers(ground, Effort(points=2, time_limit=2.0))
    market = replace(plan.market, read_for=study)
    shown = (study, market, plan.scorecard, replace(plan, study=study), found)
    return dict(zip(NAMES, shown, strict=True))


def study_in(language: str) -> sp.Study:
    study: sp.Study = things()["Study"]
    return study.model_copy(update={"study": study.study.model_copy(update={"language": language})})


def texts(cell: str) -> list[str]:
    """Return the cells of tables, as read."""
    return [html.unescape(text) for text in re.findall(r"<t[dh]>(.*?)</t[dh]>", cell)]


@pytest.mark.parametrize("name", NAMES)
def test_everything_is_told_in_one_line(name: str) -> None:
    """A plan's repr once printed every table that it holds."""
    said = repr(things()[name])
    assert said.startswith(f"<{name}")
    assert len(said) < 160
    assert "\n" not in said


def test_a_plan_alone_in_a_cell_shows_headline_five_numbers_and_its_map() -> None:
    plan = things()["Plan"]
    cell = plan._repr_html_()
    assert html.escape(headline(plan, Reader("en"))) in cell
    assert texts(cell)[3::3] == ["Capture", "Market share", "Covered, all", "Investment", "Running cost"]
    assert texts(cell)[6:9] == [
        "Market share",
        percent(plan.baseline.share, Reader("en")),
        percent(plan.kpis.share, Reader("en")),
    ]
    page = html.unescape(re.findall(r'srcdoc="([^"]*)"', cell)[0])
    assert page.startswith("<!DOCTYPE html>")
    assert "Coverage with the plan" in page


@pytest.mark.parametrize("name", NAMES)
def test_what_is_of_files_is_text(name: str) -> None:
    """The map stands in a frame without the notebook's rights; within it texts are escaped as in every page."""
    cell = things(HOSTILE)[name]._repr_html_()
    for part in (cell, html.unescape("".join(re.findall(r'srcdoc="([^"]*)"', cell)))):
        assert "<img src=x" not in part
        assert "</script><script>window.hit" not in part
    assert all("sandbox=" in frame and "same-origin" not in frame for frame in re.findall("<iframe[^>]*?srcdoc", cell))


def test_the_others_show_what_matters_of_them() -> None:
    shown = {name: thing._repr_html_() for name, thing in things().items()}
    assert "<li>At most 3 new sites open.</li>" in shown["Study"]
    assert texts(shown["Market"])[:4] == ["Zones", "48", "Candidates", "9"]
    chinese = study_in("zh-Hans")
    assert texts(replace(things()["Scorecard"], read_for=chinese)._repr_html_())[:3] == ["排名", "网点", "得分"]
    assert texts(shown["Scorecard"])[3:6] == ["1", "C8", f"{things()['Scorecard'].score['C8']:.1f}"]
    assert shown["Frontiers"].count("<svg") == len(things()["Frontiers"].curves)


def test_a_plan_and_a_market_have_maps_and_a_plan_a_report() -> None:
    plan, market = things()["Plan"], things()["Market"]
    for page in (plan.map("zh-Hans"), sp.present.map(plan, "zh-Hans")):  # folium calls its elements otherwise each time
        assert 'lang="zh-Hans"' in page
        assert "<title>Two cities：方案地图</title>" in page
    assert headline(plan, Reader("en")) in html.unescape(plan.report()).replace("\u00a0", " ")
    page = market.map()
    assert "People per km" in page
    assert all(name in page for name in ("Candidates", "Own sites today", "Rivals"))


def test_a_market_that_was_read_for_no_study_says_so_and_still_counts() -> None:
    bare = replace(things()["Market"], read_for=None)
    assert texts(bare._repr_html_())[:2] == ["Zones", "48"]
    with pytest.raises(ValueError, match="read for no study"):
        bare.map()
    with pytest.raises(TypeError, match="no map of int"):
        sp.present.map(3)
    with pytest.raises(TypeError, match="no picture of int"):
        sp.present.cell(3)
