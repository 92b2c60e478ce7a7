"""Clash: the fewest rules that cannot hold together, and the fewest whose absence gives a plan."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pandas as pd

from siteplan.optimise.captures.zero import ZeroCapture
from siteplan.optimise.infeasibility.feasibility_oracle import Doctor
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.rules import CoverAll
from siteplan.optimise.solve import solve
from siteplan.optimise.stop import StoppedError

__all__ = ["corrections", "smallest_clash"]

EXACT = 1e-6


def smallest_clash(doctor: Doctor) -> tuple[list[int], bool]:
    """Return the fewest rules that clash, given that all do, and whether that was proven in time.

    They are a smallest hitting set of the sets of rules whose removal gives a plan.

    References
    ----------
    Reiter, R. (1987), A theory of diagnosis from first principles, Artificial Intelligence 32.
    Ignatiev, A. et al. (2015), Smallest MUS extraction with minimal hitting set dualization, CP 2015.
    """
    removed = list[list[int]]()
    try:
        while doctor.may_hold(tried := _hitting_set(removed, len(doctor.rules))):
            kept = doctor.grown(tried, doctor.every)
            removed.append([n for n in doctor.every if n not in kept])
    except StoppedError:
        return doctor.least_known_clash, False
    return tried, True


def corrections(doctor: Doctor) -> Iterator[tuple[int, ...]]:
    """Give each set of fewest rules without which a plan exists.

    Raises
    ------
    StoppedError
    """
    every = frozenset(doctor.every)
    found = False
    for size in range(1, len(every) + 1):
        for some in combinations(doctor.every, size):
            rest = every.difference(some)
            if doctor.surely_clash(rest):
                continue
            if doctor.may_hold(rest):
                found = True
                yield some
            else:
                doctor.shrink(rest)
        if found:
            return


def _hitting_set(known: list[list[int]], n_rules: int) -> list[int]:
    """Fewest rules of which each known set holds one."""
    if not known:
        return []
    covers = np.zeros((len(known), n_rules), dtype=bool)
    for row, members in enumerate(known):
        covers[row, members] = True
    options = pd.DataFrame({"site": range(n_rules), "format": "rule"})
    problem = SiteProblem(options, ZeroCapture(n_rules, len(known)), [CoverAll(covers)], -np.ones(n_rules))
    return [int(n) for n in np.flatnonzero(solve(problem, EXACT).open)]
