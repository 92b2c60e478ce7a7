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
    for capture in (period for whole in problem.captures for period in whole.periods()):
        last = first + len(capture.ceiling)
        if capture.loose:
            found += stop.through(_of(capture, problem.site_of, groups[first:last], params))
        first = last
    return tuple(found)


def _of(capture: Capture, site_of: Ints, groups: Ints, params: GroupingParams) -> Iterator[SumLimit]:
    """Yield a limit for each part in which some site would win more than its cap."""
    zones, sites = groups[: capture.n_zones], groups[capture.n_zones :]
    for part in _parts(capture.components()[0].ties(site_of)[0], zones, params):
        limit = capture.most_sold(np.isin(zones, part))
        if limit is not None and limit.sites.any():
            yield SumLimit(np.union1d(part, sites[limit.sites]), limit.constant, limit.slopes)


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
