"""What new sites are modelled to sell, beside what own sites give reason to believe."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from siteplan.evaluate import Plan
from siteplan.forecast import Forecast, held_today
from siteplan.forecast.own_sales import OwnSales
from siteplan.present.maps.map_marks import chosen_marks
from siteplan.present.plan_text.volumes import range_marks, volume_sentences, volumes_dict, why_sentences
from siteplan.present.tables.forecast_table import with_forecast
from siteplan.present.text.reader import Reader
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
    for said, sells in zip(why_sentences(above, Reader(language)), selling, strict=True):
        assert said.count("▲") == (2 if sells else 0)
    assert not any("▲" in said for said in why_sentences(below, Reader(language)))
    assert len(volume_sentences(above, Reader(language))) == 1


def test_where_none_has_a_forecast_nothing_is_said_of_intervals() -> None:
    plan = plan_with([1.0], best=1e12)
    unknown = replace(plan, forecast=replace(plan.forecast, options=plan.forecast.options.assign(forecast=np.nan)))
    assert "interval" in volume_sentences(plan, Reader("en"))[0]
    assert "interval" not in volume_sentences(unknown, Reader("en"))[0]


def test_nothing_is_said_where_own_sites_give_no_sales() -> None:
    plan = replace(tiny_plan(), forecast=Forecast(NONE, "few"))
    assert volume_sentences(plan, Reader("en")) == []
    assert set(volumes_dict(plan)) == {"new_sites_that_sell"}


def ranged(low: float, high: float) -> Plan:
    """A plan whose formats that sell plausibly sell so much."""
    plan = tiny_plan()
    formats = {
        name: spec.model_copy(update={"sales_range": (low, high) if spec.sells else None})
        for name, spec in plan.study.formats.items()
    }
    return replace(plan, study=plan.study.model_copy(update={"formats": formats}))


def test_sites_beyond_what_their_format_plausibly_sells_are_marked_and_counted() -> None:
    """The ends are the second least of the captures and the second most: one site lies beyond either, no more."""
    wins = sorted(tiny_plan().sites["capture"][tiny_plan().sites["capture"] > 0])
    assert len(wins) >= 3
    plan = ranged(wins[1], wins[-2])
    sites = with_forecast(plan.sites, plan)
    assert sites["below_range"].to_list() == (sites["capture"] == wins[0]).to_list()
    assert sites["above_range"].to_list() == (sites["capture"] == wins[-1]).to_list()
    counts = volumes_dict(plan)
    assert (counts["below_range"], counts["above_range"]) == (1, 1)


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize(("low", "high", "mark"), [(1e9, 1e10, "▼"), (0, 1e-6, "▲"), (0, 1e9, "")])
def test_the_mark_stands_in_the_sentence_of_the_site_and_on_the_map(
    low: float, high: float, mark: str, language: str
) -> None:
    plan = ranged(low, high)
    sells = plan.sites["capture"] > 0
    for said, selling in zip(why_sentences(plan, Reader(language)), sells, strict=True):
        assert [sign for sign in "▼▲" if sign in said] == ([mark] if mark and selling else [])
    for said, selling in zip(range_marks(with_forecast(plan.sites, plan), Reader(language)), sells, strict=True):
        assert said[:1] == (mark if selling else "")
    drawn = {found.site_id: found.popup.about for found in chosen_marks(plan, Reader(language))}
    assert all(mark in drawn[site] for site in plan.sites["site_id"][sells])
    assert volume_sentences(plan, Reader(language))


def test_without_a_range_nothing_is_marked() -> None:
    plan = tiny_plan()
    assert not {"below_range", "above_range"} & set(with_forecast(plan.sites, plan))
    assert not {"below_range", "above_range"} & set(volumes_dict(plan))
