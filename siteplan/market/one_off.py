"""What it costs once to close one of today's sites: its own closing cost, what is left of its lease, severance."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.study import Study
from siteplan.study.review_spec import CLOSES, MOVES

__all__ = ["ONE_OFF", "closing_in", "days_left", "one_off_costs", "with_one_off_costs"]

ONE_OFF = ("restoring", "lease", "severance")
DAYS_A_YEAR = 365
MONTHS_A_YEAR = 12


def days_left(facilities: gpd.GeoDataFrame, study: Study) -> pd.Series:
    """Return the days from the start of the plan to the end of each lease (site_id); NaN where either is not known."""
    unknown = pd.Series(np.nan, index=facilities.index)
    if study.review.start is None or "lease_end" not in facilities:
        return unknown
    left = pd.to_datetime(facilities["lease_end"]) - pd.Timestamp(study.review.start)
    return pd.Series(left.dt.days.to_numpy(dtype=float), index=facilities.index)


def one_off_costs(sites: pd.DataFrame, facilities: gpd.GeoDataFrame, study: Study) -> pd.DataFrame:
    """Return what closing each site costs the company once (ONE_OFF), currency, a row a site.

    Restoring is `closing_cost` of the format. The lease costs `lease_penalty` of the rent of the days that are left of
    it, severance so many months of staff cost; both are shared as running costs are.

    Parameters
    ----------
    sites : today's sites as options, with site_id, format, rent_cost and wage_cost
    """
    asked, specs = study.review, [study.formats[name] for name in sites["format"]]
    part = np.array([spec.opex_part for spec in specs], dtype=float)
    left = days_left(facilities, study).reindex(sites["site_id"]).fillna(0.0).to_numpy(dtype=float)
    rent = sites["rent_cost"].to_numpy(dtype=float) / DAYS_A_YEAR * np.maximum(left, 0.0)
    wages = sites["wage_cost"].to_numpy(dtype=float) / MONTHS_A_YEAR * asked.severance_months
    parts = {
        "restoring": np.array([spec.closing_cost for spec in specs], dtype=float),
        "lease": asked.lease_penalty * rent * part,
        "severance": wages * part,
    }
    return pd.DataFrame(parts, index=pd.Index(sites["site_id"], name="site_id"))


def closing_in(options: pd.DataFrame, facilities: gpd.GeoDataFrame, study: Study, month: int) -> NDArray[np.float64]:
    """Return what it costs once to close what stands (n_options,), currency, so many months after the plan starts.

    Until then its lease has run on.
    """
    start = study.review.start
    if start is not None:
        later = (pd.Timestamp(start) + pd.DateOffset(months=month)).date()
        study = study.model_copy(update={"review": study.review.model_copy(update={"start": later})})
    return one_off_costs(options, facilities, study).sum(axis=1).to_numpy(dtype=float)


def with_one_off_costs(options: pd.DataFrame, facilities: gpd.GeoDataFrame, study: Study) -> pd.DataFrame:
    """Return the options of a plan with all that closing costs in `closing`, where a site may close."""
    asked = study.review
    if not (asked.lease_penalty or asked.severance_months) or "keep" not in facilities:
        return options
    may_close = facilities.index[facilities["keep"].isin(CLOSES | MOVES)]
    closes = ((options["change"] == "kept") & options["site_id"].isin(may_close)).to_numpy(dtype=bool)
    closing = options["closing"].to_numpy(dtype=float).copy()
    closing[closes] = one_off_costs(options[closes], facilities, study).sum(axis=1).to_numpy()
    return options.assign(closing=closing)
