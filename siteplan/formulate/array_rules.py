"""From a rule of study.toml to the rule on arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy.sparse import csr_array, diags_array

from siteplan.access import minutes_asked, offers, people_mask
from siteplan.formulate.in_rows import matrix_in_rows, values_in_rows
from siteplan.formulate.sales import Won
from siteplan.formulate.sales_rules import cannibalisation, capture, cost_per_vehicle, minimum_sales
from siteplan.groundwork import Groundwork
from siteplan.optimise.rules import (
    Budget,
    Count,
    CoverageFloor,
    CoverAll,
    EachAreaFloor,
    FormatShare,
    Requires,
    Rule,
    Spacing,
    Territory,
)
from siteplan.optimise.rules.where import matching
from siteplan.optimise.types import Bools, Floats
from siteplan.options import may_change
from siteplan.rule_specs import (
    BudgetRule,
    CannibalisationRule,
    CaptureRule,
    CostPerVehicleRule,
    CountRule,
    CoverageRule,
    EachAreaRule,
    EveryoneRule,
    MinimumSalesRule,
    OptionRule,
    PeopleRule,
    RequiresRule,
    ShareRule,
    SpacingRule,
    TerritoryRule,
    WhereRule,
)
from siteplan.tradearea import segment_people
from siteplan.travel import sites_within_km, sites_within_minutes

__all__ = ["array_rule", "coverage_floor"]


def array_rule(ground: Groundwork, label: str, spec: OptionRule, won: Won) -> Rule:
    """Return a rule of the study on the arrays of its options and zones, called by its label.

    `won` is what the network wins and sells. A capacity is no such rule: it says what a plan is worth.
    """
    if type(spec) in SALES:
        return SALES[type(spec)](ground, label, spec, won)
    return MAKERS[type(spec)](ground, label, spec)


def _opening(ground: Groundwork, where: Mapping[str, Any]) -> Bools:
    """Return the filter for openings only (n_options,): a site of today that stays is none, one that converts is.

    What a filter names need not be among the options: a list may name more than there is.
    """
    return matching({**where, "new": True}, ground.options)


def _some(ground: Groundwork, spec: WhereRule) -> Bools | None:
    """Return the options that a rule speaks of (n_options,); None for all."""
    return matching(spec.where(), ground.options) if spec.where() else None


def _budget(ground: Groundwork, label: str, spec: BudgetRule) -> Budget:
    """Return the budget of openings; that of capex also pays for closing sites, and what stays needs none."""
    if spec.of == "capex":
        return Budget(spec.to_spend, column="capex", where=_some(ground, spec), name=label, otherwise="closing")
    return Budget(spec.to_spend, column=spec.of, where=_opening(ground, spec.where()), name=label)


def _count(ground: Groundwork, label: str, spec: CountRule) -> Count:
    return Count(spec.at_most, spec.at_least, spec.exactly, where=_opening(ground, spec.where()), name=label)


def _share(ground: Groundwork, label: str, spec: ShareRule) -> FormatShare:
    of, among = matching(spec.where(), ground.options), _opening(ground, spec.among.where())
    return FormatShare(of, among, spec.at_most, spec.at_least, name=label)


def _requires(ground: Groundwork, label: str, spec: RequiresRule) -> Requires:
    """Return the need, met wherever an own facility meets it; perhaps no candidate could."""
    own = ground.facilities[matching(spec.needs.where(), ground.facilities)]
    met = own[spec.within].unique().tolist() if len(own) else ()
    needs = matching(spec.needs.where(), ground.options)
    return Requires(_opening(ground, spec.where()), needs, spec.within, met, name=label)


def _spacing(ground: Groundwork, label: str, spec: SpacingRule) -> Spacing:
    """Return which pairs are too near: one site of the rule's filters, the other of its `others`, own or new."""
    sites, staying = _sites(ground)
    row = ground.options["row"].to_numpy()
    kinds = [part.where() for part in (spec, spec.others or spec)]
    first, second = (matching(kind, ground.options) for kind in kinds)
    own_first, own_second = (matching(kind, ground.facilities).astype(float) for kind in kinds)
    near = _too_near(ground, spec, sites, sites)[row][:, row]
    beside = _too_near(ground, spec, sites, staying)[row]
    barred = (first & (beside @ own_second > 0)) | (second & (beside @ own_first > 0))
    return _of_openings(ground, Spacing(csr_array(_only(first) @ near @ _only(second)), near_own=barred, name=label))


def _sites(ground: Groundwork) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return the sites of the options, by their row, and the facilities that stay in every plan."""
    candidates, facilities = ground.market.candidates, ground.market.facilities
    changing = may_change(facilities)
    known = [column for column in ("geometry", "rural") if column in candidates and column in facilities]
    sites = pd.concat([candidates[known], facilities.loc[changing, known]]) if changing.any() else candidates
    return gpd.GeoDataFrame(sites, crs=candidates.crs), facilities[~changing]


def _of_openings(ground: Groundwork, rule: Spacing) -> Spacing:
    """Return the rule for pairs of which one at least opens: what stands today stands where it does."""
    new = ground.options["new"].to_numpy(dtype=bool)
    near = csr_array(_only(new) @ rule.near + rule.near @ _only(new)) > 0
    return replace(rule, near=csr_array(near), near_own=None if rule.near_own is None else rule.near_own & new)


def _only(picked: Bools) -> csr_array:
    """Return the matrix that blanks the rows, or columns, of what is not picked."""
    return csr_array(diags_array(picked.astype(float)))


def _too_near(ground: Groundwork, spec: SpacingRule, starts: gpd.GeoDataFrame, ends: gpd.GeoDataFrame) -> csr_array:
    if spec.km is not None:
        return sites_within_km(starts, ends, spec.km)
    assert spec.minutes is not None  # noqa: S101  checked with the study: km or minutes
    return sites_within_minutes(ground.study.travel, ground.market, starts, ends, spec.minutes)


def _territory(ground: Groundwork, label: str, spec: TerritoryRule) -> Spacing:
    zones = ground.travel.candidates.within(spec.minutes)[:, ground.options["row"].to_numpy()]
    own = matching(spec.where(), ground.facilities).astype(float)
    taken = ground.travel.facilities.within(spec.minutes) @ own > 0
    return _of_openings(ground, Territory.of(csr_array(zones), _some(ground, spec), taken, name=label))


@dataclass(frozen=True)
class _Reach:
    """What people have within reach.

    `covers` bool (n_rows, n_options), `own` how many own facilities (n_rows,), `persons` of the rule (n_rows,).
    """

    covers: csr_array
    own: Floats
    persons: Floats


def _reach(ground: Groundwork, spec: PeopleRule) -> _Reach:
    zones, travel = ground.market.zones, ground.travel
    limit = minutes_asked(ground.study, zones, spec)
    near = travel.candidates.within(limit)[:, ground.options["row"].to_numpy()]
    own = travel.facilities.within(limit) @ _serves(ground, ground.facilities, spec).astype(float)
    if not spec.format and (not spec.ownership or "direct" in spec.ownership):
        own = own + ground.stations_within(spec.function, limit)
    persons = zones["population"].to_numpy(dtype=float) * people_mask(zones, spec) * _of_segment(ground, spec)
    return _Reach(
        covers=matrix_in_rows(ground, csr_array(near @ _only(_serves(ground, ground.options, spec)))),
        own=values_in_rows(ground, own),
        persons=values_in_rows(ground, persons),
    )


def _of_segment(ground: Groundwork, spec: PeopleRule) -> Floats | float:
    """Return the share of people (n_zones,) in the income segment that a rule names."""
    name = getattr(spec, "segment", "")
    if not name:
        return 1.0
    share: Floats = segment_people(ground.study.demand, ground.market.zones)[name].to_numpy(dtype=float)
    return share


def _serves(ground: Groundwork, sites: pd.DataFrame, spec: PeopleRule) -> Bools:
    """Return which sites count for a rule on people: those that have its function, of its format and ownership."""
    kinds = {key: names for key, names in spec.where().items() if key in ("format", "ownership")}
    return offers(ground.study.formats, sites, spec.function) & matching(kinds, sites)


def coverage_floor(ground: Groundwork, label: str, spec: CoverageRule) -> CoverageFloor:
    """Return the floor on persons within reach of a function, today's facilities counted in."""
    reach = _reach(ground, spec)
    return CoverageFloor(reach.covers, reach.persons, spec.at_least, reach.own > 0, name=label)


def _each_area(ground: Groundwork, label: str, spec: EachAreaRule) -> EachAreaFloor:
    reach = _reach(ground, spec)
    areas = values_in_rows(ground, ground.market.zones[spec.by].to_numpy(dtype=object), None).tolist()
    return EachAreaFloor(reach.covers, reach.persons, areas, spec.at_least, reach.own > 0, name=label)


def _everyone(ground: Groundwork, label: str, spec: EveryoneRule) -> CoverAll:
    reach = _reach(ground, spec)
    own = np.asarray(reach.own, dtype=int)
    return CoverAll(reach.covers, spec.times, own, name=label, wanted=reach.persons > 0)


MAKERS: Mapping[type, Callable[[Groundwork, str, Any], Rule]] = {
    BudgetRule: _budget,
    CountRule: _count,
    ShareRule: _share,
    RequiresRule: _requires,
    SpacingRule: _spacing,
    TerritoryRule: _territory,
    CoverageRule: coverage_floor,
    EachAreaRule: _each_area,
    EveryoneRule: _everyone,
}

SALES: Mapping[type, Callable[[Groundwork, str, Any, Won], Rule]] = {
    MinimumSalesRule: minimum_sales,
    CannibalisationRule: cannibalisation,
    CostPerVehicleRule: cost_per_vehicle,
    CaptureRule: capture,
}
