"""Candidates -> Scorecard: gates, criteria, weights, rank; options -> Forecast; zones -> white space."""

from siteplan.score.criteria import Surroundings, measure
from siteplan.score.forecast import NEEDED, Forecast
from siteplan.score.held_today import HeldToday, held_today
from siteplan.score.openings import Openings, find_openings
from siteplan.score.option_sales import forecast_options
from siteplan.score.own_sales import sales_known
from siteplan.score.scorecard import Scorecard, score_candidates

__all__ = [
    "NEEDED",
    "Forecast",
    "HeldToday",
    "Openings",
    "Scorecard",
    "Surroundings",
    "find_openings",
    "forecast_options",
    "held_today",
    "measure",
    "sales_known",
    "score_candidates",
]
