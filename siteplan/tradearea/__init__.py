"""TravelTimes -> utilities, shares and trade areas."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from siteplan.tradearea.cannibalisation import Transfers, given_up, transfers
from siteplan.tradearea.catchment import Catchment, overlaps
from siteplan.tradearea.decay import attraction
from siteplan.tradearea.huff_shares import Shares, Utilities, shares, utilities
from siteplan.tradearea.parts import in_parts
from siteplan.tradearea.segments import segment_people
from siteplan.tradearea.stand_alone import captures_alone, captures_today
from siteplan.tradearea.trade_areas import LEVELS, capture_levels, solo_capture

if TYPE_CHECKING:
    from siteplan.tradearea.calibration import CalibrationWarning, HuffModel, MciModel

__all__ = [
    "LEVELS",
    "CalibrationWarning",
    "Catchment",
    "HuffModel",
    "MciModel",
    "Shares",
    "Transfers",
    "Utilities",
    "attraction",
    "capture_levels",
    "captures_alone",
    "captures_today",
    "given_up",
    "in_parts",
    "overlaps",
    "segment_people",
    "shares",
    "solo_capture",
    "transfers",
    "utilities",
]

_FITTED = ("CalibrationWarning", "HuffModel", "MciModel")


def __getattr__(name: str) -> Any:  # a module's own hook: the type depends on the name
    if name in _FITTED:  # scikit-learn takes a second to load, and most commands fit nothing
        return getattr(import_module("siteplan.tradearea.calibration"), name)
    raise AttributeError(f"module 'siteplan.tradearea' has no attribute {name!r}")
