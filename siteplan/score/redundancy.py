"""Criteria that say the same twice."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from siteplan.errors.params import Params, within

__all__ = ["RedundancyParams", "double_counted"]


@dataclass(frozen=True)
class RedundancyParams(Params):
    """When two criteria count the same thing twice.

    Attributes
    ----------
    alike : absolute rank correlation, without unit, above which they do [A]
    fewest : count; candidates that know both, fewer say nothing of a correlation
    """

    alike: float = within(0.8, 0.0, 1.0)
    fewest: int = within(5, 2)


def double_counted(
    values: pd.DataFrame,
    points: pd.DataFrame,
    weights: pd.Series,
    params: RedundancyParams = RedundancyParams(),
) -> pd.DataFrame:
    """Return pairs of weighted criteria whose values (n_candidates, n_criteria) rise and fall together.

    Columns first, second, correlation (Spearman's, over candidates that know both), weight (of both, of 1) and opposed
    (their points, of the same shape, run against each other: the weight cancels out rather than counts twice), the
    strongest correlation first.
    """
    counted = [str(name) for name in values if weights[str(name)] > 0]
    ranks, ways = (t[counted].corr("spearman", params.fewest).to_numpy(dtype=float) for t in (values, points))
    pairs = [(i, j) for i, j in combinations(range(len(counted)), 2) if abs(ranks[i, j]) > params.alike]
    table = pd.DataFrame(
        {
            "first": [counted[i] for i, _ in pairs],
            "second": [counted[j] for _, j in pairs],
            "correlation": [float(ranks[i, j]) for i, j in pairs],
            "weight": [float(weights[counted[i]] + weights[counted[j]]) for i, j in pairs],
            "opposed": [bool(ways[i, j] < 0) for i, j in pairs],
        }
    )
    order = table["correlation"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)
