"""How firm ranks are when the weights are not quite what was said."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.errors.params import Params, within

__all__ = ["RobustnessParams", "rank_robustness"]

INTERVAL = (0.05, 0.95)
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class RobustnessParams(Params):
    """How many weights are drawn, and how ranks under them are told.

    Attributes
    ----------
    draws : count; those of the Monte Carlo where the study does not say (score.draws)
    most_cells : draws x candidates that are ranked at a time
    digits : count; decimals of a score, in points, to which it is ranked: alike candidates stay alike whatever the
        order of adding up
    """

    draws: int = within(2000, 1)
    most_cells: int = within(2_000_000, 1)
    digits: int = within(9, 0, 15)


def rank_robustness(
    points: pd.DataFrame,
    weights: pd.DataFrame,
    ranked: pd.Series,
    top: int,
    concentration: float,
    seed: int = 0,
    params: RobustnessParams = RobustnessParams(),
) -> pd.DataFrame:
    """Return by candidate how often it is among the best under weights drawn around those given.

    Weights are drawn from a Dirichlet distribution whose mean they are; its parameters sum to `concentration`, so that
    a weight w has the variance w (1 - w) / (concentration + 1). Candidates of one tier share each draw; tiers with
    weights of their own are drawn on their own. A criterion of weight 0 keeps it.

    Parameters
    ----------
    points, weights : DataFrame (n_candidates, n_criteria)
    ranked : Series of bool (n_candidates,)
        Who takes part; the others get NaN.
    top : int
        How many count as the best.
    concentration : float
        Infinite: the weights as given.

    Returns
    -------
    DataFrame
        p_top (share of the draws in which the rank is `top` or better), rank_low and rank_high (5 % and 95 % quantiles
        of the rank, whole numbers).
    """
    table = pd.DataFrame(np.nan, points.index, ["p_top", "rank_low", "rank_high"])
    taking = ranked.to_numpy(dtype=bool)
    if not taking.any():
        return table
    rng = np.random.default_rng(seed)
    sets, which = np.unique(weights.to_numpy()[taking], axis=0, return_inverse=True)
    drawn = np.stack([_drawn(row, concentration, params.draws, rng) for row in sets])
    ranks = _ranks(points.to_numpy()[taking], drawn, which.ravel(), params)
    low, high = np.quantile(ranks, INTERVAL, axis=0, method="inverted_cdf")
    table.loc[taking, :] = np.column_stack([(ranks <= top).mean(axis=0), low, high])
    return table


def _drawn(weights: Floats, concentration: float, draws: int, rng: np.random.Generator) -> Floats:
    """Return weights (draws, n_criteria) around these."""
    found = np.tile(weights, (draws, 1))
    some = weights > 0
    if np.isfinite(concentration) and some.sum() > 1:
        found[:, some] = rng.dirichlet(weights[some] * concentration, draws)
    return found


def _ranks(points: Floats, drawn: Floats, which: NDArray[np.intp], params: RobustnessParams) -> NDArray[np.int32]:
    """Return ranks (draws, n_candidates), ties sharing the best, as the scorecard has them."""
    ranks = np.empty((drawn.shape[1], len(points)), dtype=np.int32)
    step = max(params.most_cells // len(points), 1)
    for start in range(0, len(ranks), step):
        part = drawn[:, start : start + step]
        scores = np.empty((part.shape[1], len(points)))
        for k, weights in enumerate(part):
            scores[:, which == k] = weights @ points[which == k].T
        ranks[start : start + step] = pd.DataFrame(-scores.round(params.digits)).rank(axis=1, method="min")
    return ranks
