r"""Counted: what the objective counts in each period, of the columns that may stand there.

Vehicles, people and minutes are counted of options, and a period weighs its part of the horizon. Money goes by when a
site opened, too: a period counts the months of the even yearly sums (see finance/level_figures.py) that lie in it, and
its columns are vintages, an option with the month in which it opened. Where a period makes no difference between two of
them, as after the ramp-up, they are one. What is spent once counts with the schedule: :math:`\sum_s V_s(A_s x) - c x`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from siteplan.finance.costs import annuity_factor, saved_closing
from siteplan.finance.level_figures import invested
from siteplan.finance.timing import MONTHS, timing
from siteplan.formulate.phases.period_markets import period_weights
from siteplan.formulate.phases.schedules import Schedules
from siteplan.groundwork import Groundwork
from siteplan.market.one_off import closing_in
from siteplan.optimise.captures.sparse import canonical
from siteplan.optimise.types import Bools, Floats, Ints
from siteplan.study.objectives import OBJECTIVES
from siteplan.study.phases_spec import Period

__all__ = ["Counted", "Spending", "counted_in_periods", "numbered", "spent_in_outlooks"]


@dataclass(frozen=True, eq=False)
class Counted:
    """What the objective counts in one period.

    Attributes
    ----------
    ground : the market of the period, its options the columns
    option : (n_columns,) number of the option of each
    at : (n_schedules,) the column that stands by each schedule; -1 where none does
    weight : what a unit counts
    """

    ground: Groundwork
    option: Ints
    at: Ints
    weight: float

    def standing(self, chosen: Bools) -> Bools:
        """(n_columns,) what stands where these schedules (n_schedules,) are chosen."""
        there, columns = np.zeros(len(self.option), dtype=bool), self.at[chosen]
        there[columns[columns >= 0]] = True
        return there


def counted_in_periods(
    ground: Groundwork, grounds: tuple[Groundwork, ...], schedules: Schedules
) -> tuple[Counted, ...]:
    """Return what a study's objective counts in each period, whose markets are `grounds`."""
    money = OBJECTIVES[ground.study.plan.objective].money
    every, weights = np.arange(len(ground.options)), period_weights(ground.study, schedules)
    return tuple(
        _vintages(there, schedules, period, at) if money else Counted(there, every, at, float(weight))
        for there, period, at, weight in zip(grounds, schedules.periods, schedules.at, weights, strict=True)
    )


def numbered(columns: pd.DataFrame) -> pd.DataFrame:
    """Return columns, each with a label and a format that no other of its site has."""
    mark = "." + pd.Series(range(len(columns)), columns.index).astype(str)
    return columns.assign(format=columns["format"] + mark).set_index(columns.index.astype(str) + mark)


def _vintages(ground: Groundwork, schedules: Schedules, period: Period, at: Ints) -> Counted:
    """Return the vintages that a period tells apart; what stands today is there whether it has a schedule or not."""
    opened = np.where(at == schedules.table["option"], schedules.table["opens"], -1)
    today, there = np.flatnonzero(ground.stands), at >= 0
    option = np.concatenate([today, at[there]])
    opened = np.concatenate([np.full(len(today), -1), opened[there]])
    first, which = _alike(ground, option, opened, period)
    place = np.full(len(at), -1)
    place[there] = which[len(today) :]
    ground = _told_apart(ground, option[first], opened[first], period)
    return Counted(ground, option[first], place, 1.0)


def _alike(ground: Groundwork, option: Ints, opened: Ints, period: Period) -> tuple[Ints, Ints]:
    """Return the first of each lot of columns that a period counts alike, and the number of the lot of each column."""
    when = timing(_dated(ground, option, opened), ground.study, _months(period))
    keys = np.column_stack([option, when.is_open, when.sells])
    _, first, which = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    return first, which.ravel()


def _dated(ground: Groundwork, option: Ints, opened: Ints) -> pd.DataFrame:
    """Return options that opened in these months (n,), counted from the start; -1 of those that stand today."""
    options = ground.options.iloc[option]
    leads = np.array([ground.study.formats[kind].lead_months for kind in options["format"]], dtype=int)
    return options.assign(decided=np.where(opened >= 0, opened - leads, 0), capex=0.0, closing=0.0)


def _told_apart(ground: Groundwork, option: Ints, opened: Ints, period: Period) -> Groundwork:
    """Return the market with vintages as options, and so in each outlook; money is that of the period's months."""
    plain, *futures = (
        replace(
            there,
            options=_dated(there, option, opened),
            model=replace(there.model, options=canonical(there.model.options[:, option])),
            months=_months(period),
            undated=there,
            vintage_of=option.astype(np.intp),
        )
        for there in (ground, *(there for _, there in ground.outlooks() if there is not ground))
    )
    return replace(plain, futures=tuple(futures))


def _months(period: Period) -> tuple[int, int]:
    return period.start, period.end


class Spending(NamedTuple):
    """What is spent once, as even yearly sums (currency/year).

    Attributes
    ----------
    by_schedule : (n_schedules,) to open, less the salvage, or to close later
    saved : (n_schedules,) what need not be spent at once on closing the site
    without : what it takes to close at once all sites that may close
    """

    by_schedule: Floats
    saved: Floats
    without: float

    def of(self, chosen: Bools) -> float:
        """Return what chosen schedules (n_schedules,), and sites that have none, spend."""
        return float((self.by_schedule - self.saved)[chosen].sum()) + self.without


def spent_in_outlooks(ground: Groundwork, schedules: Schedules) -> list[tuple[float, Spending]]:
    """Return probability and spending of each outlook; nothing is spent where the objective does not count money."""
    return [(chance, _spent(there, schedules)) for chance, there in ground.outlooks()]


def _spent(ground: Groundwork, schedules: Schedules) -> Spending:
    table, plan = schedules.table, ground.study.plan
    if not OBJECTIVES[plan.objective].money:
        return Spending(np.zeros(len(table)), np.zeros(len(table)), 0.0)
    factor, options = annuity_factor(plan.horizon_years, plan.discount_rate), ground.options.iloc[table["option"]]
    paid = np.array(schedules.calendar.starts)[table["phase"].clip(lower=0)]
    capex = np.where(table["committed"], table["spend"], options["capex"])
    opening = capex * invested(options.assign(decided=paid), ground.study)
    today = (1.0 + plan.discount_rate) ** -np.ceil(paid / MONTHS)
    at_once, later = _closings(ground, schedules)
    by_schedule = np.where(table["opens"] >= 0, opening, later * today / factor)
    saved = saved_closing(table.assign(closing=at_once), "site") / factor
    return Spending(by_schedule, saved, float(at_once.sum()) / factor)


def _closings(ground: Groundwork, schedules: Schedules) -> tuple[Floats, Floats]:
    """Return what it costs to close a site at once, and by a schedule that closes it later (n_schedules,), currency.

    Each outlook has its own rents, wages and cost of restoring; what an earlier plan decided on costs what it did.
    """
    table = schedules.table
    options = ground.options.iloc[table["option"]]
    spend = table["spend"].to_numpy(dtype=float).copy()
    closes = ((table["change"] == "closed") & ~table["committed"].astype(bool)).to_numpy()
    for phase in sorted(set(table["phase"][closes])):
        here, start = closes & (table["phase"] == phase).to_numpy(), schedules.calendar.starts[phase]
        spend[here] = closing_in(options[here], ground.market.facilities, ground.study, start)
    return np.where(table["change"] == "kept", options["closing"], 0.0), spend
