"""Handing: zones to open options with room, fast and well, not best: a plan to begin with."""

from __future__ import annotations

import numpy as np

from siteplan.optimise.allocation.service import Service
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["handed"]


def handed(service: Service, open_: Bools) -> Floats | None:
    """Hand out zones to their best option with room, in two orders; parts (n_pairs,) of the better one.

    First those that lose most by their second best option (regret), or first those with the largest demand. None where
    either leaves a zone unserved that has to be served.

    References
    ----------
    Mulvey, J. M. and Beck, M. P. (1984), Solving capacitated clustering problems, EJOR 18.
    """
    usable = np.flatnonzero(open_[service.option])
    pairs = usable[np.lexsort((-service.gain[usable], service.zone[usable]))]  # by zone, the best option first
    starts = np.searchsorted(service.zone[pairs], np.arange(len(service.demand) + 1))
    orders = (np.argsort(-_regrets(service, pairs, starts), kind="stable"), np.argsort(-service.demand, kind="stable"))
    tried = [service.settled(_in_order(service, pairs, starts, order), open_) for order in orders]
    kept = [parts for parts in tried if parts is not None]
    return max(kept, key=service.value, default=None)


def _regrets(service: Service, pairs: Ints, starts: Ints) -> Floats:
    """(n_zones,) lead of the best option over the second best; inf where a zone must go to the only one it has."""
    first, several = starts[:-1], np.diff(starts)
    gain = np.append(service.gain[pairs], [0.0, 0.0])
    second = np.where(several > 1, gain[first + 1], 0.0)
    regret = np.where(several > 0, gain[first] - second, 0.0)
    return np.where(service.must & (several == 1), np.inf, regret)


def _in_order(service: Service, pairs: Ints, starts: Ints, order: Ints) -> Floats:
    """Parts of all pairs, handed out zone by zone."""
    parts, room = np.zeros(service.n_pairs), service.limit.astype(float)
    for zone in order.tolist():
        left, demand = 1.0, float(service.demand[zone])
        for pair in pairs[starts[zone] : starts[zone + 1]].tolist():
            option = service.option[pair]
            fits = 1.0 if demand * left <= room[option] else float(room[option]) / demand
            part = float(fits >= 1.0) if service.single else min(left, fits)
            parts[pair], left = part, left - part
            room[option] = max(room[option] - part * demand, 0.0)
            if left <= 0:
                break
    return parts
