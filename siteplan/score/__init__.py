"""Candidates -> Scorecard: gates, criteria, weights, rank; zones -> white space."""

from siteplan.score.criteria import Surroundings, measure
from siteplan.score.opportunities import Opportunities, find_openings
from siteplan.score.scorecard import Scorecard, score_candidates

__all__ = [
    "Opportunities",
    "Scorecard",
    "Surroundings",
    "find_openings",
    "measure",
    "score_candidates",
]
