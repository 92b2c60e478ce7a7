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
        alike: dict[bytes, list[Capture]] = {}
        for period in capture.periods():
            last = first + len(period.ceiling)
            alike.setdefault(groups[first:last].tobytes(), []).append(period)
            first = last
        for numbers, periods in alike.items():
            if all(period.loose for period in periods):
                found += stop.through(_of(periods, problem.site_of, np.frombuffer(numbers, groups.dtype), params))
    return tuple(found)


def _of(periods: list[Capture], site_of: Ints, groups: Ints, params: GroupingParams) -> Iterator[SumLimit]:
    """Yield a limit for each part in which some site would win more than its cap, in all of these periods together."""
    first = periods[0]
    zones, sites = groups[: first.n_zones], groups[first.n_zones :]
    for part in _parts(first.components()[0].ties(site_of)[0], zones, params):
        limits = [period.most_sold(np.isin(zones, part)) for period in periods]
        each = [limit for limit in limits if limit is not None]
        counted = np.any([limit.sites for limit in each], axis=0)
        if len(each) == len(periods) and counted.any():
            constant, slopes = sum(limit.constant for limit in each), np.sum([limit.slopes for limit in each], axis=0)
            yield SumLimit(np.union1d(part, sites[counted]), constant, slopes)


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
