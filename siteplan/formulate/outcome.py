"""Outcome: what is made of each selection that a solve gives back, in the study's figures.

Plan, frontiers, explanations and ranges all take it from here: today's sites that closed without a reason are
restored, an objective that was only bounded from above is counted by the full model, and the gap is that to the true
value.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.formulate.network import Network
from siteplan.formulate.objectives import objective_of
from siteplan.formulate.phases.phased_problem import PHASE_LIMIT, Phased
from siteplan.formulate.phases.roll_out import RollOut
from siteplan.formulate.site_problem import site_problem
from siteplan.groundwork import Groundwork
from siteplan.optimise import Progress, Selection, SiteProblem, SolveStatus
from siteplan.optimise.analyses.best_tail import TailPlan
from siteplan.optimise.analyses.regret import LeastRegret
from siteplan.optimise.heuristics.restore_existing import restore_existing
from siteplan.optimise.selection import relative_gap
from siteplan.study.objectives import Goal

__all__ = ["Answer", "Figures", "figures", "figures_heard", "restored"]

ROUNDED = 1e-9


@dataclass(frozen=True)
class Answer:
    """What a solve found, told in the unit of the goal.

    Attributes
    ----------
    ground : of the study that was asked
    selection : what opens, in the optimiser's units and as it counts
        Its `approximations` list what of rules and objective was not modelled exactly.
    true : the same at its true value, with its honest gap and status; another only where the objective overestimates
    goal : unit and sense of the figures
    roll_out : where the plan has phases: what is decided when
        `selection` is then what stands in the end, as if that alone were asked, and has no proof; `true` has it.
    regret, tail : what is proven of regrets, or of the worst outlooks, where the plan was chosen for them
        With a tail `true` is of its figure; `selection` is then the best found of a mean of outlooks.
    """

    ground: Groundwork
    selection: Selection
    true: Selection
    goal: Goal
    roll_out: RollOut | None = None
    regret: LeastRegret | None = None
    tail: TailPlan | None = None

    @classmethod
    def of(
        cls,
        ground: Groundwork,
        selection: Selection,
        goal: Goal | None = None,
        approximations: tuple[str, ...] | None = None,
        gap: float | None = None,
    ) -> Answer:
        """Return a selection at its true value; what a solve gives back is `restored` before.

        Parameters
        ----------
        goal, approximations : where other than those of the study's objective was asked
        gap : to which it was asked, a share of the bound; that of the study if not given
        """
        objective = objective_of(ground)
        rough = objective.approximations if approximations is None else approximations
        goal = objective.goal if goal is None else goal
        every = tuple(dict.fromkeys((*selection.approximations, *rough)))
        selection = true = replace(selection, exact=not every, approximations=every)
        if rough and selection.found:
            (counted,) = figures(ground, [selection.open.to_numpy(dtype=bool)]).mean
            true = at_true_value(selection, goal.maximised(counted), ground.study.plan.gap if gap is None else gap)
        return cls(ground, selection, true, goal)

    @classmethod
    def over_phases(cls, phased: Phased, found: Selection) -> Answer:
        """Return what schedules that were found make of the network in the end, with the proof of the whole."""
        roll_out, ground, problem = RollOut(phased, found), phased.ground, phased.at_once
        rules = found.rules[~found.rules["rule"].str.startswith(PHASE_LIMIT)].reset_index(drop=True)
        at_end = replace(
            found,
            open=pd.Series(roll_out.at_end, index=problem.options.index, name="open"),
            objective=problem.value(roll_out.at_end),
            bound=np.inf,
            gap=np.inf,
            rules=rules,
            source=problem,
            relaxed=None,
            cuts=None,
        )
        return cls(roll_out.dated_ground, at_end, _at_full_model(roll_out, found), objective_of(ground).goal, roll_out)

    def over_outlooks(self, found: LeastRegret | TailPlan) -> Answer:
        """Return the same as what was chosen for regrets, or for the worst outlooks."""
        if isinstance(found, LeastRegret):
            return replace(self, regret=found)
        told = replace(found.told, exact=self.selection.exact, approximations=self.selection.approximations)
        answer = replace(self, true=told, tail=found)
        if not objective_of(self.ground).approximations:
            return answer
        counted = self.goal.maximised(answer.judged(answer.figures)[0])
        return replace(answer, true=at_true_value(told, counted, self.ground.study.plan.gap))

    def judged(self, figures: Figures) -> list[float]:
        """Return what each plan is judged by, of the goal's figures: their mean, or that of the worst outlooks."""
        return figures.mean if self.tail is None else self.tail.tail.of(figures.by_outlook.T).tolist()

    @property
    def alone(self) -> Sequence[Selection | None]:
        """The best plan of each outlook alone, as far as the search asked for it."""
        known = self.regret or self.tail
        return () if known is None else known.best

    @property
    def found(self) -> bool:
        """Whether there is a plan."""
        return self.selection.found

    @property
    def is_open(self) -> NDArray[np.bool_]:
        """What opens (n_options,)."""
        return self.selection.open.to_numpy(dtype=bool)

    @property
    def objective(self) -> float:
        """The plan's true figure; NaN without a plan."""
        return self.goal.figure(self.true.objective) + 0.0  # no -0

    @property
    def bound(self) -> float:
        """The best that any plan's figure could be."""
        return self.goal.figure(self.true.bound)

    @property
    def trace(self) -> tuple[Progress, ...]:
        """The steps of the search."""
        return tuple(_in_goal_units(step, self.goal) for step in self.true.trace)

    @property
    def problem(self) -> SiteProblem:
        """What was solved."""
        return self.selection.source or site_problem(self.ground)

    @property
    def figures(self) -> Figures:
        """The goal's figures of the plan and of today's network under the full model."""
        if self.roll_out is None:
            return figures(self.ground, [self.is_open, self.ground.stands])
        return _figures_over_phases(self.roll_out)


def restored(ground: Groundwork, selection: Selection) -> Selection:
    """Return what a solve found, today's sites put back wherever that takes nothing from the plan."""
    if selection.found and selection.source is not None:
        return restore_existing(selection.source, selection, ground.stands)
    return selection


def at_true_value(selection: Selection, counted: float, asked: float) -> Selection:
    """Return a selection, its objective only bounded from above, at its true value and distance from the bound."""
    lifted = counted > selection.bound >= counted - ROUNDED * max(1.0, abs(counted))  # by the last digits of a sum
    bound = counted if lifted else selection.bound
    gap = relative_gap(bound, counted)
    beyond = selection.status is SolveStatus.OPTIMAL and gap > asked
    status = SolveStatus.FEASIBLE if beyond else selection.status
    return replace(selection, objective=counted, bound=bound, gap=gap, status=status)


def figures_heard(progress: Callable[[Progress], None], goal: Goal) -> Callable[[Progress], None]:
    """Return a listener that hears bound and value as figures of a goal."""
    return lambda step: progress(_in_goal_units(step, goal))


def _in_goal_units(step: Progress, goal: Goal) -> Progress:
    """Return a step of the search with its bound and value as figures of the goal."""
    return replace(step, bound=goal.figure(step.bound), value=goal.figure(step.value))


@dataclass(frozen=True)
class Figures:
    """The goal's figure of plans under the full model.

    Attributes
    ----------
    by_outlook : (n_outlooks, n_plans)
    chances : (n_outlooks,) probabilities, which sum to 1
    """

    by_outlook: NDArray[np.float64]
    chances: NDArray[np.float64]

    @property
    def mean(self) -> list[float]:
        """Each plan's figure on the mean of the outlooks: what it is judged by."""
        return [float(figure) for figure in self.chances @ self.by_outlook]


def figures(ground: Groundwork, plans: Sequence[NDArray[np.bool_]]) -> Figures:
    """Return the goal's figure of each plan (n_options,) in each outlook, by the full model."""
    outlooks = [(chance, there, objective_of(there)) for chance, there in ground.outlooks()]
    rows = [[goal.value(Network(there, plan)) for plan in plans] for _, there, goal in outlooks]
    return Figures(np.array(rows), np.array([chance for chance, _, _ in outlooks]))


def _at_full_model(roll_out: RollOut, found: Selection) -> Selection:
    """Return what was found over phases at its true value, where the objective counts some of it too much."""
    rough, ground = roll_out.phased.approximations, roll_out.phased.ground
    every = tuple(dict.fromkeys((*found.approximations, *rough)))
    found = replace(found, exact=not every, approximations=every)
    if not rough:
        return found
    (counted, _) = _figures_over_phases(roll_out).mean
    return at_true_value(found, objective_of(ground).goal.maximised(counted), ground.study.plan.gap)


def _figures_over_phases(roll_out: RollOut) -> Figures:
    """Return the goal's figure of what stands, period by period, and of today's network: means over the horizon."""
    phased, goal = roll_out.phased, objective_of(roll_out.phased.ground).goal
    chosen = roll_out.selection.open.to_numpy(dtype=bool)
    parts = [figures(each.ground, [each.standing(chosen), each.ground.stands]) for each in phased.counted]
    total = sum(each.weight * part.by_outlook for each, part in zip(phased.counted, parts, strict=True))
    spent = np.array([goal.figure(each.of(chosen)) for _, each in phased.spending])
    return Figures(total - np.outer(spent, [1.0, 0.0]), parts[0].chances)
