"""TravelTimes -> utilities, shares and trade areas."""

from siteplan.tradearea.areas import LEVELS, capture_levels, solo_capture
from siteplan.tradearea.cannibalisation import given_up, transfers
from siteplan.tradearea.decay import attraction
from siteplan.tradearea.huff import Shares, Utilities, shares, utilities
from siteplan.tradearea.parts import in_parts
from siteplan.tradearea.segments import segment_people
from siteplan.tradearea.solo import captures_alone, captures_today

__all__ = [
    "LEVELS",
    "Shares",
    "Utilities",
    "attraction",
    "capture_levels",
    "captures_alone",
    "captures_today",
    "given_up",
    "in_parts",
    "segment_people",
    "shares",
    "solo_capture",
    "transfers",
    "utilities",
]
