r"""Over outlooks: one question of many futures, answered by means of them that are solved in turn.

What is asked of all outlooks together is, with :math:`A_k(y)` what plan y is worth in outlook k and W a set of weights,

.. math:: \max_y \min_{w \in W} \sum_k w_k A_k(y) \le \min_{w \in W} \max_y \sum_k w_k A_k(y)

so whatever the weights in W, one solve of a mean proves a bound, and gives a plan. The next weights are those by which
no plan found so far is worth much: a linear programme, and the whole a cutting-plane method (Kelley 1960). It ends
where the right side is known to the gap asked; what is left between plan and bound are the solves' gaps, and that
sites open whole or not at all. So plans are bounded, not exact.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from siteplan.errors import SolverError
from siteplan.errors.params import Params, within
from siteplan.optimise.captures.capped import mean_of
from siteplan.optimise.heuristics.restore_existing import restore_existing
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.selection import Progress, Selection, SolveStatus
from siteplan.optimise.solve import solve
from siteplan.optimise.stop import Stop
from siteplan.optimise.tolerances import PROBABILITY_SUM
from siteplan.optimise.types import Bools, Floats

__all__ = ["OutlooksAim", "RoundsParams", "Tried", "hardest_weights", "known_weights", "mean_problem", "solved_in_turn"]


@dataclass(frozen=True)
class RoundsParams(Params):
    """How many means of outlooks are solved, and when a plan is good enough.

    Attributes
    ----------
    rounds : count; means that are solved, each outlook alone not among them
    near : times the gap asked; a plan that is so near its bound is good enough
    part : share of the time left that a solve may take, where an even part is less: few need all their rounds
    least_seconds : seconds that a solve has at least, since one asks for some
    sets : count; most sets of outlooks that are looked at one by one
    """

    rounds: int = within(12, 1)
    near: float = within(1.0, 0.0)
    part: float = within(0.25, 0.0, 1.0)
    least_seconds: float = within(1e-3, 1e-6)
    sets: int = within(2000, 1)


@dataclass(frozen=True)
class Tried:
    """One mean that was solved.

    Attributes
    ----------
    selection : its best plan; objective, bound and gap are of that mean
    weights, values : (n_outlooks,) by which it was asked, and what the plan is worth in each outlook
    seconds, cpu_seconds : since the first solve began
    """

    selection: Selection
    weights: Floats
    values: Floats
    seconds: float
    cpu_seconds: float


class OutlooksAim(ABC):
    """What is asked of all outlooks together."""

    alone: bool
    """Whether each outlook is solved alone before means are."""

    @abstractmethod
    def weights(self, tried: Sequence[Tried]) -> Floats | None:
        """Return the weights (n_outlooks,) of the next mean; None where another would prove nothing."""

    def heard(self, tried: Sequence[Tried], step: Progress) -> Progress:  # noqa: ARG002  some go by what was tried
        """Return a step of a solve as it is told; that of its mean if nothing else is known."""
        return step


def mean_problem(questions: Sequence[SiteProblem], weights: Floats) -> SiteProblem:
    """Return the question that counts the mean of others, on the same options, rules and zones, by these weights.

    Those that weigh nothing are left out; one that is left alone is returned itself.
    """
    counted = np.flatnonzero(weights > 0).tolist()
    if len(counted) == 1 and weights[counted[0]] == 1.0:
        return questions[counted[0]]
    capture = mean_of([questions[k].capture for k in counted], weights[counted])
    fixed = weights[counted] @ np.vstack([questions[k].value_of for k in counted])
    return replace(questions[0], capture=capture, fixed_value=fixed)


def hardest_weights(payoffs: Floats, most: Floats) -> tuple[Floats, float]:
    """Return the weights by which the best of these plans is worth least, and what it is worth by them.

    Parameters
    ----------
    payoffs : (n_plans, n_outlooks)
    most : (n_outlooks,) of each weight; they sum to 1 or more

    Raises
    ------
    SolverError
        There are no such weights.
    """
    from scipy.optimize import linprog  # noqa: PLC0415 - few studies need it

    n_plans, n = payoffs.shape
    scale = float(np.abs(payoffs).max()) or 1.0
    found = linprog(
        np.append(np.zeros(n), 1.0),
        np.hstack([payoffs / scale, -np.ones((n_plans, 1))]),
        np.zeros(n_plans),
        np.append(np.ones(n), 0.0)[None],
        [1.0],
        [*((0.0, limit) for limit in most), (-1.0, 1.0)],
    )
    if found.x is None:
        raise SolverError(found.message)
    weights = np.clip(found.x[:n], 0.0, most)
    weights = np.where(weights > PROBABILITY_SUM, weights, 0.0)
    weights = weights / weights.sum()
    return weights, float((payoffs @ weights).max())


def known_weights(tried: Sequence[Tried], weights: Floats) -> bool:
    """Return whether the mean by these weights was solved already."""
    return any(np.allclose(one.weights, weights, rtol=0.0, atol=PROBABILITY_SUM) for one in tried)


def solved_in_turn(  # noqa: PLR0913  what is asked stays in the call, as in `solve`
    questions: Sequence[SiteProblem],
    aim: OutlooksAim,
    gap: float,
    time_limit: float,
    params: RoundsParams,
    *,
    seed: int = 0,
    solver: str = "highs",
    progress: Callable[[Progress], None] | None = None,
    cancel: Callable[[], bool] | None = None,
    stands: Bools | None = None,
) -> tuple[list[Tried], Selection]:
    """Return every mean that was solved, and the last answer: that found no plan where the means are too few.

    Solves share the time, and begin at the plan that was found last; until there is one, a solve may take all of it.

    Parameters
    ----------
    questions : one an outlook, on the same options, rules and zones
    aim : that says by which weights means are solved
    gap : to which each solve is asked, a share of its bound
    stands : (n_options,) what stands, and is put back in each plan where that takes nothing from its mean
    """
    asked = partial(solve, gap=gap, solver=solver, cancel=cancel, seed=seed)
    asking = _Asking(asked, Stop.after(time_limit, cancel), params.rounds + aim.alone * len(questions), params)
    tried: list[Tried] = []
    while True:
        weights = aim.weights(tried)
        if weights is None or (tried and asking.stop.due):
            return tried, tried[-1].selection
        heard = None if progress is None else partial(_tell, progress, aim, tuple(tried))
        found = asking(mean_problem(questions, weights), heard)
        if not found.found:
            return tried, found
        found = found if stands is None or found.source is None else restore_existing(found.source, found, stands)
        plan = found.open.to_numpy(dtype=bool)
        values = np.array([question.value(plan) for question in questions])
        tried.append(Tried(found, weights, values, asking.seconds, asking.cpu_seconds))


def _tell(progress: Callable[[Progress], None], aim: OutlooksAim, tried: Sequence[Tried], step: Progress) -> None:
    progress(aim.heard(tried, step))


class _Asking:
    """Solves that share a time, each begun at the plan that was found last."""

    def __init__(self, ask: Callable[..., Selection], stop: Stop, left: int, params: RoundsParams) -> None:
        self._ask, self.stop, self._left, self._params = ask, stop, left, params
        self._last: Selection | None = None
        self.seconds = self.cpu_seconds = 0.0

    def __call__(self, question: SiteProblem, progress: Callable[[Progress], None] | None) -> Selection:
        """Return what is found in a part of the time left, or in all of it where there is no plan yet."""
        found = self._within(question, max(1.0 / max(self._left, 1), self._params.part), progress)
        if self._last is None and found.status is SolveStatus.UNDECIDED and not self.stop.due:
            found = self._within(question, 1.0, progress)
        self._left, self._last = self._left - 1, found if found.found else self._last
        return found

    def _within(self, question: SiteProblem, part: float, progress: Callable[[Progress], None] | None) -> Selection:
        seconds = max(self.stop.left * part, self._params.least_seconds)
        found = self._ask(question, time_limit=seconds, start=self._last, progress=progress)
        self.seconds, self.cpu_seconds = self.seconds + found.seconds, self.cpu_seconds + found.cpu_seconds
        return found
