"""Master: the linear model that bounds a problem - options, groups of zones, rules, cuts."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from siteplan.optimise.bounds.cuts import Cuts, CutsParams
from siteplan.optimise.bounds.sum_limits import SumLimit
from siteplan.optimise.captures.sparse import summed
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.rules.lazy_constraint import FeasibilityCut, matrix_of
from siteplan.optimise.rules.rows import Rows
from siteplan.optimise.solvers.linear import LinearModel
from siteplan.optimise.solvers.sound import sound
from siteplan.optimise.tolerances import SOLVER_ROW_ROOM, SOLVER_SCALE
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["Fixing", "Master"]


@dataclass(frozen=True)
class Fixing:
    """Which options are fixed: those that are free are not, some are open for sure; the rest stay closed.

    Attributes
    ----------
    free, opened : (n_options,) bool, never both
    """

    free: Bools
    opened: Bools

    @classmethod
    def of(cls, problem: SiteProblem) -> Fixing:
        """Everything that the statuses leave open, and no row of the rules rules out alone."""
        free = ~problem.required & ~problem.barred
        return cls(free & ~problem.rows.excluded(free, problem.required), problem.required)

    def fixed(self, closed: Bools, opened: Bools, site_of: Ints) -> Fixing:
        """Close some free options for sure and open others; what shares a site with those is closed."""
        now_open = self.opened | (self.free & opened)
        taken = np.isin(site_of, site_of[now_open])
        return Fixing(self.free & ~closed & ~taken, now_open)


@dataclass(frozen=True, eq=False)
class Master:
    """Columns: free options y, helpers of the rules z, one theta a group. Fixed options are in no column.

    Attributes
    ----------
    groups : (n_zones,) group numbers from 0 without gaps, of the zones of all captures
    feasibility_cuts : what plans that broke a rule have taught
    limits : what parts of the market are worth at most in all
    cuts_params : how its cuts are summed
    """

    problem: SiteProblem
    groups: Ints
    fixing: Fixing
    feasibility_cuts: tuple[FeasibilityCut, ...] = ()
    limits: tuple[SumLimit, ...] = ()
    cuts_params: CutsParams = field(default_factory=CutsParams)

    @cached_property
    def free(self) -> Ints:
        """Options that have a column, in its order."""
        return np.flatnonzero(self.fixing.free)

    @cached_property
    def unit(self) -> float:
        """Objective units to one unit of the solver's, by what is still to decide."""
        return _unit(self._wholes[0] + float(np.abs(self.problem.value_of[self.fixing.free]).sum()))

    @cached_property
    def capture_of(self) -> Ints:
        """(n_groups,) number of each group's capture; those of capture 0 count in the objective."""
        sizes = [len(capture.ceiling) for capture in self.problem.captures]
        of_group = np.zeros(self.n_groups, dtype=np.int64)
        of_group[self.groups] = np.repeat(np.arange(len(sizes)), sizes)
        return of_group

    @cached_property
    def counts(self) -> Bools:
        """(n_groups,) groups that count in the objective; the others only matter to rules."""
        return np.asarray(self.capture_of == 0)

    @cached_property
    def units(self) -> Floats:
        """(n_groups,) capture units to one unit of the solver's theta."""
        return np.array([self.unit, *map(_unit, self._wholes[1:])])[self.capture_of]

    @cached_property
    def constant(self) -> float:
        """Fixed values of the options that are open for sure."""
        return float(self.problem.value_of[self.fixing.opened].sum())

    @property
    def n_groups(self) -> int:
        """Number of groups."""
        return int(self.groups.max()) + 1

    @property
    def n_columns(self) -> int:
        """Number of columns."""
        return len(self.free) + self._n_helpers + self.n_groups

    @cached_property
    def n_rule_rows(self) -> int:
        """Rows of the rules; they are the first of the model."""
        return self.problem.rows.n_rows

    @cached_property
    def rows(self) -> Rows:
        """Rows of the rules over the free options."""
        return self.problem.rows.left(self.free, self.fixing.opened)

    @cached_property
    def rule_scale(self) -> Floats:
        """(n_rule_rows,) what each rule's row is divided by, so that its largest number is 1."""
        rows = self.rows
        largest = np.maximum(_row_max(rows.options), _row_max(rows.helpers))
        largest = np.maximum(largest, _row_max(self._theta_factors)) if rows.terms else largest
        return np.where(largest > 0, largest, 1.0)

    def model(self, cuts: Cuts) -> LinearModel:
        """Rules, sites, links and cuts as one linear model."""
        lower, upper = self._bounds
        parts = (self._rules(), self.site_rows(), self._links(), self._nogoods(), self._limits())
        frame = [sound(block, lower, upper) for block in parts]
        blocks = [*frame, self.cut_rows(cuts)]
        n_free, n_helpers = len(self.free), self._n_helpers
        fixed_value = self.problem.value_of[self.free] / self.unit
        return LinearModel(
            value=np.concatenate([fixed_value, np.zeros(n_helpers), self.counts.astype(float)]),
            lower=lower,
            upper=upper,
            integer=np.arange(self.n_columns) < n_free,
            matrix=sp.csr_array(sp.vstack([matrix for matrix, _, _ in blocks], format="csr")),
            row_lower=np.concatenate([lower for _, lower, _ in blocks]),
            row_upper=np.concatenate([upper for _, _, upper in blocks]),
            names=self._column_names,
            row_names=_row_names([len(lower) for _, lower, _ in blocks]),
        )

    def cut_rows(self, cuts: Cuts) -> tuple[sp.csr_array, Floats, Floats]:
        """theta_g - slopes @ y <= constant."""
        slopes, units = sp.csr_array(cuts.slopes[:, self.free]), self.units[cuts.group]
        slopes.data = slopes.data * np.repeat(1.0 / units, np.diff(slopes.indptr))
        constant = (cuts.constant + cuts.slopes @ self.fixing.opened.astype(float)) / units
        theta = sp.csr_array((np.ones(len(cuts)), (np.arange(len(cuts)), cuts.group)), shape=(len(cuts), self.n_groups))
        matrix = sp.hstack([-slopes, sp.csr_array((len(cuts), self._n_helpers)), theta], format="csr")
        return sound((sp.csr_array(matrix), np.full(len(cuts), -np.inf), constant), *self._bounds)

    def plan(self, x: Floats) -> Floats:
        """(n_options,) y of all options, fixed ones included."""
        y = self.fixing.opened.astype(float)
        y[self.free] = np.clip(x[: len(self.free)], 0.0, 1.0)
        return y

    def thetas(self, x: Floats) -> Floats:
        """(n_groups,) what the model says the groups are worth, in units of their captures."""
        return x[len(self.free) + self._n_helpers :] * self.units

    def claim(self, x: Floats) -> float:
        """Objective units that the model gives a point."""
        return float(self.thetas(x)[self.counts].sum() + self.problem.value_of @ self.plan(x))

    def worth(self, solver_value: float) -> float:
        """Objective units of a value of the model."""
        return solver_value * self.unit + self.constant

    def point(self, open_: Bools) -> Floats:
        """(n_columns,) the model's point for a plan, its thetas at their true values."""
        y = open_.astype(float)
        zones = self.problem.zones.zone_values(y)
        theta = np.bincount(self.groups, weights=zones, minlength=self.n_groups) / self.units
        helpers = np.minimum(self.rows.ceiling, self.rows.links @ y[self.free])
        return np.concatenate([y[self.free], helpers, theta])

    @property
    def _n_helpers(self) -> int:
        return self.rows.n_helpers

    @cached_property
    def _bounds(self) -> tuple[Floats, Floats]:
        """(n_columns,) bounds of the columns."""
        floor, roof = self._theta_bounds
        n_free = len(self.free)
        lower = np.concatenate([np.zeros(n_free + self._n_helpers), floor])
        return lower, np.concatenate([np.ones(n_free), self.rows.ceiling, roof])

    @cached_property
    def _theta_bounds(self) -> tuple[Floats, Floats]:
        """What the groups are worth at least where the sure options open, and at most."""
        floor = self.summed(self.problem.zones.floor(self.fixing.opened))
        return floor / self.units, np.maximum(self.summed(self.problem.zones.ceiling), floor) / self.units

    @cached_property
    def _wholes(self) -> list[float]:
        """The largest numbers that each capture's groups can come to, summed: minutes are worth most far from 0."""
        zones = self.problem.zones
        within = self.summed(zones.zone_values(self.fixing.opened.astype(float)))
        largest = np.maximum(np.abs(within), np.abs(self.summed(zones.ceiling)))
        return [float(w) for w in summed(self.capture_of, largest, len(self.problem.captures))]

    def summed(self, zones: Floats) -> Floats:
        """(n_groups,) sums over the zones (n_zones,) of each group."""
        return summed(self.groups, zones, self.n_groups)

    @cached_property
    def _theta_factors(self) -> sp.csr_array:
        """(n_rule_rows, n_groups) how often each row of the rules counts a unit of each theta."""
        rows = self.problem.rows
        captures = self.problem.captures
        place = [next(k for k, known in enumerate(captures) if known is capture) for capture in rows.captures]
        counted = self.capture_of[np.newaxis, :] == np.array(place, dtype=np.int64)[:, np.newaxis]
        return sp.csr_array(rows.factors @ sp.csr_array(counted * self.units))

    @cached_property
    def _column_names(self) -> tuple[str, ...]:
        options = [f"y_{o}" for o in self.free.tolist()]
        return (*options, *(f"z_{k}" for k in range(self._n_helpers)), *(f"theta_{g}" for g in range(self.n_groups)))

    def _rules(self) -> tuple[sp.csr_array, Floats, Floats]:
        """Rows of the rules: options, helpers, captures."""
        rows, scale = self.rows, self.rule_scale
        matrix = sp.diags_array(1.0 / scale) @ sp.hstack(
            [rows.options, rows.helpers, self._theta_factors], format="csr"
        )
        counts = np.diff(self._theta_factors.indptr) > 0  # what captures come to is rounded, too
        room = np.where(counts | (self.problem.rows.room > SOLVER_ROW_ROOM * scale), self.problem.rows.room, 0.0)
        return sp.csr_array(matrix), (rows.lower - room) / scale, (rows.upper + room) / scale

    def site_rows(self) -> tuple[sp.csr_array, Floats, Floats]:
        """At most one option a site, where a site has several free ones; on all columns, the free options first."""
        site_of = self.problem.site_of[self.free]
        several = np.flatnonzero(np.bincount(site_of) > 1) if len(site_of) else np.empty(0, dtype=np.int64)
        row = np.searchsorted(several, site_of)
        member = np.isin(site_of, several)
        columns = np.flatnonzero(member)
        shape = (len(several), self.n_columns)
        matrix = sp.csr_array((np.ones(len(columns)), (row[member], columns)), shape=shape)
        return matrix, np.full(len(several), -np.inf), np.ones(len(several))

    def _links(self) -> tuple[sp.csr_array, Floats, Floats]:
        """z_k <= links_k @ y."""
        n = self._n_helpers
        body = [-self.rows.links, sp.eye_array(n, format="csr"), sp.csr_array((n, self.n_groups))]
        return sp.csr_array(sp.hstack(body, format="csr")), np.full(n, -np.inf), np.zeros(n)

    def _nogoods(self) -> tuple[sp.csr_array, Floats, Floats]:
        """No-good cuts, where the free options can break them at all."""
        rows, most = matrix_of(self.feasibility_cuts, self.problem.n_options)
        left = most - rows @ self.fixing.opened.astype(float)
        body = sp.csr_array(rows[:, self.free])
        open_ = np.flatnonzero(np.asarray(body.maximum(0.0).sum(axis=1)) > left)
        rest = sp.csr_array((len(open_), self.n_columns - len(self.free)))
        matrix = sp.csr_array(sp.hstack([body[open_], rest], format="csr"))
        return matrix, np.full(len(open_), -np.inf), left[open_]

    def _limits(self) -> tuple[sp.csr_array, Floats, Floats]:
        """Thetas of a part - slopes @ y <= constant."""
        rows = [(self.units[limit.groups[0]], limit) for limit in self.limits]
        body, opened = sp.lil_array((len(rows), self.n_columns)), self.fixing.opened
        for row, (unit, limit) in enumerate(rows):
            body[row, : len(self.free)] = -limit.slopes[self.free] / unit
            body[row, len(self.free) + self._n_helpers + limit.groups] = 1.0
        most = np.array([(limit.constant + limit.slopes[opened].sum()) / unit for unit, limit in rows])
        return sp.csr_array(body), np.full(len(rows), -np.inf), most


def _unit(whole: float) -> float:
    return whole / SOLVER_SCALE if whole > 0 else 1.0


def _row_max(matrix: sp.csr_array) -> Floats:
    """Largest absolute number of each row; 0 of an empty one."""
    if matrix.nnz == 0:
        return np.zeros(matrix.shape[0])
    return np.asarray(abs(matrix).max(axis=1).todense()).ravel()


def _row_names(counts: list[int]) -> tuple[str, ...]:
    kinds = ("rule", "site", "link", "nogood", "most", "cut")
    return tuple(f"{kind}_{k}" for kind, count in zip(kinds, counts, strict=True) for k in range(count))
