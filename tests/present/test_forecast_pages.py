"""What is said and written of a sales forecast, and of where there is none."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from siteplan.evaluate import Plan
from siteplan.groundwork import Groundwork
from siteplan.market import Market
from siteplan.pipeline import lay_groundwork, make_plan
from siteplan.present.charts.chart_forecast import forecast_chart
from siteplan.present.files.export import write_plan, write_scores
from siteplan.present.files.folder import FORECAST_FILE, SCORE_FILES
from siteplan.present.model_text.forecast_words import forecast_sentences
from siteplan.present.reports.report_html import report_html
from siteplan.present.tables.forecast_table import forecast_dict
from siteplan.present.text.reader import Reader
from siteplan.study import Study
from tests.markets import grid_market, sites, study


def town(n: int = 18, **columns: Any) -> Market:
    """A town with n own malls, whose sales are what Huff says but for noise."""
    rng = np.random.default_rng(3)
    own = sites("F", 113 + rng.random(n) * 0.3, 22 + rng.random(n) * 0.3)
    own = own.assign(annual_sales=rng.uniform(50, 90, n).round(), opened="2020-01-01", keep="keep")
    own["convert_to"] = [()] * n
    return replace(grid_market(2), facilities=own.assign(**columns))


def asked(synthetic: bool = False) -> Study:
    own = {"path": "f.csv", "date": "2026-01-01", "synthetic": synthetic}
    return study(files={"zones": "z.csv", "candidates": "c.csv", "facilities": own})


@cache
def ground(synthetic: bool = False) -> Groundwork:
    return lay_groundwork(asked(synthetic), town())


@cache
def plan() -> Plan:
    question = {"objective": "market_share", "rules": [{"kind": "count", "at_most": 2}]}
    return make_plan(asked().model_copy(update={"plan": study(plan=question).plan}), town())


def said(of: Groundwork, language: str = "en") -> str:
    return "\n".join(forecast_sentences(of.forecast, of.study, Reader(language)))


def test_the_sentences_name_model_reason_errors_and_what_is_left_out() -> None:
    words = said(ground())
    assert "fitted to 18 own sites" in words
    assert "Mean error on own sites held out in 6 spatial blocks" in words
    assert "Huff capture alone, scaled " in words
    assert "the mean of each format " in words
    assert "6 options of formats that no own site with sales has" in words  # service, at each candidate
    assert "synthetic" not in words
    assert "Sales forecast [synthetic]: " in said(ground(synthetic=True))


def test_a_refusal_says_how_many_there_are_and_how_many_are_needed() -> None:
    few = lay_groundwork(asked(), town(12))
    assert said(few).startswith("No sales forecast: 12 own sites have usable annual sales, and 15 are needed.")
    none = lay_groundwork(asked(), replace(town(), facilities=town().facilities.drop(columns="annual_sales")))
    assert said(none).startswith("No sales forecast: 0 own sites")
    assert "18 without annual sales" in said(none)
    alike = lay_groundwork(asked(), town(annual_sales=500.0))
    assert "all 18 own sites report the same annual sales" in said(alike)


def test_young_sites_are_told_of() -> None:
    young = lay_groundwork(asked(), town(opened=["2025-06-01"] * 2 + ["2020-01-01"] * 16))
    assert "Own sites left out: 2 open for less than a year (not scaled up)." in said(young)


def test_every_sentence_is_translated() -> None:
    assert not {"Sales", "Mean", "Intervals", "forecast"} & set(said(ground(), "zh-Hans").split())


def test_scores_hold_the_forecast_of_each_option(tmp_path: Path) -> None:
    write_scores(ground(), tmp_path / "out")
    assert {file.name for file in (tmp_path / "out").iterdir()} == {*SCORE_FILES, FORECAST_FILE}
    table = pd.read_csv(tmp_path / "out" / FORECAST_FILE)
    assert set(table["option"]) == set(ground().options.index)
    known = table[table["lacking"].isna()]
    assert len(known)
    assert known["forecast"].is_monotonic_decreasing
    assert (known["low"] <= known["forecast"]).all()
    assert (known["forecast"] <= known["high"]).all()
    assert known["analogues"].str.fullmatch(r"F\d+;F\d+;F\d+").all()
    write_scores(ground(), tmp_path / "out")  # with the forecast it is still a folder of results


def test_without_a_forecast_there_is_no_file_and_no_column(tmp_path: Path) -> None:
    few = lay_groundwork(asked(), town(12))
    write_scores(few, tmp_path / "out")
    assert {file.name for file in (tmp_path / "out").iterdir()} == set(SCORE_FILES)
    write_plan(replace(plan(), forecast=few.forecast), tmp_path / "plan")
    assert "forecast" not in pd.read_csv(tmp_path / "plan" / "sites.csv")


def test_sites_of_a_plan_have_the_forecast_at_their_end(tmp_path: Path) -> None:
    write_plan(plan(), tmp_path / "plan")
    table = pd.read_csv(tmp_path / "plan" / "sites.csv")
    last = ["forecast", "forecast_low", "forecast_high", "above_forecast", "above_best"]
    assert list(table.columns[-5:]) == last
    known = table["forecast"].notna()
    assert (table["above_forecast"][known] == (table["capture"] > table["forecast_high"])[known]).all()
    options = plan().forecast.options.loc[table["site_id"] + ":" + table["format"], "forecast"]
    assert table["forecast"].to_numpy() == pytest.approx(options.to_numpy(dtype=float), nan_ok=True)


def test_the_report_has_one_section_on_how_good_it_is() -> None:
    html = report_html(plan(), Reader("en"))
    assert html.count("How good the sales forecast is") == 1
    assert "Forecasts of own sites are off by" in html
    few = lay_groundwork(asked(), town(0))
    assert "How good the sales forecast is" not in report_html(replace(plan(), forecast=few.forecast), Reader("en"))


def test_the_chart_has_a_dot_for_each_site_and_none_where_refused() -> None:
    chart = forecast_chart(ground().forecast, Reader("en"))
    assert chart is not None
    assert chart.drawing.svg().count("<circle") == 18
    assert forecast_chart(lay_groundwork(asked(), town(12)).forecast, Reader("en")) is None


def test_json_tells_counts_model_and_errors() -> None:
    found = forecast_dict(ground().forecast)
    assert (found["observed"], found["needed"], found["refusal"]) == (18, 15, "")
    assert set(found["errors"]) == {"huff", "poisson", "boosting", "format_mean"}
