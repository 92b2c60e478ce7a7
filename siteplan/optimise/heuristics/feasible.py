"""Feasible: which plans meet every rule, and which single moves keep it so."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from siteplan.optimise.captures.sparse import summed
from siteplan.optimise.heuristics.rows_state import Cells, RowsState, RowsStateParams
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["Feasible"]


@dataclass(frozen=True, eq=False)
class Feasible:
    """The rules of a problem as a test: of a plan, or of every plan one move away at once.

    Without `floors` only what the rules ask at most is tested. Where no other options than those `among` (n_options,)
    are open, and only these are asked of, the rest is left out: it takes less.
    """

    problem: SiteProblem
    floors: bool = True
    among: Bools | None = None
    params: RowsStateParams = field(default_factory=RowsStateParams)

    def holds(self, open_: Bools) -> bool:
        """Whether the plan meets every rule, its sites and its statuses."""
        problem = self.problem
        sites = problem.site_of[open_]
        statuses = not (open_ & problem.barred).any() and bool(open_[problem.required].all())
        return statuses and len(np.unique(sites)) == len(sites) and self._keeps(open_) and self._passes(open_)

    def _keeps(self, open_: Bools) -> bool:
        """Whether the plan meets the rules with rows; worked out anew, since a plan that is offered depends on it."""
        return bool(self._within(self.problem.rows.activity(open_)).all())

    def additions(self, open_: Bools) -> Bools:
        """(n_options,) options that may open beside the open ones, every rule with rows met afterwards; see `fits`."""
        allowed = self._repairs(open_) & ~open_ & ~self.problem.barred
        taken = np.zeros(int(self.problem.site_of.max()) + 1, dtype=bool)
        taken[self.problem.site_of[open_]] = True
        return allowed & ~taken[self.problem.site_of]

    def fits(self, open_: Bools, option: int) -> bool:
        """Whether one of the additions meets the rules without rows, too: those are slow, ask it of what would open."""
        if not self.problem.lazy_constraints:
            return True
        more = open_.copy()
        more[option] = True
        return self._passes(more)

    def breach(self, open_: Bools) -> float:
        """By how much the plan breaks the rules without rows, in all; 0 where it does not."""
        options = self.problem.options
        return float(sum(rule.breaches(options, open_).sum() for rule in self.problem.lazy_constraints))

    def broken(self, open_: Bools) -> Bools:
        """(n_rows,) rows of the rules that the plan breaks."""
        return ~self._within(self._state(open_).activity)

    def excess(self, open_: Bools) -> Floats:
        """(n_rows,) by how much the plan breaks each row, in its unit."""
        lower, upper = self._room
        return _beyond(self._state(open_).activity, lower, upper)

    def excesses(self, open_: Bools, prices: Floats) -> Floats:
        """(n_options,) what opening each option adds to the excess, at a price (n_rows,) a unit of each row."""
        return self._added(self._state(open_), self._state(open_).change, prices)

    def excesses_without(self, open_: Bools, prices: Floats) -> Floats:
        """(n_options,) what closing each open option adds to the excess, at such prices."""
        return self._added(self._state(open_), self._state(open_).closing, prices)

    def _added(self, state: RowsState, changes: tuple[Ints, Ints, Floats], prices: Floats) -> Floats:
        """(n_options,) what changes by options add to the excess."""
        (row, option, change), before = changes, state.activity
        (lower, upper), excess = self._limits(row), _beyond(before, *self._room)
        more = _beyond(before[row] + change, lower, upper) - excess[row]
        return summed(option, prices[row] * more, self.problem.n_options)

    def counting(self, rows: Bools) -> Bools:
        """(n_options,) options that count in some of the rows (n_rows,)."""
        counts = np.zeros(self.problem.n_options, dtype=bool)
        counts[self._cells.option[rows[self._cells.row]]] = True
        return counts

    def _state(self, open_: Bools) -> RowsState:
        """Rows at the plan; a search asks of plans that are one move apart."""
        state = self._last.pop() if self._last else RowsState(self._cells, open_, self.params)
        self._last.append(state.moved(open_))
        return self._last[0]

    def _passes(self, open_: Bools) -> bool:
        return all(rule.holds(self.problem.options, open_) for rule in self.problem.lazy_constraints)

    @cached_property
    def use(self) -> Floats:
        """(n_options,) part of all upper limits together that the option uses up: what "cost" means to a search."""
        rows = self.problem.rows
        capped = np.flatnonzero(np.isfinite(rows.upper) & (rows.upper > 0))
        share = sp.diags_array(1.0 / rows.upper[capped]) @ rows.options[capped]
        return np.asarray(sp.csr_array(share).maximum(0.0).sum(axis=0), dtype=float).ravel()

    @cached_property
    def _room(self) -> tuple[Floats, Floats]:
        """Limits with the room that rounding needs."""
        rows = self.problem.rows
        return np.where(self.floors, rows.lower - rows.room, -np.inf), rows.upper + rows.room

    def _limits(self, row: Ints) -> tuple[Floats, Floats]:
        """Limits of some rows; those of the cells are asked again and again."""
        if row is self._cells.row:
            return self._cell_limits
        lower, upper = self._room
        return lower[row], upper[row]

    @cached_property
    def _cell_limits(self) -> tuple[Floats, Floats]:
        lower, upper = self._room
        return lower[self._cells.row], upper[self._cells.row]

    def _within(self, activity: Floats) -> Bools:
        lower, upper = self._room
        return np.asarray((activity >= lower) & (activity <= upper))

    def _repairs(self, open_: Bools) -> Bools:
        """(n_options,) whether opening the option leaves every row within its limits."""
        if not self.problem.rows.n_rows:
            return np.ones(self.problem.n_options, dtype=bool)
        state = self._state(open_)
        (row, option, change), activity = state.change, state.activity
        broken, (lower, upper) = ~self._within(activity), self._limits(row)
        after, n_options = activity[row] + change, self.problem.n_options
        good = (after >= lower) & (after <= upper)
        breaks = np.bincount(option[~good], minlength=n_options)
        repairs = np.bincount(option[good & broken[row]], minlength=n_options)
        return np.asarray((breaks == 0) & (repairs == broken.sum()))

    @cached_property
    def _cells(self) -> Cells:
        return Cells(self.problem.rows, self.among)

    @cached_property
    def _last(self) -> list[RowsState]:
        """The state that was asked last; none while it moves, so that none stopped half way is used."""
        return []


def _beyond(activity: Floats, lower: Floats, upper: Floats) -> Floats:
    """How far activities lie beyond their limits."""
    return np.asarray(np.maximum(np.maximum(lower - activity, activity - upper), 0.0))
