"""A plan's numbers by tier, county and site, as plain tables that maps and reports write out."""

from __future__ import annotations

import numpy as np
import pandas as pd

from siteplan.evaluate import Plan
from siteplan.present.plan_text.changes import decided_sites
from siteplan.present.text.reader import Reader

__all__ = ["by_county", "by_province", "by_tier", "county_of", "read_sites", "site_table", "uncovered_rural"]


def by_tier(plan: Plan) -> pd.DataFrame:
    """Return a row for each tier, largest cities first: see _totals, and `opened` (sites)."""
    totals = _totals(plan.zones, plan.zones["tier"]).reindex([*plan.kpis.coverage.by_tier])
    opened = plan.sites["tier"].value_counts()
    return totals.assign(opened=opened.reindex(totals.index).fillna(0).astype(int))


def by_province(plan: Plan) -> pd.DataFrame:
    """Return a row for each province that zones name, most people first, as by_tier has one for each tier."""
    zones = plan.zones.assign(province=plan.market.zones["province"])
    named = zones[zones["province"] != ""]
    totals = _totals(named, named["province"]).sort_values("population", ascending=False, kind="stable")
    opened = plan.market.candidates["province"].loc[plan.sites["site_id"]].value_counts()
    return totals.assign(opened=opened.reindex(totals.index).fillna(0).astype(int))


def by_county(zones: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each county, in the order of county_of: city, county, and see _totals."""
    names = zones.groupby(["city", "county"], sort=True).first().reset_index()[["city", "county"]]
    return names.join(_totals(zones, county_of(zones)))


def county_of(zones: pd.DataFrame) -> pd.Series:
    """Return the number of each zone's county (n_zones,), counted by city and county."""
    return zones.groupby(["city", "county"], sort=True).ngroup()


def uncovered_rural(plan: Plan, most: int = 10) -> pd.DataFrame:
    """Return the counties with most rural people out of reach, worst first.

    city, county, rural (persons), uncovered and uncovered_before (persons), minutes (mean over the rural people
    that stay uncovered, to the headline function; out of reach counts as `travel.max_minutes`).
    """
    zones = plan.zones[plan.zones["rural"]]
    persons = zones["population"]
    minutes = zones[f"minutes_{plan.study.plan.coverage}"].clip(upper=plan.study.travel.max_minutes)
    parts = pd.DataFrame(
        {
            "rural": persons,
            "uncovered": persons.where(~zones["covered"], 0),
            "uncovered_before": persons.where(~zones["covered_before"], 0),
            "way": (persons * minutes).where(~zones["covered"], 0),
        }
    )
    totals = parts.groupby([zones["city"], zones["county"]]).sum()
    worst = totals[totals["uncovered"] > 0].sort_values("uncovered", ascending=False, kind="stable").head(most)
    return worst.assign(minutes=worst["way"] / worst["uncovered"]).drop(columns="way").reset_index()


def site_table(plan: Plan) -> pd.DataFrame:
    """Return the sites that the plan decides on without geometry: lon and lat in degrees instead."""
    sites = decided_sites(plan)
    flat = pd.DataFrame(sites.drop(columns="geometry"))
    return flat.assign(lon=sites.geometry.x.round(6), lat=sites.geometry.y.round(6))


def read_sites(sites: pd.DataFrame, among: pd.DataFrame, zones: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    """Return sites as they are read: name, city and format in the reader's language; no geometry.

    `among` are the candidates or facilities, by site_id, that `sites` are of.
    """
    places = reader.place_names(zones)
    about = among.loc[sites["site_id"]]
    at = zip(about["city"], about["county"], strict=True)
    return pd.DataFrame(sites.drop(columns="geometry", errors="ignore")).assign(
        name=reader.shown(among, "name").loc[about.index].to_numpy(),
        city=[places.get(place, (place[0], ""))[0] for place in at],
        format=[reader.format_name(str(name)) for name in sites["format"]],
    )


def _totals(zones: pd.DataFrame, group: pd.Series) -> pd.DataFrame:
    """Return population (persons), demand (vehicles/year), shares of demand won and of persons covered."""
    persons, demand = zones["population"], zones["demand"]
    sums = pd.DataFrame(
        {
            "population": persons,
            "demand": demand,
            "share_before": demand * zones["share_before"],
            "share": demand * zones["share"],
            "covered_before": persons * zones["covered_before"],
            "covered": persons * zones["covered"],
        }
    )
    totals = sums.groupby(group).sum()
    shares = totals[["share_before", "share"]].div(totals["demand"].replace(0, np.nan), axis=0)
    covered = totals[["covered_before", "covered"]].div(totals["population"].replace(0, np.nan), axis=0)
    return totals[["population", "demand"]].join(shares).join(covered)
