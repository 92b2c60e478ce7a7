"""Customers: whether anybody asks for anything, and comes; what only demand and minutes show."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from siteplan.errors import Problem
from siteplan.market import Market
from siteplan.market.access import place_mask
from siteplan.study import Study
from siteplan.study.decays import DECAYS
from siteplan.study.rules import RuleSpec, rule_section
from siteplan.study.section import LEAST
from siteplan.tradearea.decay import attraction
from siteplan.tradearea.demand import vehicle_demand
from siteplan.tradearea.parts import demand_parts
from siteplan.travel.reach import minutes_to_candidates

__all__ = ["customer_problems"]


def customer_problems(study: Study, market: Market) -> tuple[Problem, ...]:
    """Return that nobody asks for anything, or nobody of whom a rule speaks, or that nobody comes."""
    return (*_demand_problems(study, market), *_decay_problems(study, market))


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
    """Yield that decay keeps everybody at home: no site would win anything, and a plan of none would be proven."""
    area = study.trade_area
    fewest = LEAST if area.outside else 0.0  # without an outside option shares say who is nearer, however few come

    def some_come(minutes: NDArray[np.float64]) -> bool:
        return bool((attraction(area, minutes) > fewest).any())

    if some_come(np.array([study.travel.max_minutes])) or not len(market.candidates):
        return
    if not any(map(some_come, minutes_to_candidates(study.travel, market))):
        what = f"by decay {area.decay} with rate {area.rate:g} nobody goes to any candidate"
        usual = [f"{kind.usual[0]:g} to {kind.usual[1]:g} with {name}" for name, kind in DECAYS.items() if kind.usual]
        remedy = f"Give a rate for minutes, usually {', '.join(usual)}; see docs/calibration.md."
        yield Problem("study.toml [trade_area]", what, remedy, "rate")
