"""What becomes of today's sites, in words, files, maps, report and app."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from siteplan.evaluate import Plan, evaluate
from siteplan.formulate.outcome import Answer
from siteplan.present.charts.charts import Chart
from siteplan.present.files.export import write_plan
from siteplan.present.files.plan_json import plan_dict
from siteplan.present.maps.map_figure import coverage_figure
from siteplan.present.maps.map_marks import changed_marks
from siteplan.present.plan_text.changes import change_clauses, change_sentence
from siteplan.present.plan_text.rule_words import rule_name
from siteplan.present.plan_text.sentences import headline
from siteplan.present.plan_text.summary import summary_dict
from siteplan.present.reports.map_pages import plan_page
from siteplan.present.reports.report_html import report_html
from siteplan.present.tables.report_tables import change_table
from siteplan.present.text.reader import Reader
from siteplan.present.web import esc
from tests.moving import moving_ground, opening
from tests.worlds import HOSTILE, tiny_plan


@cache
def plan(*options: str) -> Plan:
    ground = moving_ground("closable", "convertible", closing_cost=1.5e6)
    return evaluate(Answer.of(ground, opening(ground, list(options))))


def changing() -> Plan:
    """The old mall closes, the old dealer becomes a mall, one mall opens."""
    return plan("C1:mall", "F2:mall")


def test_the_headline_says_how_many_close_and_convert() -> None:
    assert headline(changing(), Reader("en")).startswith(
        "Opens 1 site, converts 1 site, closes 1 site for 4.1 m CNY; share "
    )
    assert headline(changing(), Reader("zh-Hans")).startswith(
        "新增 1 个网点、改造 1 个网点、关闭 1 个网点，投资 410 万元；"
    )
    assert headline(plan("F2:dealer"), Reader("en")).startswith("Closes 1 site for 1.5 m CNY; share falls from ")
    assert headline(plan("F1:mall", "F2:dealer"), Reader("en")).startswith("Opens no site; ")
    assert change_clauses(tiny_plan(), Reader("en")) == []


def test_each_site_has_a_sentence() -> None:
    said = change_sentence(changing(), "F1", Reader("en"))
    assert said.startswith("Closes for 1.5 m CNY, which saves 2.66 m CNY/year; wins 713 vehicles/year today, ")
    assert change_sentence(changing(), "F2", Reader("en")).startswith("Becomes mall for 1.3 m CNY; wins ")
    assert change_sentence(plan("F1:mall", "F2:dealer"), "F1", Reader("en")).startswith(
        "Stays as it is; wins 713 vehicles/year"
    )
    free = changing().facilities.assign(capex=0.0)
    assert change_sentence(replace(changing(), facilities=free), "F1", Reader("en")).startswith("Closes, which saves ")


def test_files_tell_what_becomes_of_every_site_that_might_change(tmp_path: Path) -> None:
    write_plan(changing(), tmp_path / "out")
    record = json.loads((tmp_path / "out" / "plan.json").read_text("utf-8"))
    changes = {site["site_id"]: site["change"] for site in record["sites"]}
    assert changes == {"C1": "new", "F1": "closed", "F2": "converted"}
    sites = pd.read_csv(tmp_path / "out" / "sites.csv", index_col="site_id")
    assert sites["change"].to_dict() == changes
    assert sites["format"].to_dict() == {"C1": "mall", "F1": "mall", "F2": "mall"}
    assert sites.loc["F2", "format_today"] == "dealer"
    assert sites["why"].str.contains("vehicles/year").all()
    assert sites["capex"].sum() == record["kpis"]["capex"]
    points = gpd.read_file(tmp_path / "out" / "sites.geojson").set_index("site_id")
    own = changing().market.facilities.geometry
    assert points.geometry["F1"].distance(own["F1"]) < 1e-9


def test_files_of_a_study_whose_sites_all_stay_know_only_new_ones() -> None:
    assert {site["change"] for site in plan_dict(tiny_plan())["sites"]} == {"new"}
    counts = summary_dict(changing())
    assert (counts["opened"], counts["converted"], counts["closed"]) == (1, 1, 1)


def test_the_map_tells_closed_and_converted_apart_by_shape_and_says_so() -> None:
    """Closed: hollow and crossed out; converted: new with a dot; the rest of today's sites as ever."""
    closed, converted = changed_marks(changing(), Reader("en"))
    assert (closed.site_id, closed.hollow, closed.badge) == ("F1", True, "cross")
    assert (converted.site_id, converted.hollow, converted.badge, converted.shape) == ("F2", False, "dot", "circle")
    page = plan_page(changing(), Reader("en"))
    for text in ("own, closed by the plan", "own, converted"):
        assert text in page
        assert text not in plan_page(plan("F1:mall", "F2:dealer"), Reader("en"))


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_report_and_app_list_them_with_why(language: str) -> None:
    table = change_table(changing(), Reader(language))
    assert table is not None
    assert len(table.rows) == len(table.details) == 2
    assert change_table(tiny_plan(), Reader(language)) is None
    page = report_html(changing(), Reader(language))
    assert str(esc(change_sentence(changing(), "F1", Reader(language)))) in page
    assert table.caption in page
    assert table.frame["site_id"].tolist() == ["F1", "F2"]


def test_the_figure_says_who_is_no_longer_reached() -> None:
    figure = coverage_figure(plan("F2:dealer"), Reader("en"))
    assert "no longer within reach" in figure.finding
    assert {"mall, closed", "no longer covered"} <= {*texts(figure)}
    assert {"mall, converted", "mall, closed", "mall, new"} <= {*texts(coverage_figure(changing(), Reader("en")))}


def texts(figure: Chart) -> list[str]:
    return re.findall(r">([^<]+)</text>", figure.drawing.svg())


def test_a_hostile_name_is_only_text_on_the_map() -> None:
    market = changing().market
    named = replace(changing(), market=replace(market, facilities=market.facilities.assign(name=HOSTILE)))
    assert HOSTILE not in plan_page(named, Reader("en"))
    assert HOSTILE not in report_html(named, Reader("en"))


def test_the_rule_behind_sites_that_stay_has_a_name() -> None:
    assert rule_name("convertible sites", changing().study, Reader("en")) == "Own sites that stay or convert"
