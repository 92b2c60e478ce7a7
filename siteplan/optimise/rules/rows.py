"""Linear rows: what a rule is to the solver and to the search."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from siteplan.optimise.captures.capture import Capture
from siteplan.optimise.captures.sparse import row_of, same_rows, summed
from siteplan.optimise.tolerances import FAR_BEYOND_LIMIT, RULE_TOLERANCE
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["Rows", "Term", "stack"]

ENDS = (np.minimum, np.maximum)


class Term(NamedTuple):
    """So much, above 0, times all that a capture is worth, in one row."""

    row: int
    factor: float
    capture: Capture


@dataclass(frozen=True)
class Rows:
    """lower <= options @ y + helpers @ z + sum of terms <= upper, with z_k = min(ceiling_k, links_k @ y).

    The helpers z are continuous: since `helpers` and `links` hold no negative number and rows with helpers have
    no upper limit, the solver may take z_k <= ceiling_k and z_k <= links_k @ y instead of the minimum. Rows with terms
    have no upper limit either: a capture is concave, and the master's cuts bound it from above.

    Attributes
    ----------
    options : csr (n_rows, n_options)
    lower, upper : (n_rows,)
    helpers : csr (n_rows, n_helpers)
    links : csr (n_helpers, n_options)
    ceiling : (n_helpers,)
    terms : what captures add to rows
    """

    options: sp.csr_array
    lower: Floats
    upper: Floats
    helpers: sp.csr_array
    links: sp.csr_array
    ceiling: Floats
    terms: tuple[Term, ...] = ()

    @classmethod
    def plain(cls, options: sp.csr_array, lower: Floats, upper: Floats) -> Rows:
        """Rows without helpers."""
        none = sp.csr_array((0, options.shape[1]))
        return cls(options, lower, upper, sp.csr_array((len(lower), 0)), none, np.empty(0))

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return int(self.options.shape[0])

    @property
    def n_helpers(self) -> int:
        """Number of helpers."""
        return int(self.links.shape[0])

    @cached_property
    def captures(self) -> tuple[Capture, ...]:
        """The captures of the terms, each once."""
        return tuple({id(term.capture): term.capture for term in self.terms}.values())

    @cached_property
    def factors(self) -> sp.csr_array:
        """(n_rows, n_captures) how often each row counts each capture."""
        place = {id(capture): number for number, capture in enumerate(self.captures)}
        at = ([t.row for t in self.terms], [place[id(t.capture)] for t in self.terms])
        return sp.csr_array(([t.factor for t in self.terms], at), shape=(self.n_rows, len(self.captures)))

    @cached_property
    def room(self) -> Floats:
        """(n_rows,) by how much a plan may miss the limits of each row for rounding."""
        limits = (np.where(np.isfinite(limit), np.abs(limit), 0.0) for limit in (self.lower, self.upper))
        return np.asarray(RULE_TOLERANCE * np.maximum(1.0, np.maximum(*limits)))

    def excluded(self, free: Bools, opened: Bools) -> Bools:
        """(n_options,) free options that break a limit by far, whatever opens beside those `opened` for sure.

        Only by far: their numbers would hide all others of the row from a solver. What is just too dear stays, and the
        relaxation prices it.
        """
        used = self.options @ opened.astype(float)
        repairs = (self.helpers @ self.ceiling) + self.factors @ np.array([c.ceiling.sum() for c in self.captures])
        entries = self.options
        row, may = row_of(entries), free[entries.indices]
        low, high = (summed(row, np.where(may, end(entries.data, 0.0), 0.0), self.n_rows) for end in ENDS)
        left = self.upper + self.room - used - low, used + high + repairs - self.lower + self.room
        far = (entries.data > FAR_BEYOND_LIMIT * np.maximum(left[0], 0.0)[row]) | (
            -entries.data > FAR_BEYOND_LIMIT * np.maximum(left[1], 0.0)[row]
        )
        return np.asarray(summed(entries.indices, far & may & (entries.data != 0), len(free)) > 0)

    def with_terms(self, *terms: Term) -> Rows:
        """Return the same rows, with what captures add to them."""
        return replace(self, terms=terms)

    def left(self, free: Ints, opened: Bools) -> Rows:
        """Return the rows over the free options (by number), others being `opened` or closed for good.

        Helpers that are settled are gone, and those that the same free options lift are one.
        """
        y = opened.astype(float)
        given = np.minimum(self.ceiling, self.links @ y)
        used = self.options @ y + self.helpers @ given
        room, links = self.ceiling - given, sp.csr_array(self.links[:, free])
        wanted = np.flatnonzero((room > 0) & (np.diff(links.indptr) > 0))
        first, group = same_rows(sp.csr_array(links[wanted]), room[wanted])
        joined = sp.csr_array((np.ones(len(wanted)), (np.arange(len(wanted)), group)), shape=(len(wanted), len(first)))
        return replace(
            self,
            options=sp.csr_array(self.options[:, free]),
            lower=self.lower - used,
            upper=self.upper - used,
            helpers=sp.csr_array(self.helpers[:, wanted] @ joined),
            links=sp.csr_array(links[wanted[first]]),
            ceiling=room[wanted[first]],
        )

    def activity(self, open_: Bools) -> Floats:
        """(n_rows,) what the rows come to at a plan."""
        y = open_.astype(float)
        linear = self.options @ y + self.helpers @ np.minimum(self.ceiling, self.links @ y)
        if not self.terms:
            return np.asarray(linear)
        worth = np.array([capture.zone_values(y).sum() for capture in self.captures])
        return np.asarray(linear + self.factors @ worth)


def stack(parts: list[Rows], n_options: int) -> Rows:
    """One set of rows from many, each with helpers of its own."""
    if not parts:
        return Rows.plain(sp.csr_array((0, n_options)), np.empty(0), np.empty(0))
    firsts = np.cumsum([0, *(p.n_rows for p in parts[:-1])]).tolist()
    return Rows(
        options=sp.csr_array(sp.vstack([p.options for p in parts], format="csr")),
        lower=np.concatenate([p.lower for p in parts]),
        upper=np.concatenate([p.upper for p in parts]),
        helpers=sp.csr_array(sp.block_diag([p.helpers for p in parts], format="csr")),
        links=sp.csr_array(sp.vstack([p.links for p in parts], format="csr")),
        ceiling=np.concatenate([p.ceiling for p in parts]),
        terms=tuple(term for p, first in zip(parts, firsts, strict=True) for term in _moved(p.terms, first)),
    )


def _moved(terms: tuple[Term, ...], first: int) -> list[Term]:
    return [term._replace(row=term.row + first) for term in terms]
