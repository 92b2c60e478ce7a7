"""Weights from pairwise comparisons: the analytic hierarchy process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.errors.params import Params, within

__all__ = ["CONSISTENT", "RANDOM_INDEX", "Pairwise", "PairwiseParams", "pairwise_weights"]

CONSISTENT = 0.1  # Saaty's limit of the consistency ratio
# Mean consistency index of random matrices of 1 to 15 criteria (Saaty 1980, The Analytic Hierarchy Process, p. 21).
RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)


@dataclass(frozen=True)
class PairwiseParams(Params):
    """Which comparisons are named as those that fit the weights worst.

    Attributes
    ----------
    worst : count; pairs that are named
    rounding : natural logarithm of said over fits up to which a pair counts as fitting
    """

    worst: int = within(3, 0)
    rounding: float = within(1e-9, 0.0)


@dataclass(frozen=True)
class Pairwise:
    """Weights by criterion, summing to 1, and how well the comparisons agree with each other.

    Attributes
    ----------
    ratio : float
        Consistency ratio; 0 where all agree, above CONSISTENT they should be looked at again.
    worst : DataFrame
        The pairs that fit the weights worst: first, second, said (first is so many times as important as second,
        1 or more) and fits (what the weights make of it), the worst first; pairs that fit are left out.
    """

    weights: pd.Series
    ratio: float
    worst: pd.DataFrame


def pairwise_weights(
    criteria: Sequence[str], matrix: NDArray[np.float64], params: PairwiseParams = PairwiseParams()
) -> Pairwise:
    """Return the principal eigenvector of a reciprocal matrix (n_criteria, n_criteria), n at most 15.

    What rounding leaves between a cell and its mirror (1/3 written 0.33) is shared out evenly.
    """
    exact = np.sqrt(matrix / matrix.T)
    values, vectors = np.linalg.eig(exact)
    first = int(values.real.argmax())
    weights = np.abs(vectors[:, first].real)
    weights = weights / weights.sum()
    n, largest = len(criteria), float(values[first].real)
    random = RANDOM_INDEX[n - 1]
    ratio = max((largest - n) / (n - 1), 0.0) / random if random else 0.0
    return Pairwise(pd.Series(weights, index=list(criteria)), ratio, _worst(criteria, exact, weights, params))


def _worst(
    criteria: Sequence[str], matrix: NDArray[np.float64], weights: NDArray[np.float64], params: PairwiseParams
) -> pd.DataFrame:
    n = len(criteria)
    pairs = [(i, j) if matrix[i, j] >= 1 else (j, i) for i, j in combinations(range(n), 2)]
    table = pd.DataFrame(
        {
            "first": [criteria[i] for i, _ in pairs],
            "second": [criteria[j] for _, j in pairs],
            "said": [matrix[i, j] for i, j in pairs],
            "fits": [weights[i] / weights[j] for i, j in pairs],
        }
    )
    off = pd.Series(np.log(table["said"].to_numpy(dtype=float) / table["fits"].to_numpy(dtype=float))).abs()
    order = off[off > params.rounding].sort_values(ascending=False, kind="stable").index[: params.worst]
    worst: pd.DataFrame = table.loc[order].reset_index(drop=True)
    return worst
