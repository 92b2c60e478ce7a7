"""Period markets: what part of the horizon each period is, and what is asked for in it."""

from __future__ import annotations

from functools import partial

import numpy as np

from siteplan.finance.timing import month_weights
from siteplan.formulate.phases.schedules import Schedules
from siteplan.groundwork import Groundwork
from siteplan.optimise.types import Floats
from siteplan.study import Demand, Study
from siteplan.tradearea.demand import vehicle_demand
from siteplan.tradearea.demand_years import demand_in

__all__ = ["period_grounds", "period_weights"]

Mix = tuple[tuple[int, float], ...]
"""Calendar years, and which part of a period lies in each, its months weighted."""


def period_weights(study: Study, schedules: Schedules) -> Floats:
    """(n_periods,) each period's part of the horizon, discounted; they sum to 1."""
    months = month_weights(study)
    return np.array([months[period.start : period.end].sum() for period in schedules.periods])


def period_grounds(ground: Groundwork, schedules: Schedules) -> tuple[Groundwork, ...]:
    """Return the market in each period: the same where nothing in it changes by the year.

    Its demand is that of the calendar years in which its months lie, each month weighted as in the horizon.
    """
    if not ground.study.demand.moving:
        return (ground,) * len(schedules.periods)
    mixes, known = _years(ground.study, schedules), dict[Mix, Groundwork]()
    for mix in mixes:
        if mix not in known:
            known[mix] = ground.with_demand(partial(_factor, ground, mix))
    return tuple(known[mix] for mix in mixes)


def _factor(ground: Groundwork, mix: Mix, asked: Demand) -> Floats:
    """Return how many times its own year's demand is bought a year in a mix of years (n_zones,)."""
    zones = ground.market.zones
    now, later = vehicle_demand(asked, zones), sum(part * demand_in(asked, zones, year) for year, part in mix)
    return np.asarray((later / now.where(now > 0)).fillna(1.0), dtype=float)


def _years(study: Study, schedules: Schedules) -> list[Mix]:
    """Return the years of each period."""
    months, calendar = month_weights(study), schedules.calendar
    found = []
    for period in schedules.periods:
        weights: dict[int, float] = {}
        for month in range(period.start, period.end):
            weights[calendar.year(month)] = weights.get(calendar.year(month), 0.0) + float(months[month])
        found.append(tuple((year, weight / sum(weights.values())) for year, weight in weights.items()))
    return found
