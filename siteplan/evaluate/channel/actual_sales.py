"""Plan against actual: what sites have sold and cost month by month beside what the plan has them sell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.evaluate.business_case import BusinessCase
from siteplan.study import Study

__all__ = ["ActualSales", "actual_sales"]

Floats = NDArray[np.float64]
MONTHS = 12
LEAST_MONTHS = 3  # of a drift: a line through two says nothing


@dataclass(frozen=True)
class ActualSales:
    """What sites have done so far.

    Attributes
    ----------
    months : DataFrame, a row for each site and month, in their order
        site_id, month ("2026-03"), planned and actual (vehicles of the month), deviation (actual / planned - 1),
        planned_so_far, actual_so_far, deviation_so_far, planned_cost and cost (currency of the month),
        alert ("", "below", "above", or "not in the plan": then nothing is planned, NaN).
    sites : DataFrame, the last row of each site
    ratio : actual by planned of all rows that are planned
    log_error : mean over sites of |ln(actual so far / planned so far)|; those without sales are left out
    missing : months between the first and the last of a site of which no row tells, in all sites: neither planned nor
        sold is counted of them
    drift : by how much ln(actual / planned) of all sites together grows a month; NaN below LEAST_MONTHS months
    """

    months: pd.DataFrame
    sites: pd.DataFrame
    ratio: float
    log_error: float
    drift: float
    missing: int


def actual_sales(table: pd.DataFrame | None, case: BusinessCase, study: Study) -> ActualSales | None:
    """Return the sales of `actuals` (site_id, month, sales, cost) beside the plan's; None where there are none.

    A site that stands has a twelfth of its yearly sales planned each month; one that opens or converts grows from the
    first month of its rows by the ramp-up of its format, year by year.
    """
    if table is None or table.empty:
        return None
    rows = table.sort_values(["site_id", "month"], kind="stable").reset_index(drop=True)
    rows = rows if "cost" in rows else rows.assign(cost=np.nan)
    months = _beside(rows, case, study)
    by_site = months.groupby("site_id", sort=False)
    so_far = by_site[["planned", "actual"]].cumsum().add_suffix("_so_far")
    off = _off(so_far["actual_so_far"], so_far["planned_so_far"])
    months = months.assign(
        deviation=_off(months["actual"], months["planned"]),
        **{str(name): so_far[name] for name in so_far},
        deviation_so_far=off,
        alert=np.select(
            [months["planned"].isna(), off < -study.scorecard.alert, off > study.scorecard.alert],
            ["not in the plan", "below", "above"],
            "",
        ),
    )
    sites = months.groupby("site_id", sort=False).tail(1).reset_index(drop=True)
    planned = months[months["planned"] > 0]
    return ActualSales(months, sites, *_model(planned, sites), missing=_missing(rows))


def _beside(rows: pd.DataFrame, case: BusinessCase, study: Study) -> pd.DataFrame:
    """Return the rows with what is planned of each month."""
    sites = case.sites[~case.sites["closed"].astype(bool)].drop_duplicates("site_id").set_index("site_id")
    of_row = sites.reindex(rows["site_id"])
    number = rows["month"].map(_number)
    age = number - number.groupby(rows["site_id"]).transform("min")
    grown = [
        _ramp(study, str(kind), int(months)) if new == True else 1.0  # noqa: E712 - NaN where the site is unknown
        for kind, new, months in zip(of_row["format"], of_row["new"], age, strict=True)
    ]
    return pd.DataFrame(
        {
            "site_id": rows["site_id"],
            "month": rows["month"],
            "planned": of_row["sold"].to_numpy(dtype=float) / MONTHS * np.array(grown),
            "actual": rows["sales"].astype(float),
            "planned_cost": of_row["opex"].to_numpy(dtype=float) / MONTHS,
            "cost": rows["cost"].astype(float),
        }
    )


def _missing(rows: pd.DataFrame) -> int:
    """Return how many months between those that are told of a site are not."""
    of_site = rows["month"].map(_number).groupby(rows["site_id"])
    return int((of_site.max() - of_site.min() + 1 - of_site.size()).sum())


def _number(month: str) -> int:
    """Return a month "2026-03" as a count of months."""
    year, of_year = month.split("-")
    return MONTHS * int(year) + int(of_year)


def _ramp(study: Study, kind: str, months: int) -> float:
    """Return what a new site sells so many months after it opened, as a share of a mature one."""
    ramp = (*study.formats[kind].ramp_up, 1.0)
    return float(ramp[min(months // MONTHS, len(ramp) - 1)])


def _off(actual: pd.Series, planned: pd.Series) -> pd.Series:
    return actual / planned.where(planned > 0) - 1.0


def _model(planned: pd.DataFrame, sites: pd.DataFrame) -> tuple[float, float, float]:
    """Return ratio, log error and drift: what the sales so far say of the model."""
    if planned.empty:
        return float("nan"), float("nan"), float("nan")
    ratio = float(planned["actual"].sum() / planned["planned"].sum())
    known = sites[(sites["actual_so_far"] > 0) & (sites["planned_so_far"] > 0)]
    errors = np.abs(np.log((known["actual_so_far"] / known["planned_so_far"]).to_numpy(dtype=float)))
    by_month = planned.groupby("month", sort=True)[["actual", "planned"]].sum()
    by_month = by_month[by_month["actual"] > 0]
    at = np.array([_number(str(month)) for month in by_month.index], dtype=float)
    drift = float("nan")
    if len(by_month) >= LEAST_MONTHS:
        drift = float(np.polyfit(at, np.log(by_month["actual"] / by_month["planned"]), 1)[0])
    return ratio, float(errors.mean()) if len(errors) else float("nan"), drift
