"""TravelTimes -> utilities, shares and trade areas."""

from siteplan.tradearea.areas import LEVELS, capture_levels, solo_capture
from siteplan.tradearea.cannibalisation import OTHERS, given_up, transfers
from siteplan.tradearea.catchment import Catchment, overlaps
from siteplan.tradearea.decay import attraction
from siteplan.tradearea.huff import Shares, Utilities, shares, utilities

__all__ = [
    "LEVELS",
    "OTHERS",
    "Catchment",
    "Shares",
    "Utilities",
    "attraction",
    "capture_levels",
    "given_up",
    "overlaps",
    "shares",
    "solo_capture",
    "transfers",
    "utilities",
]
