"""CoverageFloor: a share of the people must have an open option within reach."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
import scipy.sparse as sp

from siteplan.errors import Problem
from siteplan.optimise.captures.location import CoverageCapture
from siteplan.optimise.captures.sparse import same_rows, summed
from siteplan.optimise.rules.limit import Limit
from siteplan.optimise.rules.rows import Rows
from siteplan.optimise.rules.rule import Covering, Rule, RuleReport, report
from siteplan.optimise.types import Bools, Floats

__all__ = ["CoverageFloor"]


@dataclass(frozen=True, eq=False)
class CoverageFloor(Rule):
    """Open options cover at least a share of the zones' weights.

    Exact: a helper z in [0, 1] a zone, z <= sum of the open options that cover it. Zones that the same options
    cover share one helper, and zones that nobody covers or that are covered already have none.

    Parameters
    ----------
    covers : sparse bool (n_zones, n_options)
        Whether the option, once open, covers the zone.
    weights : (n_zones,)
        Persons, or whatever the share is of. Zones outside the floor's group weigh 0.
    at_least : float
        Share of the summed weights, 0 to 1.
    covered : (n_zones,) bool, optional
        Zones that own facilities cover already.
    """

    covers: sp.csr_array | sp.csr_matrix
    weights: Floats
    at_least: float
    covered: Bools | None = None
    name: str = ""

    def __post_init__(self) -> None:
        """Name the rule by what it is about, where no name is given."""
        object.__setattr__(self, "name", self.name or "coverage")

    def problems(self, options: pd.DataFrame, n_zones: int) -> list[Problem]:
        """Shapes, weights and a share that cannot be."""
        shape = (n_zones, len(options))
        found = [
            (self.covers.shape == shape, "covers", f"shape {self.covers.shape}", f"Give shape {shape}"),
            (np.shape(self.weights) == (n_zones,), "weights", "wrong length", f"Give {n_zones} weights"),
            (_is_weights(self.weights), "weights", "weights are not finite, negative or all zero", "Give persons"),
            (0 <= self.at_least <= 1, "at_least", f"{self.at_least} is no share", "Give a share from 0 to 1"),
            (
                self.covered is None or np.shape(self.covered) == (n_zones,),
                "covered",
                "wrong length",
                f"Give {n_zones} truth values",
            ),
        ]
        return [
            Problem("rules", f"rule {self.name!r}: {what}", remedy, column)
            for good, column, what, remedy in found
            if not good
        ]

    def rows(self, options: pd.DataFrame) -> Rows:
        """One row: the covered share of the weights."""
        links, shares, already = self._merged
        return Rows(
            options=sp.csr_array((1, len(options))),
            lower=np.array([self.at_least - already]),
            upper=np.array([np.inf]),
            helpers=sp.csr_array(shares[np.newaxis, :]),
            links=links,
            ceiling=np.ones(len(shares)),
        )

    def reports(self, options: pd.DataFrame, open_: Bools) -> tuple[RuleReport, ...]:  # noqa: ARG002  part of Rule
        """Measure the share that is covered, zone by zone."""
        weights = np.asarray(self.weights, dtype=float)
        achieved = float(weights[~self.uncovered(open_)].sum() / weights.sum())
        return (report(self.name, "coverage", "at_least", float(self.at_least), achieved, "share", 0),)

    def uncovered(self, open_: Bools) -> Bools:
        """(n_zones,) zones that neither these options nor own facilities cover."""
        return np.asarray(~self._already & (self._pattern @ open_.astype(float) == 0))

    def loosened(self, limit: Limit, value: float, options: pd.DataFrame, open_: Bools | None = None) -> Rule:  # noqa: ARG002
        """Return the rule with another limit."""
        return replace(self, at_least=value)

    def target(self, limit: Limit, options: pd.DataFrame) -> tuple[Rule, float]:  # noqa: ARG002  part of Rule
        """Return itself: its row is the share that is covered."""
        return self, 1.0

    @property
    def coverage(self) -> Covering:
        """All zones together."""
        return Covering(self.covers, self.weights)

    @property
    def as_capture(self) -> CoverageCapture:
        """The share that is covered, as a capture to maximise."""
        weights = np.asarray(self.weights, dtype=float)
        return CoverageCapture(self.covers, weights / weights.sum(), self.covered)

    @cached_property
    def _pattern(self) -> sp.csr_array:
        pattern = sp.csr_array(self.covers).astype(float)
        pattern.sum_duplicates()
        pattern.eliminate_zeros()
        pattern.data[:] = 1.0
        return sp.csr_array(pattern)

    @cached_property
    def _already(self) -> Bools:
        n_zones = int(self.covers.shape[0])
        return np.zeros(n_zones, dtype=bool) if self.covered is None else np.asarray(self.covered, dtype=bool)

    @cached_property
    def _merged(self) -> tuple[sp.csr_array, Floats, float]:
        """Links (n_helpers, n_options), share of the weights by helper, share that is covered already."""
        weights = np.asarray(self.weights, dtype=float)
        shares = weights / weights.sum()
        pattern = self._pattern
        wanted = np.flatnonzero(~self._already & (weights > 0) & (np.diff(pattern.indptr) > 0))
        first, group = same_rows(pattern[wanted], np.ones(len(wanted)))
        merged = summed(group, shares[wanted], len(first))
        return sp.csr_array(pattern[wanted[first]]), merged, float(shares[self._already].sum())


def _is_weights(weights: Floats) -> bool:
    values = np.asarray(weights, dtype=float)
    return bool(np.isfinite(values).all() and (values >= 0).all() and values.sum() > 0)
