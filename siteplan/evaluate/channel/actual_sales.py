"""Plan against actual: what sites have sold and cost month by month beside what the plan has them sell."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.evaluate.business_case import BusinessCase
from siteplan.evaluate.over_time.period_sales import PeriodSales, period_sales
from siteplan.formulate.phases.roll_out import RollOut
from siteplan.study import Study
from siteplan.study.phases_spec import QUARTER, month_number, quarter_of

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
        alert ("", "below", "above", or "not in the plan": then nothing is planned, NaN), period (its first quarter,
        where the plan has phases; "").
    periods : DataFrame, a row for each site and period: site_id, period, planned, actual, deviation
    sites : DataFrame, the last row of each site
    ratio : actual by planned of all rows that are planned
    log_error : mean over sites of |ln(actual so far / planned so far)|; those without sales are left out
    silent : sites that have opened by the last month told, and of which no row tells though others do
    late : DataFrame of sites that first sold in a later quarter than they were to open: site_id, opens, first (month)
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
    periods: pd.DataFrame = field(default_factory=pd.DataFrame)
    silent: tuple[str, ...] = ()
    late: pd.DataFrame = field(default_factory=pd.DataFrame)


def actual_sales(
    table: pd.DataFrame | None, case: BusinessCase, study: Study, roll_out: RollOut | None = None
) -> ActualSales | None:
    """Return the sales of `actuals` (site_id, month, sales, cost) beside the plan's; None where there are none.

    A site that stands has a twelfth of its yearly sales planned each month; one that opens or converts grows from the
    first month of its rows by the ramp-up of its format, year by year. In a plan in phases it grows from the month in
    which it opens, and sells what it does beside the network of the period.
    """
    if table is None or table.empty:
        return None
    rows = table.sort_values(["site_id", "month"], kind="stable").reset_index(drop=True)
    rows = rows if "cost" in rows else rows.assign(cost=np.nan)
    by_period = None if roll_out is None else period_sales(roll_out)
    months = _beside(rows, case, study, by_period)
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
    found = ActualSales(months, sites, *_model(planned, sites), missing=_missing(rows))
    return found if by_period is None else _over_periods(found, by_period)


def _over_periods(found: ActualSales, by_period: PeriodSales) -> ActualSales:
    """Return the same with what it says of periods, and of when sites opened."""
    rows = found.months[found.months["period"] != ""]
    sums = rows.groupby(["site_id", "period"], sort=True, as_index=False)[["planned", "actual"]].sum(min_count=1)
    opened = by_period.opened(int(found.months["month"].map(month_number).max()))
    silent = tuple(site for site in opened.index if site not in set(found.months["site_id"]))
    sold = found.months[found.months["actual"] > 0].groupby("site_id")["month"].min()
    first = sold.reindex(opened.index).dropna()
    late = first[first.map(month_number) >= opened[first.index] + QUARTER]
    quarters = [quarter_of(int(month)) for month in opened[late.index]]
    return replace(
        found,
        periods=sums.assign(deviation=_off(sums["actual"], sums["planned"])),
        silent=silent,
        late=pd.DataFrame({"site_id": late.index, "opens": quarters, "first": late.to_numpy()}),
    )


def _beside(rows: pd.DataFrame, case: BusinessCase, study: Study, by_period: PeriodSales | None) -> pd.DataFrame:
    """Return the rows with what is planned of each month."""
    number = rows["month"].map(month_number)
    planned = _planned(rows, number, case, study) if by_period is None else by_period.of(rows["site_id"], number, study)
    sites = case.sites[~case.sites["closed"].astype(bool)].drop_duplicates("site_id").set_index("site_id")
    opex = sites["opex"].reindex(rows["site_id"]).to_numpy(dtype=float)
    return pd.DataFrame(
        {
            "site_id": rows["site_id"],
            "month": rows["month"],
            "planned": planned["planned"].to_numpy(dtype=float),
            "actual": rows["sales"].astype(float),
            "planned_cost": np.where(planned["stands"], opex / MONTHS, np.nan),
            "cost": rows["cost"].astype(float),
            "period": planned["period"].to_numpy(),
        }
    )


def _planned(rows: pd.DataFrame, number: pd.Series, case: BusinessCase, study: Study) -> pd.DataFrame:
    """Return what is planned of each row where all opens at once; see PeriodSales.of."""
    sites = case.sites[~case.sites["closed"].astype(bool)].drop_duplicates("site_id").set_index("site_id")
    of_row = sites.reindex(rows["site_id"])
    age = number - number.groupby(rows["site_id"]).transform("min")
    grown = [
        study.formats[str(kind)].ramp(int(months)) if new == True else 1.0  # noqa: E712 - NaN where the site is unknown
        for kind, new, months in zip(of_row["format"], of_row["new"], age, strict=True)
    ]
    return pd.DataFrame(
        {
            "period": "",
            "planned": of_row["sold"].to_numpy(dtype=float) / MONTHS * np.array(grown),
            "stands": of_row["sold"].notna().to_numpy(),
        }
    )


def _missing(rows: pd.DataFrame) -> int:
    """Return how many months between those that are told of a site are not."""
    of_site = rows["month"].map(month_number).groupby(rows["site_id"])
    return int((of_site.max() - of_site.min() + 1 - of_site.size()).sum())


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
    at = np.array([month_number(str(month)) for month in by_month.index], dtype=float)
    drift = float("nan")
    if len(by_month) >= LEAST_MONTHS:
        drift = float(np.polyfit(at, np.log(by_month["actual"] / by_month["planned"]), 1)[0])
    return ratio, float(errors.mean()) if len(errors) else float("nan"), drift
