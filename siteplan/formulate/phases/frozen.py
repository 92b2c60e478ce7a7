"""What an earlier plan decided on in phases that are over: one schedule a site that stays, and no other then."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import scipy.sparse as sp

from siteplan.errors import Problem, StudyError
from siteplan.formulate.phases.schedules import Schedules, changes_of, labelled, schedule_rows, stands_before
from siteplan.groundwork import Groundwork
from siteplan.market import Market
from siteplan.market.one_off import closing_in
from siteplan.optimise import SiteProblem
from siteplan.optimise.captures.sparse import row_of, summed
from siteplan.optimise.types import Bools, Floats, Ints
from siteplan.study.phases_spec import Committed
from siteplan.study.rules import rule_labels

__all__ = ["refuse_broken", "with_committed"]


def with_committed(ground: Groundwork, schedules: Schedules) -> Schedules:
    """Return the schedules that are left where a study goes on from an earlier plan; all where it does not.

    What is committed at a site is its only schedule. Nothing else is decided in the phases that are over: today's sites
    stay until then.
    """
    asked, table = ground.study.plan.replan, schedules.table
    if asked is None:
        return schedules
    found = [_committed(ground, schedules, site) for site in asked.frozen]
    rows = [row for row, _ in found]
    taken = {site for row in rows for site in row["site"]}
    left = ~(table["site"].isin(taken) | table["phase"].between(0, ground.study.plan.anew - 1)).to_numpy()
    at = np.hstack([schedules.at[:, left], *(stands for _, stands in found)])
    return Schedules(schedules.calendar, schedules.periods, pd.concat([table[left], *rows]), at)


def _committed(ground: Groundwork, schedules: Schedules, site: Committed) -> tuple[pd.DataFrame, Ints]:
    """Return the row of the table for what is committed at a site, and what stands there (n_periods, 1)."""
    option, calendar = _option(ground, site), schedules.calendar
    phase = [each.name for each in calendar.phases].index(site.phase)
    begun = np.array([period.start for period in schedules.periods])
    start, today = calendar.starts[phase], int(stands_before(ground)[option])
    if not site.format:
        spent = closing_in(ground.options.iloc[[option]], ground.market.facilities, ground.study, start)[0]
        row = schedule_rows(ground, np.array([option]), phase, "closed").assign(until=start, closing=0.0)
        stands = np.where(begun < start, option, -1)
    else:
        change = str(changes_of(ground)[option])
        row = schedule_rows(ground, np.array([option]), phase, change)
        ready, spent = _ready(ground, schedules, site, option, start), float(row["spend"].iloc[0])
        old_until = begun < (ready if change == "moved" else start)
        stands = np.where(begun >= ready, option, np.where(old_until, today, -1))
        row = row.assign(opens=int(begun[begun >= ready].min()))
    spend = _paid_for(site, ground.market)
    spend = spent if spend is None else spend
    return labelled(row.assign(spend=spend, committed=True)), stands[:, None]


def _paid_for(site: Committed, market: Market) -> float | None:
    """Return what a site has cost so far: by the table actuals, where that says so, else as the plan has it."""
    table = market.actuals
    if table is not None and "invested" in table:
        paid = table["invested"][table["site_id"] == site.site].dropna()
        if len(paid):
            return float(paid.sum())
    return site.spent


def _option(ground: Groundwork, site: Committed) -> int:
    """Return the number of the option that opened, or that stood until it closed."""
    if site.format:
        return int(ground.options.index.get_indexer(pd.Index([f"{site.site}:{site.format}"]))[0])
    here = (ground.options["site_id"] == site.site).to_numpy(dtype=bool)
    return int(np.flatnonzero(here & ground.stands)[0])


def _ready(ground: Groundwork, schedules: Schedules, site: Committed, option: int, start: int) -> int:
    """Return the month in which a site opened, or will."""
    if site.opens:
        return schedules.calendar.month(site.opens)
    return start + ground.study.formats[str(ground.options["format"].iloc[option])].lead_months


def refuse_broken(ground: Groundwork, problem: SiteProblem) -> None:
    """Refuse what is committed where it alone breaks what a rule asks at most: nothing chosen beside it mends that.

    Raises
    ------
    StudyError
        With every such rule and the sites that count in it.
    """
    plan = ground.study.plan
    if plan.replan is None:
        return
    labels = rule_labels(plan.rules)
    problems = [
        Problem(
            "study.toml [plan.replan]",
            f'what is committed breaks the rule "{labels.get(name, name)}" whatever is chosen from '
            f"{plan.replan.phase} on",
            "Loosen the rule; or give what was not carried out carried_out = false.",
            "committed",
            sites,
        )
        for name, sites in _broken(problem)
    ]
    if problems:
        raise StudyError(problems)


def _broken(problem: SiteProblem) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each rule that breaks with the sites that are committed and count in it."""
    open_ = problem.required
    for rule, rows in zip(problem.rules, problem.rows_by_rule, strict=True):
        least = rows.options @ open_.astype(float) + _least(problem, rows.options)
        over = least > rows.upper + rows.room
        if over.any():
            counts = np.asarray(abs(rows.options[np.flatnonzero(over)]).sum(axis=0)).ravel() > 0
            yield rule.name, tuple(dict.fromkeys(problem.options["site"][open_ & counts].astype(str)))


def _least(problem: SiteProblem, options: sp.csr_array) -> Floats:
    """(n_rows,) the least that all that may be chosen beside what is committed adds to rows."""
    free: Bools = ~problem.barred & ~problem.required
    row, may = row_of(options), free[options.indices]
    return summed(row, np.where(may, np.minimum(options.data, 0.0), 0.0), options.shape[0])
