"""What new sites are modelled to sell, beside what own sites give reason to believe."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from siteplan.evaluate import Plan
from siteplan.present.forecast_table import with_forecast
from siteplan.present.volumes import volume_sentences, volumes_dict, why_sentences
from siteplan.score import Forecast, held_today
from siteplan.score.own_sales import OwnSales
from tests.worlds import tiny_plan

NONE = OwnSales(pd.Series(dtype=float), {}, False)


def plan_with(highs: list[float], best: float) -> Plan:
    """A plan whose sites have forecasts with these upper ends, and own malls the best of which sold so much."""
    plan = tiny_plan()
    options = plan.sites["site_id"] + ":" + plan.sites["format"]
    table = pd.DataFrame({"forecast": 1.0, "low": 0.5, "high": np.resize(highs, len(options))}, index=options)
    formats = plan.sites["format"].drop_duplicates()
    ids = [f"own {kind}" for kind in formats]
    sold, kinds = pd.Series(best, ids), pd.Series(formats.to_numpy(), ids)
    return replace(plan, forecast=Forecast(NONE, options=table, today=held_today(sold, sold, kinds)))


def test_those_above_the_interval_and_above_every_own_site_are_counted() -> None:
    selling = int((tiny_plan().sites["capture"] > 0).sum())
    assert selling >= 1
    all_above = volumes_dict(plan_with([0.0], best=1e-6))
    assert all_above == {
        "new_sites_that_sell": selling, "with_forecast": selling, "above_forecast": selling, "above_best": selling
    }  # fmt: skip
    none_above = volumes_dict(plan_with([1e12], best=1e12))
    assert (none_above["above_forecast"], none_above["above_best"]) == (0, 0)


def test_an_option_without_a_forecast_is_not_above_it() -> None:
    plan = plan_with([float("nan")], best=1e12)
    assert not with_forecast(plan.sites, plan)["above_forecast"].any()


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_forecast_stands_beside_what_the_model_says_and_is_marked(language: str) -> None:
    above, below = plan_with([0.0], best=1e-6), plan_with([1e12], best=1e12)
    selling = (tiny_plan().sites["capture"] > 0).to_list()
    for said, sells in zip(why_sentences(above, language), selling, strict=True):
        assert said.count("▲") == (2 if sells else 0)
    assert not any("▲" in said for said in why_sentences(below, language))
    assert len(volume_sentences(above, language)) == 1


def test_where_none_has_a_forecast_nothing_is_said_of_intervals() -> None:
    plan = plan_with([1.0], best=1e12)
    unknown = replace(plan, forecast=replace(plan.forecast, options=plan.forecast.options.assign(forecast=np.nan)))
    assert "interval" in volume_sentences(plan, "en")[0]
    assert "interval" not in volume_sentences(unknown, "en")[0]


def test_nothing_is_said_where_own_sites_give_no_sales() -> None:
    plan = replace(tiny_plan(), forecast=Forecast(NONE, "few"))
    assert volume_sentences(plan, "en") == []
    assert set(volumes_dict(plan)) == {"new_sites_that_sell"}
