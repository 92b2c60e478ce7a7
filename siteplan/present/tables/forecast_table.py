"""The forecast of each option as plain columns."""

from __future__ import annotations

from typing import Any

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.forecast import Forecast
from siteplan.study import Study

__all__ = ["RANGE_MARKS", "forecast_dict", "forecast_table", "with_forecast"]

RANGE_MARKS = ("below_range", "above_range")
NUMBERS = ("forecast", "low", "high")
FORECAST = ("forecast", "forecast_low", "forecast_high")


def forecast_table(forecast: Forecast, options: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each option, the most sales first: forecast, low and high (vehicles/year), model, analogues."""
    found = forecast.options
    table = options.loc[found.index, ["site_id", "name", "format"]].assign(
        **{name: found[name] for name in NUMBERS},
        analogues=found["analogues"].map(";".join),
        model=forecast.model,
        lacking=found["lacking"],
        trait=found["trait"],
    )
    return table.sort_values("forecast", ascending=False, kind="stable").rename_axis("option").reset_index()


def forecast_dict(forecast: Forecast) -> dict[str, Any]:
    """Return what JSON tells of a forecast: how many sites were observed and are needed, model, errors, refusal."""
    return {
        "observed": len(forecast.observed.sales),
        "needed": forecast.params.needed,
        "refusal": forecast.refusal,
        "model": forecast.model,
        "errors": forecast.errors.round(3).to_dict("index"),
        "place_tells": forecast.place_tells,
    }


def with_forecast(sites: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """Return sites with forecast, forecast_low and forecast_high (vehicles/year) behind, if the plan has a forecast.

    And, if own sites give sales at all, whether a capture lies above the forecast's interval or all own sites' sales;
    and, if a format says what its sites plausibly sell, whether it lies below or above that.
    """
    forecast, asked = plan.forecast, pd.Index(sites["site_id"] + ":" + sites["format"])
    if not forecast.refusal:
        found = forecast.options.reindex(asked)[[*NUMBERS]].set_axis(sites.index).astype(float)
        sites = sites.assign(**{new: found[old] for new, old in zip(FORECAST, NUMBERS, strict=True)})
    if forecast.today.given:
        doubts = forecast.doubts(asked, sites["format"], sites["capture"])
        sites = sites.assign(above_forecast=doubts["above_forecast"], above_best=doubts["above_best"])
    return _beside_range(sites, plan.study)


def _beside_range(sites: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Return sites with whether each wins less or more than its format's `sales_range`, if any format has one."""
    ranges = {name: spec.sales_range for name, spec in study.formats.items() if spec.sales_range}
    if not ranges:
        return sites
    low, high = (sites["format"].map({name: ends[end] for name, ends in ranges.items()}) for end in (0, 1))
    return sites.assign(below_range=sites["capture"] < low, above_range=sites["capture"] > high)
