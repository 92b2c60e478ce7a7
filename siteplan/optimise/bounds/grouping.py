"""Grouping: which zones are bounded together."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from siteplan.optimise.captures.capture import Capture
from siteplan.optimise.captures.sparse import summed, with_entries
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.stop import NEVER, Stop
from siteplan.optimise.types import Floats, Ints

__all__ = ["MOST_GROUPS", "MOST_SINGLES", "STRONGEST", "halves", "strongest", "zone_groups"]

MOST_GROUPS = 150
MOST_SINGLES = 3000
"""Zones up to which those that want a bound of their own have one: with more, masters get slow."""
FEW_PAIRS = 12
"""Entries a zone up to which every zone has a bound of its own. Where few options reach it, one decides: cuts that are
summed over zones are then weak, and those of single zones short. Where many do, shares of neighbours bend alike, and
more cuts make the masters slow."""
MOST_ENTRIES = 1_000_000
"""Entries from which only the strongest of each zone say who its neighbours are."""
STRONGEST = 8
SMOOTHINGS = 8
BLOCK = 2_000_000
"""Numbers that are sorted at once."""


def zone_groups(problem: SiteProblem, stop: Stop = NEVER) -> Ints:
    """Group numbers from 0 without gaps of the zones of all captures: those given, or by the options that reach them.

    `problem.groups` are those of the capture that counts. No group holds zones of two captures. Where few options reach
    a zone, it is a group by itself. Else, neighbours are reached by nearly the same options, so zones are ordered along
    the Fiedler-like coordinate of the zone-option graph that a few smoothing steps give, and cut into pieces of equal
    length.

    Raises
    ------
    StoppedError
        It was time before they were found.
    """
    first, *others = [
        part for capture in problem.captures for part in capture.components()
    ]  # zones, and sites with caps
    given = None if problem.groups is None else np.unique(np.asarray(problem.groups), return_inverse=True)[1]
    groups = [_groups(first, problem.site_of, stop) if given is None else given]
    for capture in others:
        if len(capture.ceiling):  # a capture with caps may have no site with one
            groups.append(_groups(capture, problem.site_of, stop) + int(groups[-1].max()) + 1)
    return np.concatenate(groups)


def _groups(capture: Capture, site_of: Ints, stop: Stop) -> Ints:
    """(n_zones,) group numbers of one capture."""
    few, n_zones, reach = capture.zones_a_group, len(capture.ceiling), capture.reach
    if n_zones <= MOST_SINGLES and (few == 1 or 0 < reach.nnz <= FEW_PAIRS * n_zones):
        return np.arange(n_zones)
    n_groups = int(np.clip(n_zones / few, 1, MOST_GROUPS))
    if reach.nnz > MOST_ENTRIES and n_groups > 1:
        reach = strongest(_one_a_site(reach, site_of), stop)
    return _by_bisection(reach, n_groups, stop)


def _one_a_site(reach: sp.csr_array, site_of: Ints) -> sp.csr_array:
    """Return the matrix with the entries of the option of each site that reaches most."""
    most = summed(reach.indices, reach.data, reach.shape[1])
    order = np.lexsort((-most, site_of))
    first = order[np.unique(site_of[order], return_index=True)[1]]
    return with_entries(reach, np.isin(np.arange(len(site_of)), first)[reach.indices])


def strongest(reach: sp.csr_array, stop: Stop = NEVER) -> sp.csr_array:
    """Return the matrix with the largest entries of each row alone; more where some are alike."""
    counts = np.diff(reach.indptr)
    order = np.argsort(counts, kind="stable")
    order = order[counts[order] > STRONGEST]
    least = np.full(len(counts), -np.inf)
    while len(order):  # rows of like length together, filled up to the longest
        stop.check()
        rows = order[: max(1, BLOCK // int(counts[order[-1]]))]
        least[rows] = _least_of_strongest(reach, rows, counts[rows])
        order = order[len(rows) :]
    return with_entries(reach, reach.data >= np.repeat(least, counts))


def _least_of_strongest(reach: sp.csr_array, rows: Ints, counts: Ints) -> Floats:
    """(n_rows,) the smallest of the largest entries of rows that all have more than those."""
    place = np.arange(int(counts.max()))
    there = place < counts[:, None]
    at = np.minimum(reach.indptr[rows][:, None] + place, reach.nnz - 1)
    values = np.where(there, reach.data[at], -np.inf)
    return np.asarray(np.partition(values, -STRONGEST, axis=1)[:, -STRONGEST])


def _by_bisection(reach: sp.csr_array, n_groups: int, stop: Stop) -> Ints:
    """Halve the zones along a smoothed coordinate until there are enough pieces."""
    pieces: list[Ints] = [np.arange(reach.shape[0])]
    while len(pieces) < n_groups:
        stop.check()
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
