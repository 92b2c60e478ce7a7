"""Filled in: everything that stands where the files and study.toml say nothing, listed in one place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from siteplan.errors import N_
from siteplan.market import Market
from siteplan.market.access import offered, standard_source
from siteplan.market.filled import DEFAULT, Filled
from siteplan.market.options import filled_rents, may_change
from siteplan.study import Study
from siteplan.study.decays import DECAYS
from siteplan.study.demand_spec import BASIS
from siteplan.study.format_spec import QUIET
from siteplan.study.review_spec import MOVES
from siteplan.study.section import Section
from siteplan.tradearea.attractiveness import filled_factors
from siteplan.tradearea.demand import speaks_of_cars
from siteplan.tradearea.demand_years import horizon, years_held

__all__ = ["filled_in"]

_NO_SETTINGS: Mapping[str, frozenset[str]] = {
    "study": frozenset({"language", "coordinates", "unit"}),
    "plan": frozenset({"rules", "phases", "seed", "gap", "time_limit", "coverage", "objective"}),
}
_ROAD_KEYS, _LINE_KEYS = frozenset({"access_kmh", "snap_m", "elsewhere"}), frozenset({"urban_kmh", "rural_kmh"})


def filled_in(study: Study, market: Market) -> tuple[Filled, ...]:
    """Return what was filled in of tables, costs, standards and settings."""
    return (
        *_of_tables(study, market),
        *filled_rents(market, study.formats),
        *filled_factors(study, market),
        *_stations(study, market),
        *_standards(study, market),
        *_settings(study, market),
        *_years(study, market),
    )


def _of_tables(study: Study, market: Market) -> Iterator[Filled]:
    """Yield what was filled in of tables; columns on cars in use only where demand is counted from cars."""
    cars = speaks_of_cars(study.demand, market.zones)
    for line in market.filled:
        if cars or (line.table, line.column) not in (("zones", "owners"), ("zones", "charging_demand")):
            # What is sold need not be vehicles: the column has a plain name, too.
            plain = study.study.unit is not None and line.column == "vehicle_demand"
            yield replace(line, column="demand") if plain else line


def _stations(study: Study, market: Market) -> Iterator[Filled]:
    """Yield what counts for coverage of charging beside the sites of the study, where any of them charges."""
    if "charging" not in offered(study):
        return
    if not study.files.stations:
        yield Filled("stations", "", 0, 0, N_("no table, charging coverage counts only the sites of this study"))
    elif n := int((~market.stations["own"].eq(True)).sum()):
        said = N_("not own, only own stations count for charging coverage")
        yield Filled("stations", "own", n, len(market.stations), said)


def _standards(study: Study, market: Market) -> Iterator[Filled]:
    """Yield each function that some zones have no minutes asked for."""
    for function in offered(study):
        of_zone, said, minutes = standard_source(study, market.zones, function)
        if of_zone.any():
            ids = tuple(map(str, market.zones.index[of_zone][:5]))
            n, values = len(of_zone), {"minutes": f"{minutes:g}"}
            yield Filled("study.toml [tiers.minutes]", function, int(of_zone.sum()), n, said, ids, values)


def _settings(study: Study, market: Market) -> Iterator[Filled]:
    """Yield each setting that study.toml leaves to siteplan and that something goes by."""
    for name, section in _sections(study, market).items():
        for key in type(section).model_fields:
            if key not in section.model_fields_set and key not in _idle(study, market, name):
                value = getattr(section, key)
                if value not in ((), {}, None, ""):
                    label = BASIS.get(key, "") if name == "demand" else ""
                    shown = f"{_plain(value)} {label}".strip()
                    yield Filled(f"study.toml [{name}]", key, 1, 1, DEFAULT, values={"value": shown})


def _years(study: Study, market: Market) -> Iterator[Filled]:
    """Yield the figures by year that do not reach to the end of the horizon."""
    years = horizon(study)
    for key, n in years_held(study.demand, market.zones, years).items():
        said = N_("in years beyond those given, that of the nearest one")
        yield Filled("study.toml [demand]", key, n, len(years), said)


def _sections(study: Study, market: Market) -> dict[str, Section]:
    """Return the sections whose keys are settings, by name."""
    parts: dict[str, Section] = {"study": study.study, "travel": study.travel}
    parts |= {"demand": study.demand, "trade_area": study.trade_area}
    parts |= {"charging": study.charging} if study.files.stations else {}
    parts |= {"review": study.review} if may_change(market.facilities).any() else {}
    formats = {f"formats.{name}": spec for name, spec in study.formats.items()}
    return parts | formats | {"plan": study.plan}


def _idle(study: Study, market: Market, section: str) -> set[str]:
    """Return the keys of a section that change nothing beside the others, or are no settings."""
    if section in _NO_SETTINGS:
        return {*_NO_SETTINGS[section], *(() if study.plan.phases else ("carry_over",))}
    if section == "travel":
        return _idle_travel(study)
    if section == "demand":
        zones = market.zones
        incomes = "income" in zones and bool((zones["income"] > 0).any())
        return {*study.demand.idle("vehicle_demand" in zones, incomes), "preset", "factor"}
    if section == "trade_area":
        return (
            {"model", "rival_factor"}
            | (set() if DECAYS[study.trade_area.decay].bends else {"midpoint"})
            | _no_rivals(market)
        )
    if section == "review":
        moves = market.facilities["keep"].isin(MOVES).any()
        return {"own_sites"} if moves else {"own_sites", "relocate_km", "owners_who_stay"}
    return {"min_area_m2", *QUIET} if section.startswith("formats.") else set()


def _no_rivals(market: Market) -> set[str]:
    return set() if len(market.competitors) else {"rival_attractiveness"}


def _idle_travel(study: Study) -> set[str]:
    source = study.travel.source
    if source == "minutes":
        return {*_ROAD_KEYS, *_LINE_KEYS, "detour", "source"}
    return set(_ROAD_KEYS) if source == "straight_line" else set()


def _plain(value: Any) -> str:
    """Return a setting as text: numbers, and by tier or year where it differs."""
    if isinstance(value, Mapping):
        parts = {key: _plain(part) for key, part in value.items()}
        return ", ".join(text if key in ("", "default") else f"{key} {text}" for key, text in parts.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_plain, value))
    return f"{value:,.12g}" if isinstance(value, float | np.floating) else str(value)
