"""Which own sites a forecast may learn from, and why others are left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import geopandas as gpd
import pandas as pd

from siteplan.errors.params import Params, within
from siteplan.study import Study

__all__ = ["OwnSales", "OwnSalesParams", "own_sales", "sales_known"]

YEAR = pd.DateOffset(years=1)


@dataclass(frozen=True)
class OwnSalesParams(Params):
    """Which sales a forecast learns from.

    Attributes
    ----------
    least_of_a_format : count; fewer sites say nothing of their kind
    """

    least_of_a_format: int = within(3, 1)


@dataclass(frozen=True)
class OwnSales:
    """Annual sales of own sites that a forecast learns from.

    Attributes
    ----------
    sales : Series indexed by site_id
        Vehicles/year.
    left_out : dict
        Sites (site_ids) by why they are left out: "missing" gives no sales; "sells_none" is of a format none of whose
        sites sold anything; "new" had opened less than a year before the date of the table; "rare" is one of less than
        three sites of its format. Sales of part of a year are not scaled up to a whole one: how a site starts says
        little about what it comes to sell.
    counted : Series indexed by site_id
        The same with those of rare formats: what they sold is known, too.
    dated : bool
        Whether the table has a date and sites say when they opened; otherwise none is known to be new.
    """

    sales: pd.Series
    left_out: dict[str, tuple[str, ...]]
    dated: bool
    counted: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))

    @property
    def given(self) -> bool:
        """Whether any own site gives its sales, be it one that is left out."""
        return bool(len(self.sales)) or bool(set(self.left_out) - {"missing"})


def sales_known(study: Study, own: gpd.GeoDataFrame) -> OwnSales:
    """Return the sales that model and forecast can be held against: of own sites whose format sells."""
    entry = study.files.facilities
    sell = own["format"].map(lambda name: study.formats[name].sells).astype(bool)
    return own_sales(own[sell], entry.date if entry else "")


def own_sales(facilities: pd.DataFrame, date: str, params: OwnSalesParams = OwnSalesParams()) -> OwnSales:
    """Return the sales of own sites that count; `date` is that of their table, "" where it is not known."""
    found = pd.to_datetime(date, errors="coerce") if date else pd.NaT
    day = found if isinstance(found, pd.Timestamp) else None
    given = "annual_sales" in facilities
    table = pd.DataFrame(
        {
            "format": facilities["format"],
            "sales": facilities["annual_sales"].astype(float) if given else float("nan"),
            "opened": pd.to_datetime(facilities.get("opened", ""), errors="coerce"),
        },
        index=facilities.index,
    )
    left_out = {}
    for why, out in _reasons(table, day, params):
        if out.any():
            left_out[why] = tuple(table.index[out])
    gone = [site for sites in left_out.values() for site in sites]
    dated = day is not None and bool(table["opened"].notna().any())
    unlike = [site for why, sites in left_out.items() for site in sites if why != "rare"]
    return OwnSales(table["sales"].drop(gone), left_out, dated, table["sales"].drop(unlike))


def _reasons(table: pd.DataFrame, day: pd.Timestamp | None, params: OwnSalesParams) -> Iterator[tuple[str, pd.Series]]:
    """Yield each reason with the sites (n_sites,) that it takes out of those left by the reasons before it."""
    missing = table["sales"].isna()
    yield "missing", missing
    none = ~missing & ~table.groupby("format")["sales"].transform("max").gt(0)
    yield "sells_none", none
    new = ~missing & ~none & (table["opened"] + YEAR > (day or pd.Timestamp.max))
    yield "new", new
    left = ~missing & ~none & ~new
    yield "rare", left & (left.groupby(table["format"]).transform("sum") < params.least_of_a_format)
