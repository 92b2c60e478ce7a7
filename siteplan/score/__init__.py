"""Candidates -> Scorecard: gates, criteria, weights, rank."""

from siteplan.score.criteria import Surroundings, measure
from siteplan.score.scorecard import Scorecard, score_candidates

__all__ = ["Scorecard", "Surroundings", "measure", "score_candidates"]
