"""Weights from how far the candidates differ: entropy and CRITIC."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from siteplan.errors.params import Params, within

__all__ = ["ObjectiveWeightsParams", "critic_weights", "entropy_weights"]


@dataclass(frozen=True)
class ObjectiveWeightsParams(Params):
    """When candidates count as alike in everything, so that all criteria weigh the same.

    Attributes
    ----------
    least_spread : sum of the weights before they are brought to 1, without unit; up to it they are rounding
    """

    least_spread: float = within(1e-12, 0.0)


def entropy_weights(points: pd.DataFrame, params: ObjectiveWeightsParams = ObjectiveWeightsParams()) -> pd.Series:
    """Return weights by criterion from points (n_candidates, n_criteria) of 0 or more, summing to 1.

    A criterion weighs 1 less its Shannon entropy over the candidates, as a share of the largest entropy there can
    be, ln n (Shannon 1948; Zeleny 1982): the more unevenly its points are spread, the more. Where nothing differs all
    weigh the same.
    """
    total = points.sum()
    shares = points / total.where(total > 0, 1.0)
    logs = np.log(shares.where(shares > 0, 1.0))
    most = np.log(len(points)) if len(points) > 1 else 1.0
    spread = (1 + (shares * logs).sum() / most).clip(lower=0.0)
    return _to_one(spread.where(total > 0, 0.0), params)


def critic_weights(points: pd.DataFrame, params: ObjectiveWeightsParams = ObjectiveWeightsParams()) -> pd.Series:
    """Return weights by criterion from points (n_candidates, n_criteria), summing to 1.

    A criterion weighs its standard deviation times the sum of 1 - r over the others, r being Pearson's correlation
    (Diakoulaki, Mavrotas and Papayannakis 1995): it counts more the more it differs and the less others say the same.
    """
    deviation = points.std(ddof=0)
    differing = points.loc[:, deviation > 0]
    conflict = (1 - differing.corr()).sum().reindex(points.columns).fillna(0.0)
    spread = deviation if differing.shape[1] < 2 else deviation * conflict
    return _to_one(spread, params)


def _to_one(weights: pd.Series, params: ObjectiveWeightsParams) -> pd.Series:
    total = float(weights.sum())
    return weights / total if total > params.least_spread else pd.Series(1 / max(len(weights), 1), index=weights.index)
