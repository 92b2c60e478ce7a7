"""The forecast of each option as plain columns."""

from __future__ import annotations

from typing import Any

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.score import NEEDED, Forecast

__all__ = ["forecast_dict", "forecast_table", "with_forecast"]

NUMBERS = ("forecast", "low", "high")


def forecast_table(forecast: Forecast, options: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each option, the most sales first: forecast, low and high (vehicles/year), model, analogues."""
    found = forecast.options
    table = options.loc[found.index, ["site_id", "name", "format"]].assign(
        **{name: found[name] for name in NUMBERS},
        analogues=found["analogues"].map(";".join),
        model=forecast.model,
        lacking=found["lacking"],
    )
    return table.sort_values("forecast", ascending=False, kind="stable").rename_axis("option").reset_index()


def forecast_dict(forecast: Forecast) -> dict[str, Any]:
    """Return what JSON tells of a forecast: how many sites were observed and are needed, model, errors, refusal."""
    return {
        "observed": len(forecast.observed.sales),
        "needed": NEEDED,
        "refusal": forecast.refusal,
        "model": forecast.model,
        "errors": forecast.errors.round(3).to_dict("index"),
        "place_tells": forecast.place_tells,
    }


def with_forecast(sites: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """Return sites with forecast, forecast_low and forecast_high (vehicles/year) behind, if the plan has a forecast."""
    if plan.forecast.refusal:
        return sites
    asked = sites["site_id"] + ":" + sites["format"]
    found = plan.forecast.options.reindex(asked)[[*NUMBERS]].set_axis(sites.index)
    columns = ("forecast", "forecast_low", "forecast_high")
    return sites.assign(**{new: found[old].astype(float) for new, old in zip(columns, NUMBERS, strict=True)})
