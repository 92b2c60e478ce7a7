"""Candidates -> Scorecard: gates, criteria, weights, rank; zones -> white space."""

from siteplan.score.criteria import Surroundings, measure
from siteplan.score.opportunities import Openings, find_openings
from siteplan.score.scorecard import Scorecard, score_candidates

__all__ = [
    "Openings",
    "Scorecard",
    "Surroundings",
    "find_openings",
    "measure",
    "score_candidates",
]
