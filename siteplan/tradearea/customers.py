"""Customers: whether anybody asks for anything, and comes; what only demand and minutes show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siteplan.errors import Problem
from siteplan.market import Market
from siteplan.market.access import place_mask
from siteplan.study import Study, TradeArea
from siteplan.study.decays import DECAYS
from siteplan.study.rules import DutiesRule, PeopleRule, RuleSpec, rule_section
from siteplan.study.section import LEAST
from siteplan.tradearea.decay import attraction
from siteplan.tradearea.demand import vehicle_demand
from siteplan.tradearea.owner_room import room_problems
from siteplan.tradearea.parts import demand_parts
from siteplan.tradearea.people_meant import people_meant, served_today
from siteplan.travel.reach import minutes_to_candidates

__all__ = ["customer_problems"]


def customer_problems(study: Study, market: Market) -> tuple[Problem, ...]:
    """Return that nobody asks for anything, or nobody is there of whom a rule speaks, or that nobody comes."""
    found = (*_demand_problems(study, market), *_people_problems(study, market), *room_problems(study, market))
    return (*found, *_decay_problems(study, market))


def _demand_problems(study: Study, market: Market) -> Iterator[Problem]:
    """Yield that nobody asks for anything, or nobody of whom a rule speaks."""
    demand = vehicle_demand(study.demand, market.zones).to_numpy(dtype=float)
    if not (demand > 0).any():
        remedy = "A factor of it is 0 everywhere; correct [demand], or give zones what is asked for a year."
        yield Problem("study.toml [demand]", "no zone has any demand that sites could win", remedy)
        return
    for number, rule in enumerate(study.plan.rules, start=1):
        if rule.whom and not rule.function_asked and not (_of_rule(study, market, rule, demand) > 0).any():
            what = "there is no demand in the places and segments that the rule applies to"
            yield Problem(rule_section(number), what, "Correct its filters, or leave the rule out.")


def _people_problems(study: Study, market: Market) -> Iterator[Problem]:
    """Yield the rules on people whose segment nobody belongs to, and the duties that nobody is owed."""
    for number, rule in enumerate(study.plan.rules, start=1):
        if not isinstance(rule, PeopleRule):
            continue
        meant = people_meant(study, market.zones, rule)
        if not meant.sum() > 0:
            yield Problem(rule_section(number), _nobody(rule), "Correct its filters, or leave the rule out.")
        elif isinstance(rule, DutiesRule) and not meant[served_today(study, market, rule)].sum() > 0:
            what = f"nobody of those it speaks of reaches {rule.function} today"
            yield Problem(rule_section(number), what, "Ask for more minutes, or leave the rule out.", "minutes")


def _nobody(rule: PeopleRule) -> str:
    """Return who is not there, where somebody lives in the places that the rule speaks of."""
    segment = rule.whom[1]
    return f'nobody there is in the segment "{segment}"' if segment else "no vehicle of yours is in use there"


def _of_rule(study: Study, market: Market, rule: RuleSpec, demand: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the demand that a rule speaks of (n_zones,)."""
    there: NDArray[np.float64] = demand * place_mask(market.zones, rule)
    segment = rule.whom[1] if rule.whom else ""
    if not segment:
        return there
    parts = demand_parts(study.demand, market.zones)
    of_segment = parts.columns.get_level_values("segment") == segment
    shares: NDArray[np.float64] = parts.to_numpy(dtype=float)[:, of_segment].sum(axis=1)
    return there * shares


def _decay_problems(study: Study, market: Market) -> Iterator[Problem]:
    """Yield curves by which everybody stays at home: no site would win anything, and a plan of none would be proven."""
    if not len(market.candidates):
        return
    for curve in _curves(study):
        if curve.reach is None and curve.some_come(np.array([study.travel.max_minutes])):
            continue
        if not any(map(curve.some_come, minutes_to_candidates(study.travel, market))):
            yield Problem(f"study.toml [{curve.section}]", curve.said, curve.remedy, "rate")


@dataclass(frozen=True)
class _Curve:
    """By which people come to a format's sites, where they mind the way least: of all tiers the slowest rate."""

    section: str
    area: TradeArea
    rate: float
    midpoint: float
    reach: float | None

    def some_come(self, minutes: NDArray[np.float64]) -> bool:
        """Whether anybody comes from any of these minutes."""
        fewest = LEAST if self.area.largest_outside else 0.0  # without it shares say who is nearer, however few come
        near = minutes if self.reach is None else minutes[minutes <= self.reach]
        return bool((attraction(self.area, near, self.rate, self.midpoint) > fewest).any())

    @property
    def said(self) -> str:
        """What is wrong where nobody does."""
        within = "" if self.reach is None else f" within {self.reach:g} minutes"
        return f"by decay {self.area.decay} with rate {self.rate:g} nobody goes to any candidate{within}"

    @property
    def remedy(self) -> str:
        """What to do about it."""
        usual = [f"{kind.usual[0]:g} to {kind.usual[1]:g} with {name}" for name, kind in DECAYS.items() if kind.usual]
        rate = f"Give a rate for minutes, usually {', '.join(usual)}; see docs/calibration.md."
        return rate if self.reach is None else f"Raise max_minutes. {rate}"


def _curves(study: Study) -> list[_Curve]:
    """Return the trade area's curve, if any format goes by it, and those that formats have of their own."""
    area, sellers = study.trade_area, {name: spec for name, spec in study.formats.items() if spec.sells}
    own = [
        _Curve(
            f"formats.{name}",
            area,
            min((spec.rate or {"": area.rate}).values()),
            max((spec.midpoint or {"": area.midpoint}).values()),
            spec.max_minutes,
        )
        for name, spec in sellers.items()
        if spec.own_decay
    ]
    if sellers and len(own) == len(sellers):
        return own
    return [_Curve("trade_area", area, area.rate, area.midpoint, None), *own]
