"""RowsState: what the rows of the rules come to at a set of open options, and what each option would add to them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from siteplan.errors.params import Params, within
from siteplan.optimise.captures.exact_sums import ExactSums
from siteplan.optimise.captures.sparse import entries_of, row_of, summed, with_entries
from siteplan.optimise.rules.rows import Rows
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["Cells", "RowsState", "RowsStateParams"]


@dataclass(frozen=True)
class RowsStateParams(Params):
    """How rows follow a plan; results are the same whatever it is.

    Attributes
    ----------
    most_flips : count; options that open or close one by one, where more do all is worked out anew
    """

    most_flips: int = within(16, 0)


class Lifts(NamedTuple):
    """What options add to rows by lifting helpers: weight times min(link, room of the helper), each in its cell.

    `helper` counts the helpers that were asked of.
    """

    cell: Ints
    helper: Ints
    weight: Floats
    link: Floats

    def at(self, room: Floats) -> Floats:
        """(n_lifts,) what each adds where the helpers have such room."""
        return self.weight * np.minimum(self.link, room[self.helper])


class Cells:
    """Pairs of row and option that matter to each other, by itself or by a helper.

    Attributes
    ----------
    row, option : (n_cells,)
    own : (n_cells,) what the option adds by itself; 0 where it lifts helpers alone
    """

    def __init__(self, rows: Rows, among: Bools | None = None) -> None:
        """Take the rows, and the only options that may be open or asked of; left out, all."""
        if among is not None:
            options, links = (with_entries(part, among[part.indices]) for part in (rows.options, rows.links))
            rows = replace(rows, options=options, links=links)
        self.rows, n_options = rows, rows.options.shape[1]
        own = row_of(rows.options) * n_options + rows.options.indices
        lifted = np.repeat(row_of(rows.helpers), self._times) * n_options + rows.links.indices[self._links]
        cells, place = np.unique(np.concatenate([own, lifted]), return_inverse=True)
        self.row, self.option = cells // n_options, cells % n_options
        self.own = summed(place[: len(own)], rows.options.data, len(cells))
        self._place = place[len(own) :]

    @cached_property
    def options(self) -> sp.csc_array:
        """(n_rows, n_options) what options add by themselves."""
        return sp.csc_array(self.rows.options)

    @cached_property
    def links(self) -> sp.csc_array:
        """(n_helpers, n_options) by how much options lift helpers."""
        return sp.csc_array(self.rows.links)

    @cached_property
    def helpers(self) -> sp.csc_array:
        """(n_rows, n_helpers) numbers of the helper entries."""
        rows = self.rows.helpers
        return sp.csc_array(sp.csr_array((np.arange(rows.nnz), rows.indices, rows.indptr), shape=rows.shape))

    @cached_property
    def every(self) -> Lifts:
        """What options add by lifting any helper."""
        return self.lifts(np.arange(self.rows.n_helpers))

    def lifts(self, helpers: Ints) -> Lifts:
        """Return what options add by lifting some helpers."""
        entry = self.helpers.data[entries_of(self.helpers, helpers)]
        times = self._times[entry]
        helper = np.repeat(np.repeat(np.arange(len(helpers)), np.diff(self.helpers.indptr)[helpers]), times)
        at = np.arange(len(helper)) + np.repeat(self._first[entry] - (np.cumsum(times) - times), times)
        weight = np.repeat(self.rows.helpers.data[entry], times)
        return Lifts(self._place[at], helper, weight, self.rows.links.data[self._links[at]])

    @cached_property
    def _times(self) -> Ints:
        """(n_helper_entries,) options linked to each."""
        return np.asarray(np.diff(self.rows.links.indptr)[self.rows.helpers.indices])

    @cached_property
    def _first(self) -> Ints:
        """(n_helper_entries,) where in `_links` those of each begin."""
        return np.asarray(np.cumsum(self._times) - self._times)

    @cached_property
    def _links(self) -> Ints:
        """Number of every link that counts in a row, those of each helper entry together."""
        return entries_of(self.rows.links, self.rows.helpers.indices)


class RowsState:
    """Rows at one set of open options. It moves in place, and touches what the option does.

    What a plan comes to is kept to twice the digits. What options would add is not: after some thousand moves it is off
    by its last digits, far less than the room that limits have.
    """

    def __init__(self, cells: Cells, open_: Bools, params: RowsStateParams = RowsStateParams()) -> None:
        self.open = open_.copy()
        self._params = params
        self._cells, self._rows = cells, cells.rows
        self._linear, self._linked = ExactSums(self._rows.n_rows), ExactSums(self._rows.n_helpers)
        for option in np.flatnonzero(open_).tolist():
            self._add(option, 1.0)
        lifts = cells.every
        self._added = cells.own + summed(lifts.cell, lifts.at(self._room), len(cells.own))
        self._states = [capture.state_at(open_) for capture in self._rows.captures]

    def moved(self, open_: Bools) -> RowsState:
        """Return the state of another set: this one, changed, where not much differs."""
        differ = np.flatnonzero(open_ != self.open)
        if len(differ) > self._params.most_flips:
            return RowsState(self._cells, open_, self._params)
        for option in differ.tolist():
            self._flip(option)
        return self

    @property
    def activity(self) -> Floats:
        """(n_rows,) what the rows come to."""
        rows = self._rows
        linear = self._linear.values + rows.helpers @ np.minimum(rows.ceiling, self._linked.values)
        if not rows.terms:
            return np.asarray(linear)
        return np.asarray(linear + rows.factors @ np.array([state.value() for state in self._states]))

    @property
    def change(self) -> tuple[Ints, Ints, Floats]:
        """Row, option, and what opening the option adds to the row: of each pair that matters, once."""
        cells, rows = self._cells, self._rows
        if not rows.terms:
            return cells.row, cells.option, self._added
        gains = np.array([state.gains() for state in self._states])
        own = sp.csr_array((self._added, (cells.row, cells.option)), shape=rows.options.shape)
        change = sp.csr_array(own + rows.factors @ sp.csr_array(gains))
        return row_of(change), change.indices, change.data

    @property
    def closing(self) -> tuple[Ints, Ints, Floats]:
        """Row, option, and what closing the option adds to the row: of each pair of an open option that matters."""
        some, rows, links = np.flatnonzero(self.open), self._rows, self._cells.links
        near = sp.csc_array(links[:, some])
        linked, ceiling = self._linked.values[near.indices], rows.ceiling[near.indices]
        near.data = np.minimum(ceiling, linked - near.data) - np.minimum(ceiling, linked)
        change = sp.csr_array(rows.helpers @ near - self._cells.options[:, some])
        if rows.terms:
            losses = np.array([state.losses()[some] for state in self._states])
            change = sp.csr_array(change - rows.factors @ sp.csr_array(losses))
        return row_of(change), some[change.indices], change.data

    @property
    def _room(self) -> Floats:
        """(n_helpers,) how far each may still rise."""
        return np.maximum(self._rows.ceiling - self._linked.values, 0.0)

    def _flip(self, option: int) -> None:
        helpers, _ = _column(self._cells.links, option)
        before = self._room[helpers]
        self._add(option, -1.0 if self.open[option] else 1.0)
        after = self._room[helpers]
        some = np.flatnonzero(before != after)
        lifts = self._cells.lifts(helpers[some])
        np.add.at(self._added, lifts.cell, lifts.at(after[some]) - lifts.at(before[some]))
        for state in self._states:
            state.flip(option)
        self.open[option] = ~self.open[option]

    def _add(self, option: int, times: float) -> None:
        for sums, columns in ((self._linear, self._cells.options), (self._linked, self._cells.links)):
            places, terms = _column(columns, option)
            sums.add(places, times * terms)


def _column(columns: sp.csc_array, option: int) -> tuple[Ints, Floats]:
    entries = slice(columns.indptr[option], columns.indptr[option + 1])
    return columns.indices[entries], columns.data[entries]
