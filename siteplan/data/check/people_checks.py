"""Check that somebody is meant wherever a rule speaks of people or of demand."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from siteplan.errors import Problem
from siteplan.market.access import area_mask, place_mask
from siteplan.study import Study
from siteplan.study.rules import RuleSpec, rule_section

__all__ = ["nobody_problems"]


def nobody_problems(study: Study, zones: gpd.GeoDataFrame) -> Iterator[Problem]:
    """Yield the rules that no person is meant by: they ask nothing, or what cannot be had.

    `zones` are finished: every place and `rural` filled in.
    """
    lived_in = zones["population"].to_numpy(dtype=float) > 0
    for number, rule in enumerate(study.plan.rules, start=1):
        if rule.whom is not None:
            meant = area_mask(zones, rule.whom[0]) & place_mask(zones, rule)
            if not (meant & lived_in).any():
                yield Problem(rule_section(number), _whom(rule, zones, lived_in), _remedy(rule, zones))


def _whom(rule: RuleSpec, zones: gpd.GeoDataFrame, lived_in: NDArray[np.bool_]) -> str:
    """Return who is not there: the first filter that already leaves nobody, else all of them together."""
    places = {column: names for column, names in rule.where().items() if column in zones}
    for column, names in places.items():
        there = zones[column].isin(names).to_numpy(dtype=bool)
        if not there.any():
            return f"no zone has the {column} {' or '.join(names)}"
        if not (there & lived_in).any():
            return f"nobody lives in a zone that has the {column} {' or '.join(names)}"
    area = rule.whom[0] if rule.whom else "all"
    if area != "all" and not ((zones["rural"].to_numpy(dtype=bool) == (area == "rural")) & lived_in).any():
        return f"nobody lives in a zone that is {area}"
    return "nobody lives in a zone that all its filters let pass"


def _remedy(rule: RuleSpec, zones: gpd.GeoDataFrame) -> str:
    if rule.whom and rule.whom[0] == "rural" and not zones["rural"].any():
        return 'Add a column rural (true or false) to zones, or ask for area = "all".'
    return "Correct the filters of the rule or the places of the zones, or leave the rule out."
