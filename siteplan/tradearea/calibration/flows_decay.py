"""Whether a study plans with the decay that its own flows show."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

from siteplan.errors import StudyError
from siteplan.errors.params import Params, within
from siteplan.market import Market
from siteplan.study import Study
from siteplan.tradearea.calibration.caution import CalibrationWarning
from siteplan.tradearea.calibration.huff_model import HuffModel
from siteplan.tradearea.calibration.observed import KNOWN, observed_flows
from siteplan.travel import TravelTimes

__all__ = ["FlowsDecay", "FlowsDecayParams", "flows_decay"]


@dataclass(frozen=True)
class FlowsDecayParams(Params):
    """When the study plans with another rate than its flows show.

    Attributes
    ----------
    little : share of the fitted rate that does not count: many visits make intervals so narrow that any two rates
        differ [A]
    """

    little: float = within(0.05, 0.0)


@dataclass(frozen=True)
class FlowsDecay:
    """The rate of the study's decay, and the one fitted to its flows with its 95 % interval (a minute, or a power)."""

    decay: str
    planned: float
    fitted: float
    low: float
    high: float
    params: FlowsDecayParams = FlowsDecayParams()

    @property
    def differs(self) -> bool:
        """Whether flows show another rate: outside their interval, and by more than a little."""
        little = self.params.little * self.fitted
        return not self.low <= self.planned <= self.high and abs(self.planned - self.fitted) > little


def flows_decay(study: Study, market: Market, travel: TravelTimes) -> FlowsDecay | None:
    """Return the study's rate beside that of its flows; None without flows, or where they cannot be fitted."""
    if market.flows is None or market.flows.empty:
        return None
    try:
        observed = observed_flows(study, market, travel)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", CalibrationWarning)  # `siteplan calibrate` tells them
            model = HuffModel(study.trade_area.decay, observed.factors, offset=KNOWN).fit(observed.table)
    except StudyError:
        return None
    low, high = model.conf_int().loc[["rate"]].to_numpy(float)[0].tolist()
    fitted = float(model.params_["rate"])
    return FlowsDecay(study.trade_area.decay, study.trade_area.rate, fitted, low, high)
