"""Frontiers of a study: what each step of the budget brings, and what each share of coverage costs at least."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from siteplan.data import input_hash
from siteplan.errors.params import Params, within
from siteplan.evaluate.evaluate import measured
from siteplan.evaluate.kpis import Kpis
from siteplan.formulate.curves import Question, budget_question, coverage_question
from siteplan.formulate.objectives import objective_of
from siteplan.formulate.outcome import Answer, restored
from siteplan.formulate.phases.at_once_only import refuse_phases
from siteplan.groundwork import Groundwork
from siteplan.optimise import Selection, SolveStatus, solve
from siteplan.optimise.analyses.frontier import Frontier, climb
from siteplan.optimise.selection import relative_gap
from siteplan.study import Study
from siteplan.study.objectives import Goal
from siteplan.study.phases_spec import Phase
from siteplan.study.shown import Shown

__all__ = ["POINT_COLUMNS", "STEPS", "Curve", "Effort", "FrontierParams", "Frontiers", "study_frontiers"]

STEPS = {"budget": 1e6, "coverage": 0.01}
"""The step of each limit by which the marginal figure is told: a million of currency, a percentage point."""
POINT_COLUMNS = [
    "limit", "value", "bound", "gap", "status", "seconds", "sites", "kept",
    "marginal", "marginal_least", "marginal_most", "capex", "opex", "figure", "coverage", "coverage_rural",
]  # fmt: skip

Tell = Callable[[str, float, Selection], None]


@dataclass(frozen=True)
class FrontierParams(Params):
    """How the ends of a curve are found.

    Attributes
    ----------
    end_gap : share of the bound, at most
    """

    end_gap: float = within(1e-3, 0.0, 1.0)


@dataclass(frozen=True)
class Curve:
    """Plans along one limit.

    Attributes
    ----------
    name : "budget" (best value within a capex) or "coverage" (least capex that covers a share)
    study : as asked, with the rule whose limit moves
    rule : label of that rule
    asked : the limit in the study itself (currency or share); NaN where it has none
    goal : unit of value and bound, and which way is better
    today : value of today's network
    points : DataFrame, by rising limit
        limit; value, bound (units of the goal) and gap; status; seconds; sites that open or convert; kept (of those at
        the point before, how many stay); marginal (change of the value since the point before, a million of budget or
        a percentage point) and what the bounds of both points leave of it, least and most; by the full model capex
        (currency), opex (currency/year, today's sites included), figure (of the study's own goal), coverage and
        coverage_rural (shares of persons, headline function).
        Without a plan only limit, bound, status and seconds are there.
    """

    name: str
    study: Study
    rule: str
    asked: float
    goal: Goal
    today: float
    points: pd.DataFrame

    @property
    def found(self) -> pd.DataFrame:
        """The points that have a plan."""
        return self.points[self.points["value"].notna()]


@dataclass(frozen=True, repr=False)
class Frontiers(Shown):
    """The curves of a study; `cancelled` where the user stopped before the last point.

    `approximations` lists what the values of the budget curve do not count exactly; `phases` are those of the study,
    which are asked about as one.
    """

    study: Study
    goal: Goal
    curves: tuple[Curve, ...]
    cancelled: bool
    approximations: tuple[str, ...]
    input_hash: str
    phases: tuple[Phase, ...] = ()

    def __repr__(self) -> str:
        curves = ", ".join(f"{curve.name} with {len(curve.found)} plans" for curve in self.curves)
        return f"<Frontiers of {self.study.study.name}: {curves}>"

    @property
    def found(self) -> bool:
        """Whether any point has a plan."""
        return any(len(curve.found) for curve in self.curves)

    @property
    def proven_none(self) -> bool:
        """Whether it is proven that no point has a plan."""
        points = [status for curve in self.curves for status in curve.points["status"]]
        return bool(points) and all(status == SolveStatus.INFEASIBLE for status in points)


@dataclass(frozen=True)
class Effort:
    """How many points a curve has, to which gap each is sought, and for how many seconds at most."""

    points: int = 6
    gap: float = 0.01
    time_limit: float = 30.0


def study_frontiers(
    ground: Groundwork,
    effort: Effort,
    cancel: Callable[[], bool] | None = None,
    tell: Tell | None = None,
    params: FrontierParams = FrontierParams(),
) -> Frontiers:
    """Return budget against value and capex against coverage, the points found before `cancel` says True.

    `tell` hears the name of the curve, each limit and its selection.
    """
    refuse_phases(ground.study, "frontier")
    ends = partial(solve, gap=min(effort.gap, params.end_gap), time_limit=effort.time_limit, cancel=cancel)
    objective = objective_of(ground)
    goal = objective.goal
    capex = Goal("cost", ground.study.study.currency, least=True)
    rough = objective.approximations
    curves: list[Curve] = []
    for name, ask, unit in (("budget", budget_question, goal), ("coverage", coverage_question, capex)):
        if cancel is not None and cancel():
            break
        question = ask(ground, effort.points, ends)
        hear = None if tell is None else partial(tell, name)
        found = climb(
            question.ladder,
            gap=effort.gap,
            time_limit=effort.time_limit,
            cancel=cancel,
            tell=hear,
            start=question.start,
        )
        curves.append(_curve(name, ground, question, found, unit, rough if name == "budget" else (), effort.gap))
    return Frontiers(
        study=ground.study,
        goal=goal,
        curves=tuple(curve for curve in curves if len(curve.points)),
        cancelled=cancel is not None and cancel(),
        approximations=rough,
        input_hash=input_hash(ground.study),
    )


def _curve(
    name: str,
    ground: Groundwork,
    question: Question,
    found: Frontier,
    goal: Goal,
    rough: tuple[str, ...],
    gap: float,
) -> Curve:
    """Return a curve with what the full model counts for each of its plans."""
    rising = name == "coverage" or not goal.least
    points = _stepped(_points(ground, found, goal, rough, gap), STEPS[name], rising)
    figure = measured(ground, [ground.stands])[0][1] if name == "budget" else 0.0
    return Curve(name, question.study, question.rule, question.asked, goal, figure, points)


def _points(ground: Groundwork, found: Frontier, goal: Goal, rough: tuple[str, ...], gap: float) -> pd.DataFrame:
    """Return the points with what the full model counts for each."""
    lines = found.points.to_dict("records")
    answers = [
        Answer.of(ground, restored(ground, _bounded(selection, line["bound"])), goal, rough, gap)
        for line, selection in zip(lines, found.selections, strict=True)
    ]
    counts = measured(ground, [point.is_open for point in answers])
    rows, last, new = [], ground.stands, ground.options["new"].to_numpy(dtype=bool)
    for line, point, (kpis, figure) in zip(lines, answers, counts, strict=True):
        kept = float((last & point.is_open & new).sum())
        counted = {"sites": float((point.is_open & new).sum()), **_counted(kpis, figure)}
        counted = counted if point.found else dict.fromkeys(counted, float("nan"))
        rows.append({"limit": line["limit"], **_told(point), **counted, "kept": kept})
        last = point.is_open if point.found else last
    return pd.DataFrame(rows, columns=[column for column in POINT_COLUMNS if not column.startswith("marginal")])


def _bounded(selection: Selection, bound: float) -> Selection:
    """Return a point's selection by the bound that the whole curve gives it."""
    bound = max(bound, selection.objective) if selection.found else bound
    return replace(selection, bound=bound, gap=relative_gap(bound, selection.objective))


def _stepped(points: pd.DataFrame, step: float, rising: bool) -> pd.DataFrame:
    """Return the points with what each step brings; NaN for the first plan, which is no step from another.

    A looser limit allows all that a tighter one does, so best values only ever rise, or only ever fall.
    """
    found = points[points["value"].notna()]
    per, before = step / found["limit"].diff(), found.shift()
    ends = pd.DataFrame([found["value"] - before["bound"], found["bound"] - before["value"]]) * per
    ends = ends.clip(lower=0.0) if rising else ends.clip(upper=0.0)
    return points.assign(
        kept=points["kept"].where(points.index.isin(found.index[1:])),
        marginal=found["value"].diff() * per,
        marginal_least=ends.min(skipna=False),
        marginal_most=ends.max(skipna=False),
    )[POINT_COLUMNS]


def _told(point: Answer) -> dict[str, Any]:
    """Return what the optimiser says of a point, in the unit of its goal."""
    return {
        "value": point.objective,
        "bound": point.bound if np.isfinite(point.bound) else float("nan"),
        "gap": point.true.gap,
        "status": str(point.true.status),
        "seconds": point.true.seconds,
    }


def _counted(kpis: Kpis, figure: float) -> dict[str, float]:
    """Return what the full model counts."""
    return {
        "capex": kpis.capex,
        "opex": kpis.opex,
        "figure": figure,
        "coverage": kpis.coverage.all,
        "coverage_rural": kpis.coverage.rural,
    }
