"""The scorecard: gates, normalised criteria, weights, score and rank, every part kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from siteplan.score.criteria import LOWER_IS_BETTER, Surroundings, measure
from siteplan.study import Gate, Score

__all__ = ["Scorecard", "score_candidates"]

CLIP = (0.05, 0.95)  # points run between these quantiles, so that one outlier does not flatten the rest


@dataclass(frozen=True)
class Scorecard:
    """Points of every candidate by criterion.

    Attributes
    ----------
    values, points, contributions : DataFrame (n_candidates, n_criteria)
        The measure in its unit; 0-100, more is better; points x weight. Contributions sum to the score.
    weights : Series
        By criterion, summing to 1.
    score, rank : Series
        0-100; 1 is best. Candidates that fail a gate have a score but no rank (NaN).
    failed : Series
        The gates a candidate fails, as text; "" for none.
    """

    values: pd.DataFrame
    points: pd.DataFrame
    contributions: pd.DataFrame
    weights: pd.Series
    score: pd.Series
    rank: pd.Series
    failed: pd.Series

    def table(self) -> pd.DataFrame:
        """Return all parts side by side: score, rank, failed, then value_, points_ and contribution_ columns."""
        head = pd.DataFrame({"score": self.score, "rank": self.rank, "failed": self.failed})
        parts = [self.values.add_prefix("value_"), self.points.add_prefix("points_")]
        return pd.concat([head, *parts, self.contributions.add_prefix("contribution_")], axis=1)


def score_candidates(spec: Score, around: Surroundings) -> Scorecard:
    """Return the scorecard of all candidates.

    A criterion whose values are missing everywhere is left out and the other weights grow in proportion; a
    single missing value gets the middle, 50 points, so that a gap in the data neither helps nor hurts.
    """
    values = pd.DataFrame({name: measure(name, around) for name in spec.weights})
    values = values.dropna(axis=1, how="all")
    weights = pd.Series({name: weight for name, weight in spec.weights.items() if name in values}, dtype=float)
    weights = weights / weights.sum() if weights.sum() > 0 else weights
    points = values.apply(lambda column: _points(column, _lower_is_better(spec, str(column.name))))
    contributions = points * weights
    failed = _failed_gates(spec.gates, around)
    score = contributions.sum(axis=1)
    rank = score.where(failed == "").rank(ascending=False, method="min")
    return Scorecard(values, points, contributions, weights, score, rank, failed)


def _lower_is_better(spec: Score, name: str) -> bool:
    return spec.directions.get(name, "lower" if name in LOWER_IS_BETTER else "higher") == "lower"


def _points(values: pd.Series, lower_is_better: bool) -> pd.Series:
    """Return 0-100 between the clipping quantiles; all alike get 50."""
    low, high = values.quantile(list(CLIP))
    if not high > low:
        return pd.Series(50.0, index=values.index)
    points = ((values - low) / (high - low)).clip(0, 1) * 100
    return (100 - points if lower_is_better else points).fillna(50.0)


def _failed_gates(gates: dict[str, Gate], around: Surroundings) -> pd.Series:
    """Return for each candidate the gates it fails, as text; a missing value passes."""
    failed = pd.Series("", index=around.sites.index)
    for name, gate in gates.items():
        values = measure(name, around)
        low = -np.inf if gate.at_least is None else gate.at_least
        high = np.inf if gate.at_most is None else gate.at_most
        out = (values < low) | (values > high)
        failed = failed.where(~out, failed.where(failed == "", failed + "; ") + name)
    return failed
