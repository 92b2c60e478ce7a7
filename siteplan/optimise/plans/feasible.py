"""Feasible: which plans meet every rule, and which single moves keep it so."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from siteplan.optimise.captures.sparse import entries_of, row_of, summed
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["Feasible"]


@dataclass(frozen=True, eq=False)
class Feasible:
    """The rules of a problem as a test: of a plan, or of every plan one move away at once.

    Without `floors` only what the rules ask at most is tested.
    """

    problem: SiteProblem
    floors: bool = True

    def holds(self, open_: Bools) -> bool:
        """Whether the plan meets every rule, its sites and its statuses."""
        problem = self.problem
        sites = problem.site_of[open_]
        statuses = not (open_ & problem.barred).any() and bool(open_[problem.required].all())
        return statuses and len(np.unique(sites)) == len(sites) and not self.broken(open_).any() and self._passes(open_)

    def additions(self, open_: Bools) -> Bools:
        """(n_options,) options that may open beside the open ones, every rule with rows met afterwards; see `fits`."""
        allowed = self._repairs(open_) & ~open_ & ~self.problem.barred
        taken = np.zeros(int(self.problem.site_of.max()) + 1, dtype=bool)
        taken[self.problem.site_of[open_]] = True
        return allowed & ~taken[self.problem.site_of]

    def fits(self, open_: Bools, option: int) -> bool:
        """Whether one of the additions meets the rules without rows, too: those are slow, ask it of what would open."""
        if not self.problem.checked:
            return True
        more = open_.copy()
        more[option] = True
        return self._passes(more)

    def breach(self, open_: Bools) -> float:
        """By how much the plan breaks the rules without rows, in all; 0 where it does not."""
        options = self.problem.options
        return float(sum(rule.breaches(options, open_).sum() for rule in self.problem.checked))

    def broken(self, open_: Bools) -> Bools:
        """(n_rows,) rows of the rules that the plan breaks."""
        return ~self._within(self.problem.rows.activity(open_))

    def excess(self, open_: Bools) -> Floats:
        """(n_rows,) by how much the plan breaks each row, in its unit."""
        return self._beyond(self.problem.rows.activity(open_), np.arange(self.problem.rows.n_rows))

    def excesses(self, open_: Bools, prices: Floats) -> Floats:
        """(n_options,) what opening each option adds to the excess, at a price (n_rows,) a unit of each row."""
        change, before = self._change(open_), self.problem.rows.activity(open_)
        row = row_of(change)
        more = self._beyond(before[row] + change.data, row) - self.excess(open_)[row]
        return summed(change.indices, prices[row] * more, self.problem.n_options)

    def _passes(self, open_: Bools) -> bool:
        return all(rule.holds(self.problem.options, open_) for rule in self.problem.checked)

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

    def _beyond(self, activity: Floats, row: Ints) -> Floats:
        """How far activities of some rows lie beyond their limits."""
        lower, upper = self._room
        return np.asarray(np.maximum(np.maximum(lower[row] - activity, activity - upper[row]), 0.0))

    def _within(self, activity: Floats) -> Bools:
        lower, upper = self._room
        return np.asarray((activity >= lower) & (activity <= upper))

    def _repairs(self, open_: Bools) -> Bools:
        """(n_options,) whether opening the option leaves every row within its limits."""
        change = self._change(open_)
        activity = self.problem.rows.activity(open_)
        broken = ~self._within(activity)
        row = row_of(change)
        lower, upper = self._room
        after = activity[row] + change.data
        good = (after >= lower[row]) & (after <= upper[row])
        n_options = self.problem.n_options
        breaks = summed(change.indices, ~good, n_options)
        mends = summed(change.indices, good & broken[row], n_options)
        return np.asarray((breaks == 0) & (mends == broken.sum()))

    def _change(self, open_: Bools) -> sp.csr_array:
        """(n_rows, n_options) what opening each option adds to each row."""
        rows = self.problem.rows
        if rows.n_helpers == 0 and not rows.terms:
            return rows.options
        asked = open_.tobytes()
        if asked not in self._last:
            self._last.clear()
            self._last[asked] = self._lifted(open_)
        return self._last[asked]

    @cached_property
    def _last(self) -> dict[bytes, sp.csr_array]:
        """What was asked last: a search asks twice about each plan."""
        return {}

    def _lifted(self, open_: Bools) -> sp.csr_array:
        """(n_rows, n_options) the same where helpers count, which rise no further than their ceilings, and captures."""
        rows, (entry, weight), (pattern, place) = self.problem.rows, self._lifting, self._pattern
        linked, helper = np.asarray(rows.links @ open_.astype(float)), self._helper
        room = np.maximum(rows.ceiling - linked, 0.0)[helper]
        lift = np.minimum(rows.links.data, room)
        data = pattern.data + summed(place, weight * lift[entry], pattern.nnz)
        change = sp.csr_array((data, pattern.indices, pattern.indptr), shape=pattern.shape)
        if not rows.terms:
            return change
        gains = np.array([capture.at(open_).gains() for capture in rows.captures])
        return sp.csr_array(change + rows.factors @ sp.csr_array(gains))

    @cached_property
    def _helper(self) -> Ints:
        """(n_links,) helper of each stored link."""
        return row_of(self.problem.rows.links)

    @cached_property
    def _lifting(self) -> tuple[Ints, Floats]:
        """Number of the link, and weight of its helper in the row, of every link that counts in a row."""
        rows = self.problem.rows
        entry = entries_of(rows.links, rows.helpers.indices)
        return entry, np.repeat(rows.helpers.data, self._times)

    @cached_property
    def _times(self) -> Ints:
        """(n_helper_entries,) options linked to each."""
        return np.asarray(np.diff(self.problem.rows.links.indptr)[self.problem.rows.helpers.indices])

    @cached_property
    def _pattern(self) -> tuple[sp.csr_array, Ints]:
        """What options add to rows by themselves, 0 where they lift helpers alone; and where in it those links add."""
        rows, n_options = self.problem.rows, self.problem.n_options
        own = row_of(rows.options) * n_options + rows.options.indices
        lifted = np.repeat(row_of(rows.helpers), self._times) * n_options + rows.links.indices[self._lifting[0]]
        cells, place = np.unique(np.concatenate([own, lifted]), return_inverse=True)
        data = summed(place[: len(own)], rows.options.data, len(cells))
        ends = np.searchsorted(cells // n_options, np.arange(rows.n_rows + 1))
        shape = (rows.n_rows, n_options)
        return sp.csr_array((data, cells % n_options, ends), shape=shape), place[len(own) :]
