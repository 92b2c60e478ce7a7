"""Weights from how far the candidates differ: entropy and CRITIC."""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = ["critic_weights", "entropy_weights"]

ROUNDING = 1e-12


def entropy_weights(points: pd.DataFrame) -> pd.Series:
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
    return _to_one(spread.where(total > 0, 0.0))


def critic_weights(points: pd.DataFrame) -> pd.Series:
    """Return weights by criterion from points (n_candidates, n_criteria), summing to 1.

    A criterion weighs its standard deviation times the sum of 1 - r over the others, r being Pearson's correlation
    (Diakoulaki, Mavrotas and Papayannakis 1995): it counts more the more it differs and the less others say the same.
    """
    deviation = points.std(ddof=0)
    differing = points.loc[:, deviation > 0]
    conflict = (1 - differing.corr()).sum().reindex(points.columns).fillna(0.0)
    alone = deviation if differing.shape[1] < 2 else deviation * conflict
    return _to_one(alone)


def _to_one(weights: pd.Series) -> pd.Series:
    total = float(weights.sum())
    return weights / total if total > ROUNDING else pd.Series(1 / max(len(weights), 1), index=weights.index)
