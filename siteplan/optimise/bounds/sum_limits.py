"""Limits: what no plan sells more of whole parts of a market, where sites have caps.

Cuts of single zones and sites let go of a cap where its site is half open. Summed over a part of the market they
cannot: no site sells more of it than it would alone, nor more than its cap. The parts are the market, its halves and
theirs, so that what a cap leaves in one place is not made up for by others elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from siteplan.optimise.bounds.grouping import GroupingParams, halves
from siteplan.optimise.captures.capture import Capture
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.stop import NEVER, Stop
from siteplan.optimise.types import Floats, Ints

__all__ = ["SumLimit", "sum_limits"]


class SumLimit(NamedTuple):
    """The groups are worth constant + slopes @ y at most in all, at every plan."""

    groups: Ints
    constant: float
    slopes: Floats


def sum_limits(
    problem: SiteProblem, groups: Ints, stop: Stop = NEVER, params: GroupingParams = GroupingParams()
) -> tuple[SumLimit, ...]:
    """Return the limits of all captures with caps; `groups` (n_zones,) are those of the zones of all captures."""
    found, first = list[SumLimit](), 0
    for capture in problem.captures:
        together: dict[bytes, list[_Period]] = {}
        for period in capture.periods():
            zones, last = groups[first : first + period.n_zones], first + len(period.ceiling)
            sites = groups[first + period.n_zones : last]
            together.setdefault(zones.tobytes(), []).append(_Period(period, zones, sites))
            first = last
        for periods in together.values():
            if all(period.capture.loose for period in periods):
                found += stop.through(_of(periods, problem.site_of, params))
    return tuple(found)


class _Period(NamedTuple):
    """A capture, and the groups of its zones and of its sites with caps; periods may share the former."""

    capture: Capture
    zones: Ints
    sites: Ints


def _of(periods: list[_Period], site_of: Ints, params: GroupingParams) -> Iterator[SumLimit]:
    """Yield a limit for each part in which some site would win more than its cap, in all periods of its groups."""
    zones = periods[0].zones
    for part in _parts(periods[0].capture.components()[0].ties(site_of)[0], zones, params):
        limits = [period.capture.most_sold(np.isin(zones, part)) for period in periods]
        each = [limit for limit in limits if limit is not None]
        sites = [period.sites[limit.sites] for period, limit in zip(periods, each, strict=False)]
        if len(each) == len(periods) and any(len(some) for some in sites):
            constant, slopes = sum(limit.constant for limit in each), np.sum([limit.slopes for limit in each], axis=0)
            yield SumLimit(np.unique(np.concatenate([part, *sites])), constant, slopes)


def _parts(reach: sp.csr_array, groups: Ints, params: GroupingParams) -> Iterator[Ints]:
    """Yield sets of groups: all, then the halves of each set, which few options join."""
    numbers, place = np.unique(groups, return_inverse=True)
    members = sp.csr_array((np.ones(len(place)), (place, np.arange(len(place)))), shape=(len(numbers), len(place)))
    ties = sp.csr_array(members @ reach)
    parts: list[Ints] = [np.arange(len(numbers))]
    for part in parts:
        yield numbers[part]
        if len(part) > 1 and len(parts) < params.most_parts:
            parts += halves(ties, part, params)
