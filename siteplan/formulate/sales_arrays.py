"""Sales on arrays: what the network wins by Huff's model, and what it sells of that, for objectives and rules."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from siteplan.groundwork import Groundwork
from siteplan.optimise.captures.capped import capped
from siteplan.optimise.captures.capture import Capture
from siteplan.optimise.captures.huff import HuffCapture

__all__ = ["Won", "expected_sales", "won_by"]


@dataclass(frozen=True)
class Won:
    """What the network wins in the market as it stands, and what it sells of that: less, where sites have caps.

    One is the problem's own capture where that counts the same, so that rules and objective share their cuts.
    """

    vehicles: HuffCapture
    sold: Capture


def huff_capture(ground: Groundwork, worth: float = 1.0) -> HuffCapture:
    """Return the demand that the network wins in the market as it stands, each vehicle worth so much."""
    model = ground.model
    return HuffCapture(
        utility=model.options,
        rivals=model.against,
        weights=model.demand.to_numpy(dtype=float) * worth,
        own=model.own_total,
    )


def won_by(ground: Groundwork, known: Capture | None = None) -> Won:
    """Return what the network wins and sells in the market as it stands; `known` is the second, if an aim counts it."""
    sold = _sold([(1.0, ground)]) if known is None else known
    return Won(sold.components()[0].huff_shares or huff_capture(ground), sold)


def expected_sales(ground: Groundwork, worth: float = 1.0) -> Capture:
    """Return the demand that the network sells on the mean of the outlooks, each vehicle worth so much."""
    return _sold(ground.outlooks(), worth)


def _sold(outlooks: list[tuple[float, Groundwork]], worth: float = 1.0) -> Capture:
    """Return what sites win, up to their caps, on the mean of outlooks."""
    chances, grounds = zip(*outlooks, strict=True)
    shares, ground = [huff_capture(outlook, worth) for outlook in grounds], grounds[0]
    caps, own_caps = ground.option_caps * worth, ground.own_caps * worth
    return capped(shares, np.array(chances), caps, ground.model.own, own_caps)
