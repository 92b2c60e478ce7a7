"""Service: which option can serve which zone, what that is worth, and which allocations keep to the limits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from siteplan.optimise.captures.sparse import row_of, summed
from siteplan.optimise.captures.zero import ZeroCapture
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.tolerances import RULE_TOLERANCE, SERVED_WHOLLY
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["Service", "without_worth"]


def without_worth(problem: SiteProblem) -> ZeroCapture:
    """Return a capture that is worth nothing, and under a rule Capacity may serve the same pairs."""
    serving = problem.capture.serving
    if problem.capacity is None or serving is None:
        return ZeroCapture(problem.n_options, problem.n_zones)
    return ZeroCapture(problem.n_options, problem.n_zones, *serving)


@dataclass(frozen=True, eq=False)
class Service:
    """The pairs of a problem with a rule Capacity, zone by zone; an allocation gives each pair a part (n_pairs,).

    Attributes
    ----------
    zone, option : (n_pairs,)
    gain : (n_pairs,) objective units if the option serves the whole zone
    demand : (n_zones,)
    limit : (n_options,)
    must : (n_zones,) zones that have to be served wholly
    single : whether parts are 0 or 1
    base : objective units of the zones with nothing allocated
    """

    zone: Ints
    option: Ints
    gain: Floats
    demand: Floats
    limit: Floats
    must: Bools
    single: bool
    base: float

    @classmethod
    def of(cls, problem: SiteProblem) -> Service:
        """Keep the pairs that may matter: an option that may open and can hold the zone, and a gain or a duty."""
        rule, serving = problem.capacity, problem.capture.serving
        assert rule is not None  # noqa: S101  only asked under the rule
        assert serving is not None  # noqa: S101  the problem refuses others
        pairs = serving.pairs
        zone, option = row_of(pairs), pairs.indices
        demand, limit = np.asarray(rule.demand, dtype=float), np.asarray(rule.limit, dtype=float)
        must = serving.served < rule.serve_all
        holds = demand[zone] <= limit[option] if rule.single else (limit[option] > 0) | (demand[zone] == 0)
        kept = ~problem.barred[option] & holds & (must[zone] | (pairs.data > 0))
        base = float(problem.capture.zone_values(np.zeros(problem.n_options)).sum())
        return cls(zone[kept], option[kept], pairs.data[kept], demand, limit, must, rule.single, base)

    @property
    def n_pairs(self) -> int:
        """Number of pairs."""
        return len(self.zone)

    @cached_property
    def most(self) -> Floats:
        """(n_options,) demand that the option can be allocated at most."""
        return np.minimum(self.limit, summed(self.option, self.demand[self.zone], len(self.limit)))

    def value(self, parts: Floats) -> float:
        """Return the sum of the zone values."""
        return self.base + float(self.gain @ parts)

    def loads(self, parts: Floats) -> Floats:
        """(n_options,) demand allocated to each option."""
        return summed(self.option, self.demand[self.zone] * parts, len(self.limit))

    def served(self, parts: Floats) -> Floats:
        """(n_zones,) part of each zone that is allocated."""
        return summed(self.zone, parts, len(self.demand))

    def kept(self, parts: Floats) -> Bools:
        """(n_zones,) zones that are served wholly, or need not be."""
        return (self.served(parts) >= SERVED_WHOLLY) | ~self.must

    def settled(self, parts: Floats, open_: Bools) -> Floats | None:
        """Return parts without the rounding of a solver; None where they break a limit or leave a duty undone."""
        parts = np.where(open_[self.option], np.clip(parts, 0.0, 1.0), 0.0)
        if self.single:
            parts = np.round(parts)
        else:
            parts = parts / np.maximum(self.served(parts), 1.0)[self.zone]
            over = np.divide(self.loads(parts), self.limit, out=np.zeros(len(self.limit)), where=self.limit > 0)
            parts = parts / np.maximum(over, 1.0)[self.option]
        return parts if self._keeps(parts) else None

    def table(self, parts: Floats, labels: pd.Index) -> pd.DataFrame:
        """Return zone, option and part of the pairs with a part."""
        some = parts > 0
        return pd.DataFrame({"zone": self.zone[some], "option": labels[self.option[some]], "part": parts[some]})

    def _keeps(self, parts: Floats) -> bool:
        room = RULE_TOLERANCE * np.maximum(1.0, self.limit)
        served = self.served(parts)
        within = bool((self.loads(parts) <= self.limit + room).all()) and bool((served <= 1.0 + RULE_TOLERANCE).all())
        return within and bool(self.kept(parts).all())
