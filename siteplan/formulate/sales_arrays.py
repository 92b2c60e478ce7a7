"""Sales on arrays: what the network wins by Huff's model, and what it sells of that, for objectives and rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from siteplan.groundwork import Groundwork
from siteplan.optimise.captures.capped import OutlookSales, capped_each
from siteplan.optimise.captures.capture import Capture
from siteplan.optimise.captures.huff import HuffCapture
from siteplan.optimise.captures.sparse import row_of, strongest_of_others, summed
from siteplan.optimise.types import Floats

__all__ = ["Won", "huff_capture", "least_sold", "sold_in", "won_by"]


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
    sold = sold_in([ground])[0] if known is None else known
    return Won(sold.components()[0].huff_shares or huff_capture(ground), sold)


def sold_in(grounds: Sequence[Groundwork]) -> list[Capture]:
    """Return the demand that the network sells in each of several outlooks, on the same zones."""
    return capped_each([OutlookSales(huff_capture(g), g.option_caps, g.model.own, g.own_caps) for g in grounds])


def least_sold(ground: Groundwork) -> Floats:
    """Return what each option sells at least if it opens (n_options,).

    Beside it the strongest option of every other site is open: one of a site opens at most.
    """
    return np.asarray(np.minimum(_won_beside_most(ground), ground.option_caps))


def _won_beside_most(ground: Groundwork) -> Floats:
    model, site_of = ground.model, ground.site_of
    utility = csr_array(model.options)
    others = strongest_of_others(utility, site_of)
    beside = (model.against + model.own_total)[row_of(utility)] + others + utility.data
    won = model.demand.to_numpy(dtype=float)[row_of(utility)] * utility.data / beside
    return summed(utility.indices, won, utility.shape[1])
