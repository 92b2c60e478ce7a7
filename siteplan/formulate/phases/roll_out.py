"""The roll-out: what a plan in phases decides when, what stands in each period, and what that is worth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from siteplan.errors.params import Params, within
from siteplan.formulate.phases.phased_problem import Phased
from siteplan.groundwork import Groundwork
from siteplan.optimise import Selection, SolveStatus, solve
from siteplan.optimise.heuristics.feasible import Feasible
from siteplan.optimise.types import Bools

__all__ = ["RollOut", "RollOutParams", "at_once_in_phases"]


@dataclass(frozen=True)
class RollOutParams(Params):
    """Where a plan in phases begins: with the options of a plan that opens everything at once, put into phases.

    Attributes
    ----------
    share : part of the time limit that this plan may take
    seconds : seconds that it may take at most
    gap : times the asked gap at which it is good enough
    """

    share: float = within(0.25, 0.0, 1.0)
    seconds: float = within(40.0, 0.0)
    gap: float = within(2.0, 1.0)


@dataclass(frozen=True, eq=False)
class RollOut:
    """Which schedules are chosen, and how good that is proven to be.

    Attributes
    ----------
    phased : the question over all periods
    selection : of its schedules
    """

    phased: Phased
    selection: Selection

    def with_schedules(self, chosen: Bools) -> RollOut:
        """Return the roll-out of other schedules (n_schedules,), of which nothing is proven."""
        opened = pd.Series(chosen, index=self.selection.open.index, name="open")
        return RollOut(self.phased, replace(self.selection, open=opened))

    @cached_property
    def chosen(self) -> pd.DataFrame:
        """The rows of the table of schedules that are chosen."""
        return self.phased.schedules.table[self.selection.open.to_numpy(dtype=bool)]

    @cached_property
    def standing(self) -> Bools:
        """(n_periods, n_options) what stands."""
        return self.phased.schedules.standing(self.selection.open.to_numpy(dtype=bool), len(self.phased.ground.options))

    @cached_property
    def dated_ground(self) -> Groundwork:
        """The market as it stands, its options with the month in which each is `decided` on: what money goes by."""
        ground, decided = self.phased.ground, self.chosen
        months = np.zeros(len(ground.options), dtype=int)
        starts = np.array(self.phased.schedules.calendar.starts)
        dated = decided[decided["phase"] >= 0]
        months[dated["option"]] = starts[dated["phase"]]
        return replace(ground, options=ground.options.assign(decided=months))

    @property
    def at_end(self) -> Bools:
        """(n_options,) what stands in the last period."""
        return np.asarray(self.standing[-1])


def at_once_in_phases(
    phased: Phased, cancel: Callable[[], bool] | None = None, params: RollOutParams = RollOutParams()
) -> Selection | None:
    """Return schedules to start with: those of a plan that opens everything at once; None where they break a rule."""
    asked = phased.ground.study.plan
    brief = min(params.seconds, params.share * asked.time_limit)
    at_once = solve(phased.at_once, params.gap * asked.gap, brief, cancel=cancel, seed=asked.seed)
    if not at_once.found:
        return None
    problem, plan = phased.problem, _scheduled(phased, at_once.open.to_numpy(dtype=bool))
    if not Feasible(problem).holds(plan):
        return None
    opened = pd.Series(plan, index=problem.options.index, name="open")
    return Selection(opened, problem.value(plan), np.inf, np.inf, SolveStatus.FEASIBLE, 0.0, (), pd.DataFrame())


def _scheduled(phased: Phased, options: Bools) -> Bools:
    """(n_schedules,) these options (n_options,), each in the earliest phase with room, those worth most by cost first.

    What needs another to open first is tried again once that is open.
    """
    problem, table = phased.problem, phased.schedules.table
    feasible, plan = Feasible(problem, floors=False), problem.required.copy()
    wanted = options[table["option"]] & (table["change"] != "closed").to_numpy(dtype=bool)
    worth = phased.at_once.state_at(options).losses()[table["option"]] / (table["spend"].to_numpy(dtype=float) + 1.0)
    order = np.lexsort((table["phase"], -worth))
    left, placed = order[wanted[order]].tolist(), True
    while placed:
        placed = False
        for schedule in left:
            if feasible.additions(plan)[schedule]:
                plan[schedule] = placed = True
        left = [schedule for schedule in left if not plan[problem.site_of == problem.site_of[schedule]].any()]
    return plan
