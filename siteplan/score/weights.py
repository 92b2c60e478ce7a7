"""Weights of the criteria: given, compared in pairs, from spread, or fitted; others by format and tier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from siteplan.score.ahp import Pairwise, pairwise_weights
from siteplan.score.objective_weights import critic_weights, entropy_weights
from siteplan.score.observed_weights import FittedWeights, Observed, sales_weights
from siteplan.study.score_specs import Score

__all__ = ["Weighing", "weigh"]


@dataclass(frozen=True)
class Weighing:
    """Weights by criterion, each set summing to 1, and where they are from.

    Attributes
    ----------
    method : str
        given, ahp, entropy, critic or fitted; given also where a fit was asked for and could not be made, or tells
        sales no better than their mean does.
    usual : Series
    other : mapping
        Weights that hold instead, by format and tier; "" is any.
    pairwise, fitted
        What stands behind ahp and fitted.
    kept : tuple of str
        Criteria that are not known at the own sites: they keep their given part of the weight.
    """

    method: str
    usual: pd.Series
    other: Mapping[tuple[str, str], pd.Series] = field(default_factory=dict)
    pairwise: Pairwise | None = None
    fitted: FittedWeights | None = None
    kept: tuple[str, ...] = ()

    def of(self, format_: str, tier: str) -> pd.Series:
        """Return the weights of a format ("": the site as such) in a tier: the most particular that are given."""
        keys = ((format_, tier), (format_, ""), ("", tier))
        return next((self.other[key] for key in keys if key in self.other), self.usual)

    def by_site(self, format_: str, tiers: pd.Series) -> pd.DataFrame:
        """Return the weights of a format at sites of these tiers: (n_sites, n_criteria)."""
        sets = {tier: self.of(format_, tier) for tier in tiers.unique()}
        rows = [sets[tier].to_numpy() for tier in tiers]
        shape = (len(tiers), len(self.usual))
        return pd.DataFrame(np.asarray(rows, dtype=float).reshape(shape), tiers.index, self.usual.index)


def weigh(spec: Score, points: pd.DataFrame, seen: tuple[pd.DataFrame, Observed] | None = None) -> Weighing:
    """Return the weights that a study asks for.

    Parameters
    ----------
    points : DataFrame (n_candidates, n_criteria)
        Criteria that nobody knows are not among them; the other weights grow in proportion.
    seen : (DataFrame (n_own, n_criteria), Observed), optional
        Points of the own sites whose sales are known, for a fit.
    """
    names = [str(name) for name in points]
    sets = {key: _to_one(weights, names) for key, weights in spec.other_weights().items()}
    other = {key: weights for key, weights in sets.items() if weights.sum() > 0}  # else nothing it asks for is known
    usual = _to_one(spec.weights, names)
    asked = [name for name in names if spec.weights.get(name, 0) > 0]
    if spec.weighting == "ahp" and spec.ahp is not None:
        pairs = pairwise_weights(spec.ahp.criteria, np.array(spec.ahp.matrix, dtype=float))
        return Weighing("ahp", _to_one(_plain(pairs.weights), names), other, pairs)
    if spec.weighting in ("entropy", "critic"):
        spread = {"entropy": entropy_weights, "critic": critic_weights}[spec.weighting](points[asked])
        return Weighing(spec.weighting, _to_one(_plain(spread), names), other)
    if spec.weighting == "fitted" and seen is not None and seen[1].enough:
        return _fitted(usual, other, *seen)
    return Weighing("given", usual, other)


def _fitted(
    usual: pd.Series, other: Mapping[tuple[str, str], pd.Series], points: pd.DataFrame, seen: Observed
) -> Weighing:
    """Share the weight of the criteria that own sites know out anew, as their sales say."""
    fitted = sales_weights(points, seen)
    if fitted is None or fitted.r2 <= 0:
        return Weighing("given", usual, other, fitted=fitted)
    unknown = tuple(str(name) for name in usual.index.difference(points.columns, sort=False) if usual[name] > 0)
    known = fitted.weights.reindex(usual.index).fillna(0.0) * float(usual[points.columns].sum())
    mixed = known + usual.where(usual.index.isin(unknown), 0.0)
    return Weighing("fitted", mixed, other, fitted=fitted, kept=unknown)


def _plain(weights: pd.Series) -> dict[str, float]:
    return {str(name): float(weight) for name, weight in weights.items()}


def _to_one(weights: Mapping[str, float], names: list[str]) -> pd.Series:
    """Return the weights of these criteria in proportion; all zero where none of them has any."""
    given = pd.Series({name: weights.get(name, 0.0) for name in names}, dtype=float)
    return given / given.sum() if given.sum() > 0 else given
