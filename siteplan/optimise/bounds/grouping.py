"""Grouping: which zones are bounded together."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from siteplan.optimise.captures.capped import CappedCapture
from siteplan.optimise.captures.capture import Capture
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.types import Floats, Ints

__all__ = ["halves", "zone_groups"]

MOST_GROUPS = 150
MOST_SINGLES = 3000
"""Zones up to which those that want a bound of their own have one."""
SMOOTHINGS = 8


def zone_groups(problem: SiteProblem) -> Ints:
    """Group numbers from 0 without gaps of the zones of all captures: those given, or by the options that reach them.

    `problem.groups` are those of the capture that counts. No group holds zones of two captures.
    Neighbours are reached by nearly the same options, so zones are ordered along the Fiedler-like coordinate of
    the zone-option graph that a few smoothing steps give, and cut into pieces of equal length.
    """
    first, *others = [part for capture in problem.captures for part in _parts(capture)]
    given = None if problem.groups is None else np.unique(np.asarray(problem.groups), return_inverse=True)[1]
    groups = [_groups(first) if given is None else given]
    for capture in others:
        if len(capture.ceiling):  # a capture with caps may have no site with one
            groups.append(_groups(capture) + int(groups[-1].max()) + 1)
    return np.concatenate(groups)


def _parts(capture: Capture) -> tuple[Capture, ...]:
    """Return what is grouped by itself: zones, and sites with caps."""
    return tuple(capture.parts) if isinstance(capture, CappedCapture) else (capture,)


def _groups(capture: Capture) -> Ints:
    """(n_zones,) group numbers of one capture."""
    few, n_zones = capture.zones_a_group, len(capture.ceiling)
    if few == 1 and n_zones <= MOST_SINGLES:
        return np.arange(n_zones)
    n_groups = int(np.clip(n_zones / few, 1, MOST_GROUPS))
    return _by_bisection(capture.reach, n_groups)


def _by_bisection(reach: sp.csr_array, n_groups: int) -> Ints:
    """Halve the zones along a smoothed coordinate until there are enough pieces."""
    pieces: list[Ints] = [np.arange(reach.shape[0])]
    while len(pieces) < n_groups:
        pieces.sort(key=len)
        largest = pieces.pop()
        if len(largest) < 2:
            pieces.append(largest)
            break
        pieces += halves(reach, largest)
    groups = np.empty(reach.shape[0], dtype=np.int64)
    for number, piece in enumerate(pieces):
        groups[piece] = number
    return groups


def halves(reach: sp.csr_array, zones: Ints) -> list[Ints]:
    """Two halves of the zones, the ones reached by similar options together."""
    order = zones[np.argsort(_coordinate(reach[zones]), kind="stable")]
    return [order[: len(order) // 2], order[len(order) // 2 :]]


def _coordinate(reach: sp.csr_array) -> Floats:
    """Give each zone a number that changes slowly between zones with common options: smoothed, centred noise."""
    ties = sp.csr_array((np.ones(reach.nnz), reach.indices, reach.indptr), shape=reach.shape)
    of_zone = np.maximum(np.diff(ties.indptr), 1)
    of_option = np.maximum(np.bincount(ties.indices, minlength=reach.shape[1]), 1)
    x = np.random.default_rng(0).standard_normal(reach.shape[0])
    for _ in range(SMOOTHINGS):
        x = (ties @ ((ties.T @ x) / of_option)) / of_zone
        x -= x.mean()
        x /= max(float(np.abs(x).max()), 1e-300)
    return np.asarray(x)
