"""SiteSales: what Huff's shares leave to one site while others open, and the cuts that limits on it give."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from siteplan.errors import Problem
from siteplan.optimise.captures.huff import HuffCapture
from siteplan.optimise.captures.sparse import summed
from siteplan.optimise.rules.lazy_constraint import FeasibilityCut
from siteplan.optimise.tolerances import CUT_FACTOR, SALES_ROUNDING
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["HuffSales", "amount_problems", "each"]


def each(amounts: float | Floats, n: int) -> Floats:
    """(n,) one number for each."""
    return np.broadcast_to(np.asarray(amounts, dtype=float), (n,))


def amount_problems(rule: str, column: str, amounts: float | Floats, n: int, most: float = np.inf) -> list[Problem]:
    """List a wrong length, and numbers that are NaN, negative, or above the most."""
    values = np.asarray(amounts, dtype=float)
    if values.shape not in ((), (n,)):
        return [Problem("rules", f"rule {rule!r}: shape {values.shape}", f"Give one number, or {n} of them", column)]
    if bool(((values >= 0) & (values <= most)).all()):
        return []
    limits = "from 0" if np.isinf(most) else f"from 0 to {most:g}"
    return [Problem("rules", f"rule {rule!r}: a limit that cannot be", f"Give numbers {limits}", column)]


@dataclass(frozen=True, eq=False)
class HuffSales:
    """The shares of a HuffCapture, site by site: sales = sum over zones of w u / (E + C + U)."""

    capture: HuffCapture

    def sales(self, open_: Bools) -> Floats:
        """(n_options,) what each open option sells."""
        some = np.flatnonzero(open_)
        near = sp.csc_array(self._columns[:, some])
        total = self._base + np.asarray(near.sum(axis=1))
        each = np.divide(self._weights, total, out=np.zeros_like(total), where=total > 0)
        sales = np.zeros(len(open_))
        sales[some] = near.T @ each
        return sales

    def beside(self, y: Floats) -> Floats:
        """(n_options,) what each option sells if it opens, beside fractions y (n_options,) of the others."""
        columns, zones, n_options = self._columns, self._columns.indices, len(y)
        option = np.repeat(np.arange(n_options), np.diff(columns.indptr))
        total = (self._base + self._rows @ y)[zones] + columns.data * (1.0 - y[option])
        return summed(option, self._weights[zones] * columns.data / total, n_options)

    def left(self, own_utility: Floats, open_: Bools) -> Floats:
        """(n_facilities,) what own facilities with these utilities (n_zones, n_facilities) sell."""
        total = self._base + np.asarray(self._columns[:, np.flatnonzero(open_)].sum(axis=1))
        each = np.divide(self._weights, total, out=np.zeros_like(total), where=total > 0)
        return np.asarray(own_utility.T @ each)

    def option(self, option: int) -> SiteSales:
        """Return the sales of an option's site."""
        utility = np.asarray(self._columns[:, [option]].toarray()).ravel()
        return self._site(utility, self._base + utility, option)

    def facility(self, utility: Floats) -> SiteSales:
        """Return the sales of an own facility with that utility (n_zones,), which is part of the capture's own."""
        return self._site(utility, self._base, None)

    def _site(self, utility: Floats, total: Floats, option: int | None) -> SiteSales:
        zones = np.flatnonzero(utility > 0)
        near = sp.csc_array(self._rows[zones])
        others = np.flatnonzero(np.diff(near.indptr) > 0)
        others = others[others != (-1 if option is None else option)]
        return SiteSales(self._weights[zones] * utility[zones], total[zones], others, near[:, others].toarray(), option)

    @cached_property
    def _rows(self) -> sp.csr_array:
        rows = sp.csr_array(self.capture.utility).astype(float)
        rows.sum_duplicates()
        rows.eliminate_zeros()
        return rows

    @cached_property
    def _columns(self) -> sp.csc_array:
        return sp.csc_array(self._rows)

    @cached_property
    def _base(self) -> Floats:
        """(n_zones,) E + C."""
        own = 0.0 if self.capture.own is None else np.asarray(self.capture.own, dtype=float)
        return np.asarray(self.capture.rivals, dtype=float) + own

    @cached_property
    def _weights(self) -> Floats:
        return np.asarray(self.capture.weights, dtype=float)


@dataclass(frozen=True, eq=False)
class SiteSales:
    """One site in the zones that it sells to; what is left to it falls as options open, ever more slowly.

    Attributes
    ----------
    gross, total : (n_zones,) w u, and the utilities that share the zone with no other option open
    others : (n_others,) options that pull on these zones
    pull : (n_zones, n_others) their utilities
    option : number of the option that sells, which has to be open for any limit to matter; None for own facilities
    """

    gross: Floats
    total: Floats
    others: Ints
    pull: Floats
    option: int | None

    def at_least(self, open_: Bools, floor: float) -> list[FeasibilityCut]:
        """Return cuts that a plan breaks which leaves less than the floor; none where it leaves enough.

        The few options that take too much already do not open together: a minimal cover. And what the open options take
        one after the other, and then the rest, is no more than what the same options take in any other plan, since what
        is taken is submodular (Edmonds 1970; Atamturk and Narayanan 2008, Polymatroids and mean-risk minimization in
        discrete optimization).
        """
        chosen, least = open_[self.others], floor - self._rounding
        if self._left(chosen) >= least:
            return []
        cover = self.others[self._cover(chosen, least)]
        return [FeasibilityCut.together(np.append(cover, self._own)), self.chain(open_.astype(float), floor)]

    def chain(self, y: Floats, floor: float) -> FeasibilityCut:
        """Cut by what the others take one after the other, first those that fractions y (n_options,) open most.

        No cut of this kind is tighter at y.
        """
        order = np.lexsort((self._lefts(y[self.others] >= 1.0), -y[self.others]))
        sums = np.cumsum(self.pull[:, order], axis=1)
        alone = self._left(np.zeros(len(order), dtype=bool))
        left = np.append(alone, self.gross @ (1.0 / (self.total[:, None] + sums)))
        takes, slack = -np.diff(left), max(floor - float(left[-1]), 0.0)
        options, factors, most = self.others[order], np.maximum(takes, 0.0), alone - floor + self._rounding
        if self.option is not None:  # while it is closed the others may take all they can
            options, factors, most = np.append(options, self.option), np.append(factors, slack), most + slack
        whole = float(factors.max(initial=0.0)) or 1.0
        kept = factors > CUT_FACTOR * whole
        return FeasibilityCut(options[kept], factors[kept] / whole, most / whole)

    @property
    def _own(self) -> Ints:
        return np.array([] if self.option is None else [self.option], dtype=np.int64)

    @cached_property
    def _rounding(self) -> float:
        return SALES_ROUNDING * float((self.gross / self.total).sum())

    def _left(self, chosen: Bools) -> float:
        """Return what some of the others leave."""
        return float((self.gross / (self.total + self.pull[:, chosen].sum(axis=1))).sum())

    def _lefts(self, chosen: Bools) -> Floats:
        """(n_others,) what some of the others and one more leave."""
        total = self.total + self.pull[:, chosen].sum(axis=1)
        return np.asarray(self.gross @ (1.0 / (total[:, None] + self.pull)))

    def _cover(self, chosen: Bools, floor: float) -> Bools:
        """Drop others, those that take least first, as long as the rest leave less than the floor."""
        kept = chosen.copy()
        for other in np.argsort(-self._lefts(np.zeros_like(chosen)), kind="stable").tolist():
            if kept[other]:
                kept[other] = False
                kept[other] = self._left(kept) >= floor
        return kept
