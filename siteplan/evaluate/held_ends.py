"""What a plan wins at the end of a range where today's network is held to what it sells: the outside option gives way.

A decay and an outside option that were fitted to the same sales move together. With another decay, say, the outside
option that leaves today's sales as they are is another, and the plan beside it wins about what it did.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from siteplan.errors.params import Params, within
from siteplan.groundwork import Groundwork
from siteplan.market.sales_caps import has_caps
from siteplan.optimise.types import Bools, Floats
from siteplan.tradearea import Utilities

__all__ = ["HeldEndsParams", "held_capture", "may_be_held"]

OUTSIDE = ("trade_area", "outside")


@dataclass(frozen=True)
class HeldEndsParams(Params):
    """Where the outside option is sought that makes today's network win what it does.

    Attributes
    ----------
    far : natural logarithm of the factor on what the outside option is, up or down, at most
    precision : of that logarithm
    """

    far: float = within(12.0, 0.0, 700.0)
    precision: float = within(1e-9, 1e-15)


def may_be_held(ground: Groundwork, path: tuple[str, ...]) -> bool:
    """Whether the model sells today what own sites sold, so that it may be held to it; not for the outside option."""
    held = ground.forecast.today
    return held.given and not held.far_off and path[:2] != OUTSIDE and not has_caps(ground.study)


def held_capture(
    planned: Groundwork, there: Groundwork, is_open: Bools, params: HeldEndsParams = HeldEndsParams()
) -> float:
    """Return what a plan (n_options,) wins at an end, where today's network wins what it does as planned.

    In vehicles/year, with the outside option that makes it so; NaN where none does.
    """
    model, own = there.model, _pull(there.model, there.stands)
    target = _captured(planned.model, _pull(planned.model, planned.stands), 1.0)

    def short(log_factor: float) -> float:
        return _captured(model, own, float(np.exp(log_factor))) - target

    far = params.far
    if not short(-far) >= 0 >= short(far):
        return float("nan")
    log_factor = brentq(short, -far, far, xtol=params.precision)
    return _captured(model, _pull(model, is_open), float(np.exp(log_factor)))


def _pull(model: Utilities, is_open: Bools) -> Floats:
    """Return the utility of the network (n_zones,)."""
    return np.asarray(model.own_total + model.options @ is_open.astype(float), dtype=float)


def _captured(model: Utilities, network: Floats, outside: float) -> float:
    """Return what a network wins where the outside option counts so many times."""
    total = network + np.asarray(model.rivals.sum(axis=1), dtype=float) + outside * model.outside
    return float(
        model.demand.to_numpy(dtype=float) @ np.divide(network, total, out=np.zeros_like(total), where=total > 0)
    )
