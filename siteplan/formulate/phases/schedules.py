"""Schedules: what may stand at each site period by period, and in which phase that is decided and paid for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.formulate.relocations import stands_for
from siteplan.groundwork import Groundwork
from siteplan.market.one_off import closing_in
from siteplan.optimise.types import Bools, Ints
from siteplan.study.phases_spec import Calendar, Period
from siteplan.study.review_spec import CLOSES

__all__ = ["Schedules", "changes_of", "labelled", "schedule_rows", "schedules_of", "stands_before"]


@dataclass(frozen=True, eq=False)
class Schedules:
    """The schedules of all sites, of which one a site is chosen at most; without one a site of today closes at once.

    Attributes
    ----------
    periods : months in which what stands does not change
    table : DataFrame (n_schedules,)
        site, format (unique at a site), option (its number), phase (its number; -1 for what stays), change ("new",
        "converted", "moved", "kept", "closed"), opens (month; -1 where nothing does), until (month in which it closes;
        -1), spend (currency), employed (people employed anew), closing (currency, where none is chosen), committed (an
        earlier plan decided on it).
    at : (n_periods, n_schedules) number of the option that stands in each period; -1 where none does
    """

    calendar: Calendar
    periods: tuple[Period, ...]
    table: pd.DataFrame
    at: Ints

    def standing(self, chosen: Bools, n_options: int) -> Bools:
        """(n_periods, n_options) what stands where these schedules (n_schedules,) are chosen."""
        there = np.zeros((len(self.periods), n_options), dtype=bool)
        for period, options in enumerate(self.at[:, chosen]):
            there[period, options[options >= 0]] = True
        return there

    def must_stand(self, period: int, n_options: int) -> Bools:
        """(n_options,) what stands in a period since an earlier plan decided on it."""
        there, options = np.zeros(n_options, dtype=bool), self.at[period, self.table["committed"].to_numpy(dtype=bool)]
        there[options[options >= 0]] = True
        return there

    def may_stand(self, period: int, n_options: int) -> Bools:
        """(n_options,) what stands in a period on some schedule."""
        there, options = np.zeros(n_options, dtype=bool), self.at[period]
        there[options[options >= 0]] = True
        return there


@dataclass(frozen=True)
class _Times:
    """When options may stand: the start of each period, of each phase, and the lead of each option, in months."""

    calendar: Calendar
    periods: tuple[Period, ...]
    leads: Ints

    def opened(self, options: Ints, start: int) -> Bools:
        """(n_periods, n) in which periods options stand that are decided on in a month."""
        return np.array([period.start >= start + self.leads[options] for period in self.periods])

    def before(self, month: int) -> Bools:
        """(n_periods, 1) which periods start before a month."""
        return np.array([[period.start < month] for period in self.periods])


def schedules_of(ground: Groundwork) -> Schedules:
    """Return the schedules of a study that has phases.

    What opens or converts stands from the first period that starts when it is ready, its format's lead time after the
    phase has started. What closes or converts stands until its phase starts, what moves until it opens elsewhere. What
    would open after the horizon has no schedule.
    """
    calendar, replan = ground.study.plan.calendar, ground.study.plan.replan
    assert calendar is not None  # noqa: S101  asked of studies with phases alone
    committed = () if replan is None else (calendar.month(site.opens) for site in replan.frozen if site.opens)
    options, formats = ground.options, ground.study.formats
    leads = np.array([formats[kind].lead_months for kind in options["format"]], dtype=int)
    periods = tuple(calendar.periods({int(lead) for lead in leads[options["new"].to_numpy(dtype=bool)]}, committed))
    times = _Times(calendar, periods, leads)
    blocks = [*_staying(ground, times), *_opening(ground, times), *_closing(ground, times)]
    table = labelled(pd.concat([rows for rows, _ in blocks]))
    return Schedules(calendar, periods, table, np.hstack([at for _, at in blocks]))


Blocks = Iterator[tuple[pd.DataFrame, Ints]]


def _staying(ground: Groundwork, times: _Times) -> Blocks:
    kept = np.flatnonzero(ground.stands)
    yield schedule_rows(ground, kept, -1, "kept"), np.tile(kept, (len(times.periods), 1))


def _opening(ground: Groundwork, times: _Times) -> Blocks:
    """Yield what opens, converts or moves in each phase."""
    new = np.flatnonzero(ground.options["new"].to_numpy(dtype=bool))
    change = changes_of(ground)[new]
    today = stands_before(ground)[new]
    for phase, start in enumerate(times.calendar.starts):
        stands = times.opened(new, start)
        there = stands.any(axis=0) & (times.calendar.phases[phase].at_most != 0)
        old_until = np.where(change == "moved", ~stands, times.before(start))
        at = np.where(stands, new, np.where(old_until, today, -1))
        rows = schedule_rows(ground, new[there], phase, change[there])
        first = np.array([period.start for period in times.periods])[stands[:, there].argmax(axis=0)]
        yield rows.assign(opens=first), at[:, there]


def _closing(ground: Groundwork, times: _Times) -> Blocks:
    """Yield what closes in each phase but the first: of which no schedule is chosen closes then."""
    facilities = ground.market.facilities
    if "keep" not in facilities:
        return
    may = ground.options["site_id"].isin(facilities.index[facilities["keep"].isin(CLOSES)]).to_numpy(dtype=bool)
    kept = np.flatnonzero(ground.stands & may)
    for phase, start in enumerate(times.calendar.starts[1:], start=1):
        spend = closing_in(ground.options.iloc[kept], facilities, ground.study, start)
        rows = schedule_rows(ground, kept, phase, "closed").assign(spend=spend, until=start, closing=0.0)
        yield rows, np.where(times.before(start), kept, -1)


def schedule_rows(ground: Groundwork, options: Ints, phase: int, change: object) -> pd.DataFrame:
    """Return the table's rows of what is decided on in a phase."""
    given = ground.options.iloc[options]
    opens = given["new"].to_numpy(dtype=bool)
    own = stands_for(ground.options) if "moves" in ground.options else ground.options["site_id"]
    return pd.DataFrame(
        {
            "site": own.iloc[options].to_numpy(),
            "format": given["format"].to_numpy(),
            "option": options,
            "phase": phase,
            "change": change,
            "opens": -1,
            "until": -1,
            "spend": np.where(opens, given["capex"].to_numpy(dtype=float), 0.0),
            "employed": np.where(opens, given["employees"].to_numpy(dtype=float), 0.0),
            "closing": np.where(opens, 0.0, given["closing"].to_numpy(dtype=float)),
            "committed": False,
        },
        index=given.index,
    )


def changes_of(ground: Groundwork) -> NDArray[np.object_]:
    """Return "new", "converted" or "moved" for each option (n_options,)."""
    change = ground.options["change"].to_numpy(dtype=object)
    moving = stands_for(ground.options) != ground.options["site_id"] if "moves" in ground.options else False
    return np.where(moving, "moved", change)


def stands_before(ground: Groundwork) -> Ints:
    """Return the option that stands today at the site of each (n_options,); -1 where none does."""
    own = stands_for(ground.options) if "moves" in ground.options else ground.options["site_id"]
    kept = pd.Series(np.flatnonzero(ground.stands), index=ground.options["site_id"][ground.stands].to_numpy())
    return own.map(kept).fillna(-1).to_numpy(dtype=int)


def labelled(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table, each schedule with a label and a format that no other of its site has."""
    mark = table["phase"].map(lambda phase: "" if phase < 0 else f"@{phase + 1}")
    mark = mark.where(table["change"] != "closed", "-" + table["phase"].add(1).astype(str))
    return table.assign(format=table.index.astype(str) + mark).set_index(table.index.astype(str) + mark)
