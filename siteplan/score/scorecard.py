"""The scorecard: gates, normalised criteria, weights, score and rank, every part kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pandas as pd

from siteplan.score.criteria import LOWER_IS_BETTER, Surroundings, measure, unit_of
from siteplan.score.normalise import Scale, scale_of
from siteplan.score.observed_weights import Observed, observed_sales, sales_signs
from siteplan.score.redundancy import double_counted
from siteplan.score.robustness import RobustnessParams, rank_robustness
from siteplan.score.weights import Weighing, weigh
from siteplan.study import Study
from siteplan.study.score_specs import Gate, Score
from siteplan.study.shown import Shown

__all__ = ["Scorecard", "percentiles", "score_candidates"]


@dataclass(frozen=True, repr=False)
class Scorecard(Shown):
    """Points of every candidate by criterion.

    Attributes
    ----------
    values, points, contributions : DataFrame (n_candidates, n_criteria)
        The measure in its unit; 0-100, more is better; points x weight. Contributions sum to the score.
    weights : Series
        The usual ones by criterion, summing to 1; `weighing` has those of formats and tiers, and where they are from.
    score, rank : Series
        0-100; 1 is best. Candidates that fail a gate have a score but no rank (NaN).
    failed : Series
        The gates a candidate fails, as text; "" for none.
    by_format : DataFrame (n_candidates, n_formats)
        The score under the weights of each format; NaN where the candidate does not offer it.
    tiers : Series
        The candidates' tiers, whose weights hold for them where the study gives any.
    scales : mapping
        How each criterion's values became points.
    signs : DataFrame or None
        Where a direction is fitted: what the own sites' sales say (see observed.sales_signs).
    read_for : Study or None
        In whose language a notebook shows it.
    stands_for : Series or None
        By site_id the candidate whose place is scored, where own sites might move to places of candidates: both have
        the same score, and the place counts once in scales, ranks and percentiles.
    """

    values: pd.DataFrame
    points: pd.DataFrame
    contributions: pd.DataFrame
    weights: pd.Series
    score: pd.Series
    rank: pd.Series
    failed: pd.Series
    by_format: pd.DataFrame
    tiers: pd.Series
    weighing: Weighing
    scales: Mapping[str, Scale]
    spec: Score
    signs: pd.DataFrame | None = None
    read_for: Study | None = None
    stands_for: pd.Series | None = None

    def __repr__(self) -> str:
        n, ranked = int(self.given.sum()), self.rank[self.given].dropna()
        best = f", best {ranked.idxmin()}" if len(ranked) else ""
        return f"<Scorecard: {n:,} candidates, {n - len(ranked):,} fail a gate{best}>"

    @property
    def given(self) -> pd.Series:
        """Which are candidates of the study (bool), not own sites at their places."""
        every = pd.Series(True, index=self.score.index)
        return every if self.stands_for is None else self.stands_for == self.stands_for.index

    @property
    def n_ranked(self) -> int:
        """How many candidates have a rank."""
        return int(self.rank[self.given].count())

    def with_moves(self, sites: pd.DataFrame) -> Scorecard:
        """Return the scorecard of all these sites (site_id): what moves to a candidate's place has its scores."""
        if "moves" not in sites:
            return self
        names = pd.Series(sites.index, index=sites.index)
        place = sites["place"].where(sites["moves"] != "", names)
        parts = ("values", "points", "contributions", "score", "rank", "failed", "by_format", "tiers")
        every: dict[str, Any] = {part: getattr(self, part).loc[place].set_axis(sites.index) for part in parts}
        return replace(self, **every, stands_for=place)

    def weights_of(self, site_id: str, format_: str | None = None) -> pd.Series:
        """Return the weights by criterion under which a candidate, or its format, is scored."""
        return self.weighing.of(format_ or "", str(self.tiers[site_id]))

    def units(self) -> pd.Series:
        """Return each criterion's unit, as columns name it."""
        return pd.Series({name: unit_of(str(name)) for name in self.values}, dtype=object)

    def why(self, site_id: str, format_: str | None = None) -> pd.DataFrame:
        """Return a row for each criterion, the one that adds most first: why the score is what it is.

        Columns: value, unit, percentile (of the value among all candidates, 0-100, half of the ties counted) and
        percentile_tier (among those of its tier), points (0-100), weight (of 1), contribution (points). The
        contributions sum to the score; with a format, to its score in `by_format`.
        """
        weights = self.weights_of(site_id, format_)
        alike = self.tiers == self.tiers[site_id]
        place = site_id if self.stands_for is None else self.stands_for[site_id]
        table = pd.DataFrame(
            {
                "value": self.values.loc[site_id],
                "unit": self.units(),
                "percentile": percentiles(self.values[self.given]).loc[place],
                "percentile_tier": percentiles(self.values[alike & self.given]).loc[place],
                "points": self.points.loc[site_id],
                "weight": weights,
                "contribution": self.points.loc[site_id] * weights,
            },
            index=self.values.columns.rename("criterion"),
        )
        return table.sort_values("contribution", ascending=False, kind="stable")

    @cached_property
    def robustness(self) -> pd.DataFrame:
        """How firm the ranks are when the weights vary: p_top, rank_low, rank_high (see rank_robustness)."""
        spec = self.spec
        weights = self.weighing.by_site("", self.tiers)
        params = RobustnessParams(draws=spec.draws)
        args = (self.points, weights, (self.failed == "") & self.given, spec.top, spec.concentration, spec.seed)
        found = rank_robustness(*args, params)
        return found if self.stands_for is None else found.loc[self.stands_for].set_axis(found.index)

    @cached_property
    def redundancy(self) -> pd.DataFrame:
        """Pairs of criteria that count the same thing twice (see double_counted)."""
        return double_counted(self.values, self.points, self.weights)

    def table(self) -> pd.DataFrame:
        """Return all parts side by side.

        Score, rank, failed, then value_, points_ and contribution_ columns, p_top, rank_low and rank_high, the
        score_ of each format, and percentile_ and weight_ columns; of candidates alone.
        """
        head = pd.DataFrame({"score": self.score, "rank": self.rank, "failed": self.failed})
        parts = [
            self.values.add_prefix("value_"),
            self.points.add_prefix("points_"),
            self.contributions.add_prefix("contribution_"),
            self.robustness,
            self.by_format.add_prefix("score_"),
            percentiles(self.values[self.given]).add_prefix("percentile_"),
            self.weighing.by_site("", self.tiers).add_prefix("weight_"),
        ]
        return pd.concat([head, *parts], axis=1)[self.given]


def percentiles(values: pd.DataFrame) -> pd.DataFrame:
    """Return where each value lies among those known, 0-100: the middle of its own place."""
    return (values.rank() - 0.5) / values.count() * 100


def score_candidates(spec: Score, around: Surroundings, own: Surroundings | None = None) -> Scorecard:
    """Return the scorecard of all candidates.

    A criterion whose values are missing everywhere is left out and the other weights grow in proportion; a
    single missing value gets the middle, 50 points, so that a gap in the data neither helps nor hurts.

    Parameters
    ----------
    own : Surroundings, optional
        Of the own sites, with their annual_sales: what weights and directions are fitted to where the study asks for
        it. Without, or with too few sites, the given weights and usual directions hold.
    """
    values = pd.DataFrame({name: measure(name, around) for name in spec.names()}, index=around.sites.index)
    values = values.dropna(axis=1, how="all")
    seen = observed_sales([*map(str, values)], own) if own is not None and spec.fits() else None
    signs = sales_signs(seen) if seen is not None and seen.enough else None
    scales = {
        str(name): scale_of(spec.criterion(str(name)), _way(spec, str(name), signs), values[name]) for name in values
    }
    points = _points(scales, values)
    weighing = weigh(spec, points, None if seen is None else _seen_points(spec, scales, seen))
    tiers = _tiers(around)
    contributions = points * weighing.by_site("", tiers)
    failed = _failed_gates(spec.gates, around)
    score = contributions.sum(axis=1)
    rank = score.round(RobustnessParams().digits).where(failed == "").rank(ascending=False, method="min")
    by_format = _by_format(points, weighing, tiers, around)
    return Scorecard(
        values,
        points,
        contributions,
        weighing.usual,
        score,
        rank,
        failed,
        by_format,
        tiers,
        weighing,
        scales,
        spec,
        signs,
    )


def _way(spec: Score, name: str, signs: pd.DataFrame | None) -> Literal["higher", "lower", "ideal"]:
    """Return which way is better: as chosen, as the own sites' sales say for certain, or as usual."""
    asked = spec.criterion(name).direction
    if asked is not None and asked != "fitted":
        return asked
    if asked == "fitted" and signs is not None and name in signs.index and signs["certain"][name]:
        return "higher" if signs["effect"][name] > 0 else "lower"
    return "lower" if name in LOWER_IS_BETTER else "higher"


def _points(scales: Mapping[str, Scale], values: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({name: scales[str(name)].points(values[name]) for name in values}, index=values.index)


def _seen_points(spec: Score, scales: Mapping[str, Scale], seen: Observed) -> tuple[pd.DataFrame, Observed]:
    """Return the own sites' points on the candidates' scales, of the criteria whose weights are to be fitted."""
    weighted = [name for name in seen.values if spec.weights.get(str(name), 0) > 0]
    return _points(scales, seen.values[weighted]), seen


def _tiers(around: Surroundings) -> pd.Series:
    sites = around.sites
    return sites["tier"].astype(object) if "tier" in sites else pd.Series("", index=sites.index, dtype=object)


def _by_format(points: pd.DataFrame, weighing: Weighing, tiers: pd.Series, around: Surroundings) -> pd.DataFrame:
    """Return the score of each format where it is offered (n_candidates, n_formats)."""
    offered = around.sites["formats"] if "formats" in around.sites else pd.Series([()] * len(tiers), index=tiers.index)
    names = dict.fromkeys(name for formats in offered for name in formats)
    scores = {name: (points * weighing.by_site(name, tiers)).sum(axis=1) for name in names}
    has = {name: offered.map(lambda formats, name=name: name in formats).astype(bool) for name in names}
    return pd.DataFrame({name: scores[name].where(has[name]) for name in names}, index=tiers.index)


def _failed_gates(gates: Mapping[str, Gate], around: Surroundings) -> pd.Series:
    """Return for each candidate the gates it fails, as text; a missing value passes."""
    failed = pd.Series("", index=around.sites.index)
    for name, gate in gates.items():
        values = measure(name, around)
        low = -np.inf if gate.at_least is None else gate.at_least
        high = np.inf if gate.at_most is None else gate.at_most
        out = (values < low) | (values > high)
        failed = failed.where(~out, failed.where(failed == "", failed + "; ") + name)
    return failed
