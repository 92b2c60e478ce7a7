"""Market -> TravelTimes: minutes by road, by straight line, or as given."""

from siteplan.travel.between import minutes_between, sites_within_km, sites_within_minutes
from siteplan.travel.matrix import TravelMatrix, TravelTimes
from siteplan.travel.opening import open_study, with_notes
from siteplan.travel.reach import reach_problems
from siteplan.travel.times import minutes_to, travel_times, with_more_sites

__all__ = [
    "TravelMatrix",
    "TravelTimes",
    "minutes_between",
    "minutes_to",
    "open_study",
    "reach_problems",
    "sites_within_km",
    "sites_within_minutes",
    "travel_times",
    "with_more_sites",
    "with_notes",
]
