"""Places for owners: how many vehicles in use sites look after, and how many there are, area by area."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.errors import Problem
from siteplan.market import Market
from siteplan.market.access import offers, place_mask
from siteplan.market.options import may_change, site_options
from siteplan.market.sales_caps import passing
from siteplan.study import Study
from siteplan.study.rules import ServiceRoomRule, kind_by_id, rule_section
from siteplan.tradearea.demand import owners

__all__ = ["area_names", "owner_room", "owners_by_area", "room_by_area", "room_problems"]

EVERYWHERE = "all"
"""The name of the one area of a rule that names none."""


def owner_room(study: Study, sites: pd.DataFrame) -> NDArray[np.float64]:
    """Return the most owners that each site looks after (n_sites,): `owners` of its format, 0 without service."""
    most = [np.inf if (n := study.formats[kind].owners) is None else n for kind in sites["format"]]
    return np.where(offers(study.formats, sites, "service"), np.array(most, dtype=float), 0.0)


def area_names(rule: ServiceRoomRule, places: pd.DataFrame, there: NDArray[np.bool_]) -> list[Any]:
    """Return the area of a rule in which each zone or site lies (n,), None of those that are not `there` (n,)."""
    names = places[rule.within].tolist() if rule.within else [EVERYWHERE] * len(places)
    return [name if meant else None for name, meant in zip(names, there, strict=True)]


def owners_by_area(study: Study, market: Market, rule: ServiceRoomRule) -> pd.Series:
    """Return the owners of each area of a rule, by its name; areas without any are left out."""
    zones = market.zones
    names = area_names(rule, zones, place_mask(zones, rule))
    found = pd.Series(owners(study.demand, zones).to_numpy(dtype=float)).groupby(np.array(names, dtype=object)).sum()
    return found[found > 0]


def room_by_area(study: Study, rule: ServiceRoomRule, sites: pd.DataFrame) -> pd.Series:
    """Return the places of these sites in each area of a rule, by its name."""
    names = area_names(rule, sites, passing(rule, sites))
    return pd.Series(owner_room(study, sites)).groupby(np.array(names, dtype=object)).sum()


def room_problems(study: Study, market: Market) -> Iterator[Problem]:
    """Yield the rules on places of whose areas some have owners, and no site that could look after any."""
    asked = kind_by_id(study.plan.rules, ServiceRoomRule)
    if not asked:
        return
    staying = pd.DataFrame(market.facilities[~may_change(market.facilities)])
    sites = (staying, site_options(market, study.formats))
    for number, rule in ((int(rule_id[1:]), rule) for rule_id, rule in asked.items()):
        need = owners_by_area(study, market, rule)
        if need.empty:
            what = "no vehicle of yours is in use in the places that the rule applies to"
            yield Problem(rule_section(number), what, "Give zones their owners, or leave the rule out.")
            continue
        room = [room_by_area(study, rule, some).reindex(need.index).fillna(0.0) for some in sites]
        none = tuple(map(str, need.index[sum(room) <= 0]))
        if none:
            what = "owners live there, and no site with service is there, of today or that may open"
            remedy = "Add candidates there, choose larger areas in within, or name the places that are meant."
            yield Problem(rule_section(number), what, remedy, "within" if rule.within else "", none)
