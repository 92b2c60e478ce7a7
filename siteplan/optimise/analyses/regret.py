r"""Least worst regret: the plan that is nearest to the best one in the outlook where it is farthest from it.

With :math:`V_k(y)` what plan y is worth in outlook k and :math:`V_k^*` the most that any plan is, the regret is
:math:`r_k(y) = (V_k^* - V_k(y)) / s_k`, a part of :math:`s_k = V_k^*` (Kouvelis and Yu 1997) or an amount,
:math:`s_k = 1` (Savage 1951). Whatever the weights :math:`\lambda` (from 0, with the sum 1),

.. math:: \min_y \max_k r_k(y) \ge \min_y \sum_k \lambda_k r_k(y)
    = \sum_k \lambda_k V_k^* / s_k - \max_y \sum_k \lambda_k V_k(y) / s_k

so one solve of a mean of outlooks proves a bound, and gives a plan. Weights follow regrets by
:math:`\lambda_k \leftarrow \lambda_k \exp(\eta (r_k - \bar r))` (multiplicative weights, Freund and Schapire
1999). What is left between plan and bound is the solves' gaps and the duality gap of whole sites: regret is bounded,
not exact.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from siteplan.errors.params import Params, within
from siteplan.optimise.captures.capped import mean_of
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.selection import Progress, Selection
from siteplan.optimise.solve import solve
from siteplan.optimise.stop import Stop
from siteplan.optimise.types import Bools, Floats

__all__ = ["LeastRegret", "RegretParams", "least_regret", "mean_problem"]


@dataclass(frozen=True)
class RegretParams(Params):
    """How weights follow regrets.

    Attributes
    ----------
    rounds : count; means of outlooks that are solved
    step : by how much the logarithm of a weight grows with a regret above the mean, in parts of the largest at first
    near : times the gap asked; a plan whose regret is so near its bound is good enough
    least_seconds : seconds that a solve has at least, since one asks for some
    """

    rounds: int = within(8, 1)
    step: float = within(2.5, 0.0)
    near: float = within(1.0, 0.0)
    least_seconds: float = within(1e-3, 1e-6)


@dataclass(frozen=True)
class Regrets:
    """What is known of regrets: of each outlook what the best plan there is worth, at least and at most.

    Attributes
    ----------
    low, high : (n_outlooks,) values of the best plan there, found and proven
    relative : whether regrets are parts of the best plan's value, not amounts
    """

    low: Floats
    high: Floats
    relative: bool

    @property
    def scales(self) -> Floats:
        """(n_outlooks,) in what regrets are told: a value that the best plan has at least, or 1."""
        return self.low if self.relative else np.ones_like(self.low)

    def least(self, values: Floats) -> Floats:
        """(n_outlooks,) regrets of a plan with these values, at least."""
        return np.asarray(np.maximum(self.low - values, 0.0) / self.scales)  # at most as large as with a better plan

    def most(self, values: Floats) -> Floats:
        """(n_outlooks,) regrets at most."""
        most = 1.0 - values / self.high if self.relative else self.high - values
        return np.asarray(np.maximum(most, 0.0))

    def proven(self, weights: Floats, bound: float) -> float:
        """Return the worst regret that every plan has at least, if none is worth more than `bound` by these weights.

        `weights` (n_outlooks,) are of values, not of regrets.
        """
        return float((weights @ self.low - bound) / (weights @ self.scales))

    def weights(self, shares: Floats) -> Floats:
        """Return the weights of values, with the sum 1, that weigh regrets by these shares (n_outlooks,)."""
        by_value = shares / self.scales
        return np.asarray(by_value / by_value.sum())


@dataclass(frozen=True)
class LeastRegret:
    """A plan of small worst regret, and what is proven of it.

    Attributes
    ----------
    selection : the plan, as the best of a mean of outlooks: its objective, bound, gap and source are of that mean
    weights : (n_outlooks,) of that mean
    low, high : the worst regret of the plan, at least and at most
    bound : no plan's worst regret is less
    regrets : of each outlook what the best plan is worth
    best : what was found in each outlook alone
    rounds : means that were solved
    """

    selection: Selection
    weights: Floats
    low: float
    high: float
    bound: float
    regrets: Regrets
    best: Sequence[Selection] = field(default_factory=tuple)
    rounds: int = 0

    @property
    def within_gaps(self) -> bool:
        """Whether no plan was found that is better in any outlook by more than the solves leave open."""
        open_ = (self.regrets.high - self.regrets.low) / self.regrets.scales
        return self.low <= float(open_.max())


def mean_problem(questions: Sequence[SiteProblem], weights: Floats) -> SiteProblem:
    """Return the question that counts the mean of others, on the same options, rules and zones, by these weights."""
    capture = mean_of([question.capture for question in questions], weights)
    fixed = weights @ np.vstack([question.value_of for question in questions])
    return replace(questions[0], capture=capture, fixed_value=fixed)


def least_regret(  # noqa: PLR0913  what is asked stays in the call, as in `solve`
    questions: Sequence[SiteProblem],
    chances: Floats,
    gap: float = 1e-3,
    time_limit: float = 60.0,
    relative: bool = True,
    *,
    seed: int = 0,
    solver: str = "highs",
    progress: Callable[[Progress], None] | None = None,
    cancel: Callable[[], bool] | None = None,
    params: RegretParams = RegretParams(),
) -> LeastRegret | Selection:
    """Return a plan of small worst regret over outlooks, and proofs of how small any can be.

    Parameters
    ----------
    questions : one an outlook, on the same options, rules and zones
    chances : (n_outlooks,) probabilities, the weights to begin with
    gap : to which each solve is asked, a share of its bound
    relative : whether regret is a part of what the best plan of an outlook is worth, not an amount

    Returns
    -------
    LeastRegret, or the Selection that found no plan.
    """
    ask = partial(solve, gap=gap, solver=solver, progress=progress, cancel=cancel, seed=seed)
    run = _Run(
        questions, _Asking(ask, Stop.after(time_limit, cancel), len(questions) + params.rounds, params), relative
    )
    for number in range(len(questions)):
        found = run.alone(number)
        if not found.found:
            return found
    return run.balanced(np.asarray(chances, dtype=float), gap, params)


class _Asking:
    """Solves that share a time, each begun at the plan that was found last."""

    def __init__(self, ask: Callable[..., Selection], stop: Stop, left: int, params: RegretParams) -> None:
        self._ask, self.stop, self._left, self._params = ask, stop, left, params
        self._last: Selection | None = None

    def __call__(self, question: SiteProblem) -> Selection:
        """Return what is found in an even part of the time left."""
        seconds = max(self.stop.left / max(self._left, 1), self._params.least_seconds)
        found = self._ask(question, time_limit=seconds, start=self._last)
        self._left, self._last = self._left - 1, found if found.found else self._last
        return found


class _Run:
    """What was found and proven so far."""

    def __init__(self, questions: Sequence[SiteProblem], asking: _Asking, relative: bool) -> None:
        self.questions, self.asking, self.relative = questions, asking, relative
        self.best: list[Selection] = []  # in each outlook alone
        self.found: list[tuple[Selection, Floats, Floats]] = []  # plan, weights by which it was asked, its values

    def alone(self, number: int) -> Selection:
        """Return the best plan of one outlook."""
        found = self.asking(self.questions[number])
        self.best.append(found)
        if found.found:
            self._keep(found, np.eye(len(self.questions))[number])
        return found

    def balanced(self, chances: Floats, gap: float, params: RegretParams) -> LeastRegret:
        """Return the best plan once regrets are balanced, or the rounds are over."""
        weights, largest = chances, self.result(0).high or 1.0
        for number in range(1, params.rounds + 1):
            found = self.asking(mean_problem(self.questions, weights))
            if found.found:
                self._keep(found, weights)
            told = self.result(number)
            width = gap if self.relative else gap * float(np.abs(told.regrets.high).max())
            if not found.found or told.high - told.bound <= params.near * width or self.asking.stop.due:
                break
            regrets = told.regrets.least(self.found[-1][2])
            shares = weights * told.regrets.scales * np.exp(params.step * (regrets - regrets.mean()) / largest)
            weights = told.regrets.weights(shares / shares.sum())
        return told

    def result(self, rounds: int) -> LeastRegret:
        """Return the plan whose worst regret is least, by all that is known now."""
        values = np.array([value for _, _, value in self.found])
        high = np.array([selection.bound for selection in self.best])
        low = values.max(axis=0)
        regrets = Regrets(low, np.maximum(high, low), self.relative and bool((low > 0).all()))
        worst = [float(regrets.most(value).max()) for value in values]
        proven = [regrets.proven(weights, selection.bound) for selection, weights, _ in self.found]
        selection, weights, value = self.found[int(np.argmin(worst))]
        return LeastRegret(
            selection=selection,
            weights=weights,
            low=float(regrets.least(value).max()),
            high=min(worst),
            bound=max(0.0, *proven),
            regrets=regrets,
            best=tuple(self.best),
            rounds=rounds,
        )

    def _keep(self, found: Selection, weights: Floats) -> None:
        plan: Bools = found.open.to_numpy(dtype=bool)
        self.found.append((found, weights, np.array([question.value(plan) for question in self.questions])))
