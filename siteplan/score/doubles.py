"""Criteria that say the same twice."""

from __future__ import annotations

from itertools import combinations

import pandas as pd

__all__ = ["ALIKE", "double_counted"]

ALIKE = 0.8  # absolute rank correlation above which two criteria count the same thing twice [A]
FEWEST = 5  # candidates that know both; fewer say nothing of a correlation


def double_counted(values: pd.DataFrame, weights: pd.Series) -> pd.DataFrame:
    """Return pairs of weighted criteria whose values (n_candidates, n_criteria) rise and fall together.

    Columns first, second, correlation (Spearman's, over candidates that know both) and weight (of both, of 1), the
    strongest correlation first.
    """
    counted = [str(name) for name in values if weights[str(name)] > 0]
    ranks = values[counted].corr(method="spearman", min_periods=FEWEST).to_numpy(dtype=float)
    pairs = [(counted[i], counted[j], float(ranks[i, j])) for i, j in combinations(range(len(counted)), 2)]
    rows = [(a, b, r, float(weights[a] + weights[b])) for a, b, r in pairs if abs(r) > ALIKE]
    table = pd.DataFrame(rows, columns=["first", "second", "correlation", "weight"])
    order = table["correlation"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)
