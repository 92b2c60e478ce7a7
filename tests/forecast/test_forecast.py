"""The forecast uses the simplest model that does, its intervals hold, and it is refused where it could not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from siteplan.forecast.analogues import analogues
from siteplan.forecast.conformal import interval
from siteplan.forecast.forecast import Forecast, ForecastParams, forecast_sales
from siteplan.forecast.held_out import HeldOut, deviances, errors, hold_out, simplest_good, spatial_blocks
from siteplan.forecast.own_sales import OwnSales, own_sales
from siteplan.forecast.sales_models import MODELS, Fit, format_mean
from siteplan.forecast.site_features import beyond, standard_features
from tests.examples import some, thorough
from tests.score.simulated import Truth, simulated

NEEDED = ForecastParams().needed


def forecast(truth: Truth, seed: int = 0, n: int = 40, **changes: Any) -> tuple[Forecast, np.ndarray]:
    observed, sites, metres, options, sold = simulated(seed, n, 50, truth)
    return forecast_sales(observed, sites, metres, options.assign(**changes)), sold


def test_where_huff_is_the_truth_huff_alone_is_used() -> None:
    found, _ = forecast("huff")
    assert found.model == "huff"
    factor = found.options["forecast"] / simulated(0, 40, 50, "huff")[3]["capture"]
    assert factor.to_numpy() == pytest.approx(0.8, rel=0.15)  # one factor for all: the truth's
    assert np.ptp(factor.dropna()) < 1e-9


def test_where_place_tells_more_a_regression_beats_huff_also_on_new_sites() -> None:
    found, sold = forecast("place")
    assert found.model == "poisson"
    assert found.place_tells
    assert found.errors.at["poisson", "deviance"] < 0.7 * found.errors.at["huff", "deviance"]
    capture = simulated(0, 40, 50, "place")[3]["capture"]
    by_huff = capture * found.observed.sales.sum() / simulated(0, 40, 50, "place")[1]["capture"].sum()
    known = found.options["lacking"] == ""
    said = found.options["forecast"]
    assert np.abs(said - sold)[known].mean() < 0.8 * np.abs(by_huff - sold)[known].mean()


def test_sales_that_have_nothing_to_do_with_places_are_called_so() -> None:
    found, _ = forecast("nothing", seed=2)
    assert not found.place_tells


@pytest.mark.parametrize(
    ("fit", "truth", "n"),
    [("huff", "huff", 20), ("format_mean", "nothing", 20), ("format_mean", "place", 40)]
    + ([("huff", "huff", 40), ("format_mean", "nothing", 40), ("format_mean", "place", 20)] if thorough() else []),
)
def test_intervals_hold_four_of_five_new_sites(fit: str, truth: Truth, n: int) -> None:
    """On 30 markets of 40 new sites; under "place" the mean is a poor model, and its intervals as wide as that asks."""
    model: Fit = {"format_mean": format_mean, **MODELS}[fit]
    hits = [held(seed, n, truth, model) for seed in range(30)]
    assert 0.75 <= np.mean(hits) <= 0.85


def test_intervals_of_the_regression_hold_too() -> None:
    hits = [held(seed, 40, "place", MODELS["poisson"]) for seed in some(range(100, 110), 5)]
    assert 0.75 <= np.mean(hits) <= 0.85


def held(seed: int, n: int, truth: Truth, fit: Fit) -> float:
    """Share of new sites whose sales lie in their interval."""
    observed, sites, metres, options, sold = simulated(seed, n, 40, truth)
    seen, new = standard_features(sites, options)
    sales, blocks = observed.sales.to_numpy(), spatial_blocks(metres)
    low, high = interval(hold_out(fit, seen, sales, blocks, new), sales, blocks)
    return float(((sold >= low) & (sold <= high)).mean())


def test_an_interval_worked_out_by_hand() -> None:
    """Nine sites forecast at 100 sold 60, 70, ... 140: ranks 1 and 9 are (n + 1) x 10 and 90 %, so 60 and 140 %."""
    sales = np.arange(60.0, 150.0, 10.0)
    low, high = interval(HeldOut(np.full(9, 100.0), np.array([[200.0, 0.0]])), sales, np.zeros(9, dtype=int))
    assert low == pytest.approx([120, 0])
    assert high == pytest.approx([280, 0])


def test_the_interval_surrounds_the_forecast_and_is_never_negative() -> None:
    options = forecast("place", seed=5)[0].options.query("lacking == ''")
    assert (options["low"] <= options["forecast"]).all()
    assert (options["forecast"] <= options["high"]).all()
    assert (options["low"] >= 0).all()


@pytest.mark.parametrize("n", [1, NEEDED - 1])
def test_too_few_sites_are_refused(n: int) -> None:
    found, _ = forecast("huff", n=n)
    assert (found.refusal, len(found.observed.sales), NEEDED) == ("few", n, 15)
    assert found.options.empty
    assert found.model == ""


def test_fifteen_sites_are_enough() -> None:
    found, _ = forecast("huff", n=NEEDED)
    assert found.refusal == ""
    assert found.blocks == 5  # three in each


def test_sales_that_are_all_alike_and_sites_at_one_place_are_refused() -> None:
    observed, sites, metres, options, _ = simulated(0, 20, 5, "huff")
    alike = OwnSales(observed.sales * 0 + 500, {}, False)
    assert forecast_sales(alike, sites, metres, options).refusal == "alike"
    assert forecast_sales(observed, sites, metres * 0, options).refusal == "one_place"


def test_options_of_a_format_that_was_not_observed_get_no_forecast() -> None:
    found, _ = forecast("huff", format=["mall"] * 25 + ["flagship"] * 25)
    assert set(found.options["lacking"][:25]) <= {"", "beyond"}
    assert (found.options["lacking"][25:] == "format").all()
    assert found.options[["forecast", "low", "high"]][25:].isna().all(axis=None)
    assert set(found.options["analogues"][25:]) == {()}


def test_options_at_places_unlike_all_own_sites_get_no_forecast() -> None:
    found, _ = forecast("place", population=1.0)
    assert (found.options["lacking"] == "beyond").all()
    assert found.options["forecast"].isna().all()


def test_more_than_a_deviation_beyond_is_beyond() -> None:
    seen = pd.DataFrame({"capture": 1.0, "income": [-1.0, 1.0]})
    assert list(beyond(seen, pd.DataFrame({"capture": 9.0, "income": [-2.1, -2.0, 2.0, 2.1]}))) == [
        "income", "", "", "income",
    ]  # fmt: skip


def test_analogues_are_the_nearest_of_the_same_format_then_others() -> None:
    traits = pd.DataFrame({"x": [0.0, 1.0, 2.0, 3.0]}, index=["F0", "F1", "F2", "F3"])
    formats = pd.Series(["mall", "dealer", "mall", "dealer"])
    asked = pd.DataFrame({"x": [0.1, 2.9]}, index=["a", "b"])
    found = analogues(traits, formats, asked, pd.Series(["mall", "dealer"]))
    assert found.to_dict() == {"a": ("F0", "F2", "F1"), "b": ("F3", "F1", "F2")}


def test_the_order_of_sites_changes_no_held_out_error_of_huff() -> None:
    observed, sites, metres, options, _ = simulated(1, 30, 5, "huff")
    back = OwnSales(observed.sales[::-1], {}, False)
    one = forecast_sales(observed, sites, metres, options)
    two = forecast_sales(back, sites[::-1], metres[::-1], options)
    assert one.options["forecast"].to_numpy() == pytest.approx(two.options["forecast"].to_numpy(), nan_ok=True)


def test_the_simplest_wins_unless_it_is_worse_for_certain() -> None:
    blocks = np.arange(4)
    best = np.array([1.0, 2.0, 3.0, 4.0])
    uncertain, certain = best + np.array([0.9, -0.5, 0.5, -0.3]), best + 0.5
    assert simplest_good({"huff": uncertain, "poisson": best}, blocks) == "huff"
    assert simplest_good({"huff": certain, "poisson": best}, blocks) == "poisson"
    assert simplest_good({"huff": best, "poisson": best}, blocks) == "huff"


def test_blocks_are_neighbours_and_number_at_most_ten() -> None:
    metres = np.array([[x + dx, 0.0] for x in (0, 1e5, 2e5) for dx in (0, 1, 2)])
    assert len({tuple(spatial_blocks(metres)[i : i + 3]) for i in (0, 3, 6)}) == 3
    assert spatial_blocks(np.random.default_rng(0).random((200, 2))).max() == 9
    assert set(spatial_blocks(np.zeros((9, 2)))) == {0}


def test_errors_of_two_sites_by_hand() -> None:
    found = errors(np.array([100.0, 0.0]), np.array([80.0, 10.0]))
    assert found["mae"] == 15
    assert found["mape"] == pytest.approx(0.2)  # of the one that sold
    assert found["deviance"] == pytest.approx((2 * (100 * np.log(1.25) - 20) + 20) / 2)
    assert np.isfinite(deviances(np.array([5.0, 3.0]), np.zeros(2))).all()


def own(**columns: Any) -> pd.DataFrame:
    n = len(next(iter(columns.values())))
    return pd.DataFrame({"format": "mall", **columns}, index=[f"F{i}" for i in range(n)])


def test_sites_open_for_less_than_a_year_are_left_out_not_scaled_up() -> None:
    sites = own(annual_sales=[5.0] * 5, opened=["2024-01-01", "2025-06-30", "2025-07-02", "", "soon"])
    found = own_sales(sites, "2026-06-30")
    assert found.left_out == {"new": ("F2",)}  # a year to the day is enough
    assert found.dated
    undated = own_sales(sites, "")
    assert not undated.dated
    assert undated.left_out == {}


def test_missing_sales_and_formats_that_sell_nothing_or_are_rare_are_left_out() -> None:
    kinds = ["mall"] * 4 + ["service"] * 2 + ["dealer"] * 2
    sites = own(annual_sales=[9.0, 0.0, 7.0, np.nan, 0.0, 0.0, 5.0, 5.0]).assign(format=kinds)
    found = own_sales(sites, "")
    assert list(found.sales.index) == ["F0", "F1", "F2"]  # a mall that sold nothing is an observation
    assert found.left_out == {"missing": ("F3",), "sells_none": ("F4", "F5"), "rare": ("F6", "F7")}
    assert found.given


def test_without_a_column_of_sales_none_is_observed() -> None:
    found = own_sales(own(area_m2=[1.0, 2.0]), "2026")
    assert found.sales.empty
    assert not found.given


def test_features_that_half_of_the_sites_lack_or_that_are_alike_are_left_out() -> None:
    _, sites, _, options, _ = simulated(0, 20, 5, "huff")
    rents = np.where(np.arange(20) < 12, np.nan, 5.0 + np.arange(20))
    seen, new = standard_features(sites.assign(rent=rents, tax=1.0), options.assign(rent=3.0, tax=2.0))
    assert not {"rent", "tax"} & set(seen.columns)
    assert list(seen.columns) == list(new.columns)
    assert seen["income"].mean() == pytest.approx(0, abs=1e-9)
    assert seen["income"].std(ddof=0) == pytest.approx(1)
