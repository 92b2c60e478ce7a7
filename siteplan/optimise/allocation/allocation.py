"""Allocation: the mixed-integer model of options, and of the pairs of zone and option that serve each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from siteplan.optimise.allocation.service import Service
from siteplan.optimise.bounds.cuts import Cuts
from siteplan.optimise.bounds.master import Fixing, Master
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.rules.lazy_constraint import FeasibilityCut
from siteplan.optimise.solvers.linear import LinearModel
from siteplan.optimise.solvers.sound import Block, sound
from siteplan.optimise.tolerances import BOUND_SUM_ROUNDING, LARGEST_DEMAND, SOLVER_SCALE
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["Allocation"]


@dataclass(frozen=True, eq=False)
class Allocation:
    """Columns: free options y, helpers of the rules z, one part x for each pair that is left.

    sum_j x_ij <= 1 (= 1 where the zone has to be served), sum_i d_i x_ij <= limit_j y_j, x_ij <= y_j. The rows on y
    and z are those of the Master.

    Attributes
    ----------
    left : (n_pairs,) bool
    excluded : plans (n_options,) that the solver's tolerances let pass though they break a rule
    """

    problem: SiteProblem
    service: Service
    fixing: Fixing
    left: Bools
    excluded: tuple[Bools, ...] = ()

    @classmethod
    def over(cls, problem: SiteProblem, fixing: Fixing) -> Allocation:
        """Return the model over all pairs that may matter."""
        service = Service.of(problem)
        return cls(problem, service, fixing, np.ones(service.n_pairs, dtype=bool))

    def within(self, reduced: Floats, loss: Floats, window: float) -> Allocation:
        """Drop the columns, and hold the options, that a plan cannot move without losing more than the window."""
        far = np.abs(reduced) > window
        fixing = self.fixing.fixed(far & (reduced > 0), far & (reduced < 0), self.problem.site_of)
        usable = fixing.free | fixing.opened
        return replace(self, fixing=fixing, left=self.left & (loss <= window) & usable[self.service.option])

    @cached_property
    def master(self) -> Master:
        """The master of the same options, whose one theta is left out."""
        cuts = tuple(map(FeasibilityCut.excluding, self.excluded))
        return Master(self.problem, np.zeros(self.problem.n_zones, dtype=np.int64), self.fixing, cuts)

    @cached_property
    def pairs(self) -> Ints:
        """Pairs that have a column, in its order."""
        return np.flatnonzero(self.left)

    @cached_property
    def unit(self) -> float:
        """Objective units to one unit of the solver's."""
        most = np.zeros(self.problem.n_zones)
        np.maximum.at(most, self.service.zone, self.service.gain)
        whole = float(most.sum() + np.abs(self.problem.value_of).sum())
        return whole / SOLVER_SCALE if whole > 0 else 1.0

    @property
    def n_before(self) -> int:
        """Number of columns of options and helpers; those of the pairs follow."""
        return self.master.n_columns - self.master.n_groups

    @property
    def n_columns(self) -> int:
        """Number of columns."""
        return self.n_before + len(self.pairs)

    def model(self, linked: Bools | None = None) -> LinearModel:
        """Return the model, with x <= y for the pairs asked for (n_pairs,) or for all."""
        links = self.links(np.flatnonzero(self.left if linked is None else linked & self.left))
        frame, before, n = self._frame, self.n_before, len(self.pairs)
        lower, upper = self._bounds
        blocks = [
            self._frame_rows(),
            *(sound(b, lower, upper) for b in (self._serve(), self._hold(), self._total())),
            links,
        ]
        whole = np.full(n, self.service.single)
        value = frame.value[:before] * (self.master.unit / self.unit)
        return LinearModel(
            value=np.concatenate([value, self.service.gain[self.pairs] / self.unit]),
            lower=lower,
            upper=upper,
            integer=np.concatenate([frame.integer[:before], whole]),
            matrix=sp.csr_array(sp.vstack([matrix for matrix, _, _ in blocks], format="csr")),
            row_lower=np.concatenate([lower for _, lower, _ in blocks]),
            row_upper=np.concatenate([upper for _, _, upper in blocks]),
            names=(*frame.names[:before], *(f"x_{self._name(pair)}" for pair in self.pairs.tolist())),
            row_names=self._row_names([matrix.shape[0] for matrix, _, _ in blocks]),
        )

    def links(self, pairs: Ints) -> Block:
        """Bound x <= y, or by what the limit lets the option take of the zone, where less; not for sure options."""
        pairs = pairs[self.fixing.free[self.service.option[pairs]]]
        most = self._share(pairs)
        row = np.arange(len(pairs))
        columns = (self._column[self.service.option[pairs]], self.n_before + np.searchsorted(self.pairs, pairs))
        entries = (np.concatenate([-most, np.ones(len(pairs))]), (np.tile(row, 2), np.concatenate(columns)))
        matrix = sp.csr_array(entries, shape=(len(pairs), self.n_columns))
        return sound((matrix, np.full(len(pairs), -np.inf), np.zeros(len(pairs))), *self._bounds)

    def unlinked(self, x: Floats, least: float) -> Ints:
        """Pairs of free options that take a part of the zone more than their option is open: more than the `least`."""
        pairs = self.pairs[self.fixing.free[self.service.option[self.pairs]]]
        over = self.parts(x)[pairs] - self._share(pairs) * self.plan(x)[self.service.option[pairs]]
        return np.asarray(pairs[over > least])

    def plan(self, x: Floats) -> Floats:
        """(n_options,) y of all options, sure ones included."""
        return self.master.plan(x)

    def parts(self, x: Floats) -> Floats:
        """(n_pairs,) parts of all pairs."""
        parts = np.zeros(self.service.n_pairs)
        parts[self.pairs] = x[self.n_before :]
        return parts

    def worth(self, solver_bound: float) -> float:
        """Objective units of a bound of the model, rounded up by what the sum may lose."""
        terms = (solver_bound * self.unit, self.service.base, self.master.constant)
        return sum(terms) + BOUND_SUM_ROUNDING * sum(abs(term) for term in terms)

    def point(self, open_: Bools, parts: Floats) -> Floats | None:
        """(n_columns,) the model's point for a plan, if it is among what is left."""
        fixed = ~self.fixing.free
        if not np.array_equal(open_[fixed], self.fixing.opened[fixed]) or parts[~self.left].any():
            return None
        frame = self.master.point(open_)[: self.n_before]
        return np.concatenate([frame, parts[self.pairs]])

    @cached_property
    def _frame(self) -> LinearModel:
        return self.master.model(Cuts.none(self.problem.n_options))

    @cached_property
    def _bounds(self) -> tuple[Floats, Floats]:
        """(n_columns,) bounds of the columns."""
        frame, before, n = self._frame, self.n_before, len(self.pairs)
        lower = np.concatenate([frame.lower[:before], np.zeros(n)])
        return lower, np.concatenate([frame.upper[:before], np.ones(n)])

    @cached_property
    def _column(self) -> Ints:
        """(n_options,) column of each free option, -1 of others."""
        column = np.full(self.problem.n_options, -1)
        column[self.master.free] = np.arange(len(self.master.free))
        return column

    def _share(self, pairs: Ints) -> Floats:
        """Part of the zone that the option's limit holds, at most 1."""
        demand, most = self.service.demand[self.service.zone[pairs]], self.service.most[self.service.option[pairs]]
        return np.asarray(np.minimum(np.divide(most, demand, out=np.ones(len(pairs)), where=demand > 0), 1.0))

    def _frame_rows(self) -> Block:
        frame = self._frame
        return self._wide(frame.matrix[:, : self.n_before]), frame.row_lower, frame.row_upper

    def _wide(self, matrix: sp.csr_array) -> sp.csr_array:
        none = sp.csr_array((matrix.shape[0], self.n_columns - matrix.shape[1]))
        return sp.csr_array(sp.hstack([matrix, none], format="csr"))

    def _serve(self) -> Block:
        """Serve each zone at most once; once where it has to be."""
        must = self.service.must
        rows = self._by(self.service.zone[self.pairs], np.ones(len(self.pairs)), len(must))
        return rows, np.where(must, 1.0, -np.inf), np.ones(len(must))

    def _hold(self) -> Block:
        """Hold the parts of each option within its limit, in units of that limit, or of a zone far beyond it."""
        service, free = self.service, self.master.free
        option, demand = service.option[self.pairs], service.demand[service.zone[self.pairs]]
        unit = np.where(service.most > 0, service.most, 1.0)
        np.maximum.at(unit, option, demand / LARGEST_DEMAND)
        holds = np.where(service.most > 0, service.most, 1.0) / unit
        taken = self._by(option, demand / unit[option], self.problem.n_options)
        open_ = sp.csr_array((holds[free], (free, np.arange(len(free)))), shape=taken.shape)
        used = np.unique(option)
        return sp.csr_array(taken - open_)[used], np.full(len(used), -np.inf), (holds * self.fixing.opened)[used]

    def _total(self) -> Block:
        """Let the open options hold all that has to be served: nothing new, but it helps solvers to cut."""
        service = self.service
        wanted = float(service.demand[service.must].sum())
        if wanted == 0:
            return sp.csr_array((0, self.n_columns)), np.empty(0), np.empty(0)
        body = sp.csr_array(service.most[self.master.free][np.newaxis, :] / wanted)
        given = float(service.most[self.fixing.opened].sum()) / wanted
        return self._wide(body), np.array([1.0 - given]), np.array([np.inf])

    def _by(self, row: Ints, values: Floats, n_rows: int) -> sp.csr_array:
        """Entries of the pairs' columns, by row."""
        column = self.n_before + np.arange(len(self.pairs))
        return sp.csr_array((values, (row, column)), shape=(n_rows, self.n_columns))

    def _name(self, pair: int) -> str:
        return f"{self.service.zone[pair]}_{self.service.option[pair]}"

    def _row_names(self, counts: list[int]) -> tuple[str, ...]:
        kinds = ("serve", "hold", "total", "open")
        more = (f"{kind}_{k}" for kind, count in zip(kinds, counts[1:], strict=True) for k in range(count))
        return (*self._frame.row_names, *more)
