"""Own sites as the model has them sell, beside what they sold."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.forecast.held_today import HeldToday, held_today
from tests.examples import examples

IDS = ["a", "b", "c", "d", "e"]
KINDS = pd.Series(["mall", "mall", "mall", "dealer", "dealer"], IDS)
SOLD = pd.Series([100.0, 200.0, 300.0, 400.0, 600.0], IDS)


def of(*captures: float) -> HeldToday:
    return held_today(SOLD, pd.Series(captures, IDS), KINDS)


def test_figures_by_hand() -> None:
    """1,840 for 1,600 sold: +15 %. The mean of the other malls is 250, 200 and 150; a dealer's is the other dealer."""
    held = of(120, 180, 300, 500, 740)
    assert held.off == pytest.approx(0.15)
    assert held.far_off
    assert held.sites["usual"].tolist() == [250, 200, 150, 600, 400]
    assert held.by_format.loc["dealer"].to_dict() == {
        "n": 2.0, "observed": 1000.0, "modelled": 1240.0, "off": pytest.approx(0.24)
    }  # fmt: skip
    assert held.errors["modelled"]["mae"] == pytest.approx((20 + 20 + 0 + 100 + 140) / 5)
    assert held.errors["usual"]["mae"] == pytest.approx((150 + 0 + 150 + 200 + 200) / 5)
    assert held.errors["modelled"]["mape"] == pytest.approx((0.2 + 0.1 + 0 + 0.25 + 140 / 600) / 5)
    assert held.rank == pytest.approx(1.0)
    assert held.tells_places


def test_a_model_that_knows_no_more_than_the_format_does_no_better_than_its_mean() -> None:
    held = of(200, 200, 200, 500, 500)
    assert held.off == 0
    assert not held.far_off
    assert held.errors["modelled"]["mae"] < held.errors["usual"]["mae"]  # the mean of all includes the site itself
    assert not of(300, 200, 100, 600, 400).tells_places


def test_a_single_site_of_its_format_is_set_against_the_mean_of_all() -> None:
    held = held_today(SOLD[["a", "d"]], SOLD, KINDS)
    assert held.sites["usual"].tolist() == [250, 250]


def test_nothing_is_said_without_sales() -> None:
    assert not HeldToday().given
    assert not held_today(SOLD.iloc[:0], SOLD, KINDS).given


def test_no_correlation_is_told_where_nothing_differs() -> None:
    assert math.isnan(of(5, 5, 5, 5, 5).rank)


@examples(100, sample=40)
@given(st.floats(0.1, 10), st.permutations(IDS))
def test_neither_the_unit_nor_the_order_matters(times: float, order: list[str]) -> None:
    one = of(120, 180, 300, 500, 740)
    captures = pd.Series([120.0, 180.0, 300.0, 500.0, 740.0], IDS)
    other = held_today(SOLD[order] * times, captures * times, KINDS)
    assert other.off == pytest.approx(one.off)
    assert other.rank == pytest.approx(one.rank)
    assert other.errors["modelled"]["mape"] == pytest.approx(one.errors["modelled"]["mape"])
