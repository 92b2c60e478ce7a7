"""Grouping: which zones are bounded together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from siteplan.errors.params import Params, within
from siteplan.optimise.captures.capture import Capture
from siteplan.optimise.captures.sparse import summed, with_entries
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.stop import NEVER, Stop
from siteplan.optimise.types import Floats, Ints

__all__ = ["GroupingParams", "halves", "strongest", "zone_groups"]


@dataclass(frozen=True)
class GroupingParams(Params):
    """How many groups zones form, and how neighbours are told.

    Where few options reach a zone, one decides: cuts that are summed over zones are then weak, and those of single
    zones short. Where many do, shares of neighbours bend alike, and more cuts make the masters slow.

    Attributes
    ----------
    most_groups : count; groups of one capture
    most_singles : count; zones up to which those that want a bound of their own have one, with more masters get slow
    few_pairs : entries a zone up to which every zone has a bound of its own
    most_entries : count; entries from which only the strongest of each zone say who its neighbours are
    strongest : count; those of each zone
    smoothings : count; steps that smooth the coordinate along which zones are ordered
    block : count; numbers that are sorted at once
    most_parts : count; parts of a market whose sales are limited as a whole: the market, its halves and its quarters,
        more rows took more time than they saved
    """

    most_groups: int = within(150, 1)
    most_singles: int = within(3000, 0)
    few_pairs: float = within(12.0, 0.0)
    most_entries: int = within(1_000_000, 0)
    strongest: int = within(8, 1)
    smoothings: int = within(8, 1)
    block: int = within(2_000_000, 1)
    most_parts: int = within(7, 1)


def zone_groups(problem: SiteProblem, stop: Stop = NEVER, params: GroupingParams = GroupingParams()) -> Ints:
    """Group numbers from 0 without gaps of the zones of all captures: those given, or by the options that reach them.

    `problem.groups` are those of the capture that counts. No group holds zones of two captures, but those of all
    periods of one: cuts are then no more than of one period, and linear programmes a tenth as slow. Where few options
    reach a zone, it is a group by itself. Else, neighbours are reached by nearly the same options, so zones are ordered
    along the Fiedler-like coordinate of the zone-option graph that a few smoothing steps give, and cut into pieces of
    equal length.

    Raises
    ------
    StoppedError
        It was time before they were found.
    """
    given = None if problem.groups is None else np.unique(np.asarray(problem.groups), return_inverse=True)[1]
    groups, numbers = list[Ints](), _Numbers()
    for capture in problem.captures:
        groups += _over_periods(capture, problem.site_of, numbers, given, stop, params)
        given = None
    return np.concatenate(groups)


class _Numbers:
    """Numbers of groups, from 0 and without gaps: none is given twice."""

    def __init__(self) -> None:
        self._next = 0

    def new(self, groups: Ints) -> Ints:
        """Return numbers for groups that are numbered from 0 among themselves."""
        found = groups + self._next
        self._next = int(found.max(initial=self._next - 1)) + 1
        return found

    def labelled(self, labels: Ints, known: dict[int, int]) -> Ints:
        """Return the numbers of labels that are `known`, or are from now on."""
        for label in np.unique(labels).tolist():
            if label not in known:
                known[label], self._next = self._next, self._next + 1
        return np.array([known[label] for label in labels.tolist()], dtype=np.int64)


def _over_periods(
    capture: Capture, site_of: Ints, numbers: _Numbers, given: Ints | None, stop: Stop, params: GroupingParams
) -> Iterator[Ints]:
    """Yield the groups of zones, and of sites with caps, period by period; the same in periods with as many of them."""
    known, labelled = dict[tuple[int, int], Ints](), dict[int, int]()
    for period in capture.periods():
        for place, part in enumerate(period.components()):
            kind = place, len(part.ceiling)
            if (labels := part.bounded_with) is not None:
                yield numbers.labelled(labels, labelled)
            elif place == 0 or kind[1]:  # a capture with caps may have no site with one
                if kind not in known:
                    own = given if given is not None and not known else _groups(part, site_of, stop, params)
                    known[kind] = numbers.new(own)
                yield known[kind]


def _groups(capture: Capture, site_of: Ints, stop: Stop, params: GroupingParams) -> Ints:
    """(n_zones,) group numbers of one capture."""
    few, n_zones = capture.zones_a_group, len(capture.ceiling)
    reach, site_of = capture.ties(site_of)
    if n_zones <= params.most_singles and (few == 1 or 0 < reach.nnz <= params.few_pairs * n_zones):
        return np.arange(n_zones)
    n_groups = int(np.clip(n_zones / few, 1, params.most_groups))
    if reach.nnz > params.most_entries and n_groups > 1:
        reach = strongest(_one_a_site(reach, site_of), stop, params)
    return _by_bisection(reach, n_groups, stop, params)


def _one_a_site(reach: sp.csr_array, site_of: Ints) -> sp.csr_array:
    """Return the matrix with the entries of the option of each site that reaches most."""
    most = summed(reach.indices, reach.data, reach.shape[1])
    order = np.lexsort((-most, site_of))
    first = order[np.unique(site_of[order], return_index=True)[1]]
    return with_entries(reach, np.isin(np.arange(len(site_of)), first)[reach.indices])


def strongest(reach: sp.csr_array, stop: Stop = NEVER, params: GroupingParams = GroupingParams()) -> sp.csr_array:
    """Return the matrix with the largest entries of each row alone; more where some are alike."""
    counts = np.diff(reach.indptr)
    order = np.argsort(counts, kind="stable")
    order = order[counts[order] > params.strongest]
    least = np.full(len(counts), -np.inf)
    while len(order):  # rows of like length together, filled up to the longest
        stop.check()
        rows = order[: max(1, params.block // int(counts[order[-1]]))]
        least[rows] = _least_of_strongest(reach, rows, counts[rows], params.strongest)
        order = order[len(rows) :]
    return with_entries(reach, reach.data >= np.repeat(least, counts))


def _least_of_strongest(reach: sp.csr_array, rows: Ints, counts: Ints, strongest: int) -> Floats:
    """(n_rows,) the smallest of the largest entries of rows that all have more than those."""
    place = np.arange(int(counts.max()))
    there = place < counts[:, None]
    at = np.minimum(reach.indptr[rows][:, None] + place, reach.nnz - 1)
    values = np.where(there, reach.data[at], -np.inf)
    return np.asarray(np.partition(values, -strongest, axis=1)[:, -strongest])


def _by_bisection(reach: sp.csr_array, n_groups: int, stop: Stop, params: GroupingParams) -> Ints:
    """Halve the zones along a smoothed coordinate until there are enough pieces."""
    pieces: list[Ints] = [np.arange(reach.shape[0])]
    while len(pieces) < n_groups:
        stop.check()
        pieces.sort(key=len)
        largest = pieces.pop()
        if len(largest) < 2:
            pieces.append(largest)
            break
        pieces += halves(reach, largest, params)
    groups = np.empty(reach.shape[0], dtype=np.int64)
    for number, piece in enumerate(pieces):
        groups[piece] = number
    return groups


def halves(reach: sp.csr_array, zones: Ints, params: GroupingParams) -> list[Ints]:
    """Two halves of the zones, the ones reached by similar options together."""
    order = zones[np.argsort(_coordinate(reach[zones], params.smoothings), kind="stable")]
    return [order[: len(order) // 2], order[len(order) // 2 :]]


def _coordinate(reach: sp.csr_array, smoothings: int) -> Floats:
    """Give each zone a number that changes slowly between zones with common options: smoothed, centred noise."""
    ties = sp.csr_array((np.ones(reach.nnz), reach.indices, reach.indptr), shape=reach.shape)
    of_zone = np.maximum(np.diff(ties.indptr), 1)
    of_option = np.maximum(np.bincount(ties.indices, minlength=reach.shape[1]), 1)
    x = np.random.default_rng(0).standard_normal(reach.shape[0])
    for _ in range(smoothings):
        x = (ties @ ((ties.T @ x) / of_option)) / of_zone
        x -= x.mean()
        x /= max(float(np.abs(x).max()), 1e-300)
    return np.asarray(x)
