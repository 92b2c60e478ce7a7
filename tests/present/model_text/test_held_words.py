"""What is said of the model held against today's sales."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from siteplan.forecast.held_today import HeldToday, held_today
from siteplan.present.model_text.held_words import held_dict, held_sentences, held_table, held_warnings
from siteplan.present.tables.held_sites import held_site_records, held_site_table
from siteplan.present.text.reader import Reader
from siteplan.tradearea.calibration.flows_decay import FlowsDecay
from tests.markets import study
from tests.worlds import tiny_market

IDS = ["a", "b", "c"]
KINDS = pd.Series("mall", IDS)
SOLD = pd.Series([100.0, 200.0, 300.0], IDS)
FAR, NEAR = (held_today(SOLD, SOLD * times, KINDS) for times in (1.2, 1.05))


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_a_warning_stands_where_sales_in_all_are_off_by_more_than_a_tenth(language: str) -> None:
    assert len(held_warnings(FAR, Reader(language))) == 1
    assert held_warnings(NEAR, Reader(language)) == held_warnings(HeldToday(), Reader(language)) == []
    assert set(held_warnings(FAR, Reader(language))) < set(held_sentences(FAR, study(), Reader(language)))


def test_figures_are_told_in_all_by_format_and_by_site() -> None:
    said = " ".join(held_sentences(FAR, study(), Reader("en")))
    for figure in (
        "3 own sites with sales sold 600",
        "modelled 720",
        "+20.0 %",
        "mall 720 against 600",
        "correlation 1.00",
    ):
        assert figure in said
    assert "no better" not in said
    table = held_table(FAR, Reader("en"))
    assert table is not None
    assert [list(row) for row in table.rows] == [["mall", "3", "600", "720", "+20.0 %"]]
    assert held_dict(FAR)["formats"]["mall"]["modelled"] == pytest.approx(720)


def test_a_model_that_is_no_better_than_the_mean_is_said_to_be_so() -> None:
    upside_down = held_today(SOLD, SOLD[::-1].set_axis(IDS), KINDS)
    assert "no better than the mean" in " ".join(held_sentences(upside_down, study(), Reader("en")))


def test_nothing_is_said_without_sales() -> None:
    assert held_sentences(HeldToday(), study(), Reader("en")) == []
    assert held_table(HeldToday(), Reader("en")) is None
    assert held_dict(HeldToday()) == {}


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_another_decay_of_the_flows_is_a_warning_with_and_without_sales(language: str) -> None:
    differs, agrees = (FlowsDecay("exponential", 0.08, rate, rate - 0.001, rate + 0.001) for rate in (0.068, 0.08))
    for held in (NEAR, HeldToday()):
        told, quiet = replace(held, flows=differs), replace(held, flows=agrees)
        assert len(held_warnings(told, Reader(language))) == 1
        assert held_warnings(told, Reader(language))[0] in held_sentences(told, study(), Reader(language))
        assert held_warnings(quiet, Reader(language)) == []
        assert "0.068" in held_warnings(told, Reader(language))[0]
        assert held_dict(told)["flows"]["differs"]


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_each_site_stands_with_what_it_sold_the_farthest_off_first(language: str) -> None:
    """Off by 20, 40 and 60 vehicles; the mean of the other two is 250, 200 and 150."""
    market = tiny_market()
    own = market.facilities.iloc[[0, 0, 0]].set_axis(IDS).assign(name=["Ash", "Birch", "Cedar"])
    table = held_site_table(FAR, replace(market, facilities=own), Reader(language), most=2)
    assert table is not None
    assert [[row[0], *(cell.replace(" %", "%") for cell in row[2:])] for row in table.rows] == [
        ["Cedar", "300", "360", "+20.0%", "150"], ["Birch", "200", "240", "+20.0%", "200"]
    ]  # fmt: skip
    assert "plan.json" in table.note
    records = held_site_records(FAR)
    assert [row["site_id"] for row in records] == ["c", "b", "a"]
    assert records[2] == pytest.approx(
        {"site_id": "a", "format": "mall", "observed": 100, "modelled": 120, "format_mean": 250, "off": 0.2}
    )
    assert held_site_table(HeldToday(), market, Reader(language)) is None
    assert held_site_records(HeldToday()) == []


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_how_the_model_does_on_sites_held_out_is_told_where_it_is_known(language: str) -> None:
    """Off by a fifth on each of them; sold 100, 200 and 300, that is 40 vehicles on average."""
    known = replace(NEAR, held_out=FAR)
    more = [
        line
        for line in held_sentences(known, study(), Reader(language))
        if line not in held_sentences(NEAR, study(), Reader(language))
    ]
    assert len(more) == 1
    assert "40" in more[0]
    assert "20.0" in more[0]
    assert held_dict(known)["held_out"]["errors"]["modelled"]["mae"] == pytest.approx(40)
    assert "held_out" not in held_dict(NEAR)
