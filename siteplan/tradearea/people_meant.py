"""Whom a rule on people speaks of, which sites count for them, and who of them is served today."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.market import Market
from siteplan.market.access import minutes_asked, people_mask
from siteplan.study import Study
from siteplan.study.rules import DutiesRule, PeopleRule
from siteplan.tradearea.demand import owners
from siteplan.tradearea.segments import segment_people
from siteplan.travel.times import minutes_to

__all__ = ["people_meant", "served_today", "serving", "stations_count"]


def people_meant(study: Study, zones: gpd.GeoDataFrame, rule: PeopleRule) -> NDArray[np.float64]:
    """Return the persons, or the owners, of whom a rule speaks (n_zones,)."""
    of_owners = isinstance(rule, DutiesRule) and rule.of == "owners"
    meant = owners(study.demand, zones) if of_owners else zones["population"]
    number: NDArray[np.float64] = meant.to_numpy(dtype=float) * people_mask(zones, rule)
    segment = rule.whom[1]
    return number * segment_people(study.demand, zones)[segment].to_numpy(dtype=float) if segment else number


def serving(study: Study, sites: pd.DataFrame, rule: PeopleRule) -> NDArray[np.bool_]:
    """Return which sites (n_sites,) count for a rule: those that have its function, of its formats and ownerships."""
    kinds = {
        name
        for name, spec in study.formats.items()
        if rule.function in spec.functions
        and (not rule.format or name in rule.format)
        and (not rule.ownership or spec.ownership in rule.ownership)
    }
    return sites["format"].isin(kinds).to_numpy(dtype=bool)


def stations_count(rule: PeopleRule) -> bool:
    """Whether own charging stations count for a rule: they have no format, and are the company's."""
    return not rule.format and (not rule.ownership or "direct" in rule.ownership)


def served_today(study: Study, market: Market, rule: PeopleRule) -> NDArray[np.bool_]:
    """Return where people reach a site of today that counts for a rule within its minutes (n_zones,)."""
    limits, stations = minutes_asked(study, market.zones, rule), market.stations
    sites = [market.facilities[serving(study, market.facilities, rule)]]
    if rule.function == "charging" and stations_count(rule):
        sites.append(stations[stations["own"].eq(True)])
    near = [minutes_to(study.travel, market, some, float(limits.max())).within(limits) for some in sites]
    return np.asarray(sum(within.sum(axis=1) for within in near) > 0)
