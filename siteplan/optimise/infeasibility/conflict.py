"""Conflict: the fewest rules that cannot hold together, and the fewest whose absence gives a plan."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pandas as pd

from siteplan.optimise.captures.zero import ZeroCapture
from siteplan.optimise.infeasibility.feasibility_oracle import FeasibilityOracle
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.rules import CoverAll
from siteplan.optimise.solve import solve
from siteplan.optimise.stop import StoppedError

__all__ = ["correction_sets", "smallest_conflict"]


def smallest_conflict(oracle: FeasibilityOracle) -> tuple[list[int], bool]:
    """Return the fewest rules that conflict, given that all do, and whether that was proven in time.

    The smallest of the irreducible infeasible sets (IIS): a smallest hitting set of the sets of rules whose removal
    gives a plan.

    References
    ----------
    Reiter, R. (1987), A theory of diagnosis from first principles, Artificial Intelligence 32.
    Ignatiev, A. et al. (2015), Smallest MUS extraction with minimal hitting set dualization, CP 2015.
    """
    removed = list[list[int]]()
    try:
        while oracle.may_hold(tried := _hitting_set(removed, len(oracle.rules), oracle.params.gap)):
            kept = oracle.grown(tried, oracle.every)
            removed.append([n for n in oracle.every if n not in kept])
    except StoppedError:
        return oracle.least_known_conflict, False
    return tried, True


def correction_sets(oracle: FeasibilityOracle) -> Iterator[tuple[int, ...]]:
    """Give each set of fewest rules without which a plan exists: the minimum correction sets.

    Raises
    ------
    StoppedError
    """
    every = frozenset(oracle.every)
    found = False
    for size in range(1, len(every) + 1):
        for some in combinations(oracle.every, size):
            rest = every.difference(some)
            if oracle.surely_conflict(rest):
                continue
            if oracle.may_hold(rest):
                found = True
                yield some
            else:
                oracle.shrink(rest)
        if found:
            return


def _hitting_set(known: list[list[int]], n_rules: int, gap: float) -> list[int]:
    """Fewest rules of which each known set holds one."""
    if not known:
        return []
    covers = np.zeros((len(known), n_rules), dtype=bool)
    for row, members in enumerate(known):
        covers[row, members] = True
    options = pd.DataFrame({"site": range(n_rules), "format": "rule"})
    problem = SiteProblem(options, ZeroCapture(n_rules, len(known)), [CoverAll(covers)], -np.ones(n_rules))
    return [int(n) for n in np.flatnonzero(solve(problem, gap).open)]
