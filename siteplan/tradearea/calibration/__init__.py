"""Fit the trade-area model to observed flows."""

from siteplan.tradearea.calibration.caution import RANGES, CalibrationWarning
from siteplan.tradearea.calibration.huff_model import HuffModel
from siteplan.tradearea.calibration.mci import MciModel

__all__ = ["RANGES", "CalibrationWarning", "HuffModel", "MciModel"]
