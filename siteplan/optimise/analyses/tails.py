r"""Tails: what a plan is worth where its worst outlooks come, on their mean or at their threshold.

With :math:`V_k(y)` what plan y is worth in outlook k, :math:`p_k` its probability and :math:`\alpha` that of the tail,
the mean of the worst outlooks is the conditional value at risk (Rockafellar and Uryasev 2000), by its dual

.. math:: \mathrm{CVaR}_\alpha(y) = \min_w \sum_k w_k V_k(y), \quad 0 \le w_k \le p_k / \alpha, \quad \sum_k w_k = 1

and what a plan reaches with a probability of :math:`1 - \alpha`, the quantile or value at risk, is the largest of the
least values over sets S of outlooks that are so probable,

.. math:: \mathrm{VaR}_\alpha(y) = \max_{S: P(S) \ge 1 - \alpha} \min_{k \in S} V_k(y)

where the minimum is that of :math:`\sum_k w_k V_k(y)` over weights within S; sets that contain another such set are
no better than it. So each is a question of weights (see over_outlooks), of the quantile one a set.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from siteplan.optimise.tolerances import PROBABILITY_SUM
from siteplan.optimise.types import Bools, Floats

__all__ = ["Tail", "TailMean", "TailQuantile", "minimal_sets"]


@dataclass(frozen=True)
class Tail(ABC):
    """A figure of plans that looks at their worst outlooks.

    Attributes
    ----------
    chances : (n_outlooks,) probabilities, which sum to 1
    tail : probability of the worst outlooks
    """

    chances: Floats
    tail: float

    @abstractmethod
    def of(self, values: Floats) -> Floats:
        """Return the figure (n_plans,) of plans that are worth so much in each outlook (n_plans, n_outlooks)."""

    @abstractmethod
    def limits(self, useful: Bools) -> Iterator[Floats]:
        """Yield sets of weights, as the most of each (n_outlooks,), by the best of which plans are judged.

        Those that need an outlook which is of no use (n_outlooks,) may be left out.
        """

    def _worst_first(self, values: Floats) -> tuple[Floats, Floats]:
        """(n_plans, n_outlooks) values, the worst first, and the probability of all that are worse."""
        order = np.argsort(values, axis=1, kind="stable")
        chances = self.chances[order]
        return np.take_along_axis(values, order, axis=1), np.cumsum(chances, axis=1) - chances


class TailMean(Tail):
    """Conditional value at risk: the mean of the worst outlooks that are as probable as the tail."""

    def of(self, values: Floats) -> Floats:
        """Return the mean of the worst; of an outlook that is only partly in the tail that part counts."""
        worst, before = self._worst_first(values)
        upto = np.append(before[:, 1:], np.full((len(worst), 1), np.inf), axis=1)
        weights = (np.minimum(upto, self.tail) - np.minimum(before, self.tail)) / self.tail
        return np.asarray((weights * worst).sum(axis=1))

    def limits(self, useful: Bools) -> Iterator[Floats]:  # noqa: ARG002  all outlooks may be in the tail
        """Yield the one set of weights: none is larger than the probability is of the tail."""
        yield np.minimum(self.chances / self.tail, 1.0)


class TailQuantile(Tail):
    """Value at risk: what a plan reaches with a probability of 1 less that of the tail, or a larger one."""

    def of(self, values: Floats) -> Floats:
        """Return the value of the best outlook below which the others are no more probable than the tail."""
        worst, before = self._worst_first(values)
        last = (before <= self.tail + PROBABILITY_SUM).sum(axis=1) - 1
        return np.asarray(worst[np.arange(len(worst)), last])

    def limits(self, useful: Bools) -> Iterator[Floats]:
        """Yield each set of outlooks that is probable enough, as weights of up to 1, and contains no other."""
        return minimal_sets(np.where(useful, self.chances, 0.0), 1.0 - self.tail)


def minimal_sets(chances: Floats, least: float) -> Iterator[Floats]:
    """Yield the sets of outlooks (n_outlooks,), 1 for each in it, that are probable enough and none without one.

    The most probable go first: so the last that is taken is the least probable, and no other could be left out.
    """
    order = np.argsort(-chances, kind="stable")
    order = order[chances[order] > 0]
    rest = np.append(np.cumsum(chances[order][::-1])[::-1], 0.0)
    enough = least - PROBABILITY_SUM

    def of(number: int, taken: list[int], sum_: float) -> Iterator[Floats]:
        if sum_ >= enough:
            yield np.isin(np.arange(len(chances)), taken).astype(float)
        elif sum_ + rest[number] >= enough:
            k = int(order[number])
            yield from of(number + 1, [*taken, k], sum_ + float(chances[k]))
            yield from of(number + 1, taken, sum_)

    return of(0, [], 0.0)
