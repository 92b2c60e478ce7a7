"""Market -> TravelTimes: minutes by road, by straight line, or as given."""

from siteplan.travel.matrix import TravelMatrix, TravelTimes
from siteplan.travel.times import travel_times

__all__ = ["TravelMatrix", "TravelTimes", "travel_times"]
