"""The plan that is best where its worst outlooks come, on their mean or at their threshold: bounded, not exact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

import numpy as np

from siteplan.errors import SolverError
from siteplan.optimise.analyses.over_outlooks import (
    OutlooksAim,
    RoundsParams,
    Tried,
    hardest_weights,
    known_weights,
    solved_in_turn,
)
from siteplan.optimise.analyses.tails import Tail, TailQuantile
from siteplan.optimise.incumbent import bound_rounding
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.selection import Progress, Selection, SolveStatus, relative_gap
from siteplan.optimise.tolerances import CONTRADICTION, PROBABILITY_SUM
from siteplan.optimise.types import Bools, Floats

__all__ = ["TailPlan", "best_tail"]


@dataclass(frozen=True)
class TailPlan:
    """A plan that is good where its worst outlooks come, and what is proven of it.

    Attributes
    ----------
    selection : the plan, as the best found of a mean of outlooks: objective, bound, gap and source are of that mean
    weights : (n_outlooks,) of that mean
    tail : the figure that was asked for
    told : the same plan as it is asked for: objective, bound, gap, status, seconds and trace are of the tail's figure
    best : what was found in each outlook alone; None where it was not solved
    rounds : solves, of outlooks alone and of means
    sets, left : sets of weights that were looked at, and those of them in which a better plan is not ruled out
    in_time : whether the search came to its end in time, though the gap may be wider than was asked
    every : whether there are no other sets; else the bound is what the bounds of outlooks alone leave possible
    """

    selection: Selection
    weights: Floats
    tail: Tail
    told: Selection
    best: Sequence[Selection | None] = field(default_factory=tuple)
    rounds: int = 0
    sets: int = 1
    left: int = 0
    in_time: bool = True
    every: bool = True


def best_tail(  # noqa: PLR0913  what is asked stays in the call, as in `solve`
    questions: Sequence[SiteProblem],
    tail: Tail,
    gap: float = 1e-3,
    time_limit: float = 60.0,
    *,
    seed: int = 0,
    solver: str = "highs",
    progress: Callable[[Progress], None] | None = None,
    cancel: Callable[[], bool] | None = None,
    stands: Bools | None = None,
    params: RoundsParams = RoundsParams(),
) -> TailPlan | Selection:
    """Return a plan of large value in the tail of outlooks, and a proof of how large any can be.

    Parameters
    ----------
    questions, gap, stands : see solved_in_turn; the gap of the tail's figure, too, is asked to be no larger

    Returns
    -------
    TailPlan, or the Selection that found no plan.
    """
    aim = _TailAim(tail, gap, params, max(map(bound_rounding, questions)))
    tried, last = solved_in_turn(
        questions,
        aim,
        gap,
        time_limit,
        params,
        seed=seed,
        solver=solver,
        progress=progress,
        cancel=cancel,
        stands=stands,
    )
    return aim.plan(tried, last.status) if tried else last


class _TailAim(OutlooksAim):
    """The mean by probability, or each outlook alone; then means within the sets whose bounds are largest."""

    def __init__(self, tail: Tail, gap: float, params: RoundsParams, rounding: float) -> None:
        self.alone = isinstance(tail, TailQuantile)
        self._tail, self._gap, self._params, self._rounding = tail, gap, params, rounding
        self._n = len(tail.chances)
        self._settled: set[int] = set()  # sets of weights whose bound no mean would lower by much
        self._limits: Floats | None = None  # (n_sets, n_outlooks), once it is known which may be of use
        self._others, self._every = np.inf, True

    def weights(self, tried: Sequence[Tried]) -> Floats | None:
        """Return the weights of the next mean; None once the figure is as near its bound as it comes."""
        begun = self._n if self.alone else 1
        if len(tried) < begun:
            return np.asarray(np.eye(self._n)[len(tried)]) if self.alone else self._tail.chances
        if len(tried) >= self._params.rounds + self._n * self.alone:
            return None
        return next(self._next(tried), None)

    def _next(self, tried: Sequence[Tried]) -> Iterator[Floats]:
        """Yield weights by which no plan found is worth much, of the sets whose bounds are largest first."""
        value, limits, bounds = self._value(tried), self._sets(tried), self._bounds(tried)
        values = np.array([one.values for one in tried])
        for number in np.argsort(-bounds, kind="stable").tolist():
            if self._is_near(bounds[number], value):
                return
            if number in self._settled:
                continue
            weights, reached = hardest_weights(values, limits[number])
            if not self._is_near(bounds[number], reached) and not known_weights(tried, weights):
                yield weights
            self._settled.add(number)

    def _is_near(self, bound: float, value: float) -> bool:
        return bool(np.isfinite(bound)) and bound - value <= self._params.near * self._gap * abs(bound)

    def _value(self, tried: Sequence[Tried]) -> float:
        """Return the figure of the best plan found."""
        return float(self._tail.of(np.array([one.values for one in tried])).max())

    def _sets(self, tried: Sequence[Tried]) -> Floats:
        """(n_sets, n_outlooks) the sets of weights in which, when first asked, a plan might have been better."""
        if self._limits is None:
            value, alone = self._value(tried), self._alone(tried)
            sets = list(islice(self._tail.limits(alone > value), self._params.sets + 1))
            self._every = len(sets) <= self._params.sets
            self._others = value if self._every else max(value, float(self._tail.of(alone[None])[0]))
            self._limits = np.array(sets[: self._params.sets], dtype=float).reshape(-1, self._n)
        return self._limits

    def _alone(self, tried: Sequence[Tried]) -> Floats:
        """(n_outlooks,) what no plan exceeds in each outlook, as far as it was solved alone."""
        most = np.full(self._n, np.inf)
        for one in tried:
            if one.weights.max() == 1.0:
                most[int(one.weights.argmax())] = one.selection.bound
        return most

    def _bounds(self, tried: Sequence[Tried]) -> Floats:
        """(n_sets,) what no plan exceeds by weights within the set: the least bound of a mean by such weights."""
        limits = self._sets(tried)
        bounds = np.full(len(limits), np.inf)
        for one in tried:
            within = (one.weights <= limits + PROBABILITY_SUM).all(axis=1)
            bounds[within] = np.minimum(bounds[within], one.selection.bound)
        return bounds

    def _standing(self, tried: Sequence[Tried]) -> Progress:
        """Return when the figure of the best plan was what, and what no plan's exceeds.

        Raises
        ------
        SolverError
            The bound lies below the value, by more than rounding.
        """
        value, last = self._value(tried), tried[-1]
        bound = np.inf  # of outlooks that are not all solved alone
        if len(tried) >= self._n * self.alone:
            proven = max([*self._bounds(tried), self._others])
            bound = max(value, proven)
            if value - proven > max(CONTRADICTION * abs(value), self._rounding):
                message = f"a bound of {proven!r} lies below the value {value!r} of a plan"
                raise SolverError(message)
        gap = relative_gap(bound, value) if np.isfinite(bound) else np.inf
        return Progress(last.seconds, "search", bound, value, gap, last.cpu_seconds)

    def heard(self, tried: Sequence[Tried], step: Progress) -> Progress:
        """Return a step of a solve with what is known of the tail."""
        if not tried:
            return replace(step, bound=np.inf, value=np.nan, gap=np.inf)
        known = self._standing(tried)
        seconds, cpu_seconds = known.seconds + step.seconds, known.cpu_seconds + step.cpu_seconds
        return replace(known, seconds=seconds, cpu_seconds=cpu_seconds, stage=step.stage)

    def plan(self, tried: Sequence[Tried], last: SolveStatus) -> TailPlan:
        """Return the plan whose figure is best, by all that is known now; `last` is how the last solve ended."""
        chosen = tried[int(self._tail.of(np.array([one.values for one in tried])).argmax())]
        alone = {int(one.weights.argmax()): one.selection for one in reversed(tried) if one.weights.max() == 1.0}
        bounds = self._bounds(tried)
        return TailPlan(
            selection=chosen.selection,
            weights=chosen.weights,
            tail=self._tail,
            told=self._told(chosen.selection, tried, last),
            best=tuple(alone.get(k) for k in range(self._n)),
            rounds=len(tried),
            sets=len(bounds),
            left=int((bounds > self._value(tried)).sum()),
            in_time=self._in_time(tried),
            every=self._every,
        )

    def _in_time(self, tried: Sequence[Tried]) -> bool:
        """Whether no solve was cut short, and none is left to be made."""
        proven = all(one.selection.status is SolveStatus.OPTIMAL for one in tried)
        return proven and self.weights(tried) is None

    def _told(self, selection: Selection, tried: Sequence[Tried], last: SolveStatus) -> Selection:
        """Return the selection with figure and proof of the tail, and the time that all solves took."""
        trace = tuple(self._standing(tried[: n + 1]) for n in range(len(tried)))
        end = trace[-1]
        stopped = SolveStatus.CANCELLED if last is SolveStatus.CANCELLED else SolveStatus.FEASIBLE
        return replace(
            selection,
            objective=end.value,
            bound=end.bound,
            gap=end.gap,
            status=SolveStatus.OPTIMAL if end.gap <= self._gap else stopped,
            seconds=end.seconds,
            cpu_seconds=end.cpu_seconds,
            trace=trace,
        )
