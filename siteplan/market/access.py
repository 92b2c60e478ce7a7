"""Access standards: within how many minutes a function must be reachable, zone by zone."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.errors import N_
from siteplan.study import Format, Function, Study
from siteplan.study.rules import PeopleRule, Places, RuleSpec
from siteplan.study.section import by_key

__all__ = [
    "area_mask",
    "minutes_asked",
    "of_tier",
    "offered",
    "offers",
    "people_mask",
    "place_mask",
    "standard_minutes",
    "standard_source",
    "usual_minutes",
]


def standard_minutes(study: Study, zones: gpd.GeoDataFrame, function: Function) -> NDArray[np.float64]:
    """Return the minutes asked for a function (n_zones,): those of "rural" in rural zones where given, else the tier's.

    Where [tiers.minutes] says none, see standard_source.
    """
    minutes, (_, fallback) = _asked(study, zones, function), usual_minutes(study, function)
    return np.where(np.isnan(minutes), fallback, minutes)


def standard_source(study: Study, zones: gpd.GeoDataFrame, function: Function) -> tuple[NDArray[np.bool_], str, float]:
    """Return in which zones (n_zones,) a function has no minutes asked for, and what stands in, in words and minutes.

    Charging has those of [charging]; all else is asked for within `travel.max_minutes`.
    """
    key, minutes = usual_minutes(study, function)
    said = (
        N_("the minutes of [charging], {minutes}") if key == "charging.minutes" else N_("travel.max_minutes, {minutes}")
    )
    return np.isnan(_asked(study, zones, function)), said, minutes


def usual_minutes(study: Study, function: Function) -> tuple[str, float]:
    """Return what stands in for minutes that [tiers.minutes] does not give: the setting, and its minutes."""
    if function == "charging" and study.charging.minutes < study.travel.max_minutes:
        return "charging.minutes", study.charging.minutes
    return "travel.max_minutes", study.travel.max_minutes


def _asked(study: Study, zones: gpd.GeoDataFrame, function: Function) -> NDArray[np.float64]:
    """Return the minutes that [tiers.minutes] asks for (n_zones,), NaN where it says none."""
    minutes = study.tiers.minutes.get(function, {})
    numbers, tiers = pd.factorize(zones["tier"])
    by_tier = np.array([of_tier(minutes, tier, np.nan) for tier in tiers], dtype=float)[numbers]
    if "rural" not in minutes:
        return by_tier
    return np.where(zones["rural"].to_numpy(dtype=bool), minutes["rural"], by_tier)


def of_tier(minutes: Mapping[str, float], tier: str, fallback: float) -> float:
    """Return the minutes for a tier: "rural" stands for rural zones of all tiers, also where one is called so."""
    return by_key({key: value for key, value in minutes.items() if key != "rural"}, tier, fallback)


def offered(study: Study) -> tuple[Function, ...]:
    """Return the functions that any format of the study has, in the order of the formats."""
    return tuple(dict.fromkeys(f for spec in study.formats.values() for f in spec.functions))


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


def place_mask(zones: gpd.GeoDataFrame, places: Places | RuleSpec) -> NDArray[np.bool_]:
    """Return which zones lie in the tiers, cities and counties that are named (n_zones,)."""
    mask = np.ones(len(zones), dtype=np.bool_)
    for column in Places.model_fields:
        named = places.where().get(column, ())
        mask &= zones[column].isin(named).to_numpy(dtype=bool) | (not named)
    return mask


def people_mask(zones: gpd.GeoDataFrame, rule: PeopleRule) -> NDArray[np.bool_]:
    """Return in which zones the people live that a rule speaks of (n_zones,)."""
    return area_mask(zones, rule.area) & place_mask(zones, rule)


def offers(formats: dict[str, Format], options: pd.DataFrame, function: Function) -> NDArray[np.bool_]:
    """Return which options' formats have a function (n_options,)."""
    return options["format"].map(lambda name: function in formats[name].functions).to_numpy(dtype=bool)
