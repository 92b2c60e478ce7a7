r"""Least worst regret: the plan that is nearest to the best one in the outlook where it is farthest from it.

With :math:`V_k(y)` what plan y is worth in outlook k and :math:`V_k^*` the most that any plan is, the regret is
:math:`r_k(y) = (V_k^* - V_k(y)) / s_k`, a part of :math:`s_k = V_k^*` (Kouvelis and Yu 1997) or an amount,
:math:`s_k = 1` (Savage 1951). Whatever the weights :math:`\lambda` (from 0, with the sum 1),

.. math:: \min_y \max_k r_k(y) \ge \min_y \sum_k \lambda_k r_k(y)
    = \sum_k \lambda_k V_k^* / s_k - \max_y \sum_k \lambda_k V_k(y) / s_k

so one solve of a mean of outlooks proves a bound, and gives a plan (see over_outlooks). What is left between plan and
bound is the solves' gaps and the duality gap of whole sites: regret is bounded, not exact.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from siteplan.optimise.analyses.over_outlooks import (
    OutlooksAim,
    RoundsParams,
    Tried,
    hardest_weights,
    known_weights,
    solved_in_turn,
)
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.selection import Progress, Selection
from siteplan.optimise.types import Bools, Floats

__all__ = ["LeastRegret", "least_regret"]


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
    stands: Bools | None = None,
    params: RoundsParams = RoundsParams(),
) -> LeastRegret | Selection:
    """Return a plan of small worst regret over outlooks, and proofs of how small any can be.

    Parameters
    ----------
    questions, gap, stands : see solved_in_turn
    chances : (n_outlooks,) probabilities, the weights of the first mean
    relative : whether regret is a part of what the best plan of an outlook is worth, not an amount

    Returns
    -------
    LeastRegret, or the Selection that found no plan.
    """
    aim = _RegretAim(np.asarray(chances, dtype=float), gap, relative, params)
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
    return last if len(tried) < len(questions) else aim.told(tried)


class _RegretAim(OutlooksAim):
    """Each outlook alone; then the mean by probability; then means by which no plan found regrets little."""

    alone = True

    def __init__(self, chances: Floats, gap: float, relative: bool, params: RoundsParams) -> None:
        self._chances, self._gap, self._relative, self._params = chances, gap, relative, params

    def weights(self, tried: Sequence[Tried]) -> Floats | None:
        """Return the weights of the next mean; None once regrets are as near their bound as they come."""
        n = len(self._chances)
        if len(tried) <= n:
            return self._chances if len(tried) == n else np.asarray(np.eye(n)[len(tried)])
        told = self.told(tried)
        if told.rounds >= self._params.rounds or self._is_near(told, told.high):
            return None
        regrets = np.array([told.regrets.least(one.values) for one in tried])
        shares, least = hardest_weights(-regrets, np.ones(n))
        weights = told.regrets.weights(shares)
        return None if self._is_near(told, -least) or known_weights(tried, weights) else weights

    def _is_near(self, told: LeastRegret, regret: float) -> bool:
        """Whether a regret is so near its bound that the gap asked of solves explains it."""
        width = self._gap if told.regrets.relative else self._gap * float(np.abs(told.regrets.high).max())
        return regret - told.bound <= self._params.near * width

    def told(self, tried: Sequence[Tried]) -> LeastRegret:
        """Return the plan whose worst regret is least, by all that is known now."""
        n = len(self._chances)
        values, best = np.array([one.values for one in tried]), tuple(one.selection for one in tried[:n])
        low, high = values.max(axis=0), np.array([selection.bound for selection in best])
        regrets = Regrets(low, np.maximum(high, low), self._relative and bool((low > 0).all()))
        worst = [float(regrets.most(value).max()) for value in values]
        chosen = tried[int(np.argmin(worst))]
        return LeastRegret(
            selection=chosen.selection,
            weights=chosen.weights,
            low=float(regrets.least(chosen.values).max()),
            high=min(worst),
            bound=max(0.0, *(regrets.proven(one.weights, one.selection.bound) for one in tried)),
            regrets=regrets,
            best=best,
            rounds=len(tried) - n,
        )
