"""Fit the trade-area model to observed flows."""

from siteplan.tradearea.calibration.calibrate import Calibration, calibrate
from siteplan.tradearea.calibration.caution import CalibrationWarning, Caution
from siteplan.tradearea.calibration.held_out_flows import held_out, spatial_blocks
from siteplan.tradearea.calibration.huff_model import HuffModel
from siteplan.tradearea.calibration.mci import MciModel
from siteplan.tradearea.calibration.transfer import transfer

__all__ = [
    "Calibration",
    "CalibrationWarning",
    "Caution",
    "HuffModel",
    "MciModel",
    "calibrate",
    "held_out",
    "spatial_blocks",
    "transfer",
]
