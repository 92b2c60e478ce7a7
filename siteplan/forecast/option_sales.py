"""From a market to the forecast of each option: what own sites sold, what is known of them and of the options."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.forecast.forecast import Forecast, forecast_sales
from siteplan.forecast.held_today import held_today
from siteplan.forecast.own_sales import sales_known
from siteplan.forecast.sales_models import CAPTURE
from siteplan.forecast.site_features import raw_features
from siteplan.market import Market
from siteplan.market.options import may_change, site_numbers
from siteplan.market.sales_caps import caps_of
from siteplan.score.criteria import CRITERIA, Surroundings
from siteplan.study import Study
from siteplan.tradearea import Utilities, captures_alone, captures_today

__all__ = ["forecast_options"]

COLUMNS = ("footfall", "rent")


def forecast_options(
    study: Study, market: Market, here: Surroundings, around: Surroundings, model: Utilities, options: pd.DataFrame
) -> Forecast:
    """Return the forecast of all options, learnt from `annual_sales` of own sites.

    `here` are the surroundings of candidates, `around` those of own sites; `model` and `options` are those of the
    groundwork.
    """
    own = market.facilities
    observed = sales_known(study, own)
    ids, also = observed.sales.index, _columns(study)
    features = raw_features(around, also)
    places = pd.concat([raw_features(here, also), features.loc[may_change(own)]])
    stands = (options["change"] == "kept").to_numpy(dtype=bool)
    sites = features.assign(
        capture=_captures(model, options, stands, own), format=own["format"], area_m2=own.get("area_m2", np.nan)
    )
    asked = places.loc[options["site_id"]].set_axis(options.index).assign(
        capture=captures_alone(model, stands, site_numbers(options)),
        format=options["format"], area_m2=options["used_m2"],
    )  # fmt: skip
    forecast = forecast_sales(observed, sites.loc[ids], _metres(own.loc[ids], market), asked, study.plan.seed)
    sold = sites["capture"].clip(upper=pd.Series(caps_of(study, own), own.index))
    return replace(forecast, today=held_today(observed.counted, sold, sites["format"]))


def _columns(study: Study) -> tuple[str, ...]:
    """Return the columns of sites that the study scores by, and the usual ones."""
    return tuple(dict.fromkeys(name for name in (*COLUMNS, *study.score.weights) if name not in {*CRITERIA, CAPTURE}))


def _captures(model: Utilities, options: pd.DataFrame, stands: NDArray[np.bool_], own: gpd.GeoDataFrame) -> pd.Series:
    """Return vehicles/year that each own site wins today by the Huff model."""
    staying, standing = captures_today(model, stands)
    changing = pd.Series(standing[stands], index=options["site_id"].to_numpy()[stands])
    out = pd.Series(np.nan, index=own.index, name=CAPTURE)
    out.loc[~own.index.isin(changing.index)] = staying
    out.update(changing)
    return out


def _metres(sites: gpd.GeoDataFrame, market: Market) -> NDArray[np.float64]:
    if not len(sites):
        return np.empty((0, 2))
    points = sites.geometry.to_crs(market.metric_crs)
    return np.column_stack((points.x, points.y))
