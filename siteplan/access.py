"""Access standards: within how many minutes a function must be reachable, zone by zone."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.rule_specs import PeopleRule, Places
from siteplan.study import Format, Function, Study, by_key

__all__ = ["area_mask", "minutes_asked", "offers", "people_mask", "place_mask", "standard_minutes"]


def standard_minutes(study: Study, zones: gpd.GeoDataFrame, function: Function) -> NDArray[np.float64]:
    """Return the minutes asked for a function (n_zones,): those of "rural" in rural zones where given, else the tier's.

    A function without a standard is asked for within `travel.max_minutes`.
    """
    minutes = study.tiers.minutes.get(function, {})
    fallback = study.travel.max_minutes
    by_tier = zones["tier"].map(lambda tier: by_key(minutes, tier, fallback)).to_numpy(dtype=float)
    return np.where(zones["rural"] & ("rural" in minutes), minutes.get("rural", fallback), by_tier)


def minutes_asked(study: Study, zones: gpd.GeoDataFrame, rule: PeopleRule) -> NDArray[np.float64]:
    """Return the minutes within which a rule asks for its function (n_zones,): its own, else the standard."""
    if rule.minutes is not None:
        return np.full(len(zones), rule.minutes)
    return standard_minutes(study, zones, rule.function)


def area_mask(zones: gpd.GeoDataFrame, area: str, tiers: tuple[str, ...] = ()) -> NDArray[np.bool_]:
    """Return which zones belong to an area (all, rural, urban) and to these tiers, if any are named."""
    rural = zones["rural"].to_numpy(dtype=bool)
    mask = {"all": np.ones_like(rural), "rural": rural, "urban": ~rural}[area]
    tier = zones["tier"].isin(tiers).to_numpy(dtype=bool) if tiers else np.ones_like(rural)
    return np.asarray(mask & tier, dtype=np.bool_)


def place_mask(zones: gpd.GeoDataFrame, places: Places) -> NDArray[np.bool_]:
    """Return which zones lie in the tiers, cities and counties that are named (n_zones,)."""
    mask = np.ones(len(zones), dtype=np.bool_)
    for column in Places.model_fields:
        named = getattr(places, column)
        mask &= zones[column].isin(named).to_numpy(dtype=bool) | (not named)
    return mask


def people_mask(zones: gpd.GeoDataFrame, rule: PeopleRule) -> NDArray[np.bool_]:
    """Return in which zones the people live that a rule speaks of (n_zones,)."""
    return area_mask(zones, rule.area) & place_mask(zones, rule)


def offers(formats: dict[str, Format], options: pd.DataFrame, function: Function) -> NDArray[np.bool_]:
    """Return which options' formats have a function (n_options,)."""
    return options["format"].map(lambda name: function in formats[name].functions).to_numpy(dtype=bool)
