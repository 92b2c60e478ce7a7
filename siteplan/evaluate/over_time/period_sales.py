"""What sites of a plan in phases are to sell month by month, as the network stands in each period."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.formulate.network import sold
from siteplan.formulate.phases.roll_out import RollOut
from siteplan.groundwork import Groundwork
from siteplan.optimise.types import Bools
from siteplan.study import Study

__all__ = ["PeriodSales", "period_sales"]

MONTHS = 12


@dataclass(frozen=True)
class PeriodSales:
    """What a plan in phases has its sites sell.

    Attributes
    ----------
    yearly : DataFrame by site_id, a column a period: vehicles/year of a mature site; 0 until it opens
        The column before them all, -1, is of the time before the first phase, of today's network.
    kinds : DataFrame, likewise: the format that stands; "" where none does
    opens : Series by site_id, month since year 0 in which each that opens, converts or moves does so
    firsts : month since year 0 in which each period starts
    names : first quarter of each period
    """

    yearly: pd.DataFrame
    kinds: pd.DataFrame
    opens: pd.Series
    firsts: tuple[int, ...]
    names: tuple[str, ...]

    def of(self, sites: pd.Series, months: pd.Series, study: Study) -> pd.DataFrame:
        """Return what is planned of rows, each of a site (site_id) and a month since year 0.

        period : its first quarter, "" before the first phase
        planned : vehicles of the month, by the ramp-up of its format where it has opened; NaN of sites not in the plan
        stands : whether the site stands by then
        """
        period = np.searchsorted(self.firsts, months.to_numpy(dtype=int), side="right") - 1
        at = np.arange(len(sites)), period + 1
        yearly = self.yearly.reindex(sites).to_numpy(dtype=float)[at]
        kinds = self.kinds.reindex(sites, fill_value="").to_numpy(dtype=object)[at]
        age = months.to_numpy(dtype=float) - sites.map(self.opens).to_numpy(dtype=float)
        grown = [
            study.formats[kind].ramp(int(old)) if kind and old >= 0 else 1.0
            for kind, old in zip(kinds, age, strict=True)
        ]
        return pd.DataFrame(
            {
                "period": [self.names[number] if number >= 0 else "" for number in period],
                "planned": yearly / MONTHS * np.array(grown),
                "stands": kinds != "",
            },
            index=sites.index,
        )

    def opened(self, month: int) -> pd.Series:
        """Return those that have opened until a month (since year 0)."""
        return self.opens[self.opens <= month]


def period_sales(roll_out: RollOut) -> PeriodSales:
    """Return what sites sell in each period under the full model, in the market and beside the network of then."""
    phased = roll_out.phased
    networks = [(phased.ground, phased.ground.stands), *zip(phased.grounds, roll_out.standing, strict=True)]
    found = [_sold_by_site(ground, standing) for ground, standing in networks]
    yearly, kinds = (pd.concat([each[name] for each in found], axis=1) for name in ("sold", "format"))
    columns = range(-1, len(networks) - 1)
    calendar, periods = phased.schedules.calendar, phased.schedules.periods
    chosen = roll_out.chosen[roll_out.chosen["opens"] >= 0]
    sites = _places(phased.ground.options.iloc[chosen["option"]])
    return PeriodSales(
        yearly=yearly.fillna(0.0).set_axis(columns, axis=1),
        kinds=kinds.fillna("").set_axis(columns, axis=1),
        opens=pd.Series(chosen["opens"].to_numpy() + calendar.first, index=sites, dtype=float),
        firsts=tuple(period.start + calendar.first for period in periods),
        names=tuple(calendar.quarter(period.start) for period in periods),
    )


def _sold_by_site(ground: Groundwork, standing: Bools) -> pd.DataFrame:
    """Return vehicles/year and format of each own site that stands, by site_id."""
    split, demand = sold(ground, standing).shares, ground.model.demand.to_numpy(dtype=float)
    options = ground.options[standing]
    kinds = pd.concat([options["format"], ground.facilities["format"]]).to_numpy()
    vehicles: NDArray[np.float64] = np.concatenate([(demand @ split.options)[standing], demand @ split.own])
    return pd.DataFrame({"sold": vehicles, "format": kinds}, index=_places(options).append(ground.facilities.index))


def _places(options: pd.DataFrame) -> pd.Index:
    """Return the id of the place of each option: where a site has moved to, it sells under the place's."""
    places = options["place"].fillna("") if "place" in options else pd.Series("", index=options.index)
    index: pd.Index = pd.Index(places.where(places != "", options["site_id"]))
    return index
