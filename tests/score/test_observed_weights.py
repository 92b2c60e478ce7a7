"""What own sites' sales say, on sites whose truth is known."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from siteplan.score.criteria import Surroundings
from siteplan.score.observed_weights import Observed, observed_sales, sales_signs, sales_weights
from siteplan.study.score_specs import FEWEST_SITES
from siteplan.travel import TravelMatrix
from tests.markets import sites, zones


def seen(n: int, effects: dict[str, float], noise: float = 0.1, seed: int = 0) -> Observed:
    """Own sites of two formats, one selling 20 times the other, whose ln sales rise by these effects a point."""
    rng = np.random.default_rng(seed)
    points = pd.DataFrame({name: rng.uniform(0, 100, n) for name in effects})
    formats = pd.Series(["mall", "dealer"] * n).head(n)
    truth = sum((points[name] * effect for name, effect in effects.items()), np.where(formats == "mall", 3.0, 0.0))
    return Observed(points, truth + rng.normal(0, noise, n), formats)


def test_weights_come_back_whatever_the_formats_sell() -> None:
    observed = seen(200, {"a": 0.03, "b": 0.01, "c": 0.0})
    found = sales_weights(observed.values, observed)
    assert found is not None
    assert found.weights.to_numpy() == pytest.approx([0.75, 0.25, 0], abs=0.02)
    assert found.n_sites == 200
    assert found.r2 > 0.95


def test_a_criterion_that_speaks_against_sales_weighs_nothing() -> None:
    observed = seen(60, {"a": 0.02, "b": -0.02})
    found = sales_weights(observed.values, observed)
    assert found is not None
    assert found.weights.to_dict() == pytest.approx({"a": 1, "b": 0})


def test_where_no_criterion_helps_there_are_no_weights() -> None:
    observed = seen(60, {"a": -0.02})
    assert sales_weights(observed.values, observed) is None
    flat = Observed(observed.values, observed.sales * 0, observed.formats)
    assert sales_weights(flat.values, flat) is None


def test_pure_noise_is_told_no_better_than_by_the_mean() -> None:
    observed = seen(40, {"a": 0.0, "b": 0.0}, noise=1.0, seed=3)
    found = sales_weights(observed.values, observed)
    assert found is None or found.r2 < 0.1


def test_signs_are_those_of_least_squares() -> None:
    # By hand: one format, x = -1, 0, 1 (deviation sqrt(2/3)), y = 0, 0, 3 less 1: slope 1.5 a unit.
    observed = Observed(pd.DataFrame({"a": [-1.0, 0, 1]}), pd.Series([0.0, 0, 3]), pd.Series(["m"] * 3))
    found = sales_signs(observed).loc["a"]
    assert found["effect"] == pytest.approx(1.5 * (2 / 3) ** 0.5)
    # residuals 0.5, -1, 0.5; variance 1.5 / (3 - 2); x'x = 3 in units of the deviation.
    assert found["error"] == pytest.approx((1.5 / 3) ** 0.5)
    assert not found["certain"]


def test_signs_cover_the_truth() -> None:
    inside = 0
    for seed in range(100):
        observed = seen(40, {"a": 0.01, "b": -0.01}, noise=0.5, seed=seed)
        spread = observed.within_formats(observed.values).std(ddof=0)
        table = sales_signs(observed)
        truth = pd.Series({"a": 0.01, "b": -0.01}) * spread
        inside += int(((table["effect"] - truth).abs() <= 1.96 * table["error"]).sum())
    assert 180 <= inside <= 200  # 95 % of 200, give or take three standard deviations


def around(**columns: Any) -> Surroundings:
    own = sites("F", [113.0] * 20, [22.0] * 20).assign(annual_sales=100.0, **columns)
    town = zones([113.0], [22.0], [10])
    nowhere = TravelMatrix(np.zeros((1, 20)), town.index, own.index)  # type: ignore[arg-type]
    return Surroundings(town, own, nowhere, np.zeros(1), 15)


def test_only_sites_that_sell_and_know_the_criteria_are_observed() -> None:
    gaps = np.where(np.arange(20) < 3, np.nan, np.arange(20.0))
    mostly = np.where(np.arange(20) < 11, np.nan, 1.0)
    own = around(footfall=gaps, rent=mostly)
    own.sites.loc[["F18", "F19"], "annual_sales"] = [0.0, np.nan]
    found = observed_sales(["footfall", "rent"], own)
    assert list(found.values) == ["footfall"]
    assert list(found.sales.index) == [f"F{n}" for n in range(3, 18)]
    assert found.sales.unique() == pytest.approx([np.log(100)])
    assert len(found.sales) == FEWEST_SITES
    assert found.enough


def test_fourteen_sites_are_too_few() -> None:
    assert seen(FEWEST_SITES, {"a": 1.0}).enough
    assert not seen(FEWEST_SITES - 1, {"a": 1.0}).enough
    assert not seen(FEWEST_SITES, dict.fromkeys("abcdefghijk", 1.0)).enough  # nothing left over to judge by
